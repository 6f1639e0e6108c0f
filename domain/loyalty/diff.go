package loyalty

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// Change is one setting that two documents of the programme have otherwise.
type Change struct {
	Field string // JSON path as Validate names it: "use.max_percent"; of a tier its place in the second document, of one that is gone in the first
	Tier  string // id, where the field is a tier's or a tier itself; "" of all others
	Was   string // as the document writes it, lists by ", "; "" where there is none: a limit that is null, a tier that is new
	Is    string
	// Added and Removed are the names that a list gained and lost, in its order.
	Added, Removed []string

	to any // the setting itself, for With; nil of a tier that is gone
}

// notSettings are what a document says of itself.
var notSettings = map[string]bool{"version": true, "author": true, "at": true, "reason": true, "effective_from": true}

// Diff is what b has otherwise than a, in the order of the document; nothing of version, author, instants and reason. Tiers are the
// same by their id, and lists of names in whatever order. It compares any two documents, valid or not.
func Diff(a, b Program) []Change {
	was := map[string]reflect.Value{}
	settings(reflect.ValueOf(a), "", func(path string, v reflect.Value) { was[path] = v })
	var all []Change
	settings(reflect.ValueOf(b), "", func(path string, v reflect.Value) {
		if path == "tiers" {
			all = append(all, diffTiers(a.Tiers, b.Tiers)...)
		} else if c, changed := diffOf(was[path], v); changed {
			c.Field = path
			all = append(all, c)
		}
	})
	return all
}

// With is the document with changes of Diff made to it: of a list the names that came and went, of all else what it became. What was
// changed of a tier that p doesn't have is left out. Whoever takes over a part of somebody's edit validates what comes of it.
func (p Program) With(changes ...Change) Program {
	p.Tiers = slices.Clone(p.Tiers)
	fields := map[string]reflect.Value{}
	settings(reflect.ValueOf(&p).Elem(), "", func(path string, v reflect.Value) { fields[path] = v })
	for _, c := range changes {
		switch {
		case c.Tier != "":
			p.withTier(c)
		case c.Added != nil || c.Removed != nil:
			list, _ := fields[c.Field].Interface().([]string)
			list = slices.DeleteFunc(slices.Clone(list), func(name string) bool { return slices.Contains(c.Removed, name) })
			for _, name := range c.Added {
				if !slices.Contains(list, name) {
					list = append(list, name)
				}
			}
			fields[c.Field].Set(reflect.ValueOf(list))
		default:
			fields[c.Field].Set(reflect.ValueOf(c.to))
		}
	}
	return p
}

// withTier makes one change of a tier.
func (p *Program) withTier(c Change) {
	i := slices.IndexFunc(p.Tiers, func(t Tier) bool { return t.ID == c.Tier })
	whole, isTier := c.to.(Tier)
	_, field, inside := strings.Cut(c.Field, "].")
	switch {
	case inside && i >= 0:
		settings(reflect.ValueOf(&p.Tiers[i]).Elem(), "", func(path string, v reflect.Value) {
			if path == field {
				v.Set(reflect.ValueOf(c.to))
			}
		})
	case inside:
		return
	case !isTier:
		p.Tiers = slices.DeleteFunc(p.Tiers, func(t Tier) bool { return t.ID == c.Tier })
	case i < 0:
		p.Tiers = append(p.Tiers, whole)
	}
	slices.SortStableFunc(p.Tiers, func(a, b Tier) int { return int(min(1, max(-1, a.MinRankingPoints-b.MinRankingPoints))) })
}

// settings names every setting of a document, or of a part of it, in its order.
func settings(v reflect.Value, within string, each func(path string, v reflect.Value)) {
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if within == "" && notSettings[name] {
			continue
		}
		path := name
		if within != "" {
			path = within + "." + name
		}
		if _, instant := v.Field(i).Interface().(time.Time); v.Field(i).Kind() == reflect.Struct && !instant {
			settings(v.Field(i), path, each)
		} else {
			each(path, v.Field(i))
		}
	}
}

// diffOf compares two values of one setting.
func diffOf(was, is reflect.Value) (Change, bool) {
	c := Change{Was: written(was), Is: written(is), to: is.Interface()}
	names, isList := is.Interface().([]string)
	if !isList {
		return c, c.Was != c.Is
	}
	before, _ := was.Interface().([]string)
	c.Added, c.Removed = without(names, before), without(before, names)
	return c, c.Added != nil || c.Removed != nil
}

// without are the names of a list that aren't on another.
func without(list, other []string) (rest []string) {
	on := make(map[string]bool, len(other))
	for _, name := range other {
		on[name] = true
	}
	for _, name := range list {
		if !on[name] {
			rest = append(rest, name)
		}
	}
	return rest
}

// diffTiers compares tiers by their ids: what of each is otherwise, which are new, and which are gone.
func diffTiers(before, after []Tier) (all []Change) {
	place := func(list []Tier, id string) int {
		return slices.IndexFunc(list, func(t Tier) bool { return t.ID == id })
	}
	for i, t := range after {
		at := fmt.Sprintf("tiers[%d]", i)
		n := place(before, t.ID)
		if n < 0 {
			all = append(all, Change{Field: at, Tier: t.ID, Is: t.Name, to: t})
			continue
		}
		was := map[string]reflect.Value{}
		settings(reflect.ValueOf(before[n]), "", func(path string, v reflect.Value) { was[path] = v })
		settings(reflect.ValueOf(t), "", func(path string, v reflect.Value) {
			if c, changed := diffOf(was[path], v); changed {
				c.Field, c.Tier = at+"."+path, t.ID
				all = append(all, c)
			}
		})
	}
	for i, t := range before {
		if place(after, t.ID) < 0 {
			all = append(all, Change{Field: fmt.Sprintf("tiers[%d]", i), Tier: t.ID, Was: t.Name})
		}
	}
	return all
}

// written is a value as the document writes it, without the marks of JSON.
func written(v reflect.Value) string {
	if v.Kind() == reflect.Slice {
		var parts []string
		for i := range v.Len() {
			parts = append(parts, written(v.Index(i)))
		}
		return strings.Join(parts, ", ")
	}
	b, err := json.Marshal(v.Interface())
	if err != nil || string(b) == "null" { // a word that no document has is none
		return ""
	}
	var text string
	if json.Unmarshal(b, &text) == nil {
		return text
	}
	return string(b)
}
