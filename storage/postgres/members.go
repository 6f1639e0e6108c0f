package postgres

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/office"
	"tim/storage/stored"
)

// Member implements office.Members.
func (r reader) Member(id string) (office.Member, error) {
	m, there, err := r.findMember(id)
	return m, unknown(there, err, "customer.unknown", nil)
}

func (r reader) findMember(id string) (office.Member, bool, error) {
	doc, err := r.get(membersTable, at(id))
	if err != nil || doc == nil {
		return office.Member{}, false, err
	}
	m, err := r.decodeMember(id, doc)
	return m, true, err
}

func (r reader) decodeMember(id string, doc []byte) (office.Member, error) {
	var m stored.Member
	if err := journal.Decode(doc, &m); err != nil {
		return office.Member{}, fmt.Errorf("member %s: %w", id, err)
	}
	key, err := r.get(keysTable, at(id))
	m.Key = bytes.Clone(key)
	return office.Member(m), err
}

// ByPhone implements office.Members.
func (r reader) ByPhone(phone string) (found office.Member, err error) {
	rows, err := r.scan(phonesTable, under(phone, ""), 0)
	if err != nil {
		return found, err
	}
	for _, one := range rows {
		m, err := r.Member(one.key)
		if err != nil || m.Into == "" {
			return m, err
		}
		found = m
	}
	return found, unknown(found.ID != "", nil, "customer.unknown", nil)
}

// Aliases implements office.Members.
func (r reader) Aliases(id string) (ids []string, err error) {
	rows, err := r.scan(mergedTable, under(id, ""), 0)
	for _, found := range rows {
		ids = append(ids, found.key)
	}
	return ids, err
}

// MembersBehind implements office.Notes.
func (r reader) MembersBehind(id string, most int) (list []office.Member, err error) {
	rows, err := r.behind(membersTable, id, most)
	if err != nil {
		return nil, err
	}
	for _, found := range rows {
		m, err := r.decodeMember(found.shard, found.value)
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}

// FindMembers implements office.Members. A search ranks a bounded number of members.
func (r reader) FindMembers(text string, p office.Page) (members []office.Member, next string, err error) {
	if strings.TrimSpace(text) == "" {
		next, err = r.pageOf(membersTable, all(), p, func(found row) (bool, error) {
			m, err := r.decodeMember(found.shard, found.value)
			members = append(members, m)
			return true, err
		})
		return members, next, err
	}
	skip := 0
	if p.Cursor != "" {
		if skip, err = strconv.Atoi(p.Cursor); err != nil || skip < 0 {
			return nil, "", fault.At("cursor", "cursor.format", nil)
		}
	}
	hits, err := r.search(text)
	if err != nil || skip >= len(hits) {
		return nil, "", err
	}
	if hits = hits[skip:]; len(hits) > p.Limit {
		hits, next = hits[:p.Limit], strconv.Itoa(skip+p.Limit)
	}
	return hits, next, nil
}

// Limits of one search: what is found beyond is not better, only more.
const (
	tailMin       = 3     // last digits of a phone that a search needs
	candidatesMax = 128   // members that are ranked
	stepsMax      = 4_000 // rows looked at along one word
)

// hit is a member that a search came upon.
type hit struct {
	id, name string // name: folded
	rank     catalog.Rank
}

// search finds members and puts the better first.
func (r reader) search(text string) ([]office.Member, error) {
	hits, err := r.hits(text)
	if err != nil {
		return nil, err
	}
	query, byID := catalog.ParseQuery(text), map[string]office.Member{}
	var list []hit
	for _, h := range hits {
		m, there, err := r.findMember(h.id)
		if err != nil {
			return nil, err
		}
		if there {
			byID[m.ID] = m
			list = append(list, hit{m.ID, h.name, query.Rank(m.Name, m.SearchText())})
		}
	}
	slices.SortFunc(list, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.rank, a.rank), cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id))
	})
	members := make([]office.Member, len(list))
	for i, h := range list {
		members[i] = byID[h.id]
	}
	return members, nil
}

// hits chooses the index by what was typed: a phone, its last digits, words of a name, or both.
func (r reader) hits(text string) ([]hit, error) {
	if phone, err := ident.NormalisePhone(text); err == nil {
		m, err := r.ByPhone(phone)
		if fault.Code(err) == "customer.unknown" {
			return nil, nil
		}
		return []hit{{id: m.ID}}, err
	}
	digits, words := "", []string(nil)
	for _, w := range catalog.Words(text) {
		if strings.Trim(w, "0123456789") == "" {
			digits += w
		} else {
			words = append(words, w)
		}
	}
	switch {
	case len(digits) >= tailMin:
		return r.byTail(digits, words)
	case digits == "" && len(words) > 0:
		return r.byName(words)
	}
	return nil, nil
}

