package kbfile

import (
	"bytes"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// Style is how the value of a key is written.
type Style string

// The styles that an edit must tell apart.
const (
	Single    Style = "scalar"     // plain or quoted, on one line or several; or nothing
	Block     Style = "block"      // | or >
	FlowList  Style = "flow list"  // [a, b]
	BlockList Style = "block list" // one "- item" a line
	Other     Style = "other"      // mappings
)

// Place is where one key of a front matter stands.
type Place struct {
	Key string
	// Line is the key's line, Next the line of the key after it or of the
	// closing "---"; both count the file's lines from 1.
	Line, Next int
	Style      Style
}

// Places returns the keys of a file's front matter in file order, for changes
// that touch single lines. It tells nothing of values; whoever changes lines by
// it decodes the result again. A front matter in braces has no lines to change
// and is an error.
func Places(name string, data []byte) ([]Place, error) {
	head, _, ok := splitFrontMatter(string(data))
	if !ok {
		return nil, Faults{noFrontMatter(name)}
	}
	file, cuts, err := parse([]byte(head))
	if err != nil {
		return nil, Faults{syntaxFault(name, 1, cuts, err)}
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		return nil, Faults{{File: name, Line: 2, Col: 1, Message: "the front matter has no keys"}}
	}
	pairs, ok := entries(file.Docs[0].Body)
	if m, flow := file.Docs[0].Body.(*ast.MappingNode); !ok || flow && m.IsFlowStyle {
		return nil, Faults{{File: name, Line: 2, Col: 1, Message: "the front matter must be written one key a line to be changed by a command; change it by hand"}}
	}
	d := decoder{lineOffset: 1, cuts: cuts, doc: &Document{}}
	places := make([]Place, len(pairs))
	for i, pair := range pairs {
		key, pos := d.key(pair)
		places[i] = Place{Key: key, Line: pos.Line, Style: styleOf(pair.Value)}
		if i > 0 {
			places[i-1].Next = pos.Line
		}
	}
	places[len(places)-1].Next = strings.Count(head, "\n") + 2
	return places, nil
}

func styleOf(node ast.Node) Style {
	switch n := node.(type) {
	case *ast.LiteralNode:
		return Block
	case *ast.SequenceNode:
		if n.IsFlowStyle {
			return FlowList
		}
		return BlockList
	case *ast.MappingNode, *ast.MappingValueNode:
		return Other
	default:
		return Single
	}
}

// unixLines turns CRLF into LF: go-yaml 1.19.2 counts a line twice where a
// comment ends in CRLF, and YAML takes both for the same line break.
func unixLines(data []byte) []byte {
	return bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
}
