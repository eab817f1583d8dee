package report

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"

	"candor/internal/knowledge"
)

// The part of SARIF 2.1.0 (OASIS) that a lint report needs; names and nesting
// are the standard's.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string       `json:"id"`
		ShortDescription sarifMessage `json:"shortDescription"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID              string            `json:"ruleId"`
		RuleIndex           int               `json:"ruleIndex"`
		Level               string            `json:"level"`
		Message             sarifMessage      `json:"message"`
		Locations           []sarifLocation   `json:"locations"`
		PartialFingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifLocation struct {
		PhysicalLocation sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
		Region           *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
	}
)

// WriteSARIF prints the findings as a SARIF log, which code scanning services
// and editors read.
func (c Check) WriteSARIF(w io.Writer) error {
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "candor", Version: c.Version, Rules: []sarifRule{}}},
		ColumnKind: "unicodeCodePoints",
		Results:    []sarifResult{},
	}
	var codes []string
	for _, f := range c.Result.Findings {
		if !slices.Contains(codes, f.Code) {
			codes = append(codes, f.Code)
		}
	}
	slices.Sort(codes)
	for _, code := range codes {
		rule, _ := knowledge.RuleOf(code)
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{code, sarifMessage{rule.Title}})
	}
	for _, f := range c.Result.Findings {
		run.Results = append(run.Results, c.sarif(f, slices.Index(codes, f.Code)))
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	err := e.Encode(sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
	if err != nil {
		return fmt.Errorf("print findings as SARIF: %w", err)
	}
	return nil
}

func (c Check) sarif(f knowledge.Finding, rule int) sarifResult {
	place := sarifPhysical{ArtifactLocation: sarifArtifact{(&url.URL{Path: c.file(f)}).String()}}
	if f.Line > 0 {
		place.Region = &sarifRegion{f.Line, f.Col}
	}
	// The lines above may move; what is said about which text does not.
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s", f.Code, f.File, f.Text))
	return sarifResult{
		RuleID: f.Code, RuleIndex: rule, Level: string(f.Level()), Message: sarifMessage{withSuggestion(f)},
		Locations:           []sarifLocation{{place}},
		PartialFingerprints: map[string]string{"candorFinding/v1": hex.EncodeToString(sum[:])},
	}
}
