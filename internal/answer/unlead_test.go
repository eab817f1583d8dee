package answer_test

import (
	"testing"

	"candor/internal/answer"
	"candor/internal/library"
)

func TestUnlead(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		verdict     library.Verdict
		turned      bool
		text, short string
		want        [2]string
		noted       bool
	}{
		"the word of the other question":    {library.Yes, true, "No, they share none. Ever.", "No. None.", [2]string{"They share none. Ever.", "None."}, true},
		"a Yes before a No":                 {library.No, true, "Yes: all of it is.", "", [2]string{"All of it is.", ""}, true},
		"nothing but the word":              {library.Yes, true, "No.", "No.", [2]string{"No.", "No."}, false},
		"a word that is part of the text":   {library.Yes, true, "No single person may.", "", [2]string{"No single person may.", ""}, false},
		"the word of the answer":            {library.No, true, "No, never.", "", [2]string{"No, never.", ""}, false},
		"an answer that was not turned":     {library.Yes, false, "No, they share none.", "", [2]string{"No, they share none.", ""}, false},
		"a letter that is more than a byte": {library.Yes, true, "No, über none.", "", [2]string{"Über none.", ""}, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := answer.Decision{Verdict: tt.verdict, Turned: tt.turned, Text: tt.text, Short: tt.short, Language: "en"}
			d.Unlead(words{})
			if got := [2]string{d.Text, d.Short}; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if noted := len(d.Reasons) == 1 && d.Reasons[0].Code == "unled"; noted != tt.noted {
				t.Errorf("reasons %v", d.Reasons)
			}
		})
	}
}
