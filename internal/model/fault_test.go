package model

import (
	"strings"
	"testing"
)

func TestPresentable(t *testing.T) {
	t.Parallel()
	const sent = `{"content":"Our backups are kept in a mine under the town of Elsewhere."}`
	tests := []struct{ name, said, want string }{
		{"plain", "model not found", "model not found"},
		{"the key", "key hunter2-hunter2 is wrong", "key *** is wrong"},
		{"another key", "Incorrect API key provided: sk-proj-ab12****cd34.", "Incorrect API key provided: ***."},
		{"lines and escapes", "one\n\ttwo\x1b[31m\x00three", "one two [31m three"},
		{"long", strings.Repeat("ü", 150), strings.Repeat("ü", 100) + "…"},
		{"repeats what was sent", "bad text: kept in a mine under the town", "words that repeat what was sent"},
		{"shares a word", "backups are kept", "backups are kept"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := presentable(tt.said, "hunter2-hunter2", []byte(sent)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// "localhost" is a name like any other, and where it leads is looked at again.
func TestOnlyLoopback(t *testing.T) {
	t.Parallel()
	for address, ok := range map[string]bool{"127.0.0.1:80": true, "[::1]:80": true, "192.0.2.7:80": false, "[2001:db8::1]:80": false, "nonsense": false} {
		if err := onlyLoopback("tcp", address, nil); (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
	}
	for address, ok := range map[string]bool{"http://localhost:1/v1": true, "http://[::1]/v1": true, "https://example.com": false, "http://localhost@example.com/": false, "%": false} {
		if IsLocal(address) != ok {
			t.Errorf("%s: local is %t", address, !ok)
		}
	}
}
