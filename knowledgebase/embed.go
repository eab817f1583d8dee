// Package knowledgebase carries Candor's reference data and the starter
// answer library of a fictional company inside the binary.
//
// README.md describes the formats by example. The package holds files only;
// the packages under internal decode them strictly.
package knowledgebase

import "embed"

// FS is this folder: frameworks, mappings, gaps, lexicon, schema, library,
// company, match.yaml and remedies.yaml, with paths such as "lexicon/headers.yaml".
//
//go:embed all:frameworks all:mappings all:gaps all:lexicon all:schema all:library all:company match.yaml remedies.yaml
var FS embed.FS

// Init holds the files that `candor init` writes beside the starter, some of
// them templates. They are no knowledge, so they are not in FS.
//
//go:embed all:init
var Init embed.FS
