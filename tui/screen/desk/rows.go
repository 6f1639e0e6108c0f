package desk

import (
	"slices"
	"strconv"
	"strings"

	"tim/domain/counter"
	"tim/domain/report"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/text"
	"tim/tui/widget"
)

const rowID = "desk.row"

// rows are events in a table with a mark.
type rows struct {
	all  []report.Row
	list widget.List
	days bool // they are of several days
}

// with are other rows; the mark stays on its event where that is still there.
func (r rows) with(all []report.Row) rows {
	at := r.list.Marked()
	if i := at; i >= 0 && i < len(r.all) {
		old := r.all[i].Place
		if same := slices.IndexFunc(all, func(row report.Row) bool { return row.Place == old }); same >= 0 {
			at = same
		}
	}
	r.all = all
	r.list = r.list.Sized(len(all), r.list.Height).Mark(at)
	return r
}

func (r rows) marked() (report.Row, bool) {
	if i := r.list.Marked(); i >= 0 && i < len(r.all) {
		return r.all[i], true
	}
	return report.Row{}, false
}

// open opens the order of the marked event.
func (r rows) open() outcome {
	row, ok := r.marked()
	if !ok || row.Order == "" {
		return outcome{Effects: []screen.Effect{screen.Tell{Notice: counter.Notice{Code: "desk.no_order", Error: true}}, screen.Beep{}}}
	}
	return outcome{Over: order{key: row.Order}}
}

// tapped marks a row; the second tap opens it.
func (r rows) tapped(t widget.Target) (rows, outcome) {
	switch {
	case t.ID != rowID:
		return r, outcome{}
	case t.Index == r.list.Marked():
		return r, r.open()
	}
	r.list = r.list.Mark(t.Index)
	return r, outcome{}
}

func (r rows) draw(env screen.Env) widget.Pane {
	columns := leaves.TableOf(env, 2, rowColumns(env, r.days))
	list := r.list.Draw(env.Width, env.Press, env.Theme, func(i, width int, marked bool) string {
		sign := ""
		if report.Looked(r.all[i].Kind) {
			sign = env.Theme.Warn.On("!")
		}
		return columns.Row(env, r.all[i], sign, width, marked)
	})
	return widget.Stack(columns.Head(env), list)
}

func rowColumns(env screen.Env, days bool) []leaves.Column[report.Row] {
	t := &env.Texts.Desk
	at, form := 8, "15:04:05"
	if days {
		at, form = 11, "02/01 15:04"
	}
	return []leaves.Column[report.Row]{
		leaves.ColumnOf(t.At, at, widget.Left, 0, func(r report.Row) string { return r.At.In(env.Zone).Format(form) }),
		leaves.ColumnOf(t.What, 16, widget.Left, 0, func(r report.Row) string { return what(env, r) }),
		leaves.ColumnOf(t.About, 0, widget.Left, 0, func(r report.Row) string { return about(env, r, env.Width < cashFrom) }),
		leaves.ColumnOf(t.Member, 13, widget.Left, cashFrom, func(r report.Row) string { return widget.Clean(r.Member) }),
		leaves.ColumnOf("♥", 7, widget.Right, cashFrom, func(r report.Row) string { return signed(env, r.Points) }),
		leaves.ColumnOf(t.Amount, 11, widget.Right, 0, func(r report.Row) string { return amount(r) }),
		leaves.ColumnOf(t.Who, 12, widget.Left, 72, func(r report.Row) string { return widget.Clean(r.Actor) }),
		leaves.ColumnOf(t.Approver, 12, widget.Left, pointsFrom, func(r report.Row) string { return widget.Clean(r.Approver) }),
	}
}

func what(env screen.Env, r report.Row) string {
	name := text.Event(r.Kind, env.Lang)
	if report.Looked(r.Kind) {
		return env.Theme.Warn.On(name)
	}
	return name
}

// about is what an event is about in a few words; member too where no column says it.
func about(env screen.Env, r report.Row, member bool) string {
	parts := []string{r.Receipt, r.Line, text.GivenReason(r.Reason, env.Lang)}
	if member {
		parts = append(parts, r.Member)
	}
	for _, t := range r.Tenders {
		parts = append(parts, env.Texts.Desk.Tenders.Of(t.Kind, t.Name))
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return widget.Clean(strings.Join(parts, " · "))
}

func amount(r report.Row) string {
	if r.Amount == 0 {
		return ""
	}
	return text.Amount(r.Amount)
}

// signed is points with their sign, "" of none.
func signed(env screen.Env, n int64) string {
	switch {
	case n > 0:
		return env.Theme.Heart.On("+" + text.Points(n))
	case n < 0:
		return env.Theme.Heart.On(text.Points(n))
	}
	return ""
}

// facts is all that is known of the marked event.
func (r rows) facts(env screen.Env) []string {
	row, ok := r.marked()
	if !ok {
		return nil
	}
	t := &env.Texts.Desk
	facts := []string{env.Theme.Strong.On(text.Event(row.Kind, env.Lang)), text.DateTime(row.At, env.Zone), widget.Clean(row.Receipt), widget.Clean(row.Line)}
	if row.Amount != 0 {
		facts = append(facts, env.Theme.Money.On(text.Money(row.Amount)))
	}
	for _, tender := range row.Tenders {
		facts = append(facts, t.Tenders.Of(tender.Kind, tender.Name)+" "+text.Money(tender.Amount()))
	}
	if row.Points != 0 {
		facts = append(facts, signed(env, row.Points)+" ♥")
	}
	facts = append(facts, widget.Clean(row.Member))
	for _, f := range []struct {
		say   func(string) string
		value string
	}{{t.Reason, text.GivenReason(row.Reason, env.Lang)}, {t.ByWhom, row.Actor}, {t.Approved, row.Approver}} {
		if f.value != "" {
			facts = append(facts, f.say(widget.Clean(f.value)))
		}
	}
	return append(facts, env.Theme.Muted.On(t.Seq(place(row.Place))))
}

// place is an event's place in the journals: till, epoch and number.
func place(p report.Place) string {
	return p.Writer + "/" + strconv.FormatUint(uint64(p.Epoch), 10) + "/" + strconv.FormatUint(p.Seq, 10)
}
