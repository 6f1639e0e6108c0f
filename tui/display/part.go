package display

import (
	"strings"

	"tim/domain/counter"
	"tim/domain/ident"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/tui/style"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	minTotal    = 22 // cells that the total keeps beside a code
	sumsMax     = 46 // wider columns are hard to follow across
	quantityCol = 12
	amountCol   = 11 // at least
	sep         = " · "
)

// goods is the lines of the order in exactly so many rows; the newest is always among them.
func (p page) goods(width, height int) widget.Pane {
	lines := p.shown.Lines
	rows, from := height, 0
	if len(lines) > rows {
		rows--
		from = len(lines) - rows
		if n := p.shown.Newest; n >= 0 {
			from = min(from, n)
		}
	}
	columns := widget.Columns{{Width: 1}, {}, {Width: quantityCol, Align: widget.Right}, {Width: p.amountWidth(), Align: widget.Right}, {Width: 1}}
	var out []string
	more := "  " + p.theme.Muted.On(p.texts.MoreLines(len(lines)-rows))
	if from > 0 {
		out = append(out, more)
	}
	for i := from; i < min(from+rows, len(lines)); i++ {
		out = append(out, p.line(columns, i, width))
	}
	if from == 0 && len(lines) > rows {
		out = append(out, more)
	}
	return widget.NewPane(width, out...).Sized(width, height)
}

func (p page) amountWidth() int {
	width := amountCol
	for _, l := range p.shown.Lines {
		width = max(width, widget.Width(text.Amount(l.Amount)))
	}
	return width
}

func (p page) line(columns widget.Columns, i, width int) string {
	l, newest := p.shown.Lines[i], i == p.shown.Newest
	name, mark := widget.Clean(l.Name), ""
	if newest {
		name, mark = p.theme.Strong.On(name), "▸"
	}
	if l.Gift {
		name += p.theme.Heart.On(sep + p.texts.Gift)
	}
	if l.Discount > 0 {
		name += p.theme.Muted.On(sep + p.texts.LineOff(l.Discount))
	}
	row := columns.Line(width, mark, name, strings.TrimSpace(text.Quantity(l.Quantity)+" "+widget.Clean(l.Unit)), text.Amount(l.Amount))
	if newest {
		return p.theme.Selected.Over(row)
	}
	return row
}

// sums is how the total came about; nothing when it is just the goods.
func (p page) sums(width int) widget.Pane {
	t := p.shown.Totals
	var lines []string
	add := func(label string, v money.VND) {
		if v != 0 {
			lines = append(lines, " "+widget.Spread(label, text.Amount(v), width-2)+" ")
		}
	}
	off := t.Discounts + t.Vouchers + t.Points + t.Credit + t.Paid
	if off > 0 || t.Shipping > 0 {
		add(p.texts.Goods, t.Goods)
	}
	add(p.texts.Discounts, -t.Discounts)
	add(p.texts.Vouchers, -t.Vouchers)
	if t.Points > 0 && p.shown.Member != nil {
		add(p.theme.Heart.On(p.texts.Points(p.shown.Member.Used.Points)), -t.Points)
	}
	add(p.texts.Shipping, t.Shipping)
	add(p.texts.Credit, -t.Credit)
	add(p.texts.Paid, -t.Paid)
	return widget.NewPane(width, lines...)
}

// total is what the customer pays, or gets, the largest thing on the page.
func (p page) total(width, height int, align widget.Align) widget.Pane {
	t := p.shown.Totals
	caption, amount := p.texts.Pay, t.Due
	switch {
	case t.Give > 0:
		caption, amount = p.texts.Give, t.Give
	case t.Paid > 0:
		caption = p.texts.Due
	}
	lines := []string{" " + align.In(p.theme.Strong.On(caption), width-2)}
	for _, row := range widget.Huge(text.Money(amount), width-2, height, align) {
		lines = append(lines, " "+p.theme.Money.On(row))
	}
	return widget.NewPane(width, lines...)
}

// fact is a piece of text that may be broken in two.
type fact struct {
	look style.Style
	text string
}

// drawn are facts, each on a line.
func drawn(facts []fact) []string {
	lines := make([]string, len(facts))
	for i, f := range facts {
		lines[i] = f.look.On(f.text)
	}
	return lines
}

// column is facts below each other in at most so many rows, those that are too long broken where there is room.
func column(width, height int, facts ...fact) widget.Pane {
	spare := height - len(facts)
	var out []string
	for _, f := range facts {
		rows := widget.Wrap(f.text, width-2)
		if more := len(rows) - 1; more > spare {
			rows = []string{f.text}
		} else {
			spare -= more
		}
		for _, row := range rows {
			out = append(out, " "+f.look.On(widget.Cut(row, width-2)))
		}
	}
	return widget.NewPane(width, out[:max(min(len(out), height), 0)]...)
}

