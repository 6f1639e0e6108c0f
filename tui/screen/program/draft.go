// Package program is the loyalty programme as it is edited on a screen: a draft of its document with what was typed, the sections that its
// settings stand in, their fields and their live examples. It has no pages: the manager's desk and the first start put them on theirs.
// Every figure is the domain's own.
package program

import (
	"errors"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
)

// Draft is a document that is being edited. It is a value: every change gives the next one.
type Draft struct {
	base loyalty.Program  // as it was read
	doc  loyalty.Program  // with all that could be read of what was typed
	bad  map[string]typed // by JSON path: what couldn't be

	changes []loyalty.Change // worked out once for each change, because they are drawn again and again
	faults  map[string]error
}

// typed is what can't be read as a setting, and why.
type typed struct {
	text string
	err  error
}

// NewDraft is a document before its first change.
func NewDraft(doc loyalty.Program) Draft { return Draft{base: doc, doc: doc}.worked() }

// Base is the document as it was read.
func (d Draft) Base() loyalty.Program { return d.base }

// Doc is the document with all changes that can be read.
func (d Draft) Doc() loyalty.Program { return d.doc }

// With is the draft with another document in place of the edited one.
func (d Draft) With(doc loyalty.Program) Draft {
	d.doc, d.bad = doc, nil
	return d.worked()
}

// Changes is what the draft has otherwise than the document that was read.
func (d Draft) Changes() []loyalty.Change { return d.changes }

// Changed says whether anything was changed, be it unreadable.
func (d Draft) Changed() bool { return len(d.bad) > 0 || len(d.changes) > 0 }

// Text is a setting as it stands in its field: as it was typed where that can't be read.
func (d Draft) Text(path string) string {
	if t, is := d.bad[path]; is {
		return t.text
	}
	return typedAs(settingAt(reflect.ValueOf(d.doc), path))
}

// Set is the draft with something typed into a setting. A path that the document doesn't have changes nothing.
func (d Draft) Set(path, text string) Draft {
	d.doc.Tiers = slices.Clone(d.doc.Tiers)
	v := settingAt(reflect.ValueOf(&d.doc).Elem(), path)
	if !v.IsValid() {
		return d
	}
	d.bad = maps.Clone(d.bad)
	delete(d.bad, path)
	if err := readInto(v, path, text); err != nil {
		if d.bad == nil {
			d.bad = map[string]typed{}
		}
		d.bad[path] = typed{text, err}
	}
	if path == "expiry.mode" {
		d.doc.Expiry = begun(d.doc.Expiry)
	}
	return d.worked()
}

// begun is an expiry whose numbers were never filled in for its mode, with numbers that a shop might mean: a year, the end of the year.
func begun(x loyalty.Expiry) loyalty.Expiry {
	switch {
	case x.Mode == loyalty.ExpiryYearly && x.Month == 0:
		x.Day, x.Month = 31, 12
	case (x.Mode == loyalty.ExpiryAfterAccrual || x.Mode == loyalty.ExpiryAfterLastOrder) && x.Days == 0:
		x.Days = 365
	}
	return x
}

// SetNames is the draft with another list of names: excluded SKUs, categories, channels.
func (d Draft) SetNames(path string, names []string) Draft {
	if v, is := settingAt(reflect.ValueOf(&d.doc).Elem(), path).Addr().Interface().(*[]string); is {
		*v = names
	}
	return d.worked()
}

// Names is a list of names.
func (d Draft) Names(path string) []string {
	names, _ := settingAt(reflect.ValueOf(d.doc), path).Interface().([]string)
	return names
}

// Faults is what is wrong with the draft, by JSON path: what couldn't be read, and what the rules say of the rest, all at once (A3). The
// map is the draft's own.
func (d Draft) Faults() map[string]error { return d.faults }

// worked is the draft with what its changes and faults are.
func (d Draft) worked() Draft {
	d.changes, d.faults = loyalty.Diff(d.base, d.doc), map[string]error{}
	var rules fault.Fields
	errors.As(d.doc.Validate(), &rules)
	for _, f := range rules {
		if d.faults[f.Field] == nil {
			d.faults[f.Field] = f
		}
		if list, _, inside := strings.Cut(f.Field, "["); inside && list != "tiers" && d.faults[list] == nil {
			d.faults[list] = f // one of many in one field
		}
	}
	for path, t := range d.bad {
		d.faults[path] = t.err
	}
	return d
}

// AddTier is the draft with one more tier on top: from twice the threshold of the one below, at its rate.
func (d Draft) AddTier(name string) Draft {
	if len(d.doc.Tiers) >= loyalty.TiersMax {
		return d
	}
	next := loyalty.Tier{Name: name, Rate: money.Per100(100)}
	if n := len(d.doc.Tiers); n > 0 {
		last := d.doc.Tiers[n-1]
		next.MinRankingPoints, next.Rate = max(2*last.MinRankingPoints, last.MinRankingPoints+1000), last.Rate
	}
	next.ID = d.tierID(name)
	d.doc.Tiers = append(slices.Clone(d.doc.Tiers), next)
	return d.worked()
}

// tierID is an id of a name that no tier has, neither now nor in the document that was read.
func (d Draft) tierID(name string) string {
	words := strings.FieldsFunc(catalog.Fold(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	id := strings.Join(words, "-")
	for n := 2; slices.ContainsFunc(slices.Concat(d.doc.Tiers, d.base.Tiers), func(t loyalty.Tier) bool { return t.ID == id }); n++ {
		id = strings.Join(append(words[:len(words):len(words)], strconv.Itoa(n)), "-")
	}
	return id
}

// DropTier is the draft without a tier. The first one stays: everybody is in it (E7).
func (d Draft) DropTier(i int) Draft {
	if i <= 0 || i >= len(d.doc.Tiers) {
		return d
	}
	bad := map[string]typed{}
	for path, t := range d.bad {
		place, field, inside := tierPath(path)
		switch {
		case !inside || place < i:
			bad[path] = t
		case place > i:
			bad[TierPath(place-1, field)] = t
		}
	}
	d.doc.Tiers, d.bad = slices.Delete(slices.Clone(d.doc.Tiers), i, i+1), bad
	return d.worked()
}

// TierPath is the JSON path of a tier's field.
func TierPath(i int, field string) string { return "tiers[" + strconv.Itoa(i) + "]." + field }

// tierPath is which tier's field a path is.
func tierPath(path string) (i int, field string, ok bool) {
	rest, is := strings.CutPrefix(path, "tiers[")
	number, field, inside := strings.Cut(rest, "].")
	i, err := strconv.Atoi(number)
	return i, field, is && inside && err == nil
}
