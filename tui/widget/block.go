package widget

import "strings"

// glyphs are three rows of half blocks for what an amount is made of. Anything else stands as itself on the lowest row,
// so "₫" and words can follow.
var glyphs = map[rune][3]string{
	'0': {"▄▄▄", "█ █", "█▄█"},
	'1': {" ▄ ", "▀█ ", "▄█▄"},
	'2': {"▄▄▄", "▄▄█", "█▄▄"},
	'3': {"▄▄▄", "▄▄█", "▄▄█"},
	'4': {"▄ ▄", "█▄█", "  █"},
	'5': {"▄▄▄", "█▄▄", "▄▄█"},
	'6': {"▄▄▄", "█▄▄", "█▄█"},
	'7': {"▄▄▄", "  █", "  █"},
	'8': {"▄▄▄", "█▄█", "█▄█"},
	'9': {"▄▄▄", "█▄█", "▄▄█"},
	'.': {" ", " ", "▄"},
	',': {"  ", "  ", "▄▀"},
	'−': {"   ", "▄▄▄", "   "},

	// The gaps at both sides of a space are wide enough.
	' ': {}, '\u00a0': {},
}

// Block writes an amount three rows high, its digits in half blocks: "143.290 ₫". The lines are equally wide; they are
// plain text, to be styled by the caller.
func Block(amount string) [3]string {
	var rows [3]strings.Builder
	for i, r := range []rune(amount) {
		glyph, ok := glyphs[r]
		if !ok {
			blank := Blank(Width(string(r)))
			glyph = [3]string{blank, blank, string(r)}
		}
		for row := range rows {
			if i > 0 {
				rows[row].WriteByte(' ')
			}
			rows[row].WriteString(glyph[row])
		}
	}
	return [3]string{rows[0].String(), rows[1].String(), rows[2].String()}
}

// Big is Block aligned in exactly width cells, or the plain amount on the lowest row when blocks are too wide.
func Big(amount string, width int, align Align) [3]string {
	rows := Block(amount)
	if Width(rows[0]) > width {
		rows = [3]string{"", "", amount}
	}
	for i, row := range rows {
		rows[i] = align.In(row, width)
	}
	return rows
}
