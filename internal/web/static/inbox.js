// The inbox: drop files or a folder, and watch how far each has come.

import { announce, errorOf, one, parse, toast } from "/static/app.js";
import { listen } from "/static/live.js";
import { isQuestionnaire, phaseNews } from "/static/files.js";

const form = /** @type {HTMLFormElement | null} */ (one("#drop"));
const uploads = one("#uploads");
const accept = one("#files")?.getAttribute("accept") ?? "";

/** Every file below what was dropped. @param {DataTransfer} data @returns {Promise<File[]>} */
async function dropped(data) {
  const entries = [...data.items].map((i) => i.webkitGetAsEntry?.()).filter((e) => e != null);
  if (!entries.length) return [...data.files];
  const files = [];
  for (const e of entries) files.push(...await below(/** @type {FileSystemEntry} */ (e)));
  return files;
}

/** @param {FileSystemEntry} entry @returns {Promise<File[]>} */
async function below(entry) {
  if (entry.isFile) return [await new Promise((yes, no) => /** @type {FileSystemFileEntry} */ (entry).file(yes, no))];
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  const files = [];
  for (;;) {
    const some = await new Promise((yes, no) => reader.readEntries(yes, no));
    if (!some.length) return files;
    for (const e of some) files.push(...await below(e));
  }
}

/** Sends files one after the other; one that is refused does not stop the rest. @param {File[]} files */
async function send(files) {
  const wanted = files.filter((f) => isQuestionnaire(f.name, accept));
  if (!wanted.length) { toast("None of these is a questionnaire that can be read"); return; }
  if (uploads) { uploads.hidden = false; uploads.replaceChildren(); }
  let done = 0;
  for (const file of wanted) {
    const line = document.createElement("li");
    const name = document.createElement("bdi");
    const state = document.createElement("span");
    name.textContent = file.name;
    state.textContent = "sending…";
    line.append(name, state);
    uploads?.append(line);
    const body = new FormData();
    for (const field of ["account", "due", "product"]) body.set(field, /** @type {HTMLInputElement | null} */ (one(`#${field}`))?.value ?? "");
    body.set("file", file, file.name);
    try {
      const answer = await fetch("/api/v1/questionnaires", { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error((await errorOf(answer)).message);
      state.textContent = "added";
      state.className = "ok";
      done += 1;
    } catch (e) {
      state.textContent = `not added: ${e instanceof Error ? e.message : "the server cannot be reached"}`;
      state.className = "bad";
    }
  }
  const left = files.length - wanted.length;
  toast(`${done} of ${wanted.length} added${left ? `, ${left} other files left out` : ""}`);
  if (done === wanted.length) {
    form?.reset();
    if (uploads) uploads.hidden = true;
  }
  await refresh();
}

let fetching = false;
let again = false;

/** Shows the questionnaires as they are now; not while somebody works in the list. */
async function refresh() {
  const box = one("#items");
  if (!box) return;
  if (fetching || box.querySelector("details[open]")) { again = true; return; }
  fetching = true;
  try {
    const answer = await fetch("/?part=items");
    if (!answer.ok) return;
    const before = phases(box);
    const at = document.activeElement;
    const mark = at instanceof HTMLElement && box.contains(at) ? { row: at.closest("tr")?.id, nth: [...(at.closest("tr")?.querySelectorAll("a, summary, button") ?? [])].indexOf(at) } : null;
    box.replaceChildren(...parse(await answer.text()).body.childNodes);
    if (mark?.row) /** @type {HTMLElement | undefined} */ (document.getElementById(mark.row)?.querySelectorAll("a, summary, button")[mark.nth])?.focus();
    const news = phaseNews(before, phases(box));
    if (news) announce(news);
  } finally {
    fetching = false;
    if (again) { again = false; soon(); }
  }
}

/** @param {ParentNode} box */
function phases(box) {
  return new Map([...box.querySelectorAll("tr[data-item]")].map((tr) => {
    const row = /** @type {HTMLElement} */ (tr);
    return [row.dataset.item ?? "", { phase: row.dataset.phase ?? "", name: one("th a", row)?.textContent ?? "", word: one("td .word", row)?.textContent ?? "" }];
  }));
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** Many events come together; one look is enough. */
function soon() { clearTimeout(timer); timer = setTimeout(() => void refresh(), 300); }

form?.addEventListener("submit", (e) => {
  const files = /** @type {HTMLInputElement | null} */ (one('input[name="file"]', form))?.files;
  if (!files?.length) return;
  e.preventDefault();
  void send([...files]);
});
one("#folder")?.addEventListener("change", (e) => {
  const input = /** @type {HTMLInputElement} */ (e.target);
  void send([...(input.files ?? [])]);
  input.value = "";
});
if (form) {
  document.addEventListener("dragover", (e) => { if (e.dataTransfer?.types.includes("Files")) { e.preventDefault(); form.classList.add("over"); } });
  document.addEventListener("dragleave", (e) => { if (!e.relatedTarget) form.classList.remove("over"); });
  document.addEventListener("drop", (e) => {
    if (!e.dataTransfer?.types.includes("Files")) return;
    e.preventDefault();
    form.classList.remove("over");
    void dropped(e.dataTransfer).then(send);
  });
}
document.addEventListener("toggle", () => { if (again) soon(); }, true);
listen((e) => { if (e.kind !== "knowledge") soon(); });
