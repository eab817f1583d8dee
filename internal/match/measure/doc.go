// Package measure tells how well matching and guarding do: on gold questions
// with known answers, and on the library's own phrasings asked as if their
// wording were unknown. It also fits the weights of knowledgebase/match.yaml
// and counts the words of knowledgebase/lexicon/background.yaml.
//
// It decides nothing about answers. Its promise is that the test split of the
// gold set never reaches the fitting.
package measure
