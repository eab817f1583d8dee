package kbfile

import (
	"encoding"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// decoder walks a syntax tree into Go values and collects every fault on the
// way, since people mend a file in one go if they are told of all faults.
type decoder struct {
	doc        *Document
	lineOffset int
	cuts       []cut
	faults     Faults
}

func (d *decoder) fault(p Pos, code, format string, args ...any) {
	d.faults = append(d.faults, Fault{File: d.doc.File, Line: p.Line, Col: p.Col, Code: code, Message: fmt.Sprintf(format, args...)})
}

func (d *decoder) tokenPos(t *token.Token) Pos {
	if t == nil || t.Position == nil {
		return d.doc.pos[""]
	}
	return Pos{lineOf(d.cuts, t.Position.Line) + d.lineOffset, t.Position.Column}
}

// value decodes node into v; path is v's place in the document.
func (d *decoder) value(node ast.Node, v reflect.Value, path string) {
	pos := d.tokenPos(startToken(node))
	if _, ok := d.doc.pos[path]; !ok {
		d.doc.pos[path] = pos
	}
	switch node.Type() {
	case ast.NullType:
		return
	case ast.AnchorType, ast.AliasType, ast.MergeKeyType, ast.TagType:
		d.fault(pos, CodeSyntax, "anchors, aliases and tags are not used in knowledge files; write the value out")
		return
	default:
	}
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		v = v.Elem()
	}
	if u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		d.text(node, u, pos)
		return
	}
	if s, ok := v.Addr().Interface().(Shorthand); ok && d.shorthand(node, s, pos) {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		d.structure(node, v, path, pos)
	case reflect.Map:
		d.mapping(node, v, path, pos)
	case reflect.Slice:
		d.sequence(node, v, path, pos)
	default:
		d.scalar(node, v, pos)
	}
}

// startToken is the token where a person would say that the node begins: the
// first key of a mapping rather than its colon.
func startToken(node ast.Node) *token.Token {
	if m, ok := node.(*ast.MappingNode); ok && !m.IsFlowStyle && len(m.Values) > 0 {
		return m.Values[0].Key.GetToken()
	}
	if m, ok := node.(*ast.MappingValueNode); ok {
		return m.Key.GetToken()
	}
	return node.GetToken()
}

func (d *decoder) text(node ast.Node, u encoding.TextUnmarshaler, pos Pos) {
	s, ok := scalarText(node)
	if !ok {
		d.fault(pos, CodeValue, "a single value is wanted here, not %s", kindName(node))
		return
	}
	if err := u.UnmarshalText([]byte(s)); err != nil {
		d.fault(pos, CodeValue, "%v", err)
	}
}

// shorthand reports whether node is a single value, and hands it to s if so.
func (d *decoder) shorthand(node ast.Node, s Shorthand, pos Pos) bool {
	text, ok := scalarText(node)
	if !ok {
		return false
	}
	if err := s.SetShorthand(text); err != nil {
		d.fault(pos, CodeValue, "%v", err)
	}
	return true
}

// entries returns the key-value pairs of a mapping.
func entries(node ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := node.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	default:
		return nil, false
	}
}

// field is one key that a struct takes.
type field struct {
	index    []int
	required bool
}

func fieldsOf(t reflect.Type) (map[string]field, []string) {
	fields := map[string]field{}
	var names []string
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if name == "" || name == "-" || !f.IsExported() {
			continue
		}
		fields[name] = field{f.Index, f.Tag.Get("kb") == "required"}
		names = append(names, name)
	}
	return fields, names
}

