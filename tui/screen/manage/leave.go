package manage

import (
	tea "charm.land/bubbletea/v2"

	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/widget"
)

const leavingID = "manage.leaving"

// leaving asks once whether to leave what was changed and isn't saved. "Keep editing" is marked.
type leaving struct {
	on bool
	at int
}

// What somebody chose. The first is the one that is marked.
const (
	leaveStays = iota
	leaveSaves
	leaveDrops
	leaveAsked = -1 // nothing yet
)

func (leaving) keys() keymap.Set {
	return keymap.Set{keymap.Confirm, keymap.Next, keymap.Previous}
}

// update takes a message; whatever was chosen, the question is gone then.
func (l leaving) update(msg tea.Msg) (leaving, int) {
	chose := leaveAsked
	switch msg := msg.(type) {
	case screen.Act:
		switch msg.ID {
		case keymap.Confirm:
			chose = l.at
		case keymap.Back:
			chose = leaveStays
		case keymap.Next:
			l.at = (l.at + 1) % (leaveDrops + 1)
		case keymap.Previous:
			l.at = (l.at + leaveDrops) % (leaveDrops + 1)
		}
	case screen.Tapped:
		if msg.ID == leavingID {
			chose = msg.Index
		}
	case tea.KeyPressMsg:
		switch keymap.Name(msg) {
		case "right", "down":
			l.at = min(l.at+1, leaveDrops)
		case "left", "up":
			l.at = max(l.at-1, leaveStays)
		}
	}
	if chose != leaveAsked {
		return leaving{}, chose
	}
	return l, chose
}

func (l leaving) draw(env screen.Env, changes int) widget.Pane {
	t := &env.Texts.Manage
	outer := min(env.Width-4, 64)
	width := widget.InBox(outer)
	each := (width - 4) / 3
	buttons := widget.Pane{}
	for i, label := range []string{t.KeepEditing, t.SaveThem, t.DropThem} {
		if i > 0 {
			buttons = widget.Beside(buttons, widget.Blanks(2, 3))
		}
		if i == l.at {
			label = "▸ " + label
		}
		b := widget.Button{Label: label, Primary: i == l.at, Target: widget.Target{ID: leavingID, Index: i}}
		buttons = widget.Beside(buttons, b.Draw(each, 3, env.Press, env.Theme))
	}
	inside := widget.Stack(widget.NewPane(width, "", t.Unsaved(max(changes, 1)), env.Theme.Muted.On(t.LeaveAbout), ""), buttons.Sized(width, 3))
	return widget.Box(outer, env.Theme.Title.On(t.LeaveTitle), inside, env.Theme.Warn)
}
