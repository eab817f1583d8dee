package web

import "candor/internal/knowledge"

// Desk is what the pages and the API ask of package desk.
type Desk interface {
	// Base is the knowledge that answers.
	Base() *knowledge.Base
	// Final is the finished file of a questionnaire and the name to download it by.
	Final(id string) (path, downloadName string, err error)
}
