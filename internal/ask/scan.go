package ask

// hit is one place where a rule fired, as a range of the scan's tokens.
type hit struct {
	rule       int32
	class      class
	start, end int
	near       int // end of the shortest match of the rule at this place
}

// scan is a text with everything that the lexicon finds in it. Each framework
// mention is one token of it.
type scan struct {
	rules    *rules
	toks     []token
	mention  []int // token -> index in mentions, -1 for none
	mentions []mention
	controls []string
	hits     []hit
	count    [numClasses]int
	words    int
	asks     bool // has a question mark
	onlyRefs bool // nothing but references: a cell of a mapping column
}

// scanText reads text. Context tells that the surroundings speak of
// certification, which lets weak names count; own names are no words.
func (r *Reader) scanText(text string, own []string, context bool) *scan {
	raw := tokenize(text)
	hideOwn(raw, own)
	s := &scan{rules: r.rules, mentions: r.names.find(raw, context)}
	s.collapse(raw)
	s.findControls(raw)
	s.match()
	return s
}

// hideOwn blanks the company's own names, so that a company called "Cloud
// Provider Ltd" is not taken for a provider.
func hideOwn(toks []token, own []string) {
	for _, name := range own {
		want := tokenize(name)
		if len(want) == 0 {
			continue
		}
		for i := 0; i+len(want) <= len(toks); i++ {
			if !sameWords(toks[i:i+len(want)], want) {
				continue
			}
			for k := range want {
				toks[i+k].text = ""
			}
			toks[i].text = "you"
		}
	}
}

func sameWords(a, b []token) bool {
	for i := range b {
		if a[i].text != b[i].text {
			return false
		}
	}
	return true
}

// collapse makes each mention one token.
func (s *scan) collapse(raw []token) {
	s.toks = make([]token, 0, len(raw))
	s.mention = make([]int, 0, len(raw))
	next := 0
	for i := 0; i < len(raw); i++ {
		if next < len(s.mentions) && s.mentions[next].from == i {
			m := s.mentions[next]
			t := raw[i]
			t.end, t.text = raw[m.to-1].end, ""
			s.toks, s.mention = append(s.toks, t), append(s.mention, next)
			s.words++
			i = m.to - 1
			next++
			continue
		}
		t := raw[i]
		s.asks = s.asks || t.is("?")
		if !t.punct {
			s.words++
		}
		s.toks, s.mention = append(s.toks, t), append(s.mention, -1)
	}
}

// match runs the rules over the text; of the hits of one rule at one place
// the longest stays.
func (s *scan) match() {
	trie := s.rules.trie
	syms, words := make([][]symbol, len(s.toks)), make([]wordKind, len(s.toks))
	buf := make([]symbol, 0, 4*len(s.toks))
	for i, t := range s.toks {
		from := len(buf)
		if s.mention[i] >= 0 {
			buf = append(buf, symFramework)
		} else {
			buf = trie.resolve(buf, t)
		}
		syms[i], words[i] = buf[from:len(buf):len(buf)], kindOfWord(t, s.mention[i] >= 0)
	}
	w := &walker{m: trie, syms: syms, words: words}
	start, base := 0, 0
	w.found = func(payload int32, end int) {
		for k := base; k < len(s.hits); k++ {
			if s.hits[k].rule == payload {
				s.hits[k].end, s.hits[k].near = max(s.hits[k].end, end), min(s.hits[k].near, end)
				return
			}
		}
		c := s.rules.list[payload].class
		s.count[c]++
		s.hits = append(s.hits, hit{payload, c, start, end, end})
	}
	for start = range s.toks {
		base = len(s.hits)
		if len(syms[start]) > 0 {
			w.begin(start)
		}
	}
}

func kindOfWord(t token, mention bool) wordKind {
	switch {
	case mention:
		return framework
	case t.is("("), t.is(")"):
		return bracket
	case t.punct:
		return punctuation
	}
	return plainWord
}

func (s *scan) has(c class) bool { return s.count[c] > 0 }

// in tells whether a hit of c begins in a sentence.
func (s *scan) in(c class, sentence int) bool {
	if s.count[c] == 0 {
		return false
	}
	for _, h := range s.hits {
		if h.class == c && s.toks[h.start].sentence == sentence {
			return true
		}
	}
	return false
}

// first returns the first hit of c, or one that begins nowhere.
func (s *scan) first(c class) (hit, bool) {
	if s.count[c] > 0 {
		for _, h := range s.hits {
			if h.class == c {
				return h, true
			}
		}
	}
	return hit{}, false
}

// fired tells whether the rule of that id fired.
func (s *scan) fired(id string) bool {
	for _, h := range s.hits {
		if s.rules.list[h.rule].id == id {
			return true
		}
	}
	return false
}

// values returns the values of the rules of class c that fired, in text order
// and each once.
func (s *scan) values(c class) []string {
	var out []string
	for _, h := range s.hits {
		if v := s.rules.list[h.rule].value; h.class == c && v != "" {
			out = appendString(out, v)
		}
	}
	return out
}

func appendString(list []string, v string) []string {
	for _, x := range list {
		if x == v {
			return list
		}
	}
	return append(list, v)
}

// why appends the ids of the rules of class c that fired.
func (s *scan) why(dst []string, classes ...class) []string {
	for _, c := range classes {
		if s.count[c] == 0 {
			continue
		}
		for _, h := range s.hits {
			if h.class == c {
				dst = appendString(dst, s.rules.list[h.rule].id)
			}
		}
	}
	return dst
}
