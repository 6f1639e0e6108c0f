package widget

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"tim/tui/keymap"
	"tim/tui/style"
)

// The least that a finger hits without looking.
const (
	fingerWidth  = 6
	fingerHeight = 3
)

// TouchBarHeight is how many rows TouchBar takes.
const TouchBarHeight = fingerHeight

// TouchBar is the key bar for fingers: equal buttons, a key over its label in two rows. When there are more actions than buttons, the last
// button is the one that lists all of them.
func TouchBar(items []keymap.Item, all keymap.Item, width int, press Press, t *style.Theme) Pane {
	items = withKeys(items)
	if room := max(width/(fingerWidth+1), 1); len(items) > room {
		items = append(items[:room-1:room-1], all)
	}
	each, extra := width/max(len(items), 1), width%max(len(items), 1)
	bar := Pane{Width: 0, Lines: make([]string, fingerHeight)}
	for i, item := range items {
		w := each
		if i < extra {
			w++
		}
		bar = Beside(bar, touchButton(item, w, press, t))
	}
	return bar.Sized(width, fingerHeight)
}

func touchButton(item keymap.Item, width int, press Press, t *style.Theme) Pane {
	key, label, edge := t.BarKey, t.Bar, t.Border
	if press.On(ActionTarget(item.ID)) {
		key, label = t.Pressed, t.Pressed
	}
	inside := max(width-1, 1)
	words := append(Wrap(item.Short, inside), "")
	button := Pane{Width: width, Lines: []string{key.On(Center.In(Cut(item.Key, inside), inside)),
		label.On(Center.In(Cut(words[0], inside), inside)), label.On(Center.In(Cut(words[1], inside), inside))}}
	for i := range button.Lines {
		button.Lines[i] += edge.On("│")
	}
	return button.Hit(ActionTarget(item.ID))
}

// KeypadTarget is a key of the keypad; the index counts them.
const KeypadTarget = "keypad"

// KeypadWidth is how many cells the keypad takes.
const KeypadWidth = 3 * fingerWidth

// padKey is a key of the keypad: what it says, what it types, and how many cells of three it takes.
type padKey struct {
	label string
	types []tea.KeyPressMsg
	span  int
}

func digits(s string) []tea.KeyPressMsg {
	var keys []tea.KeyPressMsg
	for _, r := range s {
		keys = append(keys, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return keys
}

// keypad is row by row, as tills have it: great numbers come easily.
var keypad = [][]padKey{
	{{"7", digits("7"), 1}, {"8", digits("8"), 1}, {"9", digits("9"), 1}},
	{{"4", digits("4"), 1}, {"5", digits("5"), 1}, {"6", digits("6"), 1}},
	{{"1", digits("1"), 1}, {"2", digits("2"), 1}, {"3", digits("3"), 1}},
	{{"0", digits("0"), 1}, {"000", digits("000"), 1}, {"←", []tea.KeyPressMsg{{Code: tea.KeyBackspace}}, 1}},
	{{"Esc", []tea.KeyPressMsg{{Code: tea.KeyEscape}}, 1}, {"Enter", []tea.KeyPressMsg{{Code: tea.KeyEnter}}, 2}},
}

// padMoves goes along lists, whose rows are too low for a finger, and from field to field. It is above the digits where there is room.
var padMoves = []padKey{{"↑", []tea.KeyPressMsg{{Code: tea.KeyUp}}, 1}, {"↓", []tea.KeyPressMsg{{Code: tea.KeyDown}}, 1},
	{"Tab", []tea.KeyPressMsg{{Code: tea.KeyTab}}, 1}}

// padRows are all rows of the keypad; those of the digits come first, so that a key's number doesn't change with the height.
func padRows() [][]padKey { return append(slices.Clone(keypad), padMoves) }

// Keypad is digits, backspace, Esc and Enter to be tapped, and the arrows where they fit, in exactly KeypadWidth x height, from below.
func Keypad(height int, press Press, t *style.Theme) Pane {
	index, lines := 0, []Pane{}
	for y, row := range padRows() {
		line := Pane{}
		for _, key := range row {
			target := Target{KeypadTarget, index}
			button := Button{Label: key.label, Target: target, Primary: key.span > 1}
			line = Beside(line, shaded(button, key.span*fingerWidth, (y+index)%2 == 0, press, t))
			index++
		}
		lines = append(lines, line)
	}
	digits, moves := lines[:len(keypad)], lines[len(keypad)]
	pad := Pane{Width: KeypadWidth}
	if height >= fingerHeight*len(lines) {
		pad = Stack(pad, moves)
	}
	for _, line := range digits {
		pad = Stack(pad, line)
	}
	if above := height - pad.Height(); above > 0 {
		pad = Stack(Blanks(KeypadWidth, above), pad)
	}
	return pad.Sized(KeypadWidth, height)
}

// shaded is a key of the pad: every other one has the bar's shade, so that they can be told apart without lines.
func shaded(b Button, width int, other bool, press Press, t *style.Theme) Pane {
	if other && !b.Primary && !press.On(b.Target) {
		shade := *t
		shade.Button = t.Bar
		t = &shade
	}
	return b.Draw(width, fingerHeight, press, t)
}

// KeypadTypes is what a key of the keypad types.
func KeypadTypes(index int) []tea.KeyPressMsg {
	for _, row := range padRows() {
		for _, key := range row {
			if index == 0 {
				return key.types
			}
			index--
		}
	}
	return nil
}
