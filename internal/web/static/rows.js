// What the review queue computes. Pure: no document, no network.

/** Past tense of an action, for messages. */
const DID = new Map([
  ["accept", "accepted this"], ["edit", "edited this"], ["take", "took another answer for this"],
  ["blank", "left this blank"], ["assign", "gave this to somebody"], ["note", "wrote a note on this"],
  ["undo", "took a decision on this back"],
]);

/** What was just done, for the live region. */
const DONE = new Map([
  ["accept", "Accepted"], ["edit", "Edit saved"], ["take", "Answer taken"], ["blank", "Left blank"],
  ["assign", "Owner saved"], ["note", "Note added"], ["undo", "Taken back"],
]);

/** The fields that an action has; browsers send those of the others too. */
const TAKES = new Map([
  ["edit", ["choice", "text", "override"]], ["take", ["entry", "digest", "choice", "override"]], ["assign", ["owner"]], ["note", ["note"]],
]);

/**
 * @typedef {{ref: string, action: string, seen?: number, choice?: string, text?: string, entry?: string, digest?: string,
 *   owner?: string, note?: string, override?: string, who?: string, when?: string}} Decision
 */

/**
 * The decision that a form asks for; fields that its action does not have are
 * left out.
 * @param {Iterable<[string, unknown]>} entries of a FormData
 * @returns {Decision}
 */
export function decisionOf(entries) {
  const all = new Map();
  for (const [name, value] of entries) all.set(name, String(value));
  const action = all.get("action") ?? "";
  /** @type {Decision} */
  const d = { ref: all.get("ref") ?? "", action, seen: Number(all.get("seen")) || 0 };
  for (const name of TAKES.get(action) ?? []) {
    const value = all.get(name) ?? "";
    if (value !== "") d[name] = value;
  }
  return d;
}

/**
 * The ref so many steps from another, within the list.
 * @param {string[]} refs
 * @param {string} from
 * @param {number} step
 */
export function neighbour(refs, from, step) {
  const at = refs.indexOf(from);
  if (at < 0) return refs[0] ?? "";
  return refs[Math.min(Math.max(at + step, 0), refs.length - 1)] ?? "";
}

/**
 * The next ref that needs a person, going on from the beginning after the end.
 * @param {{ref: string, needs: boolean}[]} rows
 * @param {string} from
 */
export function nextNeeding(rows, from) {
  const at = rows.findIndex((r) => r.ref === from);
  const order = [...rows.slice(at + 1), ...rows.slice(0, Math.max(at, 0))];
  return order.find((r) => r.needs)?.ref ?? "";
}

/**
 * Hours and minutes of an RFC 3339 time where the reader is.
 * @param {string} when
 * @param {string} [zone] for tests
 */
export function clock(when, zone) {
  const t = new Date(when);
  if (Number.isNaN(t.getTime())) return "";
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(t);
}

/**
 * Tells of a conflict: "Ana accepted this at 14:02."
 * @param {Decision} theirs
 * @param {string} [zone]
 */
export function conflictText(theirs, zone) {
  const at = clock(theirs.when ?? "", zone);
  return `${theirs.who || "Somebody"} ${DID.get(theirs.action) ?? "decided on this"}${at ? ` at ${at}` : ""}. Keep theirs or yours?`;
}

/** What was done, for the live region. @param {string} action */
export function doneText(action) { return DONE.get(action) ?? "Saved"; }

/** A decision in words, to set beside another. @param {Decision} d */
export function answerText(d) {
  switch (d.action) {
    case "edit": return [d.choice, d.text].filter(Boolean).join(". ") || "an empty answer";
    case "take": return `the answer of ${d.entry}`;
    case "accept": return "the proposed answer";
    case "blank": return "left blank";
    case "assign": return d.owner ? `given to ${d.owner}` : "given to nobody";
    case "undo": return "the decision before taken back";
    default: return d.note ?? "";
  }
}
