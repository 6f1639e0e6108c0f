package pick

import (
	"slices"
	"strings"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/tui/text"
	"tim/tui/widget"
)

// found is an answer made ready to be drawn. It is never changed after it was made.
type found struct {
	rows  []row
	wants [3]int // the widest cell of each column behind the name
	goods []catalog.Product
}

// row is one result. Its cells are figures, the same in both languages.
type row struct {
	key    string // SKU or member id
	name   string
	hits   []span // what fits the typed text
	cells  [3]string
	unit   string // of goods
	noEarn bool   // goods that earn no points
}

func foundProducts(list []catalog.Product, typed string) found {
	words := catalog.Words(typed)
	rows := make([]row, len(list))
	for i, p := range list {
		name := widget.Clean(p.Name)
		rows[i] = row{key: p.SKU, name: name, hits: spans(name, words), unit: widget.Clean(p.Unit), noEarn: !p.Earns,
			cells: [3]string{widget.Clean(p.SKU), widget.Clean(p.Unit), text.Amount(p.Price)}}
	}
	f := measured(rows)
	f.goods = list
	return f
}

func foundMembers(list []counter.FoundMember, typed string) found {
	words := catalog.Words(typed)
	rows := make([]row, len(list))
	for i, m := range list {
		name := widget.Clean(m.Name)
		rows[i] = row{key: m.ID, name: name, hits: spans(name, words),
			cells: [3]string{text.MaskedPhone(m.Phone), widget.Clean(m.Tier.Name), text.Points(m.Usable)}}
	}
	return measured(rows)
}

func measured(rows []row) found {
	f := found{rows: rows}
	for _, r := range rows {
		for i, cell := range r.cells {
			f.wants[i] = max(f.wants[i], widget.Width(cell))
		}
	}
	return f
}

// span is a run of bytes in a name.
type span struct{ from, to int }

// spans are the parts of a name that folded words were found in: where a word of the name begins with them if there
// is such a place, as the search ranks it.
func spans(name string, words []string) []span {
	var folded strings.Builder
	var at []int // for each folded byte, where its letter begins in the name
	for i, r := range name {
		f := catalog.Fold(string(r))
		folded.WriteString(f)
		for range len(f) {
			at = append(at, i)
		}
	}
	at = append(at, len(name))
	var out []span
	for _, w := range words {
		if from := find(folded.String(), w); from >= 0 {
			out = append(out, span{at[from], at[from+len(w)]})
		}
	}
	slices.SortFunc(out, func(a, b span) int { return a.from - b.from })
	return joined(out)
}

func find(folded, word string) int {
	if strings.HasPrefix(folded, word) {
		return 0
	}
	if i := strings.Index(folded, " "+word); i >= 0 {
		return i + 1
	}
	return strings.Index(folded, word)
}

// joined is sorted spans without overlaps.
func joined(spans []span) []span {
	var out []span
	for _, s := range spans {
		if n := len(out); n > 0 && s.from <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}
