package kbfile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// maxFileSize bounds a knowledge file: the largest real ones are some 50 kB,
// and a parser should not be handed a disk image that strayed into the folder.
const maxFileSize = 8 << 20

// Shorthand is a mapping or list that a file may also write as a single value:
// "products: all" beside "products: [core, mobile]".
type Shorthand interface {
	// SetShorthand takes the single value as it was written.
	SetShorthand(text string) error
}

// Pos is a place in a file, 1-based.
type Pos struct{ Line, Col int }

// Document remembers where each value of a decoded file stood, so that checks
// of meaning can name file, line and column too.
type Document struct {
	File string
	pos  map[string]Pos
}

// At returns the position of the value at path ("attestations[0].dates.expires"),
// or of its nearest ancestor that stands in the file, or line 1.
func (d *Document) At(path string) Pos {
	for {
		if p, ok := d.pos[path]; ok {
			return p
		}
		i := strings.LastIndexAny(path, ".[")
		if i < 0 {
			break
		}
		path = path[:i]
	}
	if p, ok := d.pos[""]; ok {
		return p
	}
	return Pos{1, 1}
}

// Fault returns a fault at the value of path.
func (d *Document) Fault(path, code, format string, args ...any) Fault {
	p := d.At(path)
	return Fault{File: d.File, Line: p.Line, Col: p.Col, Code: code, Message: fmt.Sprintf(format, args...)}
}

// Warning is Fault for something that can be used all the same.
func (d *Document) Warning(path, code, format string, args ...any) Fault {
	f := d.Fault(path, code, format, args...)
	f.Warning = true
	return f
}

// Read decodes the YAML (or JSON) file name into out, a pointer to a struct,
// map or slice. Keys are the yaml tags of the fields; a field tagged
// kb:"required" must be there. The error is a Faults with all faults of form,
// or the error of reading.
func Read(fsys fs.FS, name string, out any) (*Document, error) {
	data, err := readFile(fsys, name)
	if err != nil {
		return nil, err
	}
	return Parse(name, data, out)
}

// Parse is Read for bytes at hand; name is what faults call them.
func Parse(name string, data []byte, out any) (*Document, error) {
	return parseAt(name, data, 0, out)
}

// ReadFrontMatter decodes the block between the first line "---" and the next
// one into out, and returns what follows it as the body, byte for byte, with
// the line that it begins on.
func ReadFrontMatter(fsys fs.FS, name string, out any) (doc *Document, body string, bodyLine int, err error) {
	data, err := readFile(fsys, name)
	if err != nil {
		return nil, "", 0, err
	}
	return ParseFrontMatter(name, data, out)
}

// ParseFrontMatter is ReadFrontMatter for bytes at hand.
func ParseFrontMatter(name string, data []byte, out any) (doc *Document, body string, bodyLine int, err error) {
	head, body, ok := splitFrontMatter(string(data))
	if !ok {
		return nil, "", 0, Faults{{File: name, Line: 1, Col: 1, Code: CodeSyntax, Message: `no front matter: the file must begin with a line "---" and close it with another`}}
	}
	doc, err = parseAt(name, []byte(head), 1, out)
	return doc, body, strings.Count(head, "\n") + 3, err
}

func noFrontMatter(name string) Fault {
	return Fault{File: name, Line: 1, Col: 1, Message: `no front matter: the file must begin with a line "---" and close it with another`}
}

// splitFrontMatter cuts at lines that are exactly "---"; a "---" inside a
// line, or in the body, is text.
func splitFrontMatter(text string) (head, body string, ok bool) {
	text = strings.TrimPrefix(text, "\ufeff")
	first, rest, found := strings.Cut(text, "\n")
	if !found || strings.TrimRight(first, "\r ") != "---" {
		return "", "", false
	}
	for at := 0; at < len(rest); {
		line, _, more := strings.Cut(rest[at:], "\n")
		next := at + len(line) + 1
		if strings.TrimRight(line, "\r ") == "---" {
			return rest[:at], rest[min(next, len(rest)):], true
		}
		if !more {
			break
		}
		at = next
	}
	return "", "", false
}

func readFile(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if info.Size() > maxFileSize {
		return nil, Faults{{File: name, Code: CodeFileSize, Message: fmt.Sprintf("the file has %d bytes; a knowledge file may have %d", info.Size(), maxFileSize)}}
	}
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return data, nil
}

// parseAt decodes data whose first line is line lineOffset+1 of the file.
func parseAt(name string, data []byte, lineOffset int, out any) (*Document, error) {
	doc := &Document{File: name, pos: map[string]Pos{"": {lineOffset + 1, 1}}}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	file, cuts, err := parse(data)
	if err != nil {
		return doc, Faults{syntaxFault(name, lineOffset, cuts, err)}
	}
	if len(file.Docs) > 1 {
		return doc, Faults{{File: name, Line: lineOffset + 1, Col: 1, Code: CodeSyntax, Message: "several YAML documents in one file; write one"}}
	}
	d := decoder{doc: doc, lineOffset: lineOffset, cuts: cuts}
	target := reflect.ValueOf(out).Elem()
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		d.missing(target, "", doc.pos[""])
		return doc, d.faults.Err()
	}
	d.value(file.Docs[0].Body, target, "")
	return doc, d.faults.Err()
}

// parse calls the YAML parser; go-yaml 1.19.2 panics on some malformed input,
// which is an error of the file and not of ours.
func parse(data []byte) (*ast.File, []cut, error) { return parsed(unixLines(data), longBlock) }

// parsed is parse for data with plain line ends; blocks of text of least bytes
// are kept away from the parser, and are returned for the lines that they took.
func parsed(data []byte, least int) (file *ast.File, cuts []cut, err error) {
	defer func() {
		if r := recover(); r != nil {
			file, err = nil, fmt.Errorf("not readable as YAML: %v", r)
		}
	}()
	rest, cuts := cutBlocks(data, least)
	file, err = parser.ParseBytes(rest, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, cuts, fmt.Errorf("not readable as YAML: %w", err)
	}
	fillBlocks(file, cuts)
	return file, cuts, nil
}

// syntaxPos is how go-yaml begins the text of a syntax error.
var syntaxPos = regexp.MustCompile(`\[(\d+):(\d+)\] ([^\n]*)`)

func syntaxFault(name string, lineOffset int, cuts []cut, err error) Fault {
	f := Fault{File: name, Line: lineOffset + 1, Col: 1, Code: CodeSyntax, Message: firstLine(err)}
	if m := syntaxPos.FindStringSubmatch(err.Error()); m != nil {
		line, lineErr := strconv.Atoi(m[1])
		col, colErr := strconv.Atoi(m[2])
		if errors.Join(lineErr, colErr) == nil {
			f.Line, f.Col, f.Message = lineOf(cuts, line)+lineOffset, col, m[3]
		}
	}
	return f
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
