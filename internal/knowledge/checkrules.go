package knowledge

import "slices"

// Rule is one kind of finding; knowledgebase/README.md lists them.
type Rule struct {
	Code string
	// Severity is the one that findings of it have, or a range of them.
	Severity string
	// Title says what is wrong.
	Title string
}

// rules are those of Check itself, in the order of the table; those of the
// certification records (V01…) and of wording (W01…) stand for a range.
var rules = []Rule{
	{"SYNTAX", "error", "the file is not readable as YAML, or its front matter does not end"},
	{"KEY_UNKNOWN", "error", "a key that the format does not have"},
	{"KEY_DOUBLED", "error", "a key that stands twice"},
	{"KEY_MISSING", "error", "a key that must be there is not"},
	{"VALUE_WRONG", "error", "a value that its key does not take: no date, no number, no list"},
	{"FILE_TOO_LARGE", "error", "a file larger than any knowledge file"},
	{"ID_MISMATCH", "error", "the id is not the file's name"},
	{"ID_TAKEN", "error", "two entries have one id"},
	{"VERDICT_UNKNOWN", "error", "no verdict of entries"},
	{"STATUS_UNKNOWN", "error", "no status of entries"},
	{"SHARING_UNKNOWN", "error", "no sharing level"},
	{"TOPIC_UNKNOWN", "error", "no topic of lexicon/topics.yaml"},
	{"TOPIC_MISSING", "error", "an entry without a topic"},
	{"CONTROL_UNKNOWN", "error", "no control of frameworks/"},
	{"PRODUCT_UNKNOWN", "error", "no product of the posture"},
	{"FRAMEWORK_UNKNOWN", "error", "a claim about something that no instrument of lexicon/instruments.yaml is"},
	{"ASSERTION_UNKNOWN", "error", "a claim that asserts something unheard of"},
	{"LANGUAGE_UNKNOWN", "error; warning where a draft says und", "no language code"},
	{"LANGUAGE_MISMATCH", "warning", "the text is written in another language than the entry says"},
	{"QUESTION_MISSING", "error", "an entry without a question, or a blank one"},
	{"QUESTION_TWICE", "warning", "a phrasing that stands twice"},
	{"QUESTION_CONFLICT", "error; warning where one is a draft", "one question with two verdicts"},
	{"BODY_EMPTY", "error", "an entry without an answer"},
	{"PLACEHOLDER_BROKEN", "error", "braces that are no {{name}}"},
	{"FACT_UNKNOWN", "error", "a {{name}} that company/facts.yaml does not have"},
	{"FACT_EMPTY", "error where an approved entry waits for it; info at the fact", "a fact without a value"},
	{"FACT_UNUSED", "warning", "a fact that no entry names"},
	{"OWNER_MISSING", "warning", "an approved entry without an owner"},
	{"REVIEW_MISSING", "error", "an approved entry without the day of its review"},
	{"REVIEW_FUTURE", "warning", "a review on a day to come"},
	{"REVIEW_SOON", "info", "a review due within 30 days"},
	{"REVIEW_PERIOD_ODD", "warning", "a review period below a week or above two years"},
	{"ANSWER_STALE", "low", "an approved entry past its review date"},
	{"CLAIM_UNSUPPORTED", "high to blocker", "a claim, in the text or under claims, that the certification records do not back"},
	{"SECRET", "error, or warning where it may be harmless", "something that looks like a password or a key"},
	{"PERSON_EMAIL", "warning", "the address of a person"},
	{"BLANK_LEFT", "error; warning in drafts", "a blank in square brackets that nobody has filled in, such as where import took a name out"},
	{"DEMO_DATA", "error; warning in drafts", "the fictional company of the starter in data of your own"},
	{"EXAMPLES", "info", "entries of the starter that nobody has approved yet"},
	{"EXAMPLE_UNCHANGED", "info", "an entry approved with the starter's very words"},
	{"POSTURE_MISSING", "info", "no company/posture.yaml"},
	{"POSTURE_EMPTY", "info", "a posture without any certification record"},
	{"COMPANY_UNNAMED", "info", "a posture without the company's name"},
	{"LIBRARY_MISSING", "warning; error where there is no folder company either", "no folder library"},
	{"FILE_IGNORED", "warning", "a file that nothing reads, by its name or its place"},
	{"SCHEMA_OLD", "info", "a copied schema of another version"},
	{"REFERENCE_FAULT", "error", "reference data of your own that contradicts itself"},
	{"V01 to V24", "error or warning", "a rule of certification records; the message says which"},
	{"W01 to W21", "info to blocker", "wording that reviewers object to, with better wording"},
}

// Rules lists every kind of finding.
func Rules() []Rule { return slices.Clone(rules) }

// RuleOf returns the rule of a finding's code.
func RuleOf(code string) (Rule, bool) {
	name := code
	if len(code) == 3 && (code[0] == 'V' || code[0] == 'W') {
		name = map[byte]string{'V': "V01 to V24", 'W': "W01 to W21"}[code[0]]
	}
	i := slices.IndexFunc(rules, func(r Rule) bool { return r.Code == name })
	if i < 0 {
		return Rule{}, false
	}
	return rules[i], true
}
