// The layout check: choose what a column is, then click it. The lists above the
// columns do the same without this.

import { announce, one } from "/static/app.js";

const paint = one("#paint");
/** Roles that one column of a sheet has at most. */
const SINGLE = new Set(["question", "id", "section", "controls", "choice", "text", "comment", "evidence", "guidance"]);

/** @param {Element} table @param {string} letter */
const select = (table, letter) => /** @type {HTMLSelectElement | null} */ (table.querySelector(`th[data-col="${letter}"] select`));

/** Colours a column by its role. @param {Element} table @param {string} letter @param {string} role */
function colour(table, letter, role) {
  for (const cell of table.querySelectorAll(`[data-col="${letter}"]`)) {
    for (const c of [...cell.classList]) if (c.startsWith("r-")) cell.classList.remove(c);
    cell.classList.add(`r-${role}`);
  }
}

/** @param {Element} table @param {string} letter @param {string} role */
function assign(table, letter, role) {
  const own = select(table, letter);
  if (!own) return;
  if (SINGLE.has(role)) {
    for (const other of table.querySelectorAll("th[data-col] select")) {
      const s = /** @type {HTMLSelectElement} */ (other);
      const at = s.closest("th")?.dataset.col ?? "";
      if (s !== own && s.value === role) { s.value = ""; colour(table, at, "none"); }
    }
  }
  own.value = role;
  colour(table, letter, role || "none");
  announce(`Column ${letter}: ${own.selectedOptions[0]?.textContent ?? ""}`);
}

if (paint) {
  paint.hidden = false;
  document.body.classList.add("painting");
  for (const r of paint.querySelectorAll("input")) r.name = "paint";
  for (const table of document.querySelectorAll("table.cells")) {
    table.addEventListener("click", (e) => {
      const at = e.target instanceof Element ? e.target : null;
      if (!at || at.closest("select, input, label")) return;
      const letter = /** @type {HTMLElement | null} */ (at.closest("[data-col]"))?.dataset.col;
      const role = /** @type {HTMLElement | null} */ (one("input:checked", paint))?.dataset.role;
      if (letter && role !== undefined) assign(table, letter, role);
    });
    table.addEventListener("change", (e) => {
      const at = e.target;
      if (at instanceof HTMLSelectElement) assign(table, at.closest("th")?.dataset.col ?? "", at.value);
    });
  }
  // The radio buttons of the palette say nothing to the server.
  one("#layout")?.addEventListener("formdata", (e) => /** @type {FormDataEvent} */ (e).formData.delete("paint"));
}
