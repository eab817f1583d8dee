package knowledge

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"candor/internal/kbfile"
	"candor/knowledgebase"
)

// schemaFiles are the formats that have a JSON Schema.
var schemaFiles = []string{"batch", "check", "entry", "facts", "gaps", "posture", "proposals", "review", "run"}

// SchemaNames lists them.
func SchemaNames() []string { return slices.Clone(schemaFiles) }

// Schema returns the JSON Schema of a format.
func Schema(name string) (string, error) {
	if !slices.Contains(schemaFiles, name) {
		return "", fmt.Errorf("%s; one of: %s", kbfile.Unknown("schema", name, nil), strings.Join(schemaFiles, ", "))
	}
	data, err := fs.ReadFile(knowledgebase.FS, "schema/"+name+".schema.json")
	if err != nil {
		return "", fmt.Errorf("read schema: %w", err)
	}
	return string(data), nil
}

// SchemaTitle is what a format is, in a line; "" if it is unknown.
func SchemaTitle(name string) string {
	text, err := Schema(name)
	if err != nil {
		return ""
	}
	var head struct {
		Title string `json:"title"`
	}
	if err := json.Unmarshal([]byte(text), &head); err != nil {
		return ""
	}
	return strings.TrimPrefix(head.Title, "Candor ")
}