// customer is who the points belong to and what can be done with them, in at most so many rows.
func (p page) customer(width, height int) widget.Pane {
	m := p.shown.Member
	if m == nil {
		return column(width, height, fact{p.theme.Muted, "♡ " + p.texts.Say})
	}
	who := widget.NewPane(width, " "+p.theme.Heart.On("♥")+" "+p.theme.Strong.On(widget.Clean(m.Name))+rest(widget.Clean(m.Tier), widget.Clean(m.Phone)))
	facts := []fact{{p.theme.Text, p.texts.Have(m.Usable)}}
	if m.Most.Points > m.Used.Points {
		facts = append(facts, fact{p.theme.Text, p.texts.Most(m.Most.Points, m.Most.Value)})
	}
	if m.WillEarn > 0 {
		facts = append(facts, fact{p.theme.Heart, p.texts.WillEarn(m.WillEarn)})
	}
	facts = append(facts, p.lapse()...)
	rows := max(height-1, 0)
	return widget.Stack(who, column(width, rows, append(facts, p.offers(rows-len(facts))...)...))
}

func (p page) lapse() []fact {
	m := p.shown.Member
	if m == nil || m.Lapse == nil {
		return nil
	}
	return []fact{{p.theme.Warn, p.texts.Lapse(m.Lapse.Points, m.Lapse.At)}}
}

// offers is the vouchers, in at most so many rows.
func (p page) offers(rows int) []fact {
	var facts []fact
	for i, v := range p.shown.Vouchers {
		left := len(p.shown.Vouchers) - i
		switch {
		case len(facts) >= rows:
			return facts
		case len(facts) == rows-1 && left > 1:
			return append(facts, fact{p.theme.Muted, p.texts.MoreOffers(left)})
		}
		facts = append(facts, p.offer(v))
	}
	return facts
}

func (p page) offer(v counter.DisplayVoucher) fact {
	title := p.vouchers.Title(loyalty.Voucher{Name: v.Name, Terms: loyalty.Terms{Gives: v.Gives}})
	switch {
	case v.OnOrder:
		return fact{p.theme.OK, "✓ " + title + " " + text.Money(-v.Value)}
	case v.Until.IsZero():
		return fact{p.theme.Text, title}
	}
	return fact{p.theme.Text, title + sep + p.vouchers.Until(text.Date(v.Until, v.Until.Location()))}
}

// code is the transfer as a picture, as large as fits into a width and a height; ok is false when there is none or when
// the whole of it doesn't fit: half a code pays nobody.
func (p page) code(width, height int) (code widget.Pane, ok bool) {
	if p.shown.Transfer == nil {
		return widget.Pane{}, false
	}
	modules, err := ident.QR(p.shown.Transfer.QR)
	if err != nil {
		return widget.Pane{}, false
	}
	for times := 1; ; times++ {
		next := widget.QR(larger(modules, times))
		if next.Width > width || next.Height() > height {
			return code, ok
		}
		code, ok = next, true
		if 2*code.Width > width {
			return code, ok // larger would press the total
		}
	}
}

// larger is a code with each module so many times as wide and high, its quiet zone grown alike: widget.QR adds the rest.
func larger(modules [][]bool, times int) [][]bool {
	const quiet = 2 // of widget.QR
	edge := quiet * (times - 1)
	out := make([][]bool, len(modules)*times+2*edge)
	for y := range out {
		out[y] = make([]bool, len(out))
		for x := range out[y] {
			if my, mx := y-edge, x-edge; my >= 0 && mx >= 0 && my/times < len(modules) && mx/times < len(modules) {
				out[y][x] = modules[my/times][mx/times]
			}
		}
	}
	return out
}

// counts are up to three numbers of points in words, without those that are 0.
func counts(a int64, sayA func(int64) string, b int64, sayB func(int64) string, c int64, sayC func(int64) string) []string {
	var out []string
	for _, n := range []struct {
		points int64
		say    func(int64) string
	}{{a, sayA}, {b, sayB}, {c, sayC}} {
		if n.points != 0 {
			out = append(out, n.say(n.points))
		}
	}
	return out
}

func joined(parts ...string) string { return strings.TrimPrefix(rest(parts...), sep) }

// rest is each part that says something, behind a separator.
func rest(parts ...string) string {
	var b strings.Builder
	for _, part := range parts {
		if part != "" {
			b.WriteString(sep + part)
		}
	}
	return b.String()
}
