// The review queue: one row after the other without loading the page again.
// Every step is a link or a form that works by itself; this only saves time.

import { announce, errorOf, keysOff, one, parse, toast } from "/static/app.js";
import { keyAction } from "/static/keys.js";
import { listen } from "/static/live.js";
import { answerText, clock, conflictText, decisionOf, doneText, neighbour, nextNeeding } from "/static/rows.js";

const item = one("[data-item]")?.dataset.item ?? "";
const base = `/q/${encodeURIComponent(item)}`;
const me = document.body.dataset.who ?? "";
const list = one("#rows");
const detail = one("#detail");

/** Fragments fetched ahead, by ref. @type {Map<string, Promise<string>>} */
const ahead = new Map();
/** Rows decided here, the last one at the end, for undo. @type {string[]} */
const decided = [];
/** How many changes of a row were sent from here and have not come back as news. @type {Map<string, number>} */
const sent = new Map();
/** The load that counts, if several are under way. */
let turn = 0;
let saving = false;
/** The row that keys are on their way to, "" if they have come to rest. */
let wanted = "";
/** Ends when what was sent last is saved and the next row is there. @type {Promise<unknown>} */
let busy = Promise.resolve();

/** The filters of the address, without the row. */
function filters() {
  const query = new URLSearchParams(location.search);
  for (const name of ["row", "said", "about", "n"]) query.delete(name);
  return query;
}

/** @param {string} ref */
function address(ref) {
  const query = filters();
  query.set("row", ref);
  return `${base}?${query}`;
}

const current = () => one("#row")?.dataset.ref ?? "";
/** The ids of the list's items by ref, in order. Items are replaced, ids stay. @type {Map<string, string>} */
const places = new Map([...(list?.querySelectorAll("li[data-ref]") ?? [])].map((li) => [/** @type {HTMLElement} */ (li).dataset.ref ?? "", li.id]));
const refs = [...places.keys()];
const link = (/** @type {string} */ ref) => document.getElementById(places.get(ref) ?? "");
const rows = () => refs.map((ref) => ({ ref, needs: link(ref)?.hasAttribute("data-needs") ?? false }));

/** @param {string} ref @returns {Promise<string>} */
function part(ref) {
  const query = filters();
  query.set("row", ref);
  return fetch(`${base}/row?${query}`).then(async (answer) => {
    if (!answer.ok) throw new Error((await errorOf(answer)).message ?? "the row could not be read");
    return answer.text();
  });
}

/** Puts what came for the list and the head in place. @param {Document} page */
function swapRest(page) {
  for (const id of ["q-progress", "q-phase"]) {
    const fresh = page.getElementById(id);
    if (fresh) document.getElementById(id)?.replaceWith(fresh);
  }
  for (const n of page.querySelectorAll("[data-fresh]")) {
    const at = one(`[data-count="${n.getAttribute("data-fresh")}"]`);
    if (at) at.textContent = n.textContent;
  }
  const fresh = page.querySelector("li[data-ref]");
  const old = fresh && document.getElementById(fresh.id);
  if (!fresh || !old) return;
  const here = old.querySelector("[aria-current]") !== null;
  const focused = old.contains(document.activeElement);
  old.replaceWith(fresh);
  fresh.querySelector("a")?.toggleAttribute("aria-current", false);
  if (here) fresh.querySelector("a")?.setAttribute("aria-current", "true");
  if (focused) fresh.querySelector("a")?.focus();
}

/** The row that is marked in the list. */
let marked = list?.querySelector("li[data-ref] > [aria-current]")?.closest("li")?.dataset.ref ?? "";

/** Marks the row in the list. @param {string} ref */
function mark(ref) {
  link(marked)?.querySelector("a")?.removeAttribute("aria-current");
  marked = ref;
  const a = link(ref)?.querySelector("a");
  a?.setAttribute("aria-current", "true");
  a?.scrollIntoView({ block: "nearest" });
}

