import assert from "node:assert/strict";
import { test } from "node:test";
import { isQuestionnaire, phaseNews } from "../static/files.js";
import { once, wait } from "../static/live.js";
import { answerText, clock, conflictText, decisionOf, neighbour, nextNeeding } from "../static/rows.js";

test("a decision holds what its action has and nothing else", () => {
  const form = [["ref", "S!B2"], ["seen", "4"], ["action", "edit"], ["choice", "Yes"], ["text", "So."], ["override", ""], ["entry", "x"], ["next", "S!B3"], ["keep", "needs=person"]];
  assert.deepEqual(decisionOf(form), { ref: "S!B2", action: "edit", seen: 4, choice: "Yes", text: "So." });
  assert.deepEqual(decisionOf([["ref", "S!B2"], ["action", "accept"], ["text", "left over"]]), { ref: "S!B2", action: "accept", seen: 0 });
  assert.deepEqual(decisionOf([["ref", "S!B2"], ["action", "take"], ["entry", "e"], ["digest", "d"]]), { ref: "S!B2", action: "take", seen: 0, entry: "e", digest: "d" });
  assert.deepEqual(decisionOf([["ref", "S!B2"], ["action", "assign"], ["owner", ""]]), { ref: "S!B2", action: "assign", seen: 0 });
  assert.equal(decisionOf([["action", "constructor"], ["ref", "r"]]).action, "constructor");
});

test("walking stays within the list", () => {
  const refs = ["a", "b", "c"];
  assert.equal(neighbour(refs, "a", 1), "b");
  assert.equal(neighbour(refs, "c", 1), "c");
  assert.equal(neighbour(refs, "a", -1), "a");
  assert.equal(neighbour(refs, "gone", 1), "a");
  assert.equal(neighbour([], "a", 1), "");
});

test("the next row in need goes around the end", () => {
  const rows = [{ ref: "a", needs: true }, { ref: "b", needs: false }, { ref: "c", needs: true }];
  assert.equal(nextNeeding(rows, "a"), "c");
  assert.equal(nextNeeding(rows, "c"), "a");
  assert.equal(nextNeeding(rows, "none"), "a");
  assert.equal(nextNeeding([{ ref: "a", needs: true }], "a"), "");
});

test("a conflict is told plainly", () => {
  const theirs = { ref: "S!B2", action: "accept", who: "Ana", when: "2026-11-22T14:02:00Z" };
  assert.equal(conflictText(theirs, "UTC"), "Ana accepted this at 14:02. Keep theirs or yours?");
  assert.equal(conflictText({ ref: "x", action: "none" }), "Somebody decided on this. Keep theirs or yours?");
  assert.equal(answerText({ ref: "x", action: "edit", choice: "Yes", text: "So." }), "Yes. So.");
  assert.equal(answerText({ ref: "x", action: "take", entry: "e" }), "the answer of e");
  assert.equal(clock("no time"), "");
});

test("only questionnaires are sent", () => {
  const accept = ".xlsx,.csv";
  assert.ok(isQuestionnaire("A.XLSX", accept));
  for (const name of ["~$a.xlsx", ".a.csv", "a.pdf", "xlsx"]) assert.ok(!isQuestionnaire(name, accept), name);
  assert.ok(isQuestionnaire("a.pdf", ""));
});

test("news are the states that changed", () => {
  const was = new Map([["1", { phase: "reading", name: "a.xlsx", word: "Reading" }], ["2", { phase: "review", name: "b.xlsx", word: "New" }]]);
  const is = new Map([["1", { phase: "review", name: "a.xlsx", word: "New" }], ["2", { phase: "review", name: "b.xlsx", word: "New" }], ["3", { phase: "review", name: "c.xlsx", word: "New" }]]);
  assert.equal(phaseNews(was, is), "a.xlsx: New");
});

test("asking again waits longer and longer, up to half a minute", () => {
  assert.deepEqual([0, 1, 2, 9].map(wait), [2000, 4000, 8000, 30000]);
});

test("an event is handed on once, whatever order events come in", () => {
  const got = [];
  const take = once((e) => got.push(e.seq), 5);
  for (const seq of [7, 6, 7, 5, 3, 8, 6]) take({ seq, kind: "row" });
  take(/** @type {any} */ (null));
  take(/** @type {any} */ ({ seq: "9" }));
  assert.deepEqual(got, [7, 6, 8]);
});
