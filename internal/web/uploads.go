package web

import (
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"

	"candor/internal/desk"
	"candor/internal/workbook"
)

// Limits of one request with files. Whoever drops more sends several requests.
const (
	maxFiles  = 20
	maxUpload = 200 << 20
	// memoryOfForm is how much of a form is kept in memory; the rest waits in
	// temporary files.
	memoryOfForm = 4 << 20
)

// refusedFile is a file that was not taken, and why.
type refusedFile struct {
	Name    string `json:"name"`
	Code    string `json:"code"`
	Message string `json:"message"`
	// next is what to do.
	next string
}

// taken is what became of the files of a form.
type taken struct {
	items   []desk.Item
	refused []refusedFile
}

// takeUploads puts the files of a form onto the desk: fields "file", once or
// more, and account, due and product for all of them. A file that is no
// questionnaire is refused and the others are taken.
func (s *Server) takeUploads(_ http.ResponseWriter, r *http.Request) (taken, error) {
	if err := r.ParseMultipartForm(memoryOfForm); err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return taken{}, err
		}
		return taken{}, &badRequest{"the form cannot be read", "send the files as multipart/form-data, in fields named file"}
	}
	// The files have been copied by then; what is left is for the system to clear.
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	files := r.MultipartForm.File["file"]
	switch {
	case len(files) == 0:
		return taken{}, &badRequest{"there is no file in the form", "send the files in fields named file"}
	case len(files) > maxFiles:
		return taken{}, &badRequest{fmt.Sprintf("these are %d files at once", len(files)), fmt.Sprintf("send %d or fewer at once", maxFiles)}
	}
	meta := desk.Meta{Account: r.FormValue("account"), Due: r.FormValue("due"), Product: r.FormValue("product")}
	var got taken
	for _, fh := range files {
		it, err := s.takeFile(r, fh, meta)
		if r.Context().Err() != nil {
			return got, r.Context().Err()
		}
		if err != nil {
			p := problemOf(err)
			got.refused = append(got.refused, refusedFile{Name: downloadName(fh.Filename), Code: p.Code, Message: p.Message, next: p.Next})
			continue
		}
		got.items = append(got.items, it)
	}
	act(r, "add", "")
	return got, nil
}

func (s *Server) takeFile(r *http.Request, fh *multipart.FileHeader, meta desk.Meta) (desk.Item, error) {
	if fh.Size > workbook.MaxFileBytes {
		return desk.Item{}, &tooLarge{fmt.Sprintf("the file has %d MB; questionnaires of up to %d MB are read", fh.Size>>20, workbook.MaxFileBytes>>20)}
	}
	if err := workbook.Accepts(fh.Filename); err != nil {
		return desk.Item{}, &wrongKind{err}
	}
	f, err := fh.Open()
	if err != nil {
		return desk.Item{}, fmt.Errorf("open what was sent: %w", err)
	}
	defer f.Close() //nolint:errcheck // opened for reading only
	return s.desk.Add(r.Context(), fh.Filename, f, meta)
}

// tooLarge and wrongKind are files that are no questionnaires that we read.
type (
	tooLarge  struct{ message string }
	wrongKind struct{ err error }
)

func (e *tooLarge) Error() string { return e.message }

func (e *wrongKind) Error() string { return e.err.Error() }

func (e *wrongKind) Unwrap() error { return e.err }