/** Notes the row in the address; browsers refuse that when it comes too often. @param {string} ref @param {"push" | "replace"} how */
function remember(ref, how) {
  try {
    if (how === "push") history.pushState(null, "", address(ref));
    else history.replaceState(null, "", address(ref));
  } catch { /* a reload shows another row */ }
}

/**
 * Goes so many rows on. The mark follows each press of the key; the row itself
 * is fetched when it can be shown, and those that were passed meanwhile are not.
 * @param {number} by
 */
function step(by) {
  const going = wanted !== "";
  wanted = neighbour(refs, wanted || current(), by);
  mark(wanted);
  if (going) return;
  busy = (async () => {
    while (wanted && wanted !== current()) await show(wanted, { history: "none", passing: true });
    if (wanted) remember(wanted, "replace");
    wanted = "";
  })();
}

/**
 * Shows a row. One that is only passed gives way to where keys are going.
 * @param {string} ref
 * @param {{focus?: boolean, history?: "push" | "replace" | "none", passing?: boolean}} [how]
 */
async function show(ref, how = {}) {
  if (!ref || !detail) return;
  if (!how.passing) wanted = "";
  const mine = ++turn;
  try {
    const text = await (ahead.get(ref) ?? part(ref));
    ahead.delete(ref);
    if (mine !== turn) return;
    const fresh = parse(text).getElementById("row");
    if (!fresh) throw new Error("the row could not be read");
    detail.replaceChildren(fresh);
    detail.scrollTop = 0;
    document.body.classList.add("has-row");
    if (how.history !== "none") remember(ref, how.history ?? "replace");
    if (!wanted || wanted === ref) mark(ref);
    if (how.focus !== false) {
      one("#question")?.focus({ preventScroll: true });
      if (matchMedia("(max-width: 56rem)").matches) one("#main")?.scrollIntoView();
    }
    const next = fresh.dataset.next;
    if (next && !ahead.has(next) && (!wanted || wanted === ref)) {
      const coming = part(next);
      coming.catch(() => ahead.delete(next));
      ahead.set(next, coming);
    }
  } catch (e) {
    if (mine !== turn) return;
    wanted = "";
    location.assign(address(ref));
  }
}

/** Fetches the list's item and the counts again. @param {string} ref */
async function refresh(ref) {
  ahead.delete(ref);
  try { swapRest(parse(await part(ref))); } catch { /* the next event or click tries again */ }
}

/** @param {import("/static/rows.js").Decision} decision @param {HTMLFormElement} form */
async function send(decision, form) {
  if (saving) return;
  busy = deliver(decision, form);
  await busy;
}

/** Counts what is under way for a row; reports whether there was anything. @param {string} ref @param {number} by */
function count(ref, by) {
  const n = sent.get(ref) ?? 0;
  sent.set(ref, Math.max(0, n + by));
  return n > 0;
}

/** @param {import("/static/rows.js").Decision} decision @param {HTMLFormElement} form */
async function deliver(decision, form) {
  saving = true;
  count(decision.ref, 1);
  try {
    const answer = await fetch(`/api/v1/questionnaires/${encodeURIComponent(item)}/decisions`, {
      method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify(decision),
    });
    if (!answer.ok) count(decision.ref, -1);
    if (answer.ok) await saved(decision, form);
    else if (answer.status === 409) conflict(decision, await answer.json());
    else if (answer.status === 422) faults(decision, await answer.json());
    else toast(`Not saved: ${(await errorOf(answer)).message}`);
  } catch {
    toast("Not saved: the server cannot be reached. Your text is still here.");
  } finally {
    saving = false;
  }
}

/** @param {import("/static/rows.js").Decision} decision @param {HTMLFormElement} form */
async function saved(decision, form) {
  const { ref, action } = decision;
  const next = one("#row")?.dataset.next ?? "";
  const stay = form.hasAttribute("data-stay") || !next || next === ref;
  ahead.delete(ref);
  if (action === "undo") decided.splice(decided.lastIndexOf(ref) >>> 0, 1);
  else if (action !== "note") decided.push(ref);
  const undo = action === "undo" || action === "note" ? undefined : { name: "Undo", does: () => void takeBack() };
  toast(`${doneText(action)}: ${ref}`, undo);
  await Promise.all([show(stay ? ref : next), refresh(ref)]);
}

