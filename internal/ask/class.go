package ask

// class is the meaning that a rule of the lexicon gives to a place in a text.
type class int

// The classes; their names in the lexicon are in classNames.
const (
	clsSignOff class = iota
	clsInstruction
	clsHeading
	clsOtherCertificate
	clsPerson
	clsCustomer
	clsThird
	clsThirdWeak
	clsAgentNoun
	clsAgentNounOf
	clsOwnTrade
	clsThirdName
	clsOwnNoun
	clsOwnThing
	clsFunctionWord
	clsDepends
	clsServes
	clsThirdPronoun
	clsThirdSection
	clsYouRequire
	clsRespondent
	clsOurs
	clsSubservice
	clsYouAndThem
	clsYou
	clsCertStrong
	clsHoldAsk
	clsNarrative
	clsFamiliar
	clsControlNoun
	clsRationale
	clsYardstick
	clsProgramme
	clsCompliant
	clsApply
	clsAnyCert
	clsAnyLabel
	clsParaphrase
	clsParaphraseSOC
	clsCommitment
	clsRoadmap
	clsEdition
	clsAuditor
	clsExceptions
	clsType
	clsScope
	clsDate
	clsReportCopy
	clsGoodNews
	clsBadNews
	clsNegated
	clsDenial
	clsBesides
	clsOnAbsence
	clsOnPresence
	clsOnYes
	clsLogicAll
	clsLogicAnd
	clsLogicAny
	clsOrEquivalent
	clsAlignmentOK
	clsMandatory
	clsNotMandatory
	clsPreferred
	clsTypePreferred
	clsCurrent
	clsAccredited
	clsIssuer
	clsContinuous
	clsProduct
	clsLocation
	clsEntity
	clsOpinion
	clsDoc
	clsDocBeside
	clsPremise
	clsOwnCompany
	clsOwnModifier
	clsDocCertificate
	clsDocReport
	clsSharing
	clsCriteria
	clsLevel
	clsMonthsAge
	clsMonthsPeriod
	numClasses
)

// classNames returns the lexicon's name of each class.
func classNames() [numClasses]string {
	return [numClasses]string{
		clsSignOff: "sign_off", clsInstruction: "instruction", clsHeading: "heading",
		clsOtherCertificate: "other_certificate", clsPerson: "person", clsCustomer: "customer",
		clsThird: "third_party", clsThirdWeak: "third_weak", clsAgentNoun: "agent_noun", clsAgentNounOf: "agent_noun_of", clsOwnTrade: "own_trade", clsThirdName: "third_name", clsOwnNoun: "own_noun", clsOwnThing: "own_thing", clsFunctionWord: "function_word", clsDepends: "depends", clsServes: "serves", clsThirdPronoun: "third_pronoun", clsThirdSection: "third_section",
		clsYouRequire: "you_require", clsRespondent: "respondent", clsOurs: "ours_guard", clsSubservice: "asks_subservice",
		clsYouAndThem: "you_and_them", clsYou: "you",
		clsCertStrong: "cert_strong", clsHoldAsk: "hold_ask", clsNarrative: "narrative", clsFamiliar: "familiar", clsControlNoun: "control_noun", clsRationale: "rationale",
		clsYardstick: "yardstick", clsProgramme: "programme", clsCompliant: "compliant", clsApply: "apply",
		clsAnyCert: "any_cert", clsAnyLabel: "any_label", clsParaphrase: "paraphrase", clsParaphraseSOC: "paraphrase_soc",
		clsCommitment: "commitment", clsRoadmap: "roadmap", clsEdition: "edition", clsAuditor: "auditor",
		clsExceptions: "exceptions", clsType: "type", clsScope: "scope", clsDate: "date", clsReportCopy: "report_copy",
		clsGoodNews: "good_news", clsBadNews: "bad_news", clsNegated: "negated", clsDenial: "denial", clsBesides: "besides",
		clsOnAbsence: "on_absence", clsOnPresence: "on_presence", clsOnYes: "on_yes",
		clsLogicAll: "logic_all", clsLogicAnd: "logic_and", clsLogicAny: "logic_any",
		clsOrEquivalent: "or_equivalent", clsAlignmentOK: "alignment_ok", clsMandatory: "mandatory", clsNotMandatory: "not_mandatory", clsPreferred: "preferred",
		clsTypePreferred: "type_preferred", clsCurrent: "current", clsAccredited: "accredited", clsIssuer: "issuer",
		clsContinuous: "continuous", clsProduct: "product", clsLocation: "location", clsEntity: "legal_entity", clsOpinion: "opinion",
		clsDoc: "doc", clsDocBeside: "doc_beside", clsPremise: "premise", clsOwnCompany: "own_company", clsOwnModifier: "own_modifier", clsDocCertificate: "doc_certificate", clsDocReport: "doc_report", clsSharing: "sharing",
		clsCriteria: "criteria", clsLevel: "level", clsMonthsAge: "months_age", clsMonthsPeriod: "months_period",
	}
}
