package web

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"time"

	_ "modernc.org/sqlite" // the driver of the sessions and the audit log
)

// TeamStore is the database of a server that several people use: their sessions
// and the audit log. It outlives the server.
type TeamStore struct {
	db  *sql.DB
	now func() time.Time
}

// The tables. That nothing of the audit log is changed or removed is kept by
// the database, also against a fault of ours.
const teamTables = `
CREATE TABLE IF NOT EXISTS sessions (token TEXT PRIMARY KEY, data BLOB NOT NULL, expiry REAL NOT NULL);
CREATE INDEX IF NOT EXISTS sessions_expiry ON sessions (expiry);
CREATE TABLE IF NOT EXISTS audit (
	id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, role TEXT NOT NULL,
	what TEXT NOT NULL, item TEXT NOT NULL, ref TEXT NOT NULL, status INTEGER NOT NULL);
CREATE TRIGGER IF NOT EXISTS audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER IF NOT EXISTS audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
`

// OpenTeamStore opens the database at path, and makes it if it is not there,
// for its owner's eyes only.
func OpenTeamStore(ctx context.Context, path string, now func() time.Time) (*TeamStore, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("make the database: %w", err)
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("make the database: %w", err)
	}
	dsn := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: url.Values{
		"_pragma": {"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "trusted_schema(0)"},
	}.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, fmt.Errorf("open the database %s: %w", path, err)
	}
	if _, err := db.ExecContext(ctx, teamTables); err != nil {
		_ = db.Close()
		return nil, fmt.Errorf("open the database %s: %w", path, err)
	}
	return &TeamStore{db: db, now: now}, nil
}

// Close closes the database.
func (t *TeamStore) Close() error { return t.db.Close() }
