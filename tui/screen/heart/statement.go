package heart

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	entryTarget = "heart.entry"
	patience    = 300 * time.Millisecond // shorter waits are not worth a word
	receiptFrom = 76                     // cells from which the receipt's number has a column
	indent      = 5                      // of an explanation
)

// statement is the tab with what happened to the points, newest first; an entry opens to its explanation (E16).
type statement struct {
	entries []counter.StatementEntry // never changed in place
	points  int                      // cells of the column of points
	balance int                      // and of the balance
	open    string                   // ID of the entry that is open, "" when none
	list    widget.List              // over the entries and, below the open one, its lines
	loaded  bool
	waiting bool
	since   time.Time // of waiting
	err     error
}

func (s statement) name(env screen.Env) string { return env.Texts.Heart.Statement }

func (s statement) back() (page, bool) { return s, false }

func (s statement) typing() bool { return false }

func (s statement) keys(screen.Env) keymap.Set { return keymap.Set{keymap.Confirm} }

func (s statement) update(env screen.Env, msg tea.Msg) (page, []screen.Effect) {
	rows := s.rows(env)
	s.list = s.list.Sized(rows.count(), listRows(env))
	switch msg := msg.(type) {
	case screen.Opened, screen.Changed:
		if !s.waiting {
			s.waiting, s.since = true, env.Now
		}
		return s, []screen.Effect{screen.Ask{Query: counter.Statement{Member: env.State.Member.Profile.ID}}}
	case screen.Answer:
		return s.answered(env, msg), nil
	case screen.Act:
		if msg.ID == keymap.Confirm {
			return s.toggle(env, rows, s.list.Marked()), nil
		}
	case screen.Tapped:
		if msg.ID == entryTarget {
			return s.toggle(env, rows, msg.Index), nil
		}
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		s.list, _ = s.list.Update(msg)
	}
	return s, nil
}

func (s statement) answered(env screen.Env, msg screen.Answer) statement {
	s.waiting, s.err = false, msg.Err
	if msg.Err != nil {
		return s
	}
	t := &env.Texts.Heart
	s.loaded, s.entries = true, msg.Found.Entries
	s.points, s.balance = widget.Width(t.EntryPoints), widget.Width(t.EntryBalance)
	for _, e := range s.entries {
		s.points = max(s.points, widget.Width(signed(e.Points)))
		s.balance = max(s.balance, widget.Width(text.Points(e.BalanceAfter)))
	}
	s.list.ID = entryTarget
	s.list = s.list.Sized(s.rows(env).count(), listRows(env))
	return s
}

// toggle opens the entry of a row, or closes it when it is open; its first lines are brought into view.
func (s statement) toggle(env screen.Env, rows rows, row int) statement {
	entry, _ := rows.at(row)
	if entry < 0 || entry >= len(s.entries) {
		return s
	}
	was := s.open
	s.open = ""
	if id := s.entries[entry].ID; id != was && len(explanation(env, s.entries[entry])) > 0 {
		s.open = id
	}
	opened := s.rows(env)
	s.list = s.list.Sized(opened.count(), listRows(env)).Mark(entry + len(opened.lines)).Mark(entry)
	return s
}

// rows is which row of the list shows what: entries, and the lines of the open one below it.
type rows struct {
	entries int
	open    int // index of the open entry, -1 when none
	lines   []string
}

func (s statement) rows(env screen.Env) rows {
	r := rows{entries: len(s.entries), open: -1}
	if s.open == "" {
		return r
	}
	for i, e := range s.entries {
		if e.ID == s.open {
			r.open = i
			for _, line := range explanation(env, e) {
				r.lines = append(r.lines, widget.Wrap(widget.Clean(line), env.Width-indent-2)...)
			}
		}
	}
	return r
}

func (r rows) count() int { return r.entries + len(r.lines) }

// at is the entry of a row and its explanation's line there, -1 for the entry's own row.
func (r rows) at(row int) (entry, line int) {
	switch {
	case r.open < 0 || row <= r.open:
		return row, -1
	case row <= r.open+len(r.lines):
		return r.open, row - r.open - 1
	}
	return row - len(r.lines), -1
}

// listRows is how many rows the list has below its heads.
func listRows(env screen.Env) int { return max(env.Height-1, 0) }

func (s statement) draw(env screen.Env) widget.Pane {
	if word := s.instead(env); word != "" {
		return widget.NewPane(env.Width, "", "  "+word).Sized(env.Width, env.Height)
	}
	t, th := &env.Texts.Heart, env.Theme
	rows, cols := s.rows(env), s.columns(env)
	list := s.list.Sized(rows.count(), listRows(env))
	body := list.Draw(env.Width, env.Press, th, func(i, width int, marked bool) string {
		entry, line := rows.at(i)
		if line >= 0 {
			return widget.Blank(indent) + th.Muted.On(rows.lines[line])
		}
		return s.row(env, cols, entry, width, marked, rows.open == entry)
	})
	heads := []string{"", t.EntryWhen, t.EntryKind, t.EntryPoints, t.EntryBalance, t.EntryReceipt}
	return widget.Stack(widget.NewPane(env.Width, th.Muted.On(cols.Line(env.Width-1, heads...))), body)
}

// instead is what is said where there is no list.
func (s statement) instead(env screen.Env) string {
	t, th := &env.Texts.Heart, env.Theme
	switch {
	case s.err != nil:
		return th.Danger.On("! " + widget.Cut(text.Fault(s.err, env.Lang), env.Width-4))
	case !s.loaded && env.Now.Sub(s.since) < patience:
		return " "
	case !s.loaded:
		return th.Muted.On(t.Loading)
	case len(s.entries) == 0:
		return th.Muted.On(t.NoEntries)
	}
	return ""
}

// columns has the receipt's number last, where a narrow screen leaves it out.
func (s statement) columns(env screen.Env) widget.Columns {
	cols := widget.Columns{{Width: 3}, {Width: 16}, {}, {Width: s.points, Align: widget.Right}, {Width: s.balance + 2, Align: widget.Right}}
	if env.Width >= receiptFrom {
		cols = append(cols, widget.Column{Width: 14, Align: widget.Right})
	}
	return cols
}

func (s statement) row(env screen.Env, cols widget.Columns, entry, width int, marked, open bool) string {
	e := s.entries[entry]
	sign := "   "
	switch {
	case open:
		sign = " ▾ "
	case marked:
		sign = " ▸ "
	case len(explanation(env, e)) > 0:
		sign = env.Theme.Muted.On(" › ")
	}
	look := env.Theme.Text
	if e.Points > 0 {
		look = env.Theme.OK
	}
	return cols.Line(width, sign, text.DateTime(e.At, env.Zone), env.Texts.Heart.Kind(e.Kind),
		look.On(signed(e.Points)), text.Points(e.BalanceAfter), e.Receipt)
}

// signed is a change of points with its sign.
func signed(n int64) string {
	if n > 0 {
		return "+" + text.Points(n)
	}
	return text.Points(n)
}
