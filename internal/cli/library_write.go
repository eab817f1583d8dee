package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"candor/internal/library"
	"candor/internal/library/edit"

	"golang.org/x/term"
)

// maxAnswer bounds what is read from a file or stdin.
const maxAnswer = 1 << 20

// answer reads the text of the new entry.
func (f *libraryAddFlags) answer(a *app) (string, error) {
	if f.text != "" {
		return f.text, nil
	}
	in := a.In
	switch file, isFile := a.In.(*os.File); {
	case f.file != "" && f.file != "-":
		opened, err := os.Open(f.file)
		if err != nil {
			return "", fmt.Errorf("--file: %w", err)
		}
		defer opened.Close() //nolint:errcheck // opened for reading only
		in = opened
	case f.file == "" && isFile && term.IsTerminal(int(file.Fd())):
		if f.edit {
			return "(write the answer here, one sentence a line)", nil
		}
		return "", usagef("the answer is missing: give --text, --file, stdin or --edit")
	}
	data, err := io.ReadAll(io.LimitReader(in, maxAnswer+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("read the answer: %w", err)
	case len(data) > maxAnswer:
		return "", fmt.Errorf("the answer is longer than %d bytes", maxAnswer)
	case strings.TrimSpace(string(data)) == "":
		return "", usagef("the answer is blank: give --text, --file, stdin or --edit")
	}
	return string(data), nil
}

// written is a new entry in a file that a person edited.
type written struct {
	folder, path string
}

// create adds the entry as it was written. If it cannot be added, what was
// written is kept.
func (w *written) create(s *edit.Store) (edit.Change, error) {
	data, err := os.ReadFile(w.path)
	if err != nil {
		return edit.Change{}, fmt.Errorf("edit the entry: %w", err)
	}
	c, err := s.CreateFile(data)
	if err != nil {
		return c, fmt.Errorf("what you wrote is kept in %s: %w", w.path, err)
	}
	return c, os.RemoveAll(w.folder)
}

// edited lets a person change the new entry in an editor.
func edited(ctx context.Context, a *app, e *library.Entry) (*written, error) {
	editor := strings.Fields(cmp.Or(a.env("VISUAL"), a.env("EDITOR")))
	if len(editor) == 0 {
		return nil, usagef("--edit needs an editor: set VISUAL or EDITOR")
	}
	data, err := edit.Format(e.ID+".md", e)
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "candor-edit-")
	if err != nil {
		return nil, fmt.Errorf("edit the entry: %w", err)
	}
	w := &written{folder, filepath.Join(folder, e.ID+".md")}
	err = os.WriteFile(w.path, data, 0o600)
	if err == nil {
		cmd := exec.CommandContext(ctx, editor[0], append(editor[1:], w.path)...) //nolint:gosec // the user names the editor
		cmd.Stdin, cmd.Stdout, cmd.Stderr = a.In, a.Err, a.Err
		err = cmd.Run()
	}
	if err != nil {
		return nil, fmt.Errorf("edit the entry: %w", errors.Join(err, os.RemoveAll(folder)))
	}
	return w, nil
}
