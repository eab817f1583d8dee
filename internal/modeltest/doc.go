// Package modeltest is a model endpoint for tests: a server on this machine that
// speaks as OpenAI's does and behaves by a script.
//
// It answers over real HTTP, well or badly, and remembers what it was sent. It
// holds no model; its vectors are made of the words of a text, so that texts
// with words in common lie near each other. Its promise: the same script and the
// same requests in the same order give the same answers, and closing it leaves
// nothing behind, however it misbehaved.
package modeltest
