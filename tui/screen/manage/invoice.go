package manage

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/invoice"
	"tim/domain/office"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	askInvoices = iota
	askHanded
)

// Of the page: how far back it looks, and how many rows of one kind it lists.
const (
	invoiceDays = 31
	refusedMost = 20
)

// invoiceWork is what stands out about the shop's invoices.
type invoiceWork struct {
	days    []office.InvoiceDay // newest first
	all     office.InvoiceDay   // the days together
	refused []invoice.Document
	gaps    []office.Gap // what wants somebody first in front
}

// invoices is what is to be done about the shop's invoices: those refused, those not handed over by day and till, and numbers without one.
type invoices struct {
	q       question
	of      invoiceWork
	scroll  widget.Scroll
	handing bool // a file is being made
}

func newInvoices() invoices { return invoices{} }

func (p invoices) Keys() keymap.Set {
	if p.of.all.Open() > 0 {
		return keymap.Set{keymap.Refresh, keymap.Export}
	}
	return keymap.Set{keymap.Refresh}
}

func (p invoices) Title(env screen.Env) (left, right string) {
	return env.Texts.Invoices.Title, p.q.Age(env)
}

func (p invoices) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	switch msg := msg.(type) {
	case opened:
		return p.ask(env)
	case answer:
		if msg.What == askHanded {
			return p.handed(env, msg)
		}
		wanted, o := p.q.Answered(env, msg)
		if got, ok := msg.Value.(invoiceWork); wanted && ok && msg.Err == nil {
			p.of = got
		}
		return p, o
	case screen.Act:
		switch msg.ID {
		case keymap.Refresh:
			return p.ask(env)
		case keymap.Export:
			return p.handOver(env)
		case keymap.Back:
			return p, outcome{Close: true}
		}
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		p.scroll = p.scroll.Sized(len(p.lines(env)), env.Height)
		p.scroll, _ = p.scroll.Update(msg)
	}
	return p, outcome{}
}

func (p invoices) ask(env screen.Env) (page, outcome) {
	from, to := span(env)
	o := p.q.Put(env, askInvoices, func(ctx context.Context, s seat) (any, error) { return readInvoices(ctx, s, from, to) })
	return p, o
}

// span are the days that the page is about.
func span(env screen.Env) (from, to string) {
	today := env.Now.In(env.Zone)
	return today.AddDate(0, 0, -invoiceDays).Format(time.DateOnly), today.Format(time.DateOnly)
}

// handOver makes a file of what is due, or where all was handed over of what nobody answered.
func (p invoices) handOver(env screen.Env) (page, outcome) {
	if p.handing || p.of.all.Open() == 0 {
		return p, outcome{Effects: []screen.Effect{screen.Beep{}}}
	}
	p.handing = true
	from, to := span(env)
	again := p.of.all.Due() == 0
	return p, outcome{Asks: []ask{{What: askHanded, Max: fileMax, Of: func(ctx context.Context, s seat) (any, error) {
		if s.files == nil { // asked before anything counts as handed over
			return s.write("", nil)
		}
		content, err := s.HandOver(ctx, from, to, again)
		if err != nil {
			return "", err
		}
		return s.write("invoices-"+to+".json", content)
	}}}}
}

// handed says where the file is, and reads anew how all stand.
func (p invoices) handed(env screen.Env, a answer) (page, outcome) {
	p.handing = false
	if a.Err != nil {
		return p, outcome{Effects: []screen.Effect{screen.Tell{Notice: counter.Notice{Code: cmp.Or(fault.Code(a.Err), "link.down"), Error: true}}, screen.Beep{}}}
	}
	path, _ := a.Value.(string)
	next, o := p.ask(env)
	o.Effects = append(o.Effects, tell("invoices.handed", fault.Args{"file": path}).Effects...)
	return next, o
}

func readInvoices(ctx context.Context, s seat, from, to string) (work invoiceWork, err error) {
	if work.days, err = s.InvoiceDays(ctx, from, to); err != nil {
		return work, err
	}
	if work.refused, err = s.RefusedInvoices(ctx, from, to); err != nil {
		return work, err
	}
	work.all = office.InvoicesIn(work.days)
	work.gaps, err = s.InvoiceGaps(ctx)
	slices.SortStableFunc(work.gaps, func(a, b office.Gap) int { return slices.Index(gapOrder, a.Why) - slices.Index(gapOrder, b.Why) })
	return work, err
}

func (p invoices) Draw(env screen.Env) widget.Pane {
	if wait := p.q.Waits(env); wait != nil {
		return *wait
	}
	lines := p.lines(env)
	scroll := p.scroll.Sized(len(lines), env.Height)
	return scroll.Draw(env.Width, env.Theme, func(i, width int) string { return lines[i] })
}

