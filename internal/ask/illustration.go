package ask

import "strings"

// illustration finds the sentence of a row's background that names a framework
// as an example only ("For example, a PCI DSS programme may cover payments
// only. Does your programme cover all services?"): it comes before the
// question, which names none and speaks of no certification. The sentence is
// given as a range of bytes.
func (v *view) illustration() (start, end int, ok bool) {
	if len(v.mentions) == 0 || len(v.toks) == 0 || !v.toks[len(v.toks)-1].is("?") {
		return 0, 0, false
	}
	s, one := v.namingSentence()
	last := v.toks[len(v.toks)-1].sentence
	if !one || s >= last || v.in(clsCertStrong, last) || v.in(clsReportCopy, last) || v.in(clsHoldAsk, last) {
		return 0, 0, false
	}
	first := 0
	for v.toks[first].sentence < s {
		first++
	}
	if first+1 >= len(v.toks) || v.toks[first].text != "for" || v.toks[first+1].text != "example" && v.toks[first+1].text != "instance" {
		return 0, 0, false
	}
	end = len(v.q.Text)
	for _, t := range v.toks[first:] {
		if t.sentence > s {
			end = t.start
			break
		}
	}
	return v.toks[first].start, end, true
}

// namingSentence returns the number of the sentence in which all frameworks
// are named, if it is one.
func (s *scan) namingSentence() (sentence int, one bool) {
	sentence = -1
	for i, t := range s.toks {
		if s.mention[i] < 0 {
			continue
		}
		if sentence >= 0 && t.sentence != sentence {
			return 0, false
		}
		sentence = t.sentence
	}
	return sentence, sentence >= 0
}

// blank puts spaces in place of a range, so that all else stays where it is.
func blank(text string, start, end int) string {
	return text[:start] + strings.Repeat(" ", end-start) + text[end:]
}