// byTail finds members whose phone ends in digits and whose name has words.
func (r reader) byTail(digits string, words []string) (list []hit, err error) {
	err = each(r, tailsTable, under("", reversed(digits)), func(found row) (bool, error) {
		if hasWords(string(found.value), words) {
			_, id, _ := strings.Cut(found.key, "\x00")
			list = append(list, hit{id: id, name: string(found.value)})
		}
		return len(list) < candidatesMax, nil
	})
	return list, err
}

// byName finds members by the beginnings of words of their names, in any order: first those where the words follow each
// other as typed, then along every word at once, some rows each in turn. The rarest word ends it.
func (r reader) byName(words []string) ([]hit, error) {
	s := nameSearch{reader: r, words: words, seen: map[string]bool{}}
	whole := &walk{span: under("", strings.Join(words, " "))}
	for more := true; more; {
		var err error
		if more, err = s.step(whole); err != nil {
			return nil, err
		}
	}
	if len(words) == 1 || len(s.list) >= candidatesMax {
		return s.list, nil
	}
	walks := make([]*walk, len(words))
	for i, w := range words {
		walks[i] = &walk{span: under("", w)}
	}
	for {
		for _, w := range walks {
			if more, err := s.step(w); err != nil || !more {
				return s.list, err
			}
		}
	}
}

type nameSearch struct {
	reader
	words []string
	seen  map[string]bool
	list  []hit
}

// walk goes along the names from a prefix on.
type walk struct {
	span  span
	steps int
}

// walkStep is how many rows one step of a walk looks at.
const walkStep = 200

// step looks at a walk's next rows; false at its end or at a limit.
func (s *nameSearch) step(w *walk) (more bool, err error) {
	rows, err := s.scan(namesTable, w.span, walkStep)
	if err != nil {
		return false, err
	}
	for _, found := range rows {
		tail, rest, _ := strings.Cut(found.key, "\x00")
		head, id, _ := strings.Cut(rest, "\x00")
		name := strings.TrimSpace(head + " " + tail)
		if hasWords(name, s.words) && !s.seen[id] && len(s.list) < candidatesMax {
			s.seen[id] = true
			s.list = append(s.list, hit{id: id, name: name})
		}
	}
	if w.steps += len(rows); len(rows) < walkStep || w.steps > stepsMax || len(s.list) >= candidatesMax {
		return false, nil
	}
	w.span = w.span.behind(rows[len(rows)-1].place)
	return true, nil
}

// hasWords says whether every word begins a word of a folded name.
func hasWords(name string, words []string) bool {
	name = " " + name
	for _, w := range words {
		if !strings.Contains(name, " "+w) {
			return false
		}
	}
	return true
}

func reversed(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b)
}

// putMember writes a member with its index.
func (t *tx) putMember(m office.Member) error {
	old, there, err := t.findMember(m.ID)
	if err != nil {
		return err
	}
	if there {
		for _, e := range foundBy(old) {
			t.delete(e.table, e.place)
		}
	}
	form := stored.Member(m)
	t.put(membersTable, at(m.ID), journal.Encode(&form))
	if len(m.Key) > 0 {
		t.put(keysTable, at(m.ID), bytes.Clone(m.Key))
	} else {
		t.delete(keysTable, at(m.ID))
	}
	for _, e := range foundBy(m) {
		t.put(e.table, e.place, []byte(e.value))
	}
	return nil
}

// entry is a row that a member is found by.
type entry struct {
	table *table
	place
	value string
}

func foundBy(m office.Member) []entry {
	words := catalog.Words(m.Name)
	var list []entry
	if m.Phone != "" { // whoever was forgotten has none
		list = append(list, entry{table: phonesTable, place: place{m.Phone, m.ID}},
			entry{tailsTable, place{"", reversed(ident.PhoneLocal(m.Phone)) + "\x00" + m.ID}, strings.Join(words, " ")})
	}
	for i := range words {
		list = append(list, entry{table: namesTable, place: place{"", strings.Join([]string{strings.Join(words[i:], " "), strings.Join(words[:i], " "), m.ID}, "\x00")}})
	}
	if m.Into != "" {
		list = append(list, entry{table: mergedTable, place: place{m.Into, m.ID}})
	}
	return list
}
