package web

import (
	"context"
	"io"

	"candor/internal/date"
	"candor/internal/desk"
	"candor/internal/knowledge"
	"candor/internal/review"
	"candor/internal/roadmap"
	"candor/internal/runlog"
)

// Desk is what the pages and the API ask of package desk; what each does is said
// there.
type Desk interface {
	Base() *knowledge.Base
	Day() date.Date

	List() []desk.Item
	Item(id string) (desk.Item, error)
	Add(ctx context.Context, name string, r io.Reader, meta desk.Meta) (desk.Item, error)
	SetMeta(ctx context.Context, id string, meta desk.Meta) error
	Remove(ctx context.Context, id string) error
	Rerun(ctx context.Context, id string) error

	Layout(ctx context.Context, id string) (desk.Layout, error)
	SetLayout(ctx context.Context, id string, sheets []desk.SheetRoles) error
	FindLayout(ctx context.Context, id string) error

	Rows(id string, f desk.Filter) ([]desk.RowHead, error)
	Row(id, ref string) (desk.Row, error)
	Decide(ctx context.Context, id string, d review.Decision) (desk.Row, []review.Fault, error)
	AcceptAll(ctx context.Context, id, who string, atLeast float64) (int, error)

	Gaps(ctx context.Context, ids ...string) (*roadmap.Report, error)
	Finish(ctx context.Context, id string) (desk.Finished, error)
	Final(id string) (path, downloadName string, err error)
	Record(id string) (*runlog.Record, error)
	TakeOver(ctx context.Context, id string) (desk.Item, error)

	Search(ctx context.Context, text, lang string, n int) ([]desk.Candidate, error)
	Entry(id string) (desk.EntryView, error)
	CheckEntry(ctx context.Context, id, text string) ([]knowledge.Finding, error)
	SaveEntry(ctx context.Context, id, text, who string) error

	Since(seq int64) []desk.Event
	Seq() int64
	Subscribe(ctx context.Context) <-chan desk.Event
}
