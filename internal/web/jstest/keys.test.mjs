import assert from "node:assert/strict";
import { test } from "node:test";
import { keyAction } from "../static/keys.js";

const body = { tag: "BODY" };

test("letters act on the page", () => {
  for (const [key, want] of [["j", "next"], ["k", "prev"], ["a", "accept"], ["n", "needs"], ["g", "gaps"], ["/", "search"], ["u", "undo"], ["?", "help"], ["1", "take"], ["5", "take"], ["6", ""], ["x", ""], ["Enter", "edit"]]) {
    assert.equal(keyAction({ key }, body), want, key);
  }
});

test("letters are text in fields", () => {
  for (const tag of ["INPUT", "TEXTAREA", "SELECT"]) {
    for (const key of ["j", "a", "u", "1", "/", "?", "Enter"]) assert.equal(keyAction({ key }, { tag }), "", `${key} in ${tag}`);
    assert.equal(keyAction({ key: "Escape" }, { tag }), "leave");
  }
  assert.equal(keyAction({ key: "a" }, { tag: "DIV", editable: true }), "");
});

test("letters can be switched off, Enter and Escape stay", () => {
  assert.equal(keyAction({ key: "a" }, { tag: "BODY", off: true }), "");
  assert.equal(keyAction({ key: "Enter" }, { tag: "BODY", off: true }), "edit");
});

test("what presses something else is left alone", () => {
  for (const tag of ["A", "BUTTON", "SUMMARY"]) assert.equal(keyAction({ key: "Enter" }, { tag }), "");
  assert.equal(keyAction({ key: "a", ctrlKey: true }, body), "");
  assert.equal(keyAction({ key: "j", metaKey: true }, body), "");
  assert.equal(keyAction({ key: "j", altKey: true }, body), "");
  assert.equal(keyAction({ key: "a", isComposing: true }, body), "");
  assert.equal(keyAction({ key: "a" }, { tag: "BODY", dialog: true }), "");
});

test("a key held down walks and never decides", () => {
  assert.equal(keyAction({ key: "j", repeat: true }, body), "next");
  assert.equal(keyAction({ key: "a", repeat: true }, body), "");
  assert.equal(keyAction({ key: "u", repeat: true }, body), "");
});

test("Ctrl and Enter save from a text", () => {
  assert.equal(keyAction({ key: "Enter", ctrlKey: true }, { tag: "TEXTAREA" }), "save");
  assert.equal(keyAction({ key: "Enter", ctrlKey: true }, body), "");
});
