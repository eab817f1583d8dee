package bounds

import "cmp"

// Limits bound what a workbook may make us do. They are far above real
// questionnaires (the largest of 43 has 9 MB in one part) and far below what
// hurts.
type Limits struct {
	// FileBytes is the size of the file as it lies on disk.
	FileBytes int64
	// Entries is the number of zip members.
	Entries int
	// TotalBytes is the sum of all members unpacked, PartBytes one of them.
	TotalBytes, PartBytes int64
	// Ratio is unpacked to packed size of a member above RatioFloor bytes;
	// Office files reach 100 with honest sheets of repeated rows.
	Ratio int64
	// Area is the sum over the rows of a sheet of the row's largest column: a
	// row with one cell in column XFD costs many programs 16,384 cells.
	Area int
}

// RatioFloor is the unpacked size below which no ratio is looked at: small
// parts of repeated XML pack extremely well and cannot hurt.
const RatioFloor = 1 << 20

// MaxPartBytes bounds one unpacked part. The largest sheet among 43 real
// questionnaires has 9 MB; 64 MB is about 400,000 filled rows.
const MaxPartBytes = 64 << 20

// OrDefaults replaces zero fields.
func (l Limits) OrDefaults() Limits {
	return Limits{
		FileBytes:  cmp.Or(l.FileBytes, MaxFileBytes),
		Entries:    cmp.Or(l.Entries, 5000),
		TotalBytes: cmp.Or(l.TotalBytes, 200<<20),
		PartBytes:  cmp.Or(l.PartBytes, MaxPartBytes),
		Ratio:      cmp.Or(l.Ratio, 200),
		Area:       cmp.Or(l.Area, 5_000_000),
	}
}
