package batch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"candor/internal/fill"
	"candor/internal/runlog"
	"candor/internal/workbook"
)

// source is one questionnaire of the folder with the names of its outputs.
// Paths are relative, with slashes.
type source struct {
	path           string
	output, record string
	// refused is set for a file that cannot be tried.
	refused error
}

// found is what a walk through the folder met.
type found struct {
	sources []source
	leftOut []runlog.LeftOut
}

// discover walks the folder. Symbolic links are not followed; the output
// folder, should it lie inside, is left out.
func discover(ctx context.Context, in *os.Root, out fs.FileInfo) (*found, error) {
	f := &found{}
	err := fs.WalkDir(in.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			if name == "." {
				return fmt.Errorf("read the folder: %w", err)
			}
			f.sources = append(f.sources, source{path: name, refused: fmt.Errorf("read the folder: %w", err)})
			return fs.SkipDir
		}
		if name == "." {
			return nil
		}
		return f.visit(name, d, out)
	})
	if err != nil {
		return nil, err
	}
	f.leaveOutputs()
	f.nameOutputs()
	slices.SortFunc(f.leftOut, func(a, b runlog.LeftOut) int { return cmp.Compare(a.Path, b.Path) })
	return f, nil
}

func (f *found) visit(name string, d fs.DirEntry, out fs.FileInfo) error {
	if d.IsDir() {
		return f.visitDir(name, d, out)
	}
	base := path.Base(name)
	accepted := workbook.Accepts(base)
	switch {
	case !utf8.ValidString(name):
		f.leave(strings.ToValidUTF8(name, "�"), "its name is not valid UTF-8; rename it")
	case strings.HasPrefix(base, "~$"):
		f.leave(name, "a lock file of a program that has the workbook open")
	case strings.HasPrefix(base, "."):
		f.leave(name, "a hidden file")
	case d.Type()&fs.ModeSymlink != 0:
		f.leave(name, "a symbolic link; links are not followed")
	case isOwn(base):
		f.leave(name, "an output of candor")
	case accepted != nil:
		f.leave(name, reason(accepted))
	case !d.Type().IsRegular():
		f.sources = append(f.sources, source{path: name, refused: errors.New("not a regular file")})
	default:
		f.sources = append(f.sources, source{path: name})
	}
	return nil
}

func (f *found) visitDir(name string, d fs.DirEntry, out fs.FileInfo) error {
	if strings.HasPrefix(path.Base(name), ".") {
		f.leave(name, "a hidden folder")
		return fs.SkipDir
	}
	info, err := d.Info()
	if err == nil && out != nil && os.SameFile(info, out) {
		f.leave(name, "the output folder")
		return fs.SkipDir
	}
	if workbook.Accepts(name) == nil {
		f.leave(name, "a folder, although named like a spreadsheet")
	}
	return nil
}

func (f *found) leave(name, why string) {
	f.leftOut = append(f.leftOut, runlog.LeftOut{Path: name, Why: why})
}

// reason is why a name is no spreadsheet's, without the general part.
func reason(err error) string {
	return strings.TrimPrefix(err.Error(), workbook.ErrNotSpreadsheet.Error()+": ")
}

// isOwn recognises what fill and batch write.
func isOwn(base string) bool {
	base = strings.ToLower(base)
	stem := strings.TrimSuffix(base, path.Ext(base))
	return strings.HasSuffix(stem, ".answered") || strings.HasSuffix(base, ".run.json")
}

// leaveOutputs recognises outputs of any name, such as finished questionnaires,
// by the run record that stands beside each.
func (f *found) leaveOutputs() {
	records := map[string]bool{}
	for _, l := range f.leftOut {
		if stem, ok := strings.CutSuffix(l.Path, ".run.json"); ok {
			records[stem] = true
		}
	}
	f.sources = slices.DeleteFunc(f.sources, func(s source) bool {
		own := records[strings.TrimSuffix(s.path, path.Ext(s.path))]
		if own {
			f.leave(s.path, "an output of candor")
		}
		return own
	})
}

// nameOutputs gives each source the names of its outputs, those of fill:
// a.xlsx becomes a.answered.xlsx and a.answered.run.json. Of sources that
// would share one of these, as a.xlsx and a.csv share the record's, the later
// ones keep their extension: a.csv.answered.csv. Names that differ in case
// only count as one, since on some disks they are.
func (f *found) nameOutputs() {
	slices.SortFunc(f.sources, func(a, b source) int {
		return cmp.Or(cmp.Compare(preference(a.path), preference(b.path)), cmp.Compare(a.path, b.path))
	})
	taken := map[string]bool{}
	for i := range f.sources {
		s := &f.sources[i]
		if s.refused != nil {
			continue
		}
		ext := path.Ext(s.path)
		for _, name := range []string{s.path, s.path + ext} {
			s.output = fill.DefaultOutput(name)
			s.record = fill.RecordPath(s.output)
			if !taken[strings.ToLower(s.record)] {
				break
			}
			s.output, s.record = "", ""
		}
		if s.record == "" {
			s.refused = errors.New("other files of its name take the names of its outputs; rename it")
			continue
		}
		taken[strings.ToLower(s.record)] = true
	}
	slices.SortFunc(f.sources, func(a, b source) int { return cmp.Compare(a.path, b.path) })
}

// preference orders files of one name: workbooks before their text exports.
func preference(name string) int {
	return slices.Index([]string{".xlsx", ".xlsm", ".csv", ".tsv"}, strings.ToLower(path.Ext(name)))
}
