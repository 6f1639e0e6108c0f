package pick

import (
	"strings"

	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/style"
	"tim/tui/text"
	"tim/tui/widget"
)

const (
	widthMax = 100 // a row that is wider is hard to follow with the eye
	headRows = 5   // tabs, field with its box, headings
	nameMin  = 20  // below that columns fall away
)

// sized is the list fitted to its rows and to the screen.
func (p Pick) sized(env screen.Env) Pick {
	count := len(p.found.rows)
	if p.kind == members && p.got > 0 {
		count++ // the row that creates one
	}
	p.list = p.list.Sized(count, env.Height-headRows)
	return p
}

// Draw is the search.
func (p Pick) Draw(env screen.Env) widget.Pane {
	p = p.sized(env)
	width := min(env.Width, widthMax)
	page := widget.Stack(p.tabs(env, width), p.input(env, width), p.results(env, width)).Sized(width, env.Height)
	if p.scale != nil {
		page = page.Modal(p.scale.draw(env, min(width-4, 56)))
	}
	return widget.Beside(widget.Blanks((env.Width-width)/2, env.Height), page).Sized(env.Width, env.Height)
}

func (p Pick) tabs(env screen.Env, width int) widget.Pane {
	t := env.Texts.Pick
	count := ""
	switch n := len(p.found.rows); {
	case p.kind == products && len(p.chosen) > 0:
		count = t.Chosen(len(p.chosen))
	case p.got == 0 || n == 0:
	case n == shownMax:
		count = t.First(n)
	default:
		count = t.Found(n)
	}
	names := []string{keymap.Get(keymap.Products).Shown + " " + t.Products, keymap.Get(keymap.Members).Shown + " " + t.Members}
	tabs := widget.Tabs(tabsID, names, int(p.kind), width-widget.Width(count)-2, env.Press, env.Theme)
	side := widget.NewPane(widget.Width(count)+1, env.Theme.Muted.On(count))
	return widget.Beside(widget.NewPane(1, ""), tabs, side)
}

func (p Pick) input(env screen.Env, width int) widget.Pane {
	p.field.Placeholder = env.Texts.Pick.ProductHint
	if p.kind == members {
		p.field.Placeholder = env.Texts.Pick.MemberHint
	}
	return widget.Box(width, "", p.field.Draw(widget.InBox(width), env.Theme), env.Theme.Border)
}

func (p Pick) results(env screen.Env, width int) widget.Pane {
	if advice := p.advice(env); len(p.found.rows) == 0 {
		return p.nothing(env, width, advice)
	}
	columns, hidden := p.columns(env.Texts.Pick, width-1)
	head := p.line(columns, hidden, width-1, p.headings(env.Texts.Pick))
	list := p.list.Draw(width, env.Press, env.Theme, func(i, width int, marked bool) string {
		sign := ""
		if marked {
			sign = env.Theme.Accent.On("▸")
		}
		if i >= len(p.found.rows) {
			return sign + widget.Blank(2-widget.Width(sign)) + p.creates(env, width-2)
		}
		return p.drawRow(env, columns, hidden, width, i, sign)
	})
	return widget.Stack(widget.NewPane(width, env.Theme.Muted.On(head)), list)
}

// advice is what to say in place of results: what happened, and what to try.
func (p Pick) advice(env screen.Env) [2]string {
	t := env.Texts.Pick
	switch {
	case p.got == 0:
		return [2]string{t.Reading}
	case p.fault != nil:
		return [2]string{text.Fault(p.fault, env.Lang)}
	case p.typed == "" && p.kind == members:
		return [2]string{t.MemberHint}
	case p.kind == members:
		return [2]string{t.NoMember(p.typed), t.MemberAdvice}
	}
	return [2]string{t.NoProduct(p.typed), t.ProductAdvice}
}

func (p Pick) nothing(env screen.Env, width int, advice [2]string) widget.Pane {
	head := widget.NewPane(width, "", "  "+env.Theme.Strong.On(widget.Cut(advice[0], width-3)), "  "+env.Theme.Muted.On(advice[1]), "")
	list := p.list.Sized(p.list.Count, env.Height-headRows-head.Height()+1)
	return widget.Stack(head, list.Draw(width, env.Press, env.Theme, func(i, width int, _ bool) string {
		return env.Theme.Accent.On("▸") + " " + p.creates(env, width-2)
	}))
}

// creates is the row behind the results that creates a member.
func (p Pick) creates(env screen.Env, width int) string {
	label := env.Texts.Pick.Create
	if phone := phoneLike(p.field.Value()); phone != "" {
		label = env.Texts.Pick.CreateFor(text.Phone(phone))
	}
	return widget.Spread(env.Theme.Accent.On("+ "+label), env.Theme.Muted.On(keymap.Get(keymap.Members).Shown), width)
}

