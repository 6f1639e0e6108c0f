package heart

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"tim/tui/widget"
)

const digitsMax = 15 // of a typed number of points: far above any account, far below int64

// choice is a list, and a field for a number of points instead: what is typed counts until a row is marked again.
type choice struct {
	rows  widget.List
	field widget.Field
	fault error // of what was chosen last
}

func newChoice(target string) choice {
	return choice{rows: widget.List{ID: target}, field: widget.Field{Accept: widget.Digits, Max: digitsMax, Grouped: true}}
}

func (c choice) typing() bool { return !c.field.Empty() }

// points is what stands in the field, 0 when nothing does.
func (c choice) points() int64 {
	n, err := strconv.ParseInt(c.field.Value(), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// key gives a key to the field first, then to the list; marking a row drops what was typed.
func (c choice) key(msg tea.Msg) choice {
	if field, ok := c.field.Update(msg); ok {
		c.field, c.fault = field, nil
		return c
	}
	rows, ok := c.rows.Update(msg)
	if !ok {
		return c
	}
	c.rows = rows
	if _, wheel := msg.(tea.MouseWheelMsg); !wheel {
		c = c.choose(rows.Marked())
	}
	return c
}

// choose marks a row; it counts, not what was typed before.
func (c choice) choose(i int) choice {
	c.rows = c.rows.Mark(i)
	c.field, c.fault = c.field.Reset(), nil
	return c
}
