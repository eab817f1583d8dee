// Which key does what. Pure: no document, so that it can be tested by itself.

/** The letters of the review queue and what they do. */
const LETTERS = new Map([
  ["j", "next"], ["k", "prev"], ["a", "accept"], ["n", "needs"], ["g", "gaps"],
  ["/", "search"], ["u", "undo"], ["?", "help"],
  ["1", "take"], ["2", "take"], ["3", "take"], ["4", "take"], ["5", "take"],
]);

/** Elements in which a letter is text, or Enter has a meaning of its own. */
const FIELDS = new Set(["INPUT", "TEXTAREA", "SELECT"]);
const PRESSABLE = new Set(["A", "BUTTON", "SUMMARY", "LABEL", "OPTION"]);

/**
 * @typedef {{key: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean,
 *   isComposing?: boolean, repeat?: boolean}} Pressed
 * @typedef {{tag: string, editable?: boolean, off?: boolean, dialog?: boolean}} Place
 */

/**
 * Says what a key does where it was pressed, "" for nothing of ours.
 * Letters do nothing in fields, with a modifier, in a dialog, or switched off.
 * @param {Pressed} e
 * @param {Place} at
 * @returns {string}
 */
export function keyAction(e, at) {
  if (e.isComposing || at.dialog) return "";
  const field = FIELDS.has(at.tag) || Boolean(at.editable);
  if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) return at.tag === "TEXTAREA" || at.tag === "INPUT" ? "save" : "";
  if (e.ctrlKey || e.metaKey || e.altKey) return "";
  if (e.key === "Escape") return field ? "leave" : "";
  if (field) return "";
  if (e.key === "Enter") return PRESSABLE.has(at.tag) ? "" : "edit";
  if (at.off) return "";
  const action = LETTERS.get(e.key) ?? "";
  // A key held down walks the list; it must not decide row after row.
  return e.repeat && action !== "next" && action !== "prev" ? "" : action;
}
