package knowledge

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"text/template"

	"candor/internal/date"
	"candor/internal/framework"
	"candor/internal/kbfile"
	"candor/internal/posture"
	"candor/knowledgebase"
)

// initRecord is a certification record as the posture's template takes it.
type initRecord struct {
	ID, Framework, Kind, Status, Type, Edition string
	Criteria                                   []string
	Scope, Dates, Issuer, IssuerKind, Opinion  string
}

// initPosture is what the posture's template takes.
type initPosture struct {
	Company, Product, Size, Headcount, Hosting string
	Enterprise                                 bool
	Markets                                    []string
	Records                                    []initRecord
	Obligations                                []struct{ ID, Role string }
}

// PostureText writes company/posture.yaml from answers. The error is an
// ErrAnswer, or a kbfile.Faults if the answers contradict each other, such as a
// period that ends before it starts.
func PostureText(a Answers, asOf date.Date) (string, error) {
	a, err := a.Complete()
	if err != nil {
		return "", err
	}
	p := initPosture{
		Company: a["company"], Product: cmp.Or(a["product"], a["company"], "Our product"), Size: a["size"], Headcount: a["headcount"],
		Hosting: a["hosting"], Enterprise: a["enterprise"] == yes, Markets: words(a["markets"]),
	}
	p.Records = append(soc2Record(a, p.Product), isoRecord(a, p.Product)...)
	for _, o := range []struct{ id, role string }{{"gdpr", a["gdpr"]}, {"hipaa", map[string]string{yes: "business_associate"}[a["hipaa"]]}} {
		if o.role != "" && o.role != none {
			p.Obligations = append(p.Obligations, struct{ ID, Role string }{o.id, o.role})
		}
	}
	text, err := initTemplate("posture.yaml", p)
	if err != nil {
		return "", err
	}
	return text, validPosture(text, asOf)
}

// soc2Record is the record of a SOC 2 report, or of the work on one.
func soc2Record(a Answers, product string) []initRecord {
	if a["soc2"] == none {
		return nil
	}
	r := initRecord{Framework: "soc2", Kind: "report", Status: a["soc2"], Scope: product}
	if a["soc2"] != planned {
		r.Criteria = words(a["soc2-criteria"])
	}
	switch {
	case a["soc2"] != held:
		r.Dates = "target: " + a["soc2-target"]
	case a["soc2-type"] == "1":
		r.Dates = fmt.Sprintf("as_of: %s, issued: %s", a["soc2-as-of"], a["soc2-issued"])
	default:
		r.Dates = fmt.Sprintf("period_start: %s, period_end: %s, issued: %s", a["soc2-from"], a["soc2-to"], a["soc2-issued"])
	}
	if a["soc2"] == held {
		r.Type, r.Issuer, r.IssuerKind, r.Opinion = a["soc2-type"], a["soc2-auditor"], "cpa_firm", "unqualified"
	}
	r.ID = "soc2-" + yearOf(cmp.Or(a["soc2-to"], a["soc2-as-of"], a["soc2-target"]))
	return []initRecord{r}
}

// isoRecord is the record of an ISO/IEC 27001 certificate, or of the work on
// one.
func isoRecord(a Answers, product string) []initRecord {
	if a["iso27001"] == none {
		return nil
	}
	r := initRecord{
		Framework: "iso27001", Kind: "certificate", Status: a["iso27001"], Edition: a["iso27001-edition"],
		Scope: "Information security management system for " + product,
	}
	r.Dates = "target: " + a["iso27001-target"]
	if a["iso27001"] == held {
		r.Dates = fmt.Sprintf("issued: %s, expires: %s", a["iso27001-issued"], a["iso27001-expires"])
		r.Issuer, r.IssuerKind = a["iso27001-body"], "certification_body"
	}
	r.ID = "iso27001-" + yearOf(cmp.Or(a["iso27001-issued"], a["iso27001-target"]))
	return []initRecord{r}
}

func yearOf(day string) string {
	year, _, _ := strings.Cut(day, "-")
	return year
}

// initTemplate fills a template of knowledgebase/init.
func initTemplate(name string, data any) (string, error) {
	text, err := fs.ReadFile(knowledgebase.Init, "init/"+name)
	if err != nil {
		return "", fmt.Errorf("read template: %w", err)
	}
	t, err := template.New(name).Delims("[[", "]]").Funcs(template.FuncMap{"quote": quoted, "list": flowList}).Parse(string(text))
	if err != nil {
		return "", fmt.Errorf("read template: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return "", fmt.Errorf("fill template: %w", err)
	}
	return b.String(), nil
}

// quoted writes a string so that YAML reads it back, whatever it holds. JSON
// strings are YAML strings.
func quoted(s string) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return "", fmt.Errorf("quote %q: %w", s, err)
	}
	return strings.TrimSpace(b.String()), nil
}

func flowList(items []string) string { return "[" + strings.Join(items, ", ") + "]" }

// validPosture holds the text of a posture against its rules.
func validPosture(text string, asOf date.Date) error {
	ref, err := posture.LoadReference(knowledgebase.FS)
	if err != nil {
		return fmt.Errorf("read reference data: %w", err)
	}
	catalogue, err := framework.Load(knowledgebase.FS)
	if err != nil {
		return fmt.Errorf("read reference data: %w", err)
	}
	var faults kbfile.Faults
	p, more := posture.Load(changed{FS: knowledgebase.FS, files: map[string][]byte{postureFile: []byte(text)}}, "company", ref)
	faults = append(faults, more...)
	if p != nil {
		faults = append(faults, p.Validate(catalogue, asOf)...)
	}
	var errs kbfile.Faults
	for _, f := range faults {
		if !f.Warning {
			errs = append(errs, f)
		}
	}
	return errs.Err()
}
