// The library: results while one types a question, findings while one edits.

import { announce, one, parse } from "/static/app.js";

/** Runs f when nothing was called for so long. @param {() => void} f @param {number} ms */
function later(f, ms) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return () => { clearTimeout(timer); timer = setTimeout(f, ms); };
}

/** Puts an answer of the server into a box; an answer that comes late is dropped. @param {HTMLElement} box */
function filler(box) {
  let turn = 0;
  return async (/** @type {Promise<Response>} */ coming) => {
    const mine = ++turn;
    try {
      const answer = await coming;
      const text = await answer.text();
      if (mine !== turn || !answer.ok) return false;
      box.replaceChildren(...parse(text).body.childNodes);
      return true;
    } catch { return false; }
  };
}

const found = one("#found");
const find = /** @type {HTMLInputElement | null} */ (one(".seek #find"));
if (found && find) {
  const put = filler(found);
  find.addEventListener("input", later(async () => {
    const query = new URLSearchParams(find.value ? { q: find.value } : {});
    history.replaceState(null, "", query.size ? `/library?${query}` : "/library");
    query.set("part", "found");
    if (await put(fetch(`/library?${query}`))) announce(one("[data-count]", found)?.textContent ?? "");
  }, 250));
}

const entry = /** @type {HTMLFormElement | null} */ (one("#entry-form"));
const findings = one("#findings");
const source = /** @type {HTMLTextAreaElement | null} */ (one("#source"));
if (entry && findings && source) {
  const put = filler(findings);
  source.addEventListener("input", later(() => {
    const body = new URLSearchParams({ text: source.value, action: "check", part: "findings" });
    // The attribute: a button of the form is named action too.
    void put(fetch(entry.getAttribute("action") ?? "", { method: "POST", body }));
  }, 400));
  addEventListener("beforeunload", (e) => { if (source.value !== source.defaultValue && !entry.dataset.sent) e.preventDefault(); });
  entry.addEventListener("submit", () => { entry.dataset.sent = "yes"; });
}
