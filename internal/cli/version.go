package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func newVersionCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(_ *cobra.Command, _ []string) error {
			fmt.Fprintf(a.Out, "candor %s\n", version())
			return nil
		},
	}
}

// release is the version that this source is on its way to.
const release = "0.1.0"

// version is the release, with the commit that it was built from where the
// build knows it, and a mark if the source was changed since. It does not
// depend on the machine or the day.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return release
	}
	name, _ := versionOf(info.Settings)
	return name
}

// versionOf names a build; exact tells that two builds of that name answer
// alike.
func versionOf(settings []debug.BuildSetting) (name string, exact bool) {
	vcs := map[string]string{}
	for _, s := range settings {
		vcs[s.Key] = s.Value
	}
	revision := vcs["vcs.revision"]
	if len(revision) < 12 {
		return release, false
	}
	if vcs["vcs.modified"] == "true" {
		return release + "+" + revision[:12] + ".modified", false
	}
	return release + "+" + revision[:12], true
}

// build tells this program from others of its version: the digest of the
// executable at path, or nothing for one made from a commit as it is.
func build(path string) (string, error) {
	if info, ok := debug.ReadBuildInfo(); ok {
		if _, exact := versionOf(info.Settings); exact {
			return "", nil
		}
	}
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("read this program: %w", err)
	}
	defer f.Close() //nolint:errcheck // opened for reading only
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("read this program: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
