package claim

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"candor/internal/textnorm"
)

// expr is a regular expression that looks for the literals of its alternatives
// before it runs: most sentences hold none of them, and every row and every
// library entry comes through here.
type expr struct {
	re     func() *regexp.Regexp
	screen *textnorm.Pattern
}

func compileExpr(alternatives []string) (expr, error) {
	screen, err := textnorm.CompilePattern(alternatives...)
	if err != nil {
		return expr{}, fmt.Errorf("compile: %w", err)
	}
	whole := "(?:" + strings.Join(alternatives, ")|(?:") + ")"
	return expr{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(whole) }), screen}, nil
}

func (e expr) MatchString(text string) bool { return e.screen.MatchString(text) }

func (e expr) FindStringIndex(text string) []int {
	if !e.screen.Possible(text) {
		return nil
	}
	return e.re().FindStringIndex(text)
}

func (e expr) FindAllStringIndex(text string, n int) [][]int {
	if !e.screen.Possible(text) {
		return nil
	}
	return e.re().FindAllStringIndex(text, n)
}

func (e expr) FindStringSubmatchIndex(text string) []int {
	if !e.screen.Possible(text) {
		return nil
	}
	return e.re().FindStringSubmatchIndex(text)
}

func (e expr) ReplaceAllString(text, with string) string {
	if !e.screen.Possible(text) {
		return text
	}
	return e.re().ReplaceAllString(text, with)
}
