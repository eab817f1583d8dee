package guard_test

import (
	"testing"

	"candor/internal/guard"
	"candor/internal/match"
)

// What is asked of one kind, party or place is not answered by what is said of
// another; beside each such question stands a fair one that must pass.
func TestCheckKinds(t *testing.T) {
	t.Parallel()
	g := load(t)
	entry := func(phrasing, text string) match.Entry {
		return match.Entry{ID: "e", Verdict: "yes", Language: "en", Questions: []string{phrasing}, Text: text}
	}
	admins := entry("Are administrator rights granted just in time?", "Rights end with the session. Standing rights exist only for the emergency account.")
	forensics := entry("Do you have an incident response team?", "The team works around the clock, with an outside forensics firm on retainer.")
	tests := entry("Do you have independent penetration tests every year?", "An independent firm tests the product every year.")
	mail := entry("Is incoming mail scanned for malware?", "Incoming mail is scanned for malware.")
	restore := entry("What are your RTO and RPO?", "The RTO is 4 hours and the RPO 1 hour.")
	images := entry("Do production hosts run signed images only?", "Production hosts run signed images only.")
	notes := entry("Do you notify customers of changes?", "Customers are notified of changes that need action; notes on all other changes are published.")
	rules := entry("Do you review firewall rules?", "We review firewall rules every six months.")
	lock := entry("Do computers lock when nobody is using them?", "Computers lock after 10 minutes.")
	keys := entry("How often are encryption keys rotated?", "We rotate master keys every 12 months.")
	changes := entry("Are changes tested before they go live?", "Each change to the product is tested.")
	uptime := entry("What is your uptime commitment?", "The contract commits to 99.9 % a month, excluding announced maintenance.")
	notice := entry("Do you notify customers before you replace a subprocessor?", "Customers are told 30 days before.")
	copies := entry("Are backups stored off-site, apart from production?", "Copies are sent to a second region.")
	single := entry("Does each private key serve a single purpose?", "Each key has a single purpose.")
	classes := entry("Do you classify information by level?", "Information has four levels. All staff are trained in them.")
	traffic := entry("Is traffic between clients and the service encrypted?", "All traffic is encrypted, also inside our networks.")
	for _, tc := range []struct {
		question string
		entry    match.Entry
		want     guard.Code
	}{
		{"Do administrators have standing rights?", admins, guard.Polarity},
		{"Do administrators get their rights just in time?", admins, ""},
		{"Is the outside forensics firm staffed around the clock?", forensics, guard.Subject},
		{"Does an outside firm run penetration tests every year?", tests, ""},
		{"Is outgoing mail scanned for malware?", mail, guard.Object},
		{"Which RTO applies to the payroll system?", restore, guard.Object},
		{"Which RTO applies?", restore, ""},
		{"Can production hosts run images that nobody has signed?", images, guard.Polarity},
		{"Are customers notified of every change?", notes, guard.Scope},
		{"Are firewall rules reviewed by an outside auditor?", rules, guard.Scope},
		{"Do you review firewall rules one by one?", rules, guard.Scope},
		{"Do computers lock by themselves?", lock, ""},
		{"How often are master keys rotated?", keys, ""},
		{"Are changes to the HR system tested before they go live?", changes, guard.Object},
		{"Does the uptime commitment also include announced maintenance?", uptime, guard.Polarity},
		{"Do you notify customers before a subprocessor's staff is replaced?", notice, guard.Subject},
		{"Are backups stored next to the production data?", copies, guard.Polarity},
		{"Do you classify employees by level?", classes, guard.Object},
		{"Is traffic encrypted inside your customers' networks?", traffic, guard.Subject},
		{"Does each private key serve one purpose only?", single, ""},
	} {
		list := g.Check(match.Question{Text: tc.question, Language: "en"}, tc.entry, tc.entry.Questions[0])
		found := codes(list)
		if _, ok := found[tc.want]; tc.want != "" && !ok || tc.want == "" && len(found) > 0 {
			t.Errorf("%s\ngot %v, want %q", tc.question, list, tc.want)
		}
	}
}
