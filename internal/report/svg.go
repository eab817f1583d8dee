package report

import (
	"fmt"
	"html"
	"html/template"
	"strings"
)

// canvas draws an SVG picture. Colours are classes of the page's style sheet,
// so that print and screen agree; every text is escaped.
type canvas struct {
	b             strings.Builder
	width, height float64
}

// newCanvas starts a picture with a description for those who cannot see it;
// the table beside it has the numbers.
func newCanvas(width, height float64, label string) *canvas {
	c := &canvas{width: width, height: height}
	fmt.Fprintf(&c.b, `<svg viewBox="0 0 %.0f %.0f" width="%.0f" role="img" aria-label="%s" xmlns="http://www.w3.org/2000/svg">`, width, height, width, html.EscapeString(label))
	return c
}

func (c *canvas) rect(x, y, w, h float64, class, title string) {
	fmt.Fprintf(&c.b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" class="%s">`, x, y, max(w, 0), max(h, 0), html.EscapeString(class))
	if title != "" {
		fmt.Fprintf(&c.b, `<title>%s</title>`, html.EscapeString(clean(title)))
	}
	c.b.WriteString(`</rect>`)
}

func (c *canvas) line(x1, y1, x2, y2 float64, class string) {
	fmt.Fprintf(&c.b, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" class="%s"/>`, x1, y1, x2, y2, html.EscapeString(class))
}

func (c *canvas) circle(x, y, r float64, class string) {
	fmt.Fprintf(&c.b, `<circle cx="%.1f" cy="%.1f" r="%.1f" class="%s"/>`, x, y, r, html.EscapeString(class))
}

// text writes at a point; class holds its size and anchor.
func (c *canvas) text(x, y float64, class, s string) {
	fmt.Fprintf(&c.b, `<text x="%.1f" y="%.1f" class="%s">%s</text>`, x, y, html.EscapeString(class), html.EscapeString(clean(s)))
}

// slanted writes upwards to the right, for the heads of narrow columns.
func (c *canvas) slanted(x, y float64, s string) {
	fmt.Fprintf(&c.b, `<text x="%.1f" y="%.1f" transform="rotate(-38 %.1f %.1f)">%s</text>`, x, y, x, y, html.EscapeString(clean(s)))
}

func (c *canvas) polyline(points [][2]float64, class string) {
	var at []string
	for _, p := range points {
		at = append(at, fmt.Sprintf("%.1f,%.1f", p[0], p[1]))
	}
	fmt.Fprintf(&c.b, `<polyline points="%s" class="%s"/>`, strings.Join(at, " "), html.EscapeString(class))
}

// done closes the picture.
func (c *canvas) done() template.HTML {
	c.b.WriteString(`</svg>`)
	return template.HTML(c.b.String()) //nolint:gosec // made above, with every text escaped
}

// scale maps values from 0 to top onto a length.
type scale struct{ top, length float64 }

func (s scale) at(v float64) float64 {
	if s.top <= 0 {
		return 0
	}
	return v / s.top * s.length
}

// niceTop is the next round number from 1, 2, 2.5, 5 times a power of ten, for
// the end of an axis.
func niceTop(v float64) float64 {
	for unit := 1.0; ; unit *= 10 {
		for _, f := range []float64{1, 2, 2.5, 5, 10} {
			if v <= f*unit {
				return f * unit
			}
		}
	}
}
