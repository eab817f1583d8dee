package batch

import (
	"encoding/json"

	"candor/internal/date"
	"candor/internal/fill"
	"candor/internal/library"
	"candor/internal/runlog"
	"candor/internal/workbook"
)

// Parent and child speak JSON lines: the parent sends settings once and then
// requests, the child sends a hello and then one reply for each request.

// settings are what holds for all files of a batch.
type settings struct {
	// KB is the company's folder; Digest is the state of the knowledge that the
	// whole batch must be answered from.
	KB     string `json:"kb"`
	Digest string `json:"digest"`
	// Memory is the limit for the child in bytes, 0 for none.
	Memory int64 `json:"memory,omitempty"`

	Sheets        []string          `json:"sheets,omitempty"`
	Map           *workbook.Mapping `json:"map,omitempty"`
	IncludeHidden bool              `json:"include_hidden,omitempty"`
	AppendColumn  bool              `json:"append_column,omitempty"`
	AsOf          string            `json:"as_of"`
	Product       string            `json:"product,omitempty"`
	Sharing       library.Sharing   `json:"sharing"`
	Write         fill.WriteMode    `json:"write"`
	Overwrite     bool              `json:"overwrite,omitempty"`
	DryRun        bool              `json:"dry_run,omitempty"`
	Version       string            `json:"version"`
	Build         string            `json:"build,omitempty"`
	Model         json.RawMessage   `json:"model,omitempty"`
}

func newSettings(opt Options) settings {
	f := opt.Fill
	return settings{
		KB: opt.KB, Digest: opt.Knowledge.Digest, Memory: opt.Memory,
		Sheets: f.Sheets, Map: f.Map, IncludeHidden: f.IncludeHidden, AppendColumn: f.AppendColumn,
		AsOf: f.AsOf.String(), Product: f.Product, Sharing: f.Sharing, Write: f.Write,
		Overwrite: f.Overwrite, DryRun: f.DryRun, Version: f.Version, Build: opt.Build, Model: opt.Model,
	}
}

// options are those of fill for one file.
func (s settings) options(r request) (fill.Options, error) {
	asOf, err := date.Parse(s.AsOf)
	if err != nil {
		return fill.Options{}, err
	}
	return fill.Options{
		Input: r.Input, Output: r.Output, Sheets: s.Sheets, Map: s.Map,
		IncludeHidden: s.IncludeHidden, AppendColumn: s.AppendColumn,
		AsOf: asOf, Product: s.Product, Sharing: s.Sharing, Write: s.Write,
		Overwrite: s.Overwrite, DryRun: s.DryRun, Version: s.Version,
	}, nil
}

// hello is the child's first line: it is ready, or why not.
type hello struct {
	Error string `json:"error,omitempty"`
}

// request is one file to answer, by full paths.
type request struct {
	Input  string `json:"input"`
	Output string `json:"output"`
	// Progress asks for a line after each question, before the reply.
	Progress bool `json:"progress,omitempty"`
}

// step is such a line.
type step struct {
	Done  int `json:"done"`
	Total int `json:"total"`
}

// reply is what became of it.
type reply struct {
	// Step is set for a line of progress, which has nothing else.
	Step  *step  `json:"step,omitempty"`
	Error string `json:"error,omitempty"`
	// NoQuestions is true if the error is that none was found.
	NoQuestions bool `json:"no_questions,omitempty"`
	// IO is true for an error of a disk rather than of the questionnaire.
	IO      bool           `json:"io,omitempty"`
	SHA256  string         `json:"sha256,omitempty"`
	Summary runlog.Summary `json:"summary"`
	Answers []byte         `json:"answers,omitempty"`
	// Warnings are those of fill: the file is answered and worth another run.
	Warnings []string `json:"warnings,omitempty"`
}
