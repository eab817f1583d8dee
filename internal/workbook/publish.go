package workbook

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"candor/internal/atomicfile"
	"candor/internal/questionnaire"
)

// outputMode is the permission of files that hold a company's answers.
const outputMode = 0o600

// Target is where a filled copy goes.
type Target struct {
	Path string
	// Replace takes the place of a file that is there.
	Replace bool
	// Overwrite lets edits replace any text of their cells.
	Overwrite bool
}

// Published is a filled copy in its place.
type Published struct {
	Result
	Proof Proof
	// SHA256 is that of the copy.
	SHA256 string
}

// Publish writes a copy of the file at in with the edits made, proves that it is
// that and nothing else, and only then moves it to its place. If it returns an
// error, whatever stood there stands there unchanged.
func Publish(ctx context.Context, in string, edits []questionnaire.Edit, to Target) (Published, error) {
	dir, err := os.MkdirTemp("", "candor-output-")
	if err != nil {
		return Published{}, fmt.Errorf("make work folder: %w", err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a leftover temp folder is no reason to fail the run
	candidate := filepath.Join(dir, "candidate"+filepath.Ext(in))
	var p Published
	if p.Result, err = writeCandidate(ctx, in, edits, to.Overwrite, candidate); err != nil {
		return Published{}, err
	}
	if p.Proof, err = Verify(ctx, in, candidate, p.Written); err != nil {
		return Published{}, fmt.Errorf("prove that only answers changed: %w", err)
	}
	if !p.Proof.OK {
		return Published{}, fmt.Errorf("the proof failed, no output is left behind: %s", strings.Join(p.Proof.Faults, "; "))
	}
	if p.SHA256, err = move(candidate, to); err != nil {
		return Published{}, err
	}
	return p, nil
}

func writeCandidate(ctx context.Context, in string, edits []questionnaire.Edit, overwrite bool, path string) (Result, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, outputMode)
	if err != nil {
		return Result{}, fmt.Errorf("make candidate output: %w", err)
	}
	res, err := Write(ctx, in, edits, overwrite, f)
	if closeErr := f.Close(); err == nil && closeErr != nil {
		err = fmt.Errorf("close candidate output: %w", closeErr)
	}
	return res, err
}

// move puts a proven candidate in its place and returns its digest.
func move(candidate string, to Target) (string, error) {
	digest := sha256.New()
	put := atomicfile.WriteNew
	if to.Replace {
		put = atomicfile.Write
	}
	err := put(to.Path, outputMode, func(w io.Writer) error {
		f, err := os.Open(candidate)
		if err != nil {
			return fmt.Errorf("open candidate: %w", err)
		}
		defer f.Close() //nolint:errcheck // opened for reading only
		if _, err := io.Copy(io.MultiWriter(w, digest), f); err != nil {
			return fmt.Errorf("copy candidate: %w", err)
		}
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("output: %w", err)
	}
	return hex.EncodeToString(digest.Sum(nil)), nil
}
