package text

import "fmt"

// Latency is the texts of the hidden page of times.
type Latency struct {
	Title, About        string
	Keys, Scans, Frames string
	Longest             string
	Count               func(n int64) string
	None                string
	Off                 string
}

var latencyVi = Latency{
	Title: "Độ trễ của chương trình này", About: "Bao lâu từ phím đến hình",
	Keys: "Từ phím đến hình", Scans: "Từ quét đến dòng", Frames: "Cỡ một hình",
	Longest: "nhiều nhất",
	Count:   func(n int64) string { return Points(n) + " lần" }, None: "chưa có", Off: "Ở đây không đo.",
}

var latencyEn = Latency{
	Title: "Latency of this program", About: "How long from key to picture",
	Keys: "Key to frame", Scans: "Scan to line", Frames: "Bytes of a frame",
	Longest: "longest",
	Count:   func(n int64) string { return Points(n) + " times" }, None: "none yet", Off: "Nothing is measured here.",
}

// Millis is microseconds as milliseconds, one decimal: "7,4 ms".
func Millis(micros int64) string { return fmt.Sprintf("%d,%d ms", micros/1000, micros%1000/100) }

// Bytes is a number of bytes: "1.240 B".
func Bytes(n int64) string { return Points(n) + " B" }
