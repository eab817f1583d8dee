package answer

import (
	"fmt"
	"slices"
	"strings"

	"candor/internal/library"
)

// Redraft gives an answer the wording of a model, unless something speaks
// against it: then the entry's own text stays and the reasons are noted. A draft
// changes no position, names the same sources, and always waits for a person.
// Answers that wait for nobody, that the certification records give, or that
// nobody approved are not drafted. language is the draft's, against what the
// checks of its text found.
func Redraft(d Decision, text, language string, against []Reason, voc Vocabulary) Decision {
	if d.Status != Review || text == "" || text == d.Text || text == d.Short || d.Unapproved || len(d.Sources) == 0 || !fromEntries(d) {
		return d
	}
	d.Reasons, d.Lowered = slices.Clone(d.Reasons), slices.Clone(d.Lowered)
	if v := opening(text, language, voc); v != library.None && v != d.Verdict && v != opening(d.Text, d.Language, voc) {
		against = append(slices.Clone(against), Reason{"position", "it opens with a position that the answer does not take"})
	}
	if len(against) > 0 {
		var why []string
		for _, r := range against {
			why = append(why, r.Text)
		}
		d.because(ModelDraftRefused, "a model's wording was thrown away and the entry's own text stands: "+strings.Join(why, "; "))
		return d
	}
	var ids []string
	for _, s := range d.Sources {
		ids = append(ids, fmt.Sprintf("%q", s.Entry))
	}
	d.Text, d.Language, d.Advised = text, language, true
	d.lower(ModelDraft, "a model worded this answer from "+strings.Join(ids, " and ")+"; hold it against what stands there")
	return d
}

// opening is the position whose word a text opens with, None for none.
func opening(text, language string, voc Vocabulary) library.Verdict {
	for _, v := range []library.Verdict{library.Yes, library.No, library.Partial, library.NA} {
		for _, l := range []string{language, "en"} {
			word := voc.Word(v, l)
			if rest, found := cutPrefixFold(text, word); found && word != "" && (rest == "" || strings.ContainsAny(rest[:1], " ,.;:!")) {
				return v
			}
		}
	}
	return library.None
}
