package library

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"candor/internal/kbfile"
)

// checker holds what an entry's references are held against.
type checker struct {
	cat      Catalogue
	topics   []string
	products []string
	facts    map[string]Fact
	maxAge   Days
}

// complaint adds a fault at a value of the front matter.
type complaint func(at, code, format string, args ...any)

// entry checks what the front matter says. partial tells that some of it could
// not be read, so that what is empty has been complained of already.
func (c *checker) entry(e *Entry, doc *kbfile.Document, partial bool) kbfile.Faults {
	var faults kbfile.Faults
	add := func(at, code, format string, args ...any) {
		faults = append(faults, doc.Fault(at, code, format, args...))
	}
	if want := strings.TrimSuffix(path.Base(e.File), ".md"); e.ID != want && (e.ID != "" || !partial) {
		add("id", "ID_MISMATCH", "id %q does not match the file's name", e.ID)
	}
	closed := func(at, code, what, got string, allowed ...string) {
		if !slices.Contains(allowed, got) && (got != "" || !partial) {
			add(at, code, "%s", kbfile.Unknown(what, got, allowed))
		}
	}
	levels := []string{string(Public), string(NDA), string(Internal)}
	closed("verdict", "VERDICT_UNKNOWN", "verdict", string(e.Verdict), string(Yes), string(No), string(Partial), string(NA), string(Text))
	closed("sharing", "SHARING_UNKNOWN", "sharing level", string(e.Sharing), levels...)
	closed("status", "STATUS_UNKNOWN", "status", string(e.Status), string(Draft), string(Approved), string(Retired))
	for i, ev := range e.Evidence {
		closed(fmt.Sprintf("evidence[%d].sharing", i), "SHARING_UNKNOWN", "sharing level", string(ev.Sharing), levels...)
	}
	c.questions(e, partial, add)
	c.references(e, partial, add)
	if e.Status == Approved && e.Reviewed.IsZero() && !partial {
		add("reviewed", "REVIEW_MISSING", "an approved entry needs the day on which its owner confirmed it")
	}
	if e.Owner == "" && e.Status == Approved {
		faults = append(faults, doc.Warning("", "OWNER_MISSING", "the entry has no owner"))
	}
	if e.Language == "" {
		e.Language = "en"
	}
	return faults
}

func (c *checker) questions(e *Entry, partial bool, add complaint) {
	if len(e.Questions) == 0 && !partial {
		add("questions", "QUESTION_MISSING", "an entry needs at least one question")
	}
	for i, q := range e.Questions {
		at := fmt.Sprintf("questions[%d]", i)
		switch {
		case strings.TrimSpace(q) == "":
			add(at, "QUESTION_MISSING", "the question is blank")
		case strings.Contains(q, "{{"):
			add(at, "PLACEHOLDER_BROKEN", "a question takes no {{name}}; write it as it is asked")
		}
	}
}

func (c *checker) references(e *Entry, partial bool, add complaint) {
	if len(e.Topics) == 0 && !partial {
		add("topics", "TOPIC_MISSING", "an entry needs at least one topic")
	}
	for i, t := range e.Topics {
		if !slices.Contains(c.topics, t) {
			add(fmt.Sprintf("topics[%d]", i), "TOPIC_UNKNOWN", "%s", kbfile.Unknown("topic", t, c.topics))
		}
	}
	for i, ref := range e.Controls {
		if msg := c.cat.Unknown(ref); msg != "" {
			add(fmt.Sprintf("controls[%d]", i), "CONTROL_UNKNOWN", "%s", msg)
		}
	}
	for i, p := range e.Products {
		if !slices.Contains(c.products, p) {
			add(fmt.Sprintf("products[%d]", i), "PRODUCT_UNKNOWN", "%s", kbfile.Unknown("product", p, c.products))
		}
	}
}