/** Takes the last decision made here back, else that of this row. */
async function takeBack() {
  const ref = decided.at(-1) ?? current();
  if (ref !== current()) await show(ref);
  const button = one('#row button[value="undo"]');
  if (button instanceof HTMLButtonElement) button.click();
  else announce("Nothing to take back on this row");
}

/** Shows both decisions and asks. @param {import("/static/rows.js").Decision} mine @param {any} body */
function conflict(mine, body) {
  const theirs = body.theirs ?? body.error?.theirs ?? {};
  const box = fill("t-conflict", conflictText(theirs));
  if (!box) return;
  const [hers, his] = [one("[data-theirs]", box), one("[data-mine]", box)];
  if (hers) hers.textContent = answerText(theirs);
  if (his) his.textContent = answerText(mine);
  one('[data-keep="theirs"]', box)?.addEventListener("click", () => void show(mine.ref));
  one('[data-keep="mine"]', box)?.addEventListener("click", () => {
    const row = one("#row");
    if (row) row.dataset.seen = String(theirs.seq ?? 0);
    void send({ ...mine, seen: theirs.seq ?? 0 }, document.createElement("form"));
  });
  one('[data-keep="mine"]', box)?.focus();
}

/** Lists what is wrong and, where a reason lifts it, asks for one. @param {import("/static/rows.js").Decision} mine @param {any} body */
function faults(mine, body) {
  /** @type {{text: string, suggest?: string, never?: boolean}[]} */
  const all = body.faults ?? body.error?.faults ?? [];
  const box = fill("t-faults", all.length ? "Not saved: this answer does not pass the checks." : `Not saved: ${body.error?.message ?? "it does not pass the checks"}`);
  const ul = box && one("[data-list]", box);
  for (const f of all) {
    const li = document.createElement("li");
    li.textContent = f.suggest ? `${f.text} Better: ${f.suggest}` : f.text;
    ul?.append(li);
  }
  const liftable = all.length > 0 && !all.some((f) => f.never);
  const override = one("#row [data-override]");
  if (mine.action === "edit" && liftable && override) { override.hidden = false; one("input", override)?.focus(); }
  else if (mine.action === "edit") one("#row #text")?.focus();
  else if (mine.action === "accept") openEdit();
}

/** @param {string} id @param {string} text @returns {HTMLElement | null} */
function fill(id, text) {
  const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById(id));
  const trouble = one("#trouble");
  if (!template || !trouble) return null;
  trouble.replaceChildren(template.content.cloneNode(true));
  const words = one("[data-text]", trouble);
  if (words) words.textContent = text;
  trouble.scrollIntoView({ block: "nearest" });
  return trouble;
}

function openEdit() {
  const edit = /** @type {HTMLDetailsElement | null} */ (one("#edit"));
  if (!edit) return;
  edit.open = true;
  (one("input[type=radio]:checked", edit) ?? one("textarea", edit))?.focus();
  edit.scrollIntoView({ block: "nearest" });
}

/** Reports whether somebody is typing something that a reload would lose. */
function isTyping() {
  const edit = /** @type {HTMLDetailsElement | null} */ (one("#edit"));
  const field = document.activeElement;
  const text = /** @type {HTMLTextAreaElement | null} */ (one("#row #text"));
  return Boolean(edit?.open && text && text.value !== text.defaultValue) || Boolean(field && detail?.contains(field) && field.matches("input, textarea"));
}

