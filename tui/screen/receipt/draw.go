package receipt

import (
	"tim/tui/keymap"
	"tim/tui/print"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

// sideMin is the least width of a column of buttons beside the paper.
const sideMin = 14

// laid is the receipt drawn for the language and the paper, and its window fitted to the screen.
func (r Receipt) laid(env screen.Env) Receipt {
	if r.doc != nil && (r.lines == nil || r.lang != env.Lang) {
		r.lines, r.lang = append(r.slip(env), print.Text(*r.doc, r.columns, env.Lang)...), env.Lang
		r.lines = append(r.lines, r.returns(env)...)
	}
	r.scroll = r.scroll.Sized(len(r.lines), env.Height-2-r.footRows(env))
	return r
}

// slip is that of the return of this order which was just done.
func (r Receipt) slip(env screen.Env) []string {
	done := env.State.Returned
	if done == nil || done.Offer.Order.Key() != r.key {
		return nil
	}
	return append(print.Return(done.Slip, r.columns, env.Lang), "", widget.Rule(r.columns), "")
}

// returns is what came back of the order, each with its slip's number and its money.
func (r Receipt) returns(env screen.Env) []string {
	t := env.Texts.Receipt
	var lines []string
	for _, b := range r.back {
		number := b.Number
		if number == "" {
			number = t.Elsewhere
		}
		lines = append(lines, widget.Spread(t.Returned(number), text.Amount(-b.Refund), r.columns), "  "+text.DateTime(b.At, env.Zone))
	}
	if lines == nil {
		return nil
	}
	return append([]string{"", widget.Rule(r.columns), t.CameBack}, lines...)
}

func (r Receipt) beside(env screen.Env) bool { return (env.Width-widget.SheetWidth(wide))/2 >= sideMin }

// footRows are below the paper: where the file lies, and the buttons where they have no place beside.
func (r Receipt) footRows(env screen.Env) int {
	rows := 0
	if r.saved(env) != "" {
		rows++
	}
	if !r.beside(env) {
		rows++
	}
	return rows
}

// saved is the file of the sale, or of the return, just done.
func (r Receipt) saved(env screen.Env) string {
	if back := env.State.Returned; back != nil && back.Offer.Order.Key() == r.key {
		return back.Saved
	}
	if last := env.State.Last; last != nil && last.Order.Key() == r.key {
		return last.Saved
	}
	return ""
}

// Draw is the paper in the middle.
func (r Receipt) Draw(env screen.Env) widget.Pane {
	r = r.laid(env)
	page := widget.Blanks(env.Width, env.Height)
	if r.doc == nil {
		return page.Place(2, 1, widget.NewPane(env.Width-4, r.waits(env)))
	}
	sheet := r.sheet(env)
	page = page.Place((env.Width-sheet.Width)/2, 0, sheet)
	if file := r.saved(env); file != "" {
		line := widget.Center.In(env.Theme.Muted.On(widget.Cut(env.Texts.Receipt.Saved(widget.Clean(file)), env.Width-2)), env.Width)
		page = page.Place(0, sheet.Height(), widget.NewPane(env.Width, line))
	}
	if r.beside(env) {
		return page.Place((env.Width+widget.SheetWidth(wide))/2+1, 0, r.buttons(env, sideMin-2, 3))
	}
	return page.Place(0, env.Height-1, r.buttons(env, env.Width, 1))
}

func (r Receipt) waits(env screen.Env) string {
	if r.fault != nil {
		return env.Theme.Danger.On("✗ " + text.Fault(r.fault, env.Lang))
	}
	return env.Theme.Muted.On(env.Texts.Receipt.Reading)
}

// sheet is the paper.
func (r Receipt) sheet(env screen.Env) widget.Pane {
	s := r.scroll
	return widget.Sheet(r.doc.Number, r.lines, r.columns, s, env.Texts.Receipt.Rows(s.Top()+1, s.Top()+s.Height, s.Count), env.Theme)
}

// buttons stand in a column of that width, or in a row when they are one row high. In a column the key of the last has no
// room; the key bar tells it.
func (r Receipt) buttons(env screen.Env, width, height int) widget.Pane {
	t := env.Texts.Receipt
	buttons := []widget.Button{
		{Key: keymap.Get(keymap.Pay).Shown, Label: t.Reprint, Target: widget.Target{ID: reprintID}},
		{Key: keymap.Get(keymap.Next).Shown, Label: t.Columns(other(r.columns)), Target: widget.ActionTarget(keymap.Next)},
		{Key: keymap.Get(keymap.Return).Shown, Label: t.Return, Target: widget.ActionTarget(keymap.Return)},
	}
	if height > 1 {
		buttons[2].Key = ""
		column := widget.Pane{Width: width}
		for _, b := range buttons {
			column = widget.Stack(column, b.Draw(width, height, env.Press, env.Theme), widget.NewPane(width, ""))
		}
		return column
	}
	row := widget.Pane{Lines: []string{""}}
	for i, b := range buttons {
		if i > 0 {
			row = widget.Beside(row, widget.NewPane(2, ""))
		}
		row = widget.Beside(row, b.Draw(b.Width(), 1, env.Press, env.Theme))
	}
	return widget.Beside(widget.NewPane((width-row.Width)/2, ""), row).Sized(width, 1)
}
