package textnorm

import "strings"

// irregular are words whose spellings differ by no rule, and short words that
// a rule would spoil.
var irregular = map[string]string{
	"licence": "license", "licences": "licenses", "programme": "program", "programmes": "programs",
	"catalogue": "catalog", "catalogues": "catalogs", "catalogued": "cataloged", "cheque": "check",
	"judgement": "judgment", "practise": "practice", "practised": "practiced", "grey": "gray",
	"our": "our", "your": "your", "four": "four", "hour": "hour", "hours": "hours", "yours": "yours", "ours": "ours",
	"artefact": "artifact", "artefacts": "artifacts", "organisation": "organization", "analyses": "analyze", "analyser": "analyze", "analysers": "analyze",
	"centralised": "centralized", "metre": "meter", "labelled": "labeled", "learnt": "learned",
	"premises": "premises", "staff": "staff", "people": "person", "persons": "person",
	"men": "man", "women": "woman", "data": "data", "left": "leave", "lost": "lose", "held": "hold",
	"kept": "keep", "sent": "send", "told": "tell", "taught": "teach", "done": "do", "made": "make",
	"written": "write", "wrote": "write", "chosen": "choose", "built": "build", "met": "meet", "sought": "seek",
	"ran": "run", "bound": "bind", "stolen": "steal", "broken": "break", "withdrawn": "withdraw", "given": "give",
	"analysis": "analyze", "analyse": "analyze", "analysed": "analyze", "analyzed": "analyze", "analyzing": "analyze",
	"retention": "retain", "deletion": "delete", "destruction": "destroy", "response": "respond", "responses": "respond",
	"approval": "approve", "approvals": "approve", "removal": "remove", "disposal": "dispose", "renewal": "renew",
	"recovery": "recover", "recoveries": "recover", "compliance": "comply", "compliant": "comply", "restoration": "restore",
	"restorations": "restore", "hosting": "host", "detection": "detect", "prevention": "prevent",
	"authorisation": "authorize", "authorization": "authorize", "revocation": "revoke", "acquisition": "acquire",
	"separation": "separate", "assurance": "assure", "identification": "identify", "encryption": "encrypt",
	"involvement": "involve", "frequency": "frequent", "decisions": "decide", "decision": "decide",
	"expiry": "expire", "expiration": "expire", "inspection": "inspect", "transmission": "transmit", "subscription": "subscribe",
	"criteria": "criterion", "proof": "prove", "training": "train", "knowledge": "know",
	// Words that the stemmer would make one with another word.
	"security": "securit", "information": "informat", "international": "internat", "internationally": "internat",
	"authority": "authorit", "authorities": "authorit", "continuity": "continuit", "personal": "personl",
	"accessibility": "accessibilit", "accessible": "accessibilit", "custom": "bespoke", "slas": "sla", "provision": "clause", "provisions": "clause", "allowance": "condition", "allowances": "condition", "kpis": "kpi", "apis": "api",
	"organizational": "organization", "organisational": "organization", "organizationally": "organization", "organisationally": "organization", "general": "generall",
	"authenticity": "authentic", "availability": "available", "personnel": "personnel",
}

// together are lines of English words that have one stem, the first of the line,
// because the stemmer would give them one that a word of another sense has:
// "disabled" is no disability, the product not production, an officer no office.
// Words that the stemmer keeps are not named beside them.
var together = []string{
	"accountability accountable accountabilities",
	"accountant accountants",
	"anonymous anonymously anonymity",
	"applicable applicability",
	"applicant applicants",
	"assistant assistants",
	"authorship author authors authored authoring",
	"authoritative authoritatively",
	"bespok customise customised customises customising customisation customisations customisable customize customized customizes customizing customization customizations customizable",
	"building buildings",
	"busy",
	"compute computes computed computing computation computations computational",
	"consultation consultations consult consults consulted consulting",
	"container containers containerised containerized containerisation containerization",
	"conversation conversations conversational",
	"corrupted corrupt corrupts corrupting",
	"department departments departmental",
	"dependency dependencies",
	"designate designated designates designating designation designations",
	"designed",
	"disable disables disabled disabling disablement",
	"elevator elevators",
	"emergency emergencies",
	"engine engines",
	"executive executives",
	"fired firing",
	"generate generates generated generating generation generations",
	"generative",
	"government governments governmental",
	"homeworker homeworkers",
	"identical identically",
	"important importance importantly",
	"index indices",
	"indicator indicators",
	"informal informally",
	"initiative initiatives",
	"integration integrations integrator integrators",
	"integrity",
	"internship internships intern interns",
	"lateral laterally",
	"localisation localise localised localization localize localized",
	"maintenance",
	"objection objections",
	"objective objectives",
	"officer officers",
	"operator operators operative operatives",
	"performance performances",
	"portable portables",
	"production productions",
	"programmable programmatic programmatically",
	"provenance",
	"publish publication publications",
	"quite",
	"retainer retainers",
	"setting settings",
	"several",
	"severity severities",
	"succession successions",
	"terminal terminals",
	"tokenisation tokenise tokenises tokenised tokenising tokenization tokenize tokenizes tokenized tokenizing",
	"transition transitions transitional transitioned",
	"university universities",
	"unusable",
	"utilise utilises utilised utilising utilisation utilize utilizes utilized utilizing utilization",
	"virtually",
}

// apart are the stems of together by word.
var apart = func() map[string]string {
	out := map[string]string{}
	for _, line := range together {
		words := strings.Fields(line)
		for _, w := range words {
			out[w] = words[0]
		}
	}
	return out
}()
