package batch

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"iter"
	"slices"
	"strings"

	"candor/internal/library"
	"candor/internal/runlog"
	"candor/internal/textnorm"
	"candor/knowledgebase"
)

// To see that one question was answered alike in a thousand files without
// holding their records, each given answer is packed into 20 bytes: what was
// asked, what was answered, which row. Two rows conflict if they ask the same
// and were answered differently.
//
// Same means the same normal form under the same parent; a question of few
// words ("Policy in place?") takes its meaning from its heading, so that counts
// too. A position (yes, no, partial, not applicable) conflicts with another
// position, a text without position with another text; "Yes" and a text on the
// same question say different things but do not contradict.

// givenSize is the length of one packed answer.
const givenSize = 8 + 8 + 4

// fewWords is the length up to which a normal form needs its heading; known
// phrases in it are words joined by an underscore.
const fewWords = 2

type packer struct{ lex *textnorm.Lexicon }

func newPacker() (*packer, error) {
	lex, err := textnorm.LoadLexicon(knowledgebase.FS)
	if err != nil {
		return nil, fmt.Errorf("load lexicon: %w", err)
	}
	return &packer{lex}, nil
}

// pack lists the answers that a run gave.
func (p *packer) pack(rec *runlog.Record) []byte {
	texts := map[string]string{}
	for _, q := range rec.Rows {
		texts[q.Ref] = q.Question
	}
	var out []byte
	for i, q := range rec.Rows {
		asked, answered := p.asked(q, texts[q.Parent]), answered(q)
		if asked == "" || answered == "" {
			continue
		}
		class := "position"
		if q.Verdict == library.Text {
			class = "text"
		}
		out = binary.BigEndian.AppendUint64(out, hash(class, asked))
		out = binary.BigEndian.AppendUint64(out, hash(answered))
		out = binary.BigEndian.AppendUint32(out, uint32(i))
	}
	return out
}

// asked is what two questions share if they ask the same, "" for a row without
// words that tell.
func (p *packer) asked(q runlog.Question, parent string) string {
	form := p.lex.Normalize(q.Question, q.Language)
	if parent != "" {
		return form + "\x00" + p.lex.Normalize(parent, q.Language)
	}
	words := strings.FieldsFunc(form, func(r rune) bool { return r == ' ' || r == '_' })
	if len(words) > fewWords || len(words) == 0 || len(q.Section) == 0 {
		return form
	}
	return form + "\x00" + textnorm.Fold(q.Section[len(q.Section)-1])
}

// answered is what was said, "" if nothing was.
func answered(q runlog.Question) string {
	if len(q.Written) == 0 {
		return ""
	}
	switch q.Verdict {
	case library.Yes, library.No, library.Partial, library.NA:
		return string(q.Verdict)
	case library.Text:
		return strings.Join(strings.Fields(q.Answer), " ")
	case library.None:
	}
	return ""
}

func hash(parts ...string) uint64 {
	h := fnv.New64a()
	fmt.Fprint(h, strings.Join(parts, "\x00"))
	return h.Sum64()
}

// given is an unpacked answer: what, how, and where by position in a list of
// records.
type given struct {
	asked, answered uint64
	record, row     int32
}

func unpack(packed []byte, record int32) []given {
	out := make([]given, 0, len(packed)/givenSize)
	for ; len(packed) >= givenSize; packed = packed[givenSize:] {
		out = append(out, given{
			asked:    binary.BigEndian.Uint64(packed),
			answered: binary.BigEndian.Uint64(packed[8:]),
			record:   record,
			row:      int32(binary.BigEndian.Uint32(packed[16:])), //nolint:gosec // see pack
		})
	}
	return out
}

// disagreements groups the answers to one question that differ between
// records, each by the first record that gave it; groups and their answers are
// in order of the records. A record that itself answers two rows alike in words
// in two ways tells them apart by what stands around them, and says nothing
// here.
func disagreements(all []given) [][]given {
	slices.SortFunc(all, func(a, b given) int {
		return cmp.Or(cmp.Compare(a.asked, b.asked), cmp.Compare(a.record, b.record), cmp.Compare(a.row, b.row))
	})
	var out [][]given
	for group := range chunks(all, func(g given) uint64 { return g.asked }) {
		var distinct []given
		for record := range chunks(group, func(g given) int32 { return g.record }) {
			same := func(o given) bool { return o.answered == record[0].answered }
			if slices.ContainsFunc(record, func(o given) bool { return !same(o) }) || slices.ContainsFunc(distinct, same) {
				continue
			}
			distinct = append(distinct, record[0])
		}
		if len(distinct) > 1 {
			out = append(out, distinct)
		}
	}
	slices.SortFunc(out, func(a, b []given) int {
		return cmp.Or(cmp.Compare(a[0].record, b[0].record), cmp.Compare(a[0].row, b[0].row))
	})
	return out
}

// chunks cuts a sorted list where the key changes.
func chunks[K comparable](list []given, key func(given) K) iter.Seq[[]given] {
	return func(yield func([]given) bool) {
		for len(list) > 0 {
			end := 1
			for end < len(list) && key(list[end]) == key(list[0]) {
				end++
			}
			if !yield(list[:end]) {
				return
			}
			list = list[end:]
		}
	}
}
