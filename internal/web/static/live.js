// Events of the desk: server-sent, and by asking again and again where a
// connection is not kept open.

/**
 * @typedef {{seq: number, kind: string, item?: string, ref?: string, who?: string}} Event
 */

const ADDRESS = "/api/v1/events";
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30000;

/** How long to wait before asking for the n-th time after failures. @param {number} failures */
export function wait(failures) { return Math.min(FIRST_WAIT * 2 ** Math.max(failures, 0), LONGEST_WAIT); }

/**
 * Calls back for each event from now on.
 * @param {(e: Event) => void} each
 * @returns {() => void} stops listening
 */
export function listen(each) {
  let last = 0;
  let stopped = false;
  let broken = 0;
  /** @type {EventSource | null} */
  let source = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const take = (/** @type {Event} */ e) => {
    if (!e || typeof e.seq !== "number" || e.seq <= last) return;
    last = e.seq;
    each(e);
  };
  const ask = async (/** @type {number} */ failures) => {
    if (stopped) return;
    let next = 0;
    try {
      const answer = await fetch(`${ADDRESS}?since=${last}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const body = await answer.json();
      for (const e of body.events ?? []) take(e);
      if (typeof body.seq === "number") last = Math.max(last, body.seq);
    } catch {
      next = failures + 1;
    }
    timer = setTimeout(ask, wait(next), next);
  };
  const open = () => {
    source = new EventSource(ADDRESS);
    for (const kind of ["message", "item", "row", "removed", "knowledge", "reset"]) {
      source.addEventListener(kind, (m) => {
        broken = 0;
        try { take(JSON.parse(/** @type {MessageEvent} */ (m).data)); } catch { /* a line that is no event */ }
      });
    }
    source.onerror = () => {
      broken += 1;
      if (broken < 3 && source?.readyState !== EventSource.CLOSED) return;
      source?.close();
      void ask(0);
    };
  };
  const stop = () => { stopped = true; source?.close(); clearTimeout(timer); };
  addEventListener("pagehide", stop, { once: true });
  open();
  return stop;
}
