// Package desk is the folder of questionnaires that people work on together.
//
// It keeps each questionnaire with its run, its decisions and its finished file
// on disk, answers what is added in the background, and tells whoever listens
// what changed. It puts together what the packages below know, for a page or a
// program to show; it decides nothing about answers, makes no page and serves no
// request. Its promises: what a method has returned survives a crash; a folder
// is found again as it was left; one questionnaire, however hostile, costs itself
// only; and nobody who listens can hold up the work.
package desk
