//go:build browser

package journey

import "fmt"

// scrolled is how the page fared while a key was held.
type scrolled struct {
	// Pressed is how often the key was, Rows how many rows that went on; Seen of
	// them were shown.
	Pressed int `json:"pressed"`
	Rows    int `json:"rows"`
	Seen    int `json:"seen"`
	// Long are the tasks that kept the page from answering for more than 50 ms, in
	// milliseconds; Worst is the longest time between two frames.
	Long   []float64 `json:"long"`
	Worst  float64   `json:"worst"`
	Median float64   `json:"median"`
}

// holdNext holds j as a keyboard does that repeats it thirty times a second, for so
// many seconds, from a script: the way of a test to the browser would be the
// slowest part of it.
func (p *person) holdNext(seconds int) scrolled {
	p.t.Helper()
	return js[scrolled](p, fmt.Sprintf(`new Promise((done) => {
		const long = [], frames = [], shown = new Set();
		const watch = new PerformanceObserver((list) => { for (const e of list.getEntries()) long.push(e.duration); });
		watch.observe({ entryTypes: ["longtask"] });
		const refs = [...document.querySelectorAll("#rows li[data-ref]")].map((li) => li.dataset.ref);
		const at = () => refs.indexOf(document.querySelector("#row").dataset.ref);
		const first = at(), until = performance.now() + %d * 1000;
		let last = performance.now(), pressed = 0;
		const frame = (now) => { frames.push(now - last); last = now; shown.add(at()); if (now < until) requestAnimationFrame(frame); };
		requestAnimationFrame(frame);
		const key = setInterval(() => {
			document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true, cancelable: true, repeat: pressed > 0 }));
			pressed += 1;
			if (performance.now() < until) return;
			clearInterval(key);
			// The row follows the mark as soon as it can.
			const rest = setInterval(() => {
				if (document.querySelector("#rows [aria-current]")?.closest("li")?.dataset.ref !== document.querySelector("#row").dataset.ref) return;
				clearInterval(rest);
				for (const e of watch.takeRecords()) long.push(e.duration);
				watch.disconnect();
				frames.sort((a, b) => a - b);
				done({ pressed, rows: at() - first, seen: shown.size, long, worst: frames.at(-1), median: frames[frames.length >> 1] });
			}, 50);
		}, 33);
	})`, seconds))
}
