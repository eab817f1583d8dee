package cli

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
)

func TestVersionOf(t *testing.T) {
	t.Parallel()
	commit := strings.Repeat("0123456789", 4)
	tests := []struct {
		revision, modified, want string
		exact                    bool
	}{
		{commit, "false", release + "+012345678901", true},
		{commit, "true", release + "+012345678901.modified", false},
		{"", "", release, false},
		{"short", "false", release, false},
	}
	for _, tt := range tests {
		got, exact := versionOf([]debug.BuildSetting{{Key: "vcs.revision", Value: tt.revision}, {Key: "vcs.modified", Value: tt.modified}})
		if got != tt.want || exact != tt.exact {
			t.Errorf("%q, %q: %q, %v", tt.revision, tt.modified, got, exact)
		}
	}
}

// Two programs of one version are told apart by what they are made of. (A test
// binary knows no commit.)
func TestBuildOfAnUncommittedSource(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, code := range []string{"one", "two"} {
		path := filepath.Join(t.TempDir(), "candor")
		if err := os.WriteFile(path, []byte(code), 0o600); err != nil {
			t.Fatal(err)
		}
		digest, err := build(path)
		if err != nil || digest == "" || seen[digest] {
			t.Errorf("%s: %q, %v", code, digest, err)
		}
		seen[digest] = true
	}
	if _, err := build(filepath.Join(t.TempDir(), "gone")); err == nil {
		t.Error("no error without a program")
	}
}
