//go:build browser

package journey

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The bars of a large questionnaire (issue: the review page).
const (
	largeRows   = 2000
	usableIn    = 2 * time.Second
	largeMemory = 300 << 20
)

// Going through the list with a key held is smooth if half of the frames come
// within smoothFrame, tasks of more than 50 ms take no more than smoothShare of the
// time, and no press of the key is lost: then it goes on by smoothRows a second at
// least. On an idle machine a frame takes 17 ms and 30 rows go by; the bars leave
// room for one that runs ten programs and draws without a graphics card.
const (
	smoothFrame = 100.0
	smoothShare = 0.5
	smoothRows  = 5
	heldFor     = 3
)

// TestLargeQuestionnaire opens one of 2,000 rows. The time is that of the
// browser's own clock from asking for the page to a first row that takes keys.
func TestLargeQuestionnaire(t *testing.T) {
	s := serve(t, "")
	p := visit(t, s)
	p.add(workbook(t, "large.xlsx", largeSheet()))
	id := p.answered("large.xlsx")
	best := time.Hour
	for range 3 {
		p.open(p.origin() + "/q/" + id)
		p.ready("#row")
		ms := js[float64](p, `performance.getEntriesByType("navigation")[0].domComplete`)
		best = min(best, time.Duration(ms*float64(time.Millisecond)))
	}
	t.Logf("%d rows usable within %v at best", largeRows, best)
	if best > usableIn {
		t.Errorf("%d rows are usable after %v, want %v", largeRows, best, usableIn)
	}
	if n := js[int](p, `document.querySelectorAll("#rows li[data-ref]").length`); n != largeRows {
		t.Errorf("the list has %d rows, want %d", n, largeRows)
	}
	p.smooth()
	p.decideRows(3)
	used := s.peakMemory()
	t.Logf("the server took %d MB at most", used>>20)
	if used > largeMemory {
		t.Errorf("the server took %d MB, want less than %d", used>>20, largeMemory>>20)
	}
}

// smooth holds j at the list, and takes the best of three, since others work on
// the machine as well.
func (p *person) smooth() {
	p.t.Helper()
	isSmooth := false
	var got []scrolled
	for range 3 {
		s := p.holdNext(heldFor)
		blocked := 0.0
		for _, ms := range s.Long {
			blocked += ms
		}
		isSmooth = isSmooth || s.Median <= smoothFrame && blocked <= smoothShare*heldFor*1000 && s.Rows >= smoothRows*heldFor && s.Rows == s.Pressed
		got = append(got, s)
	}
	p.t.Logf("with j held for %d s: %+v", heldFor, got)
	if !isSmooth {
		p.t.Errorf("going through %d rows is not smooth: %+v", largeRows, got)
	}
}

func largeSheet() string {
	things := []string{"backups", "laptops", "databases", "log files", "mobile devices", "source code", "e-mail", "visitor records", "production servers", "contracts"}
	asks := []string{"Do you encrypt %s?", "Who may access %s?", "How often are %s reviewed?", "Is there a policy for %s?", "Are %s covered by the asset inventory?"}
	var b strings.Builder
	b.WriteString("sheet Questions\n|* ID | Question | Response | Comments\n")
	for i := range largeRows {
		q := fmt.Sprintf(asks[i%len(asks)], fmt.Sprintf("%s of site %d", things[i/len(asks)%len(things)], i/(len(asks)*len(things))))
		fmt.Fprintf(&b, "| Q-%d | %s | |\n", i+1, q)
	}
	fmt.Fprintf(&b, "list C2:C%d Yes,No,N/A\n", largeRows+1)
	return b.String()
}

// peakMemory is the most that the server has held, in bytes.
func (s *server) peakMemory() int64 {
	s.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		s.t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			if err != nil {
				s.t.Fatal(err)
			}
			return kb << 10
		}
	}
	s.t.Fatal("the system does not say how much memory the server took")
	return 0
}
