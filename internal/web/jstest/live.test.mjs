import assert from "node:assert/strict";
import { test } from "node:test";
import { listen } from "../static/live.js";

/** A browser as far as listen needs one; what listen asked of it is counted. */
function browser() {
  const page = new EventTarget();
  page.hidden = false;
  page.body = { dataset: { seq: "5" } };
  const world = { page, streams: [], asked: [], events: [] };
  globalThis.document = page;
  globalThis.addEventListener = () => {};
  globalThis.EventSource = class extends EventTarget {
    static CLOSED = 2;
    constructor() { super(); this.readyState = 1; world.streams.push(this); }
    close() { this.readyState = 2; }
    fails() { this.onerror?.(); }
    says(event) { this.dispatchEvent(Object.assign(new Event(event.kind), { data: JSON.stringify(event) })); }
  };
  globalThis.fetch = async (address) => {
    world.asked.push(address);
    return { ok: true, json: async () => ({ events: world.events }) };
  };
  world.show = (on) => { page.hidden = !on; page.dispatchEvent(new Event("visibilitychange")); };
  return world;
}

test("a hidden page holds no connection and catches up when it is shown", async () => {
  const world = browser();
  const got = [];
  listen((e) => got.push(e.seq));
  assert.equal(world.streams.length, 1);
  world.streams[0].says({ seq: 6, kind: "row" });
  world.show(false);
  assert.equal(world.streams[0].readyState, 2);
  world.events = [{ seq: 6, kind: "row" }, { seq: 7, kind: "item" }];
  world.show(true);
  assert.equal(world.streams.length, 2);
  world.streams[1].onopen();
  await new Promise((done) => setImmediate(done));
  assert.deepEqual(world.asked, ["/api/v1/events?since=6"]);
  assert.deepEqual(got, [6, 7]);
  world.show(false);
});

test("a stream that breaks again and again is given up for asking", async () => {
  const world = browser();
  const got = [];
  world.events = [{ seq: 6, kind: "item" }];
  listen((e) => got.push(e.seq));
  for (let i = 0; i < 3; i += 1) world.streams.at(-1).fails();
  await new Promise((done) => setImmediate(done));
  assert.equal(world.streams.at(-1).readyState, 2);
  assert.deepEqual(world.asked, ["/api/v1/events?since=5"]);
  assert.deepEqual(got, [6]);
  world.show(false); // ends the asking
});