func (p Pick) headings(t text.Pick) [4]string {
	if p.kind == members {
		return [4]string{t.Member, t.Phone, t.Tier, t.Points}
	}
	return [4]string{t.Product, t.Code, t.Unit, t.Price}
}

// columns lays the table out: mark, name, and as many of the others as leave the name room. Figures are never cut.
func (p Pick) columns(t text.Pick, width int) (columns widget.Columns, hidden [3]bool) {
	most, optional := [3]int{16, 10, 30}, []int{0, 1}
	if p.kind == members {
		most, optional = [3]int{16, 14, 30}, []int{1}
	}
	heads := p.headings(t)
	var cells [3]int
	name := width - 2
	for i, want := range p.found.wants {
		cells[i] = min(max(want, widget.Width(heads[i+1])), most[i])
		name -= cells[i] + 1
	}
	for _, i := range optional {
		if name < nameMin {
			hidden[i] = true
			name += cells[i] + 1
		}
	}
	columns = widget.Columns{{Width: 1}, {Width: name}}
	for i, w := range cells {
		if !hidden[i] {
			columns = append(columns, widget.Column{Width: w, Align: align(i)})
		}
	}
	return columns, hidden
}

func align(column int) widget.Align {
	if column == 2 {
		return widget.Right
	}
	return widget.Left
}

// line is one row of the table: the mark's place, the name, and the other cells that are shown.
func (p Pick) line(columns widget.Columns, hidden [3]bool, width int, cells [4]string) string {
	return columns.Line(width, append([]string{""}, shown(cells, hidden)...)...)
}

func shown(cells [4]string, hidden [3]bool) []string {
	out := []string{cells[0]}
	for i, cell := range cells[1:] {
		if !hidden[i] {
			out = append(out, cell)
		}
	}
	return out
}

func (p Pick) drawRow(env screen.Env, columns widget.Columns, hidden [3]bool, width, i int, sign string) string {
	r := p.found.rows[i]
	name := marks(r.name, r.hits, env.Theme)
	if p.kind == products && p.isChosen(r.key) {
		name = env.Theme.OK.On("✓ ") + name
	}
	if r.noEarn {
		name = widget.Spread(name, env.Theme.Warn.On(env.Texts.Pick.NoPoints), columns[1].Width)
	}
	cells := [4]string{name, env.Theme.Muted.On(r.cells[0]), env.Theme.Muted.On(r.cells[1]), env.Theme.Strong.On(r.cells[2])}
	if p.kind == members {
		cells[1] = tail(r.cells[0], env.Theme)
		cells[2] = r.cells[1]
		cells[3] = env.Theme.Heart.On(r.cells[2])
	}
	return columns.Line(width, append([]string{sign}, shown(cells, hidden)...)...)
}

// marks is a name with what was typed standing out.
func marks(name string, hits []span, t *style.Theme) string {
	if len(hits) == 0 {
		return name
	}
	var b strings.Builder
	at := 0
	for _, h := range hits {
		b.WriteString(name[at:h.from])
		b.WriteString(t.Accent.On(name[h.from:h.to]))
		at = h.to
	}
	return b.String() + name[at:]
}

// tail is a masked phone whose last digits are easy to read: they are what customers say.
func tail(phone string, t *style.Theme) string {
	const digits = 3
	if len(phone) < digits {
		return phone
	}
	cut := len(phone) - digits
	return t.Muted.On(phone[:cut]) + phone[cut:]
}

func (s scale) draw(env screen.Env, width int) widget.Pane {
	t, in := env.Texts.Pick, widget.InBox(width)
	price := widget.NewPane(in, widget.Spread(t.Weight(s.row.unit), env.Theme.Muted.On(t.PerUnit(s.row.cells[2], s.row.unit)), in))
	field := s.field.Draw(in, env.Theme)
	wrong := widget.NewPane(in, "", "")
	if s.fault != nil {
		wrong = widget.NewPane(in, widget.Wrap("✗ "+text.Fault(s.fault, env.Lang), in)...).Sized(in, 2)
		for i, line := range wrong.Lines {
			wrong.Lines[i] = env.Theme.Danger.On(line)
		}
	}
	sell := widget.Button{Key: keymap.Get(keymap.Confirm).Shown, Label: t.Sell, Target: widget.ActionTarget(keymap.Confirm), Primary: true}
	back := widget.Button{Key: keymap.Get(keymap.Back).Shown, Label: t.Back, Target: widget.ActionTarget(keymap.Back)}
	gap := in - sell.Width() - back.Width()
	buttons := widget.Beside(back.Draw(back.Width(), 3, env.Press, env.Theme), widget.NewPane(gap, "", "", ""),
		sell.Draw(sell.Width(), 3, env.Press, env.Theme))
	inside := widget.Stack(price, field, wrong, buttons)
	return widget.Box(width, env.Theme.Title.On(widget.Cut(s.row.name, in-4)), inside, env.Theme.Border)
}
