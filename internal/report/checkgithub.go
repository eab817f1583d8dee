package report

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"candor/internal/knowledge"
)

// A workflow command ends at the line's end and its properties at commas and
// colons, so that these are written as the runner reads them back.
var (
	commandText     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// WriteGitHub prints findings as workflow commands, which GitHub shows beside
// the lines of a change.
func (c Check) WriteGitHub(w io.Writer) error {
	p := &printer{w: w}
	for _, f := range c.Result.Findings {
		properties := []string{"file=" + commandProperty.Replace(c.file(f))}
		if f.Line > 0 {
			properties = append(properties, fmt.Sprintf("line=%d", f.Line))
		}
		if f.Col > 0 {
			properties = append(properties, fmt.Sprintf("col=%d", f.Col))
		}
		properties = append(properties, "title="+commandProperty.Replace(f.Code))
		p.linef("::%s %s::%s", command(f.Level()), strings.Join(properties, ","), commandText.Replace(visible(withSuggestion(f))))
	}
	p.linef("%s", c.counts())
	return p.done("annotations")
}

// visible drops control characters but line breaks, which the caller escapes: a
// message may quote what stands in a file.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
}

func command(l knowledge.Level) string {
	switch l {
	case knowledge.LevelError:
		return "error"
	case knowledge.LevelWarning:
		return "warning"
	case knowledge.LevelNote:
		return "notice"
	}
	return "notice"
}

// withSuggestion is the message and, where it does not hold it already, what
// would be right.
func withSuggestion(f knowledge.Finding) string {
	if f.Suggest == "" || strings.Contains(f.Message, fmt.Sprintf("%q", f.Suggest)) {
		return f.Message
	}
	return f.Message + "\nbetter: " + f.Suggest
}
