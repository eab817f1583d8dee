package knowledge

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"candor/knowledgebase"
)

func TestSnapshotStaysAsItWas(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("library/backup/a.md", "one")
	write("library/b.md", "")
	write("library/.b.md.swp", "hidden")
	write(".git/HEAD", "hidden")
	write("company/large.bin", string(make([]byte, mostRead+1)))
	fsys := overlay{own: os.DirFS(dir), reference: knowledgebase.FS}
	want, err := digest(fsys)
	if err != nil {
		t.Fatal(err)
	}
	s, got, err := takeSnapshot(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("digest %s, want %s", got, want)
	}
	write("library/backup/a.md", "changed")
	write("library/backup/new.md", "new")
	if data, err := s.ReadFile("library/backup/a.md"); err != nil || string(data) != "one" {
		t.Errorf("read %q, %v", data, err)
	}
	if _, err := s.Stat("library/backup/new.md"); err == nil {
		t.Error("sees a file that came later")
	}
	if list, err := s.ReadDir("library/backup"); err != nil || len(list) != 1 || list[0].Name() != "a.md" {
		t.Errorf("lists %v, %v", list, err)
	}
	for name, size := range map[string]int{"library/b.md": 0, "company/large.bin": mostRead + 1} {
		info, err := s.Stat(name)
		data, readErr := fs.ReadFile(s, name)
		if err != nil || readErr != nil || int(info.Size()) != size || len(data) != size || info.IsDir() {
			t.Errorf("%s: %v, %d bytes, %v, %v", name, info, len(data), err, readErr)
		}
	}
	if _, err := s.Open("library/.b.md.swp"); err == nil {
		t.Error("opens a hidden file")
	}
}
