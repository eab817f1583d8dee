package ask

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func FuzzAsk(f *testing.F) {
	for _, c := range cases(f, "certification-fresh.jsonl") {
		f.Add(c.Text, "", "")
	}
	f.Add("If yes, which type?", "Do you hold SOC 2?", "Compliance")
	f.Add("ISO ISO ISO 27001:27001/27001(2022", "\xff\xfe", "A.8.")
	f.Add("SOC 2 Type II? SOC 2 Type II?", "", "")
	f.Add("SOC 2 Type 1 or Type", "SOC", "T2 T")
	r := reader(f)
	f.Fuzz(func(t *testing.T, text, parent, section string) {
		q := Question{Text: text, Parent: parent, Section: []string{section}, Own: []string{section}}
		got := r.Read(q)
		if diff := cmp.Diff(got, r.Read(q)); diff != "" {
			t.Fatalf("two readings differ (-first +second):\n%s", diff)
		}
		if len(got.Why) == 0 || got.Kind == "" || got.Aspect == "" || got.Subject == "" {
			t.Fatalf("a reading without reason: %+v", got)
		}
		if got.Kind == KindCert && (len(got.Frameworks) == 0 || got.Subject != SubjectVendor) {
			t.Fatalf("a certification question about nothing: %+v", got)
		}
		for _, m := range r.Frameworks(text) {
			if m.Start < 0 || m.End <= m.Start || m.End > len(text) {
				t.Fatalf("mention %+v lies outside %q", m, text)
			}
		}
	})
}

// Whatever certification is asked about, a possessed provider before it makes
// the question the provider's.
func TestProvidersAreNeverUs(t *testing.T) {
	t.Parallel()
	r := reader(t)
	rapid.Check(t, func(t *rapid.T) {
		who := rapid.SampledFrom([]string{
			"your sub-processors", "your subcontractors", "your hosting provider", "your suppliers", "your cloud provider",
			"your payment processor", "the data centre", "your critical vendors", "its service providers",
		}).Draw(t, "who")
		what := rapid.SampledFrom([]string{
			"ISO 27001 certified", "SOC 2 Type II audited", "PCI DSS compliant", "certified to ISO/IEC 27001:2022", "HITRUST certified", "TISAX certified",
		}).Draw(t, "what")
		form := rapid.SampledFrom([]string{"Are %s %w?", "Is %s %w?", "Please confirm that %s is %w.", "Can you evidence that %s are %w?", "%s: %w?"}).Draw(t, "form")
		text := replace(form, who, what)
		if got := r.Read(Question{Text: text}); got.IsVendorAsk() {
			t.Fatalf("Read(%q) is ours by %v", text, got.Why)
		}
	})
}

func replace(form, who, what string) string {
	out := ""
	for i := 0; i < len(form); i++ {
		switch {
		case form[i] == '%' && form[i+1] == 's':
			out += who
			i++
		case form[i] == '%':
			out += what
			i++
		default:
			out += string(form[i])
		}
	}
	return out
}

func BenchmarkRead(b *testing.B) {
	r := reader(b)
	list := cases(b, "certification-questions.dev.jsonl")
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		r.Read(Question{Text: list[i%len(list)].Text})
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "questions/s")
}

// allocsPerRead bounds the allocations of one reading; a step that grows with
// the square of the text would break it long before it breaks a clock.
const allocsPerRead = 120

func TestReadAllocations(t *testing.T) {
	r := reader(t)
	q := Question{Text: "Does the vendor maintain an active SOC 2 attestation covering Security, Availability and Confidentiality?"}
	if n := testing.AllocsPerRun(50, func() { r.Read(q) }); n > allocsPerRead {
		t.Errorf("%.0f allocations a question, want at most %d", n, allocsPerRead)
	}
}
