package pack_test

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"candor/internal/date"
	"candor/internal/pack"
)

type inner struct {
	A string
	B int
}

type outer struct {
	Inner
	Name     string
	On       bool
	N        int64
	U        uint32
	F        float64
	List     []inner
	Words    []string
	Facts    map[string]inner
	Pointer  *inner
	Day      date.Date
	Nothing  *inner
	Deep     [][]uint32
	Addition netip.Addr
}

// Inner is embedded.
type Inner struct{ Front string }

func full() outer {
	return outer{
		Inner: Inner{"front"}, Name: "naïve", On: true, N: -5, U: 1 << 30, F: 0.25,
		List: []inner{{"a", 1}, {"", -1 << 40}}, Words: []string{"", "x"}, Facts: map[string]inner{"k": {"v", 2}},
		Pointer: &inner{"p", 3}, Day: date.MustParse("2026-11-22"), Deep: [][]uint32{{1, 2}, nil, {3}}, Addition: netip.MustParseAddr("::1"),
	}
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for _, want := range []outer{full(), {}} {
		data, err := pack.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got outer
		if err := pack.Unmarshal(string(data), &got); err != nil {
			t.Fatal(err)
		}
		compare := []cmp.Option{cmp.Comparer(func(a, b date.Date) bool { return a == b }), cmp.Comparer(func(a, b netip.Addr) bool { return a == b })}
		if diff := cmp.Diff(want, got, compare...); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestWhatCannotBePackedIsRefused(t *testing.T) {
	t.Parallel()
	for _, v := range []any{struct{ a int }{1}, func() {}, map[int]string{1: ""}, []any{1}, struct{ C chan int }{}} {
		if data, err := pack.Marshal(v); err == nil {
			t.Errorf("packed a %T into %d bytes", v, len(data))
		}
	}
	if err := pack.Unmarshal("", outer{}); err == nil {
		t.Error("unpacked into a value that is no pointer")
	}
}

// Spoilt data give an error or other values, never a panic.
func TestSpoiltData(t *testing.T) {
	t.Parallel()
	data, err := pack.Marshal([]outer{full(), full()})
	if err != nil {
		t.Fatal(err)
	}
	var got []outer
	for i := range data {
		if pack.Unmarshal(string(data[:i]), &got) == nil {
			t.Fatalf("read data cut at %d of %d", i, len(data))
		}
	}
	if pack.Unmarshal(string(data)+"x", &got) == nil {
		t.Error("read data with something behind them")
	}
	rapid.Check(t, func(t *rapid.T) {
		spoilt := append([]byte{}, data...)
		for range rapid.IntRange(1, 5).Draw(t, "times") {
			spoilt[rapid.IntRange(0, len(spoilt)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
		}
		var got []outer
		_ = pack.Unmarshal(string(spoilt), &got)
	})
}

func TestReader(t *testing.T) {
	t.Parallel()
	r := pack.NewReader(string(pack.AppendString([]byte{200, 1}, "text")))
	if n, s := r.Uint(), r.String(); n != 200 || s != "text" || r.Err() != nil || r.Len() != 0 {
		t.Errorf("read %d, %q, %v, %d left", n, s, r.Err(), r.Len())
	}
	if r.Uint() != 0 || r.Err() == nil {
		t.Error("read beyond the end")
	}
}
