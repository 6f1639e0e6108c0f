package widget

import "strings"

// Huge writes an amount in block digits enlarged by the largest whole number that fits into width and height, for a screen
// that is read from afar; where Block itself doesn't fit, it is the plain amount. The lines are exactly width cells.
func Huge(amount string, width, height int, align Align) []string {
	rows := Block(amount)
	times := min(width/max(Width(rows[0]), 1), height/len(rows))
	lines := []string{amount}
	switch {
	case times == 1:
		lines = rows[:]
	case times > 1:
		lines = enlarged(rows, times)
	}
	for i, line := range lines {
		lines[i] = align.In(line, width)
	}
	return lines
}

// enlarged is half-block digits with every dot drawn n times as wide and high. What is no block, a currency sign, keeps its
// size and its place on the lowest line.
func enlarged(rows [3]string, n int) []string {
	cells := make([][]rune, len(rows))
	for i, row := range rows {
		cells[i] = []rune(row)
	}
	lines := make([]string, len(rows)*n)
	for y := range lines {
		var line strings.Builder
		for x := range cells[0] {
			if r := cells[2][x]; !strings.ContainsRune(" █▀▄", r) {
				if y < len(lines)-1 {
					r = ' '
				}
				line.WriteString(string(r) + Blank(n-1))
				continue
			}
			cell := Half(dot(cells, x, 2*y/n), dot(cells, x, (2*y+1)/n))
			line.WriteString(strings.Repeat(cell, n))
		}
		lines[y] = line.String()
	}
	return lines
}

// dot says whether the y-th dot from above of a column is drawn; a cell has two.
func dot(cells [][]rune, x, y int) bool {
	switch cells[y/2][x] {
	case '█':
		return true
	case '▀':
		return y%2 == 0
	case '▄':
		return y%2 == 1
	}
	return false
}

// Half is a cell of two dots, one above the other: true is drawn.
func Half(upper, lower bool) string {
	switch {
	case upper && lower:
		return "█"
	case upper:
		return "▀"
	case lower:
		return "▄"
	}
	return " "
}
