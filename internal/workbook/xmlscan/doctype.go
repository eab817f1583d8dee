package xmlscan

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
)

// ErrDoctype refuses what no spreadsheet program writes, and by which entity
// bombs and file inclusion come in.
var ErrDoctype = errors.New("a document type declaration is not allowed")

// Check reads the whole text for well-formedness up to its last byte, which
// xml.Unmarshal does not, and refuses document type declarations.
func Check(data []byte) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if _, ok := t.(xml.Directive); ok {
			return ErrDoctype
		}
	}
}

// IsSpace tells the four characters that XML takes for space.
func IsSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' }
