package style

import "strings"

// console is for signs that the fonts of the Linux text console have no picture of: one cell for one cell.
var console = strings.NewReplacer("▸", ">", "›", ">", "◂", "<", "●", "*", "○", "o", "✓", "v", "✗", "x", "▲", "^", "♡", "o", "…", ".", "•", "*", "┃", "█",
	"–", "-", "−", "-", "₫", "đ", "“", "\"", "”", "\"", "→", ">", "←", "<", "↑", "^", "↓", "v",
	"▏", "│", "▎", "│", "▍", "▌", "▋", "▌", "▊", "█", "▉", "█", "▁", "▄", "▂", "▄", "▃", "▄", "▅", "█", "▆", "█", "▇", "█")

// Console is text as the Linux text console can show it: letters, lines and half blocks. Its font must have the letters of
// Vietnamese.
func Console(s string) string { return console.Replace(s) }
