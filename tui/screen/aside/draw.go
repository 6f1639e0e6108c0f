package aside

import (
	"strings"

	"tim/domain/counter"
	"tim/tui/screen"
	"tim/tui/text"
	"tim/tui/widget"
)

const headRows = 3 // title, what happens to the cart at hand, rule

// Draw implements screen.Screen.
func (h List) Draw(env screen.Env) widget.Pane {
	h = h.sized(env)
	t, texts, width := env.Theme, &env.Texts.Held, env.Width
	if h.voiding != "" {
		return h.question(env)
	}
	about := texts.About
	if n := len(env.State.Cart.Order.Lines); n > 0 {
		about = texts.Swaps(n, text.Money(env.State.Cart.Totals.Due))
	}
	head := widget.NewPane(width, widget.Spread(" "+t.Title.On(texts.Title), t.Muted.On(texts.Count(len(env.State.Held)))+" ", width),
		" "+t.Muted.On(widget.Cut(about, width-2)), t.Border.On(widget.Rule(width)))
	if len(env.State.Held) == 0 {
		return widget.Stack(head, widget.NewPane(width, "", "  "+t.Strong.On(texts.None))).Sized(width, env.Height)
	}
	return widget.Stack(head, h.rows(env)).Sized(width, env.Height)
}

// rows are the carts, two lines each.
func (h List) rows(env screen.Env) widget.Pane {
	t, width := env.Theme, env.Width
	out := widget.Pane{Width: width}
	top := h.list.Top()
	for i := top; i < min(len(env.State.Held), top+h.list.Height); i++ {
		target, cart := widget.Target{ID: rowID, Index: i}, env.State.Held[i]
		sign := "  "
		if i == h.list.Marked() {
			sign = t.Accent.On("▸") + " "
		}
		lines := []string{
			widget.Spread(" "+sign+t.Strong.On(title(env, cart)), t.Money.On(text.Money(cart.Due))+" ", width),
			widget.Spread("   "+t.Muted.On(widget.Cut(detail(env, cart), width-24)), age(env, cart)+" ", width),
		}
		for l := range lines {
			switch {
			case env.Press.On(target):
				lines[l] = t.Pressed.Over(lines[l])
			case i == h.list.Marked():
				lines[l] = t.Selected.Over(lines[l])
			}
		}
		out = widget.Stack(out, widget.NewPane(width, lines...).Hit(target))
	}
	return out
}

// title is what a cashier knows the cart by: the note, else the member, else the goods.
func title(env screen.Env, c counter.HeldCart) string {
	room := env.Width - 24
	switch {
	case c.Note != "":
		return widget.Cut("“"+widget.Clean(c.Note)+"”", room)
	case c.Member != "":
		return widget.Cut("♥ "+widget.Clean(c.Member), room)
	}
	return widget.Cut(goods(env, c), room)
}

func goods(env screen.Env, c counter.HeldCart) string {
	return env.Texts.Held.Goods(c.Lines, widget.Clean(c.First))
}

// detail is what the title doesn't say.
func detail(env screen.Env, c counter.HeldCart) string {
	var parts []string
	if c.Note != "" && c.Member != "" {
		parts = append(parts, "♥ "+widget.Clean(c.Member))
	}
	if c.Note != "" || c.Member != "" {
		parts = append(parts, goods(env, c))
	}
	if c.By != "" {
		parts = append(parts, env.Texts.Held.By(widget.Clean(c.By)))
	}
	return strings.Join(parts, " · ")
}

// age is since when the cart lies there; one that lies there too long is marked.
func age(env screen.Env, c counter.HeldCart) string {
	at := text.Clock(c.Since, env.Zone)
	if text.Date(c.Since, env.Zone) != text.Date(env.Now, env.Zone) {
		at = text.Date(c.Since, env.Zone)
	}
	since := at + " · " + env.Texts.Held.Ago(env.Now.Sub(c.Since))
	if c.Old {
		return env.Theme.Warn.On("▲ " + since)
	}
	return env.Theme.Muted.On(since)
}

// question asks why the cart is to be thrown away; its first row keeps it.
func (h List) question(env screen.Env) widget.Pane {
	t, texts, width := env.Theme, &env.Texts.Held, env.Width
	total := ""
	for _, c := range env.State.Held {
		if c.Order == h.voiding {
			total = text.Money(c.Due)
		}
	}
	head := widget.NewPane(width, widget.Spread(" "+t.Title.On(texts.Why), t.Muted.On(total)+" ", width), " "+t.Muted.On(texts.WhyAbout), t.Border.On(widget.Rule(width)))
	rows := h.list.Draw(width, env.Press, t, func(i, width int, marked bool) string {
		sign, label := "  ", env.Texts.Menu.Keep
		if marked {
			sign = t.Accent.On("▸") + " "
		}
		if i > 0 {
			label = env.Texts.Menu.Reason(reasons[i-1])
		}
		return widget.Fit(" "+sign+t.Strong.On(label), width)
	})
	return widget.Stack(head, rows).Sized(width, env.Height)
}
