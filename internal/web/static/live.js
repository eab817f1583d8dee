// Events of the desk: server-sent, and by asking again and again where a
// connection is not kept open.

/**
 * @typedef {{seq: number, kind: string, item?: string, ref?: string, who?: string}} Event
 */

const ADDRESS = "/api/v1/events";
const KINDS = ["message", "item", "row", "removed", "knowledge", "reset"];
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30000;
/** How many numbers of events are remembered, to pass over what comes twice. */
const REMEMBERED = 2000;

/** How long to wait before asking for the n-th time after failures. @param {number} failures */
export function wait(failures) { return Math.min(FIRST_WAIT * 2 ** Math.max(failures, 0), LONGEST_WAIT); }

/**
 * Makes a function that hands on each event once, in whatever order they come.
 * @param {(e: Event) => void} each
 * @param {number} since events up to this are known already
 */
export function once(each, since) {
  /** @type {Set<number>} */
  const seen = new Set();
  return (/** @type {Event} */ e) => {
    if (!e || typeof e.seq !== "number" || e.seq <= since || seen.has(e.seq)) return;
    seen.add(e.seq);
    if (seen.size > REMEMBERED) seen.delete(/** @type {number} */ (seen.values().next().value));
    each(e);
  };
}

/**
 * Calls back for each event after the page was made. A hidden page holds no
 * connection, since a browser has few for a host; it catches up when it is shown.
 * @param {(e: Event) => void} each
 */
export function listen(each) {
  let last = Number(document.body.dataset.seq) || 0;
  let broken = 0;
  let polling = false;
  /** @type {EventSource | null} */
  let source = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const hand = once(each, last);
  const take = (/** @type {Event} */ e) => { hand(e); last = Math.max(last, e?.seq || 0); };

  /** Asks for what was missed. */
  const catchUp = async () => {
    const answer = await fetch(`${ADDRESS}?since=${last}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const body = await answer.json();
    for (const e of body.events ?? []) take(e);
  };
  const poll = async (/** @type {number} */ failures) => {
    if (!polling) return;
    let next = 0;
    try { await catchUp(); } catch { next = failures + 1; }
    if (polling) timer = setTimeout(poll, wait(next), next);
  };
  const close = () => {
    source?.close();
    source = null;
    polling = false;
    clearTimeout(timer);
  };
  const open = () => {
    if (source || polling) return;
    if (broken >= 3 || typeof EventSource === "undefined") { polling = true; void poll(0); return; }
    source = new EventSource(ADDRESS);
    source.onopen = () => { broken = 0; catchUp().catch(() => { /* the stream brings what comes */ }); };
    for (const kind of KINDS) {
      source.addEventListener(kind, (m) => { try { take(JSON.parse(/** @type {MessageEvent} */ (m).data)); } catch { /* a line that is no event */ } });
    }
    source.onerror = () => {
      broken += 1;
      if (broken >= 3 || source?.readyState === EventSource.CLOSED) { close(); broken = 3; open(); }
    };
  };
  document.addEventListener("visibilitychange", () => { if (document.hidden) close(); else open(); });
  addEventListener("pagehide", close);
  addEventListener("pageshow", (e) => { if (e.persisted) { broken = 0; open(); } });
  if (!document.hidden) open();
}