func (d *decoder) structure(node ast.Node, v reflect.Value, path string, pos Pos) {
	pairs, ok := entries(node)
	if !ok {
		d.fault(pos, CodeValue, "a mapping of keys to values is wanted here, not %s", kindName(node))
		return
	}
	fields, names := fieldsOf(v.Type())
	seen := map[string]Pos{}
	for _, pair := range pairs {
		key, kpos := d.key(pair)
		if first, dup := seen[key]; dup {
			d.fault(kpos, CodeDoubled, "key %q stands twice; first on line %d", key, first.Line)
			continue
		}
		seen[key] = kpos
		f, known := fields[key]
		if !known {
			d.fault(kpos, CodeUnknown, "%s", Unknown("key", key, names))
			continue
		}
		child := join(path, key)
		d.doc.pos[child] = d.tokenPos(startToken(pair.Value))
		d.value(pair.Value, v.FieldByIndex(f.index), child)
	}
	for _, name := range names {
		if _, there := seen[name]; fields[name].required && !there {
			d.fault(pos, CodeMissing, "key %q is missing", name)
		}
	}
}

// missing reports the required keys of an empty document.
func (d *decoder) missing(v reflect.Value, _ string, pos Pos) {
	if v.Kind() != reflect.Struct {
		return
	}
	fields, names := fieldsOf(v.Type())
	for _, name := range names {
		if fields[name].required {
			d.fault(pos, CodeMissing, "key %q is missing", name)
		}
	}
}

func (d *decoder) key(pair *ast.MappingValueNode) (string, Pos) {
	pos := d.tokenPos(pair.Key.GetToken())
	if s, ok := scalarText(pair.Key); ok {
		return s, pos
	}
	return pair.Key.String(), pos
}

func (d *decoder) mapping(node ast.Node, v reflect.Value, path string, pos Pos) {
	pairs, ok := entries(node)
	if !ok {
		d.fault(pos, CodeValue, "a mapping of keys to values is wanted here, not %s", kindName(node))
		return
	}
	if v.IsNil() {
		v.Set(reflect.MakeMapWithSize(v.Type(), len(pairs)))
	}
	seen := map[string]Pos{}
	for _, pair := range pairs {
		key, kpos := d.key(pair)
		if first, dup := seen[key]; dup {
			d.fault(kpos, CodeDoubled, "key %q stands twice; first on line %d", key, first.Line)
			continue
		}
		seen[key] = kpos
		child := join(path, key)
		d.doc.pos[child] = kpos
		elem := reflect.New(v.Type().Elem()).Elem()
		d.value(pair.Value, elem, child)
		v.SetMapIndex(reflect.ValueOf(key).Convert(v.Type().Key()), elem)
	}
}

func (d *decoder) sequence(node ast.Node, v reflect.Value, path string, pos Pos) {
	seq, ok := node.(*ast.SequenceNode)
	if !ok {
		d.fault(pos, CodeValue, "a list is wanted here, not %s", kindName(node))
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(seq.Values), len(seq.Values)))
	for i, item := range seq.Values {
		d.value(item, v.Index(i), path+"["+strconv.Itoa(i)+"]")
	}
}

func (d *decoder) scalar(node ast.Node, v reflect.Value, pos Pos) {
	s, ok := scalarText(node)
	if !ok {
		d.fault(pos, CodeValue, "a single value is wanted here, not %s", kindName(node))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(s)
	case reflect.Bool:
		if s != "true" && s != "false" {
			d.fault(pos, CodeValue, "%q is neither true nor false", s)
			return
		}
		v.SetBool(s == "true")
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || v.OverflowInt(n) {
			d.fault(pos, CodeValue, "%q is no whole number", s)
			return
		}
		v.SetInt(n)
	case reflect.Float64:
		x, err := strconv.ParseFloat(s, 64)
		if err != nil {
			d.fault(pos, CodeValue, "%q is no number", s)
			return
		}
		v.SetFloat(x)
	default:
		d.fault(pos, CodeValue, "a field of type %s cannot be read from a knowledge file", v.Type())
	}
}

// scalarText returns a scalar as it was written, without its quotes.
func scalarText(node ast.Node) (string, bool) {
	switch n := node.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, true
	case *ast.NullNode:
		return "", true
	default:
		return "", false
	}
}

func kindName(node ast.Node) string {
	switch node.Type() {
	case ast.MappingType, ast.MappingValueType:
		return "a mapping"
	case ast.SequenceType:
		return "a list"
	default:
		return "a single value"
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
