package widget

import tea "charm.land/bubbletea/v2"

// Rect is a rectangle of cells; X and Y count from 0 at the upper left.
type Rect struct{ X, Y, W, H int }

// Contains says whether a cell lies inside.
func (r Rect) Contains(x, y int) bool { return x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H }

// Target is what can be tapped. For an action the ID is the action's (keymap.ID); for one of many alike it names the
// many and Index counts them.
type Target struct {
	ID    string
	Index int
}

// Hit is where a target is.
type Hit struct {
	Rect
	Target
}

// Hits is what can be tapped on a pane, the topmost last.
type Hits []Hit

// At is the topmost target at a cell.
func (h Hits) At(x, y int) (Target, bool) {
	for i := len(h) - 1; i >= 0; i-- {
		if h[i].Contains(x, y) {
			return h[i].Target, true
		}
	}
	return Target{}, false
}

// Moved is the same targets further right and down.
func (h Hits) Moved(dx, dy int) Hits {
	moved := make(Hits, len(h))
	for i, hit := range h {
		hit.X += dx
		hit.Y += dy
		moved[i] = hit
	}
	return moved
}

// Press follows a finger or a mouse button: a target acts when it is released where it was pressed, so sliding off
// takes a tap back. Only the left button counts.
type Press struct {
	target Target
	down   bool
}

// Update takes any message. acted says that target was tapped just now.
func (p Press) Update(msg tea.Msg, hits Hits) (next Press, target Target, acted bool) {
	switch msg := msg.(type) {
	case tea.MouseClickMsg:
		if msg.Button != tea.MouseLeft {
			return Press{}, Target{}, false
		}
		at, ok := hits.At(msg.X, msg.Y)
		return Press{target: at, down: ok}, Target{}, false
	case tea.MouseReleaseMsg:
		at, ok := hits.At(msg.X, msg.Y)
		if p.down && ok && at == p.target {
			return Press{}, at, true
		}
		return Press{}, Target{}, false
	}
	return p, Target{}, false
}

// On says whether this target is pressed now, for drawing it so.
func (p Press) On(t Target) bool { return p.down && p.target == t }
