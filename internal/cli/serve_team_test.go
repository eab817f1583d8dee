package cli_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"candor/internal/web/oidctest"
)

// certificate writes one for this machine and returns who trusts it.
func certificate(t *testing.T, cert, key string) *x509.CertPool {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<33, 0), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	write(t, cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	write(t, key, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: secret}))
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	return pool
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// freePort is a port that nobody listened on a moment ago.
func freePort(t *testing.T) string {
	t.Helper()
	var lc net.ListenConfig
	ln, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	_, port, err := net.SplitHostPort(ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// A team logs in over TLS, by a provider, and stays in while the server is
// started again.
func TestServeTeam(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	pool := certificate(t, at("cert.pem"), at("key.pem"))
	write(t, at("secret"), []byte(oidctest.ClientSecret+"\n"))
	write(t, at("roles.yaml"), []byte("people: {ana@example.com: approver}\n"))
	provider := oidctest.New(t, time.Now) //nolint:forbidigo // the program goes by the machine's clock, so the provider must too
	provider.Is(map[string]any{"sub": "1", "email": "ana@example.com", "email_verified": true})
	port := freePort(t)
	base := "https://127.0.0.1:" + port
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}}
	me := func(path string) (status int, name, role string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := browser.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		var m struct{ Name, Role string }
		_ = json.NewDecoder(res.Body).Decode(&m) // what is no JSON has neither
		return res.StatusCode, m.Name, m.Role
	}
	for i, path := range []string{"/login/start?next=/api/v1/me", "/api/v1/me"} {
		cmd := exec.CommandContext(t.Context(), "candor", "serve", at("desk"), "--json", "--listen", "0.0.0.0:"+port,
			"--tls-cert", at("cert.pem"), "--tls-key", at("key.pem"), "--public-url", base, "--roles", at("roles.yaml"),
			"--oidc-issuer", provider.URL, "--oidc-client-id", oidctest.ClientID, "--oidc-secret-file", at("secret"))
		cmd.Env = append(os.Environ(), "CANDOR_KB=", "CANDOR_CACHE=off")
		out, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = cmd.Process.Kill() }) // it may have ended
		lines := bufio.NewScanner(out)
		if want := fmt.Sprintf(`{"schema":"candor.serve/1","url":%q}`, base); !lines.Scan() || lines.Text() != want {
			t.Fatalf("candor serve says %q, want %s", lines.Text(), want)
		}
		if i == 0 {
			if status, _, _ := me("/api/v1/me"); status != http.StatusUnauthorized {
				t.Errorf("before the login: %d", status)
			}
		}
		if status, name, role := me(path); status != http.StatusOK || name != "ana@example.com" || role != "approver" {
			t.Errorf("start %d: %d %s %s", i+1, status, name, role)
		}
		browser.CloseIdleConnections()
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("interrupted: %v", err)
		}
	}
}
