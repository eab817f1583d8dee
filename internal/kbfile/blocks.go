package kbfile

import (
	"bytes"
	"fmt"
	"regexp"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
)

// longBlock is the size in bytes from which a block of text is kept away from
// the YAML parser, which looks at each of its characters several times: the
// lists of words in the lexicon are most of what a start reads.
const longBlock = 4096

// blockKey is a key at the outermost level with a block of text behind it.
var blockKey = regexp.MustCompile(`^[a-z_]+: \|$`)

// standIn is what the parser reads in place of a block; the number says which.
const standIn = "kbfile block %d"

// cut is a block that was taken out: its value, the line of what stands in for
// it, and how many lines fewer that has.
type cut struct {
	text        string
	line, fewer int
}

// cutBlocks takes the long blocks of text behind outermost keys out of YAML. A
// block is lines with two blanks before them, of which the first has no more;
// what is written in another way, or without a line end, stays where it is.
func cutBlocks(data []byte, least int) (rest []byte, cuts []cut) {
	if len(data) < least || !utf8.Valid(data) || bytes.Contains(data, []byte(standIn[:len("kbfile block ")])) {
		return data, nil
	}
	var out bytes.Buffer
	for n := 1; len(data) > 0; n++ {
		line, after := firstOf(data)
		out.Write(line)
		data = after
		if !blockKey.Match(bytes.TrimSuffix(line, []byte("\n"))) {
			continue
		}
		text, lines, end := block(data)
		if end == 0 || end < least {
			continue
		}
		n++
		fmt.Fprintf(&out, "  "+standIn+"\n", len(cuts))
		cuts = append(cuts, cut{text, n, lines - 1})
		data = data[end:]
	}
	return out.Bytes(), cuts
}

// lineOf is the line of the file for one of what the parser read.
func lineOf(cuts []cut, line int) int {
	out := line
	for _, c := range cuts {
		if line > c.line {
			out += c.fewer
		}
	}
	return out
}

func firstOf(data []byte) (line, after []byte) {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return data[:i+1], data[i+1:]
	}
	return data, nil
}

// block reads the block of text at the beginning: its value, how many lines it
// has, and where it ends, 0 if there is none that is plain enough.
func block(data []byte) (text string, lines, end int) {
	if !bytes.HasSuffix(data, []byte("\n")) || !bytes.HasPrefix(data, []byte("  ")) || bytes.HasPrefix(data, []byte("   ")) || bytes.HasPrefix(data, []byte("  \n")) {
		return "", 0, 0
	}
	var out bytes.Buffer
	for rest := data; len(rest) > 0; {
		line, after := firstOf(rest)
		switch {
		case line[0] == ' ' && (!bytes.HasPrefix(line, []byte("  ")) || len(bytes.TrimSpace(line)) == 0):
			return "", 0, 0
		case line[0] == ' ':
			out.Write(line[2:])
		case bytes.Equal(line, []byte("\n")):
			out.Write(line)
		default:
			return clip(out.Bytes()), lines, end
		}
		lines++
		end += len(line)
		rest = after
	}
	return clip(out.Bytes()), lines, end
}

// clip leaves one line end at the end, as a block of text does.
func clip(text []byte) string { return string(bytes.TrimRight(text, "\n")) + "\n" }

// fillBlocks puts the blocks where the parser read what stood in for them.
func fillBlocks(file *ast.File, cuts []cut) {
	if len(cuts) == 0 {
		return
	}
	byStandIn := make(map[string]string, len(cuts))
	for i, c := range cuts {
		byStandIn[fmt.Sprintf(standIn+"\n", i)] = c.text
	}
	for _, doc := range file.Docs {
		pairs, _ := entries(doc.Body)
		for _, pair := range pairs {
			if l, ok := pair.Value.(*ast.LiteralNode); ok {
				if text, ok := byStandIn[l.Value.Value]; ok {
					l.Value.Value = text
				}
			}
		}
	}
}
