package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	"candor/internal/knowledge"
	"candor/internal/shelf"
)

// cacheVariable names the folder of the cache, or turns it off.
const (
	cacheVariable = "CANDOR_CACHE"
	cacheOff      = "off"
)

// cached lets opening the knowledge use the cache. Where there is no folder for
// one, or it cannot be told which program this is, there is no cache: it saves
// time and nothing else.
func (a *app) cached() []knowledge.Option {
	dir := a.cacheDir()
	if dir == "" {
		return nil
	}
	made, err := made()
	if err != nil {
		return nil
	}
	return []knowledge.Option{knowledge.WithShelf(shelf.New(dir, made))}
}

// cacheDir is the folder of the cache, "" for none.
func (a *app) cacheDir() string {
	dir := a.env(cacheVariable)
	if dir == cacheOff {
		return ""
	}
	if dir != "" {
		return dir
	}
	user, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(user, "candor")
}

// made tells this program from any other build of it: by what it was built from
// and by its file. Digesting the file, as a batch does, would take as long as
// the cache saves.
func made() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find this program: %w", err)
	}
	file, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("look at this program: %w", err)
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "", fmt.Errorf("%s does not tell what it was built from", path)
	}
	return fmt.Sprintf("%s\n%s %d %d", info, path, file.Size(), file.ModTime().UnixNano()), nil
}
