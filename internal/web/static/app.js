// The shell: dialogs, messages, the switch for keys. Every page works without.

document.documentElement.classList.remove("no-js");

const KEYS = "candor.keys";

/** Reads a setting; a browser may refuse to keep any. @param {string} name */
function kept(name) { try { return localStorage.getItem(name); } catch { return null; } }

/** @param {string} name @param {string} value */
function keep(name, value) { try { localStorage.setItem(name, value); } catch { /* private window: for this page only */ } }

let lettersOff = kept(KEYS) === "off";

/** Reports whether single letters are switched off. */
export function keysOff() { return lettersOff; }

/** Finds one element. @param {string} selector @param {ParentNode} [within] @returns {HTMLElement | null} */
export function one(selector, within = document) { return within.querySelector(selector); }

/** Tells those who hear the page. @param {string} text */
export function announce(text) {
  const live = one("#live");
  if (!live) return;
  live.textContent = "";
  // A text set anew in the same turn is not read again.
  setTimeout(() => { live.textContent = text; }, 30);
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let fading;

/**
 * Shows a message that goes by itself, with one thing to do about it, and says it.
 * @param {string} text
 * @param {{name: string, does: () => void}} [act]
 */
export function toast(text, act) {
  announce(text);
  const box = one("#toast");
  if (!box) return;
  const words = one("[data-text]", box);
  const button = one("[data-act]", box);
  if (words) words.textContent = text;
  if (button) {
    button.hidden = !act;
    button.textContent = act?.name ?? "";
    button.onclick = () => { box.hidden = true; act?.does(); };
  }
  box.hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => { if (!box.matches(":hover, :focus-within")) box.hidden = true; }, 8000);
}

/** Parses a page or a part of one that this server made. @param {string} text */
export function parse(text) { return new DOMParser().parseFromString(text, "text/html"); }

/** What an API error says. @param {Response} answer @returns {Promise<any>} */
export async function errorOf(answer) {
  try { return (await answer.json()).error ?? {}; } catch { return { message: `the server answered ${answer.status}` }; }
}

/** @param {boolean} off */
function showKeys(off) {
  lettersOff = off;
  document.documentElement.classList.toggle("keys-off", off);
  for (const box of document.querySelectorAll("[data-keys-off]")) /** @type {HTMLInputElement} */ (box).checked = off;
}

/** Opens a dialog; focus comes back to where it was when it closes. @param {string} id */
export function openDialog(id) {
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById(id));
  if (dialog && !dialog.open) dialog.showModal();
}

document.addEventListener("click", (e) => {
  const at = e.target instanceof Element ? e.target : null;
  const opener = at?.closest("[data-open]");
  if (opener) openDialog(opener.getAttribute("data-open") ?? "");
  const closer = at?.closest("[data-close]");
  if (closer) {
    closer.closest("dialog")?.close();
    const box = closer.closest("#toast");
    if (box instanceof HTMLElement) box.hidden = true;
  }
  // A menu closes when one clicks beside it.
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!at || !menu.contains(at)) menu.removeAttribute("open");
});

document.addEventListener("change", (e) => {
  if (!(e.target instanceof HTMLInputElement) || !e.target.matches("[data-keys-off]")) return;
  showKeys(e.target.checked);
  keep(KEYS, e.target.checked ? "off" : "on");
});

document.addEventListener("keydown", (e) => {
  const at = e.target instanceof Element ? e.target : document.body;
  if (e.key === "Escape") {
    const menu = at.closest("details.menu[open]");
    if (menu) { menu.removeAttribute("open"); one("summary", menu)?.focus(); }
  }
  if (e.key === "?" && !lettersOff && !e.ctrlKey && !e.metaKey && !at.closest("input, textarea, select, dialog, [contenteditable]")) {
    e.preventDefault();
    openDialog("keys");
  }
  if (e.key === "/" && !lettersOff && !e.ctrlKey && !e.metaKey && !at.closest("input, textarea, select, dialog, [contenteditable]")) {
    const find = one("#find");
    if (find) { e.preventDefault(); find.focus(); /** @type {HTMLInputElement} */ (find).select(); }
  }
});

showKeys(lettersOff);
