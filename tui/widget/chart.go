package widget

import "strings"

// eighths are a cell filled from the left, and levels from below.
var (
	eighths = [...]string{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"}
	levels  = [...]string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}
)

// Bar is n of most as a bar of at most width cells, at the left of exactly width cells. Something is never nothing: it gets an eighth.
func Bar(n, most int64, width int) string {
	if n <= 0 || most <= 0 || width <= 0 {
		return Blank(width)
	}
	parts := max(1, int64(float64(min(n, most))/float64(most)*float64(width)*8))
	full := strings.Repeat("█", int(parts/8)) + eighths[parts%8]
	return full + Blank(width-Width(full))
}

// Spark is values as one cell each, by their size whatever their sign; a dot of 0.
func Spark(values []int64, most int64) string {
	var b strings.Builder
	for _, v := range values {
		n := max(v, -v)
		switch {
		case n == 0 || most <= 0:
			b.WriteString("·")
		default:
			b.WriteString(levels[min(int64(len(levels)-1), n*int64(len(levels)-1)/most)])
		}
	}
	return b.String()
}
