package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"unicode"
)

// sendFile sends a file to be saved under name, never to be shown: a workbook
// or report of ours holds other people's text.
func (s *Server) sendFile(w http.ResponseWriter, r *http.Request, path, name string) {
	f, err := os.Open(path)
	if err != nil {
		s.failErr(w, r, fmt.Errorf("open the file: %w", err))
		return
	}
	defer f.Close() //nolint:errcheck // opened for reading only
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("no regular file")
	}
	if err != nil {
		s.failErr(w, r, fmt.Errorf("look at the file: %w", err))
		return
	}
	asAttachment(w, name)
	http.ServeContent(w, r, "", info.ModTime(), f)
}

// asAttachment sets the headers of a download.
func asAttachment(w http.ResponseWriter, name string) {
	name = downloadName(name)
	w.Header().Set("Content-Disposition", disposition(name))
	w.Header().Set("Content-Type", contentType(name))
}

// contentType is what a file is by its name; the type is only ever one that a
// browser does not show.
func contentType(name string) string {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case ".xlsm":
		return "application/vnd.ms-excel.sheet.macroEnabled.12"
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".tsv":
		return "text/tab-separated-values; charset=utf-8"
	case ".json":
		return "application/json"
	}
	return "application/octet-stream"
}

// maxNameRunes keeps a name below what file systems take, also with four bytes
// a character.
const maxNameRunes = 60

// downloadName makes a file name of what may be any text: one that cannot leave
// a folder, steer a terminal or be taken for something else by the direction of
// its writing, and that Windows takes too.
func downloadName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == unicode.ReplacementChar:
			return -1
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, name)
	ext := filepath.Ext(name)
	if len([]rune(ext)) > 8 {
		ext = ""
	}
	stem := []rune(strings.TrimSuffix(name, ext))
	stem = stem[:min(len(stem), maxNameRunes)]
	base := strings.Trim(string(stem), " .")
	if base == "" || reserved(base) {
		base = "questionnaire" + base
	}
	return base + strings.TrimRight(ext, " .")
}

// reserved tells the names that Windows takes for devices.
func reserved(base string) bool {
	base, _, _ = strings.Cut(strings.ToUpper(base), ".")
	switch base {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(base) == 4 && (strings.HasPrefix(base, "COM") || strings.HasPrefix(base, "LPT")) && base[3] >= '0' && base[3] <= '9'
}

// disposition is the header of RFC 6266: a name in ASCII for the oldest
// programs, and the real one encoded.
func disposition(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '"' || r == '\\' || r == '%' {
			return '_'
		}
		return r
	}, name)
	// PathEscape leaves characters that RFC 8187 wants encoded.
	encoded := strings.NewReplacer("'", "%27", "(", "%28", ")", "%29", "*", "%2A", ":", "%3A", "@", "%40", "=", "%3D", ",", "%2C", ";", "%3B", "&", "&").Replace(url.PathEscape(name))
	return fmt.Sprintf(`attachment; filename="%s"; filename*=UTF-8''%s`, plain, encoded)
}
