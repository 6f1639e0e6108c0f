package memory

import (
	"cmp"
	"slices"
	"strings"

	"tim/domain/catalog"
	"tim/domain/ident"
	"tim/domain/office"
)

// people is members and how they are found. A till's have no more than catalog.Member.
type people struct {
	byID    tree[*person]
	byPhone tree[none] // phone 0 id
	merged  tree[none] // into 0 id
}

// person is a member as it is kept, never changed, and what a search looks at.
type person struct {
	office.Member
	name   string // folded words
	search string // catalog's SearchText
	phone  string // as dialled at home
}

func newPerson(m office.Member) *person {
	return &person{Member: deep(m), name: strings.Join(catalog.Words(m.Name), " "), search: m.SearchText(), phone: ident.PhoneLocal(m.Phone)}
}

// drop forgets a member; one that isn't there is no error.
func (p *people) drop(by *edit, id string) {
	if old, there := p.byID.get(id); there {
		p.byID.delete(by, id)
		p.byPhone.delete(by, join(old.Phone, id))
		p.merged.delete(by, join(old.Into, id))
	}
}

func (p *people) put(by *edit, m office.Member) {
	p.drop(by, m.ID)
	p.byID.put(by, m.ID, newPerson(m))
	p.byPhone.put(by, join(m.Phone, m.ID), none{})
	if m.Into != "" {
		p.merged.put(by, join(m.Into, m.ID), none{})
	}
}

// withPhone is everyone with that phone, by id; nobody is found by having none.
func (p *people) withPhone(phone string) (list []*person) {
	if phone == "" {
		return nil
	}
	prefix := join(phone, "")
	for key := range p.byPhone.under(prefix) {
		if one, there := p.byID.get(key[len(prefix):]); there {
			list = append(list, one)
		}
	}
	return list
}

// phoned is who has that phone, rather somebody who stands for itself than one who was merged, nil for nobody.
func (p *people) phoned(phone string) (found *person) {
	for _, one := range p.withPhone(phone) {
		if found = one; one.Into == "" {
			break
		}
	}
	return found
}

// tailMin is how many last digits of a phone a search needs.
const tailMin = 3

// find is everyone whom a text means: a phone means one, digits are the end of a phone, words begin words of a name in any
// order, and both together must both fit. Too little means nobody.
// Where firstLetters count, one word is also the first letters of a name's words.
func (p *people) find(text string, firstLetters bool) (list []*person) {
	if phone, err := ident.NormalisePhone(text); err == nil {
		if one := p.phoned(phone); one != nil {
			list = append(list, one)
		}
		return list
	}
	var digits string
	var words []string
	for _, w := range catalog.Words(text) {
		if strings.Trim(w, "0123456789") == "" {
			digits += w
		} else {
			words = append(words, w)
		}
	}
	if digits == "" && len(words) == 0 || digits != "" && len(digits) < tailMin {
		return nil
	}
	for _, one := range p.byID.from("") {
		if strings.HasSuffix(one.phone, digits) && one.called(words, firstLetters && digits == "") {
			list = append(list, one)
		}
	}
	return list
}

// called says whether all words begin words of the name, or the only one has the first letters of its words.
func (p *person) called(words []string, firstLetters bool) bool {
	if len(words) == 0 || catalog.Match(p.name, words) >= catalog.WordStart {
		return true
	}
	return firstLetters && len(words) == 1 && len(words[0]) > 1 && strings.HasPrefix(catalog.InitialsOf(p.name), words[0])
}

// ranked puts those who fit better first, then who came later, then by name and id.
func ranked(list []*person, text string, came map[string]int) []*person {
	query := catalog.ParseQuery(text)
	ranks := make(map[*person]catalog.Rank, len(list))
	for _, p := range list {
		ranks[p] = query.Rank(p.Name, p.search)
	}
	slices.SortFunc(list, func(a, b *person) int {
		return cmp.Or(cmp.Compare(ranks[b], ranks[a]), cmp.Compare(came[b.ID], came[a.ID]), cmp.Compare(a.name, b.name), cmp.Compare(a.ID, b.ID))
	})
	return list
}