// lines are the whole page.
func (p invoices) lines(env screen.Env) []string {
	t, th := &env.Texts.Invoices, env.Theme
	if len(p.of.days) == 0 && len(p.of.gaps) == 0 {
		return append([]string{""}, said(env, t.None)...)
	}
	sum := p.of.all
	all := append([]string{""}, widget.Wrapped(t.Sum(sum, invoiceDays), env.Width-2, 1, th.Strong)...)
	if sum.Waiting > 0 {
		all = append(all, widget.Wrapped("▲ "+t.Waiting(sum.Waiting), env.Width-2, 1, th.Warn)...)
	}
	all = append(all, p.refusals(env)...)
	all = append(all, p.due(env)...)
	return append(all, p.numbers(env)...)
}

// said is a text of several sentences, each from a row's beginning.
func said(env screen.Env, sentences []string) (rows []string) {
	for _, s := range sentences {
		rows = append(rows, widget.Wrapped(s, env.Width-2, 1, env.Theme.Muted)...)
	}
	return rows
}

// refusals are the invoices that the tax authority refused, with its words.
func (p invoices) refusals(env screen.Env) []string {
	t, th := &env.Texts.Invoices, env.Theme
	if len(p.of.refused) == 0 {
		return nil
	}
	rows := append([]string{"", " " + th.Danger.On("✗ "+t.Refused(len(p.of.refused)))}, said(env, t.RefusedDo)...)
	for _, d := range p.of.refused[:min(refusedMost, len(p.of.refused))] {
		rows = append(rows, "  "+d.Code+"  "+d.Paper+"  "+text.Money(d.Gross), "    "+th.Warn.On(widget.Clean(d.Answer)))
	}
	return rows
}

// due are the days and tills of which something wasn't handed over, or wasn't answered.
func (p invoices) due(env screen.Env) []string {
	t, th := &env.Texts.Invoices, env.Theme
	columns := widget.Columns{{Width: 1}, {Width: 10}, {Width: 7}, {Width: 12, Align: widget.Right}, {Width: 14, Align: widget.Right}, {Width: 16, Align: widget.Right}}
	var rows []string
	for _, d := range p.of.days {
		if d.Open() > 0 {
			rows = append(rows, columns.Line(env.Width-1, "", dayTyped(d.Day), d.Till, text.Points(d.Due()), text.Points(d.HandedOver), text.Amount(d.Gross)))
		}
	}
	if len(rows) == 0 {
		return []string{"", " " + th.OK.On("✓ "+t.NothingDue)}
	}
	head := append([]string{"", " " + th.Title.On(t.Due)}, said(env, t.DueDo)...)
	return append(append(head, th.Muted.On(columns.Line(env.Width-1, "", t.Day, t.Till, t.NotHanded, t.NotAnswered, "₫"))), rows...)
}

// gapOrder is what wants somebody first.
var gapOrder = []string{office.GapUnheard, office.GapLost, office.GapEnded, office.GapPassed, office.GapOnWay, office.GapHeld, office.GapCentral}

// numbers are those without an invoice by why, each with what to do.
func (p invoices) numbers(env screen.Env) []string {
	t, th := &env.Texts.Invoices, env.Theme
	rows := []string{"", " " + th.Title.On(t.Numbers)}
	if len(p.of.gaps) == 0 {
		return append(rows, " "+th.OK.On("✓ "+t.NoGaps))
	}
	before := ""
	for _, g := range p.of.gaps {
		if g.Why != before {
			before = g.Why
			about := t.Why[g.Why]
			rows = append(rows, " "+gapStyle(env, g.Why)(about.Is)+th.Muted.On(" · "+about.Do))
		}
		rows = append(rows, "   "+widget.Fit(holderOf(env, g.Holder), 14)+fmt.Sprintf("%s %s  %s–%s", g.Symbol, g.Code, text.Points(g.From), text.Points(g.To))+
			th.Muted.On("  "+t.Many(g.Size())))
	}
	return rows
}

// gapStyle is how serious a gap is: numbers that are still to be used are none.
func gapStyle(env screen.Env, why string) func(string) string {
	switch why {
	case office.GapUnheard:
		return func(s string) string { return env.Theme.Danger.On("✗ " + s) }
	case office.GapLost, office.GapEnded, office.GapPassed:
		return func(s string) string { return env.Theme.Warn.On("▲ " + s) }
	}
	return func(s string) string { return "· " + s }
}

// holderOf names whose numbers they are.
func holderOf(env screen.Env, holder string) string {
	switch holder {
	case "":
		return "-"
	case "central":
		return env.Texts.Invoices.Central
	}
	return env.Texts.Invoices.Till + " " + holder
}
