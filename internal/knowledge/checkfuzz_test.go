package knowledge

import (
	"context"
	"encoding/json"
	"testing"
	"testing/fstest"

	"candor/internal/date"
	"candor/internal/kbfile"
	"candor/internal/library"
	"candor/knowledgebase"
)

// fuzzEntry, fuzzFacts and fuzzPosture fit together without a finding.
const (
	fuzzEntry = `---
id: at-rest
questions: [Is data encrypted at rest?]
verdict: yes
controls: ["soc2:CC6.1"]
topics: [cryptography]
claims: [{framework: soc2, assertion: held}]
sharing: public
owner: security@nordhaven.example
reviewed: 2026-09-14
status: approved
---
It is encrypted with {{encryption.algorithm}} as our SOC 2 report says.

## short
Yes, with {{encryption.algorithm}}.
`
	fuzzFacts   = "encryption.algorithm: {value: AES-256, reviewed: 2026-09-14}\n"
	fuzzPosture = `company: {legal_name: Nordhaven Systems AB}
attestations:
  - {id: soc2-2026, framework: soc2, kind: report, status: held, soc_type: 2, criteria: [security], dates: {period_start: 2025-10-01, period_end: 2026-09-30, issued: 2026-11-05}, issuer: {name: Alpine CPAs LLP, kind: cpa_firm}, opinion: unqualified}
`
)

// checkLoaded checks one tree of company data with reference data that was
// loaded before.
func checkLoaded(ctx context.Context, reference *Base, files fstest.MapFS, asOf date.Date) (CheckResult, error) {
	fsys := overlay{own: files, reference: knowledgebase.FS}
	b := &Base{Catalogue: reference.Catalogue, Reader: reference.Reader}
	faults := b.loadCompany(fsys, asOf, func(load loader) (*library.Library, kbfile.Faults) { return load() })
	if b.Posture != nil {
		b.Claims = reference.Claims.With(b.Posture)
	}
	return checkBase(ctx, b, faults, fsys, true, asOf)
}

// FuzzCheck gives check hostile entries, facts and postures: it must neither
// panic nor run away, its findings must be well formed and every code known,
// and it must find the same twice.
func FuzzCheck(f *testing.F) {
	const entryFile = "library/cryptography/at-rest.md"
	day := date.MustParse("2026-11-22")
	reference, faults := load(knowledgebase.FS, day)
	if err := faults.Err(); err != nil {
		f.Fatal(err)
	}
	f.Add(fuzzEntry, fuzzFacts, fuzzPosture)
	f.Add("---\nid: [", "{{{", "attestations: [[[[")
	f.Add("---\r\nid: at-rest\r\n---\r\n{{}} {{ }} {{{{a}}}} {{encryption.algorithm", "a: {value: \"{{b}}\"}\n", "policy: {answer_max_age_days: -1}")
	f.Add("---\nid: &a at-rest\nquestions: *a\n---\n", "? [a]\n: b\n", "\ufeff{}")
	f.Add("---\nid: at-rest\nquestions: [\"\\u0000\\u202e\"]\nverdict: yes\ntopics: [backup]\nsharing: public\nreviewed: 0001-01-01\nreview_every: 999999999d\nstatus: approved\nclaims: [{framework: soc2, assertion: period, value: 9999-99-99}]\n---\n\xff\xfe{{a}}\n## short\n## short\n", "a: {value: \"\x1b[31m\"}\n", "company: {legal_name: Merrowby}\nattestations: [{id: a, framework: soc2, status: held, dates: {period_end: 9999-12-31}}]\n")
	f.Fuzz(func(t *testing.T, entry, factsText, posture string) {
		const bound = 1 << 14
		if len(entry)+len(factsText)+len(posture) > bound {
			return
		}
		files := fstest.MapFS{entryFile: {Data: []byte(entry)}, factsFile: {Data: []byte(factsText)}, postureFile: {Data: []byte(posture)}}
		result, err := checkLoaded(t.Context(), reference, files, day)
		if err != nil {
			t.Fatalf("check: %v", err)
		}
		for _, finding := range result.Findings {
			if _, ok := RuleOf(finding.Code); !ok || finding.File == "" || finding.Message == "" || finding.Line < 0 || finding.Col < 0 {
				t.Fatalf("malformed finding %+v", finding)
			}
		}
		again, err := checkLoaded(t.Context(), reference, files, day)
		if err != nil {
			t.Fatal(err)
		}
		one, errOne := json.Marshal(result)
		two, errTwo := json.Marshal(again)
		if errOne != nil || errTwo != nil || string(one) != string(two) {
			t.Fatalf("two checks differ:\n%s\n%s", one, two)
		}
	})
}
