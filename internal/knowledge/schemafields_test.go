package knowledge_test

import (
	"encoding"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"candor/internal/knowledge"
	"candor/internal/learn"
	"candor/internal/library"
	"candor/internal/posture"
	"candor/internal/review"
	"candor/internal/roadmap"
	"candor/internal/runlog"
	"candor/knowledgebase"

	"github.com/google/go-cmp/cmp"
)

// Every field of the Go types is a property of its schema and the other way
// round, with the same need, type and closed set, and each says what it means.
func TestSchemasNameEveryField(t *testing.T) {
	t.Parallel()
	tests := []struct {
		schema, tag string
		of          reflect.Type
	}{
		{"entry", "yaml", reflect.TypeFor[library.Front]()},
		{"facts", "yaml", reflect.TypeFor[map[string]library.Fact]()},
		{"posture", "yaml", reflect.TypeFor[posture.Posture]()},
		{"run", "json", reflect.TypeFor[runlog.Record]()},
		{"gaps", "json", reflect.TypeFor[roadmap.Report]()},
		{"batch", "json", reflect.TypeFor[runlog.Batch]()},
		{"check", "json", reflect.TypeFor[knowledge.CheckResult]()},
		{"proposals", "yaml", reflect.TypeFor[learn.File]()},
		{"review", "json", reflect.TypeFor[review.Decision]()},
	}
	for _, tt := range tests {
		t.Run(tt.schema, func(t *testing.T) {
			t.Parallel()
			text, err := knowledge.Schema(tt.schema)
			if err != nil {
				t.Fatal(err)
			}
			var root map[string]any
			if err := json.Unmarshal([]byte(text), &root); err != nil {
				t.Fatal(err)
			}
			// What people write is closed, and so is what nobody may misread.
			c := comparer{t: t, tag: tt.tag, closed: tt.tag == "yaml" || tt.schema == "review", root: root}
			c.compare(tt.schema, tt.of, root)
		})
	}
}

// comparer walks a Go type and a schema side by side.
type comparer struct {
	t   *testing.T
	tag string
	// closed tells that unknown keys are faults.
	closed bool
	root   map[string]any
}

// taggedField is a field as a file names it.
type taggedField struct {
	name     string
	index    []int
	of       reflect.Type
	required bool
}

// taggedFields lists the fields of a struct by tag. In YAML a field is needed
// that says so, in JSON each that is not left out when empty.
func taggedFields(of reflect.Type, tag string) []taggedField {
	var out []taggedField
	for _, f := range reflect.VisibleFields(of) {
		name, rest, _ := strings.Cut(f.Tag.Get(tag), ",")
		if name == "" || name == "-" || !f.IsExported() {
			continue
		}
		required := f.Tag.Get("kb") == "required"
		if tag == "json" {
			required = rest != "omitempty"
		}
		out = append(out, taggedField{name, f.Index, f.Type, required})
	}
	return out
}

func (c *comparer) compare(at string, of reflect.Type, node map[string]any) {
	c.t.Helper()
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	if of.Implements(reflect.TypeFor[encoding.TextMarshaler]()) || of.Implements(reflect.TypeFor[json.Marshaler]()) {
		return // a form of its own, held by the cases of TestSchemasAcceptAndRefuse
	}
	node = c.resolve(node, of.Kind())
	if node == nil {
		c.t.Errorf("%s: the schema has nothing for a %s", at, of.Kind())
		return
	}
	switch of.Kind() {
	case reflect.Struct:
		c.structure(at, of, node)
	case reflect.Slice:
		c.compare(at+"[]", of.Elem(), child(node, "items"))
	case reflect.Map:
		c.compare(at+".*", of.Elem(), child(node, "additionalProperties"))
	case reflect.String:
		c.closedSet(at, of, node)
	default:
	}
}

