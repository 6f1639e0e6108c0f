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

// choice is what to do with what was typed, where it can't be saved from here. "Keep editing" is marked.
type choice int

// The choices.
const (
	stays choice = 0
	drops choice = 1
)

const choiceID = "manage.leave"

func (choice) keys() keymap.Set {
	return keymap.Set{keymap.Confirm, keymap.Next, keymap.Previous, keymap.Back}
}

// update takes a message; done says that somebody chose.
func (c choice) update(msg tea.Msg) (next choice, done bool) {
	switch msg := msg.(type) {
	case screen.Act:
		switch msg.ID {
		case keymap.Back:
			return stays, true
		case keymap.Confirm:
			return c, true
		case keymap.Next, keymap.Previous:
			return drops - c, false
		}
	case screen.Tapped:
		if msg.ID == choiceID {
			return choice(msg.Index), true
		}
	case tea.KeyPressMsg:
		switch keymap.Name(msg) {
		case "left", "up":
			return stays, false
		case "right", "down":
			return drops, false
		}
	}
	return c, false
}

func (c choice) draw(env screen.Env) widget.Pane {
	t := &env.Texts.People
	outer := min(env.Width-4, 56)
	width := widget.InBox(outer)
	half := width/2 - 1
	keep := widget.Button{Label: t.KeepEditing, Primary: c == stays, Target: widget.Target{ID: choiceID, Index: int(stays)}}
	leave := widget.Button{Label: t.LeaveIt, Primary: c == drops, Target: widget.Target{ID: choiceID, Index: int(drops)}}
	if keep.Key = "Enter"; c == drops {
		keep.Key, leave.Key = "Esc", "Enter"
	}
	buttons := widget.Beside(keep.Draw(half, 3, env.Press, env.Theme), widget.Blanks(width-2*half, 3), leave.Draw(half, 3, env.Press, env.Theme))
	about := widget.NewPane(width, widget.Wrapped(t.LeaveAbout, width, 0, env.Theme.Text)...)
	return widget.Box(outer, env.Theme.Title.On(t.LeaveTitle), widget.Stack(about, widget.NewPane(width, ""), buttons), env.Theme.Accent)
}