document.addEventListener("submit", (e) => {
  const form = e.target;
  if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-decide")) return;
  e.preventDefault();
  const button = e.submitter instanceof HTMLButtonElement ? e.submitter : null;
  const all = new FormData(form);
  if (button?.name) all.set(button.name, button.value);
  const d = decisionOf(all);
  d.seen = Number(one("#row")?.dataset.seen) || 0;
  void send(d, form);
});

document.addEventListener("click", (e) => {
  const at = e.target instanceof Element ? e.target : null;
  if (!at || e.ctrlKey || e.metaKey || e.shiftKey) return;
  if (at.closest("[data-edit]")) { openEdit(); return; }
  if (at.closest(".back-list")) {
    e.preventDefault();
    document.body.classList.remove("has-row");
    history.replaceState(null, "", `${base}?${filters()}`);
    /** @type {HTMLElement | null | undefined} */ (link(current())?.querySelector("a"))?.focus();
    return;
  }
  const ref = at.closest("a[data-row]")?.getAttribute("data-row") ?? at.closest("a.row-link")?.parentElement?.dataset.ref;
  if (ref) { e.preventDefault(); void show(ref, { history: "push" }); }
});

document.addEventListener("keydown", (e) => {
  const at = e.target instanceof HTMLElement ? e.target : document.body;
  const action = keyAction(e, { tag: at.tagName, editable: at.isContentEditable, off: keysOff(), dialog: Boolean(at.closest("dialog")) });
  if (!action || action === "search" || action === "help") return;
  /** @type {Record<string, () => void>} */
  const does = {
    next: () => step(1),
    prev: () => step(-1),
    needs: () => { const ref = nextNeeding(rows(), current()); if (ref) void show(ref); else announce("No other row here needs a person"); },
    accept: () => { const b = one("#accept"); if (b) b.click(); else announce("There is no proposed answer to accept"); },
    edit: openEdit,
    take: () => { const b = one(`#row [data-alt="${e.key}"]`); if (b) b.click(); else announce(`There is no answer ${e.key}`); },
    undo: () => void takeBack(),
    gaps: () => location.assign(`${base}/gaps`),
    save: () => /** @type {HTMLInputElement} */ (at).form?.requestSubmit(/** @type {HTMLElement | null} */ (at.closest("form")?.querySelector("button[value]"))),
    leave: () => { const edit = /** @type {HTMLDetailsElement | null} */ (at.closest("#edit")); if (edit) edit.open = false; at.blur(); one("#question")?.focus(); },
  };
  if (!does[action]) return;
  e.preventDefault();
  // A key pressed while a decision is being saved, or on the way to a row, is meant
  // for the row that comes.
  if (saving || (wanted && action !== "next" && action !== "prev")) void busy.then(() => does[action]());
  else does[action]();
});

addEventListener("popstate", () => {
  const ref = new URLSearchParams(location.search).get("row");
  if (ref) void show(ref, { history: "none" });
  else document.body.classList.remove("has-row");
});

listen((e) => {
  if (e.kind === "reset") { if (isTyping()) toast("More was changed here than this page knows: load it again when you have saved"); else location.reload(); return; }
  if (e.item !== item) return;
  if (one("[data-wait]")) { if (e.kind === "item") location.reload(); return; }
  if (e.kind === "removed") { toast("This questionnaire was removed from the desk"); return; }
  if (e.kind !== "row" || !e.ref) return;
  void refresh(e.ref);
  if (e.who === me && count(e.ref, -1)) return;
  if (e.ref !== current()) return;
  const who = e.who === me ? "You changed this row in another window" : `${e.who || "Somebody"} changed this row`;
  const text = `${who}${e.when ? ` at ${clock(e.when)}` : ""}`;
  if (isTyping()) toast(`${text}. What you save will be set beside it.`);
  else void show(e.ref, { focus: false }).then(() => announce(text));
});

const asked = new URLSearchParams(location.search).has("row");
// In a narrow window the list is the page: it begins at its top.
if (current() && (asked || !matchMedia("(max-width: 56rem)").matches)) mark(current());
if (asked) one("#question")?.focus({ preventScroll: true });
