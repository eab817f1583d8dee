package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"
)

// AuditEntry is one line of the audit log: who did what to which row, and
// whether it was let through. It never holds text of a question or an answer.
type AuditEntry struct {
	ID   int64  `json:"id"`
	At   string `json:"at"`
	Who  string `json:"who"`
	Role Role   `json:"role"`
	What string `json:"what"`
	Item string `json:"item,omitempty"`
	Ref  string `json:"ref,omitempty"`
	// Status is the answer's of HTTP: 403 for what the role did not allow.
	Status int `json:"status"`
}

// Append adds an entry at the present time.
func (t *TeamStore) Append(ctx context.Context, e AuditEntry) error {
	_, err := t.db.ExecContext(ctx, `INSERT INTO audit (at, who, role, what, item, ref, status) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		t.now().UTC().Format(time.RFC3339), e.Who, string(e.Role), e.What, e.Item, e.Ref, e.Status)
	if err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	return nil
}

// Audit returns up to limit entries before the one with the id given, the latest
// first; before 0 starts at the end.
func (t *TeamStore) Audit(ctx context.Context, before int64, limit int) (list []AuditEntry, err error) {
	rows, err := t.db.QueryContext(ctx, `SELECT id, at, who, role, what, item, ref, status FROM audit
		WHERE ? = 0 OR id < ? ORDER BY id DESC LIMIT ?`, before, before, limit)
	if err != nil {
		return nil, fmt.Errorf("read the audit log: %w", err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells of what matters
	for rows.Next() {
		var e AuditEntry
		if err := rows.Scan(&e.ID, &e.At, &e.Who, &e.Role, &e.What, &e.Item, &e.Ref, &e.Status); err != nil {
			return nil, fmt.Errorf("read the audit log: %w", err)
		}
		list = append(list, e)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read the audit log: %w", err)
	}
	return list, nil
}

// act names what a request does, for the audit log, where its route says too
// little: "accept" of the row ref. Text of the row does not belong there.
func act(r *http.Request, what, ref string) {
	t := traceOf(r.Context())
	t.what, t.ref = what, ref
}

// audit writes down a request that changed something, took a file out, or was
// refused.
func (s *Server) audit(r *http.Request, t *trace, status int) {
	if s.cfg.Login == nil || t.pattern == "" || t.user.Role == Anyone {
		return
	}
	safe := r.Method == http.MethodGet || r.Method == http.MethodHead
	if safe && t.what == "" && status != http.StatusForbidden {
		return
	}
	e := AuditEntry{Who: t.user.Name, Role: t.user.Role, What: t.pattern, Item: t.item, Ref: t.ref, Status: status}
	if t.what != "" {
		e.What = t.what
	}
	// It happened, and is written down also if the browser went away.
	if err := s.cfg.Login.Store.Append(context.WithoutCancel(r.Context()), e); err != nil {
		s.cfg.Log.LogAttrs(r.Context(), slog.LevelError, "audit log", slog.String("id", t.id), slog.String("fault", err.Error()))
	}
}