func (c *comparer) structure(at string, of reflect.Type, node map[string]any) {
	c.t.Helper()
	if node["additionalProperties"] == c.closed {
		c.t.Errorf("%s: additionalProperties is %v", at, node["additionalProperties"])
	}
	properties := child(node, "properties")
	var fields, needed []string
	for _, f := range taggedFields(of, c.tag) {
		fields = append(fields, f.name)
		if f.required {
			needed = append(needed, f.name)
		}
		property := child(properties, f.name)
		if property == nil {
			continue
		}
		if text, ok := property["description"].(string); !ok || text == "" {
			c.t.Errorf("%s.%s has no description", at, f.name)
		}
		c.compare(at+"."+f.name, f.of, property)
	}
	var names []string
	for name := range properties {
		names = append(names, name)
	}
	c.same(at+": properties", fields, names)
	c.same(at+": required", needed, words(node["required"]))
}

// closedSet holds the constants of a string type against the schema's enum.
func (c *comparer) closedSet(at string, of reflect.Type, node map[string]any) {
	c.t.Helper()
	dir, ours := strings.CutPrefix(of.PkgPath(), "candor/internal/")
	if !ours {
		return
	}
	want := constants(c.t, filepath.Join("..", dir), of.Name())
	if c.tag == "yaml" && strings.HasSuffix(at, ".verdict") { // no entry answers nothing
		want = slices.DeleteFunc(want, func(s string) bool { return s == string(library.None) })
	}
	c.same(at+": values", want, slices.DeleteFunc(words(node["enum"]), func(s string) bool { return s == "" }))
}

func (c *comparer) same(what string, want, got []string) {
	c.t.Helper()
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(slices.Compact(want), got); diff != "" && len(want)+len(got) > 0 {
		c.t.Errorf("%s (-Go +schema)\n%s", what, diff)
	}
}

// resolve follows references, and of several alternatives takes the one that
// is made for kind; nil if the schema allows no such value.
func (c *comparer) resolve(node map[string]any, kind reflect.Kind) map[string]any {
	if node == nil {
		return nil
	}
	if ref, ok := node["$ref"].(string); ok {
		return c.resolve(child(child(c.root, "definitions"), strings.TrimPrefix(ref, "#/definitions/")), kind)
	}
	for _, key := range []string{"allOf", "anyOf"} {
		alternatives, _ := node[key].([]any)
		for _, a := range alternatives {
			if found := c.resolve(asMap(a), kind); found != nil {
				return found
			}
		}
	}
	if node["enum"] != nil || node["const"] != nil || slices.Contains(words(node["type"]), jsonType(kind)) {
		return node
	}
	return nil
}

func jsonType(kind reflect.Kind) string {
	switch kind {
	case reflect.Struct, reflect.Map:
		return "object"
	case reflect.Slice:
		return "array"
	case reflect.Bool:
		return "boolean"
	case reflect.Int:
		return "integer"
	case reflect.Float64:
		return "number"
	default:
		return kind.String()
	}
}

func child(node map[string]any, key string) map[string]any { return asMap(node[key]) }

func asMap(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

// words is a string or a list as a list of the strings in it.
func words(v any) []string {
	if s, ok := v.(string); ok {
		return []string{s}
	}
	list, _ := v.([]any)
	var out []string
	for _, item := range list {
		if s, ok := item.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// constants returns the values of the constants of a string type, as the
// package's source has them, the empty one left out.
func constants(t *testing.T, dir, typeName string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no Go files in %s: %v", dir, err)
	}
	var out []string
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if id, ok := spec.Type.(*ast.Ident); !ok || id.Name != typeName {
				return true
			}
			for _, v := range spec.Values {
				lit, ok := v.(*ast.BasicLit)
				if !ok {
					continue
				}
				if s, err := strconv.Unquote(lit.Value); err == nil && s != "" {
					out = append(out, s)
				}
			}
			return true
		})
	}
	return out
}

// The defaults that the schema prints are those that the policy takes.
func TestPostureSchemaPrintsTheDefaults(t *testing.T) {
	t.Parallel()
	ref, err := posture.LoadReference(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	text, err := knowledge.Schema("posture")
	if err != nil {
		t.Fatal(err)
	}
	var root map[string]any
	if err := json.Unmarshal([]byte(text), &root); err != nil {
		t.Fatal(err)
	}
	got := map[string]any{}
	properties := child(child(child(root, "definitions"), "policy"), "properties")
	for name := range properties {
		got[name] = child(properties, name)["default"]
	}
	data, err := json.Marshal(ref.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{}
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("defaults (-Go +schema)\n%s", diff)
	}
}
