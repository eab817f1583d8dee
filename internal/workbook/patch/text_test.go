package patch

import (
	"encoding/xml"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"

	"candor/internal/questionnaire"
	"candor/internal/workbook/xmlscan"
)

func TestPropertyTextIsKeptOrRefused(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringOfN(rapid.SampledFrom([]rune("_x0041F <&>\"'\n\t😀é")), 0, 40, -1), rapid.Custom(func(t *rapid.T) string {
			return string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		})).Draw(rt, "text")
		clean, why := cleanText(s)
		if why != questionnaire.Writable {
			return
		}
		var doc struct {
			Text string `xml:"is>t"`
		}
		form := cellText("", clean, false, false)
		if clean == "" {
			return
		}
		if err := xml.Unmarshal([]byte("<c>"+form.body+"</c>"), &doc); err != nil {
			rt.Fatal(err)
		}
		if got := xmlscan.UnescapeX(doc.Text); got != clean {
			rt.Fatalf("%q came back as %q", clean, got)
		}
		if n := len(utf16.Encode([]rune(clean))); n > MaxCellUnits {
			rt.Fatalf("%d units accepted", n)
		}
	})
}
