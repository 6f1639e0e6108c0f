package bolt

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"go.etcd.io/bbolt"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/loyalty"
)

var historyBucket = []byte("history")

// tailMin is how many last digits of a phone a search needs.
const tailMin = 3

// everywhere runs read over the catalogue and then over what was written here since.
func (t *Till) everywhere(ctx context.Context, what string, read func(tx *bbolt.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := t.fromCatalog(what, read); err != nil {
		return err
	}
	return t.fromLedger(what, read)
}

func (t *Till) fromCatalog(what string, read func(tx *bbolt.Tx) error) error {
	t.swap.RLock()
	defer t.swap.RUnlock()
	return view(t.catalog, what, read)
}

// Member implements counter.Members. The catalogue's word is newer than what was written here; one that was merged is the
// member that it was merged into.
func (t *Till) Member(ctx context.Context, id string) (catalog.Member, error) {
	return t.oneMember(ctx, func(*bbolt.Tx) (string, bool) { return id, true })
}

// ByPhone implements counter.Members.
func (t *Till) ByPhone(ctx context.Context, phone string) (catalog.Member, error) {
	return t.oneMember(ctx, func(tx *bbolt.Tx) (string, bool) { return idByPhone(tx, phone) })
}

func (t *Till) oneMember(ctx context.Context, id func(*bbolt.Tx) (string, bool)) (m catalog.Member, err error) {
	there := false
	err = t.everywhere(ctx, "a member", func(tx *bbolt.Tx) (err error) {
		if there {
			return nil
		}
		key, ok := id(tx)
		if !ok || t.shadowed(tx, key) {
			return nil
		}
		if tx.DB() != t.ledger {
			if key, err = leadsTo(tx, key); err != nil {
				return err
			}
		}
		m, there, err = getMember(tx, key)
		return err
	})
	if err == nil && !there {
		err = fault.New(fault.NotFound, "member.unknown", nil)
	}
	return m, err
}

// shadowed says whether tx reads what was written here while the catalogue has the same member, in a newer form.
func (t *Till) shadowed(tx *bbolt.Tx, id string) (newer bool) {
	if tx.DB() != t.ledger {
		return false
	}
	t.swap.RLock()
	defer t.swap.RUnlock()
	err := t.catalog.View(func(tx *bbolt.Tx) error {
		newer = tx.Bucket(membersBucket).Get([]byte(id)) != nil || tx.Bucket(intoBucket).Get([]byte(id)) != nil
		return nil
	})
	return err == nil && newer
}

// FindMembers implements counter.Members. A search looks at all who came here lately and at a bounded number of others, so of a name
// that thousands share it shows some; another word or three digits of the phone narrow it down.
func (t *Till) FindMembers(ctx context.Context, text string, limit int) ([]catalog.Member, error) {
	s := wantedBy(text)
	find := s.search(limit)
	if find == nil {
		return nil, nil
	}
	regulars, err := t.regulars(ctx, s)
	if err != nil {
		return nil, err
	}
	query := catalog.ParseQuery(text)
	var list []ranked
	err = t.everywhere(ctx, "members", func(tx *bbolt.Tx) error {
		hits := best(first(regulars, find(tx)), text, limit)
		for _, h := range hits {
			m, there, err := getMember(tx, h.id)
			if err != nil {
				return err
			}
			rank := query.Rank(m.Name, m.SearchText())
			if called := h.came == 0 || rank != catalog.NoMatch; there && called && !t.shadowed(tx, h.id) {
				list = append(list, ranked{m, h.name, rank, h.came})
			}
		}
		return nil
	})
	slices.SortFunc(list, ranked.compare)
	members := make([]catalog.Member, 0, min(limit, len(list)))
	for _, r := range list[:min(limit, len(list))] {
		members = append(members, r.Member)
	}
	return members, err
}

// wanted is whom a text means: all digits are a phone or its tail, letters are name words, and both together must both fit.
type wanted struct {
	phone  string // whole, E.164
	digits string
	words  []string
}

func wantedBy(text string) (s wanted) {
	if phone, err := ident.NormalisePhone(text); err == nil {
		return wanted{phone: phone}
	}
	for _, w := range catalog.Words(text) {
		if strings.Trim(w, "0123456789") == "" {
			s.digits += w
		} else {
			s.words = append(s.words, w)
		}
	}
	return s
}

// letters is the only word that was typed, which may be first letters; "" where it can't.
func (s wanted) letters() string {
	if s.digits == "" && len(s.words) == 1 && len(s.words[0]) > 1 {
		return s.words[0]
	}
	return ""
}

// search chooses the index, nil when too little was typed.
func (s wanted) search(limit int) func(*bbolt.Tx) []found {
	switch {
	case s.phone != "":
		return func(tx *bbolt.Tx) []found {
			if id, ok := idByPhone(tx, s.phone); ok {
				return []found{{id: id}}
			}
			return nil
		}
	case s.digits == "" && len(s.words) > 0:
		return func(tx *bbolt.Tx) []found {
			list := byName(tx, s.words, limit)
			if letters := s.letters(); letters != "" && len(list) < limit {
				list = first(list, byInitials(tx, letters))
			}
			return list
		}
	case len(s.digits) >= tailMin:
		return func(tx *bbolt.Tx) []found { return byTail(tx, s.digits, s.words) }
	}
	return nil
}

// regular says of each regular whether the search means them.
func (s wanted) regular() func(*regular) bool {
	tail, letters := reversed(s.digits), s.letters()
	begins := make([]string, len(s.words))
	for i, w := range s.words {
		begins[i] = " " + w
	}
	return func(r *regular) bool {
		if !strings.HasPrefix(r.phone, tail) {
			return false
		}
		if letters != "" && strings.HasPrefix(r.initials, letters) {
			return true
		}
		for _, w := range begins {
			if !strings.Contains(r.words, w) {
				return false
			}
		}
		return true
	}
}

// first is those found, and behind them the others that aren't among them.
func first(list, others []found) []found {
	if len(list) == 0 {
		return others
	}
	there := map[string]bool{}
	for _, f := range list {
		there[f.id] = true
	}
	out := slices.Clone(list)
	for _, f := range others {
		if !there[f.id] {
			out = append(out, f)
		}
	}
	return out
}

// markedSpare is how many times the limit are looked at when marks were typed: only the names themselves tell which
// have the same.
const markedSpare = 3

// best orders what was found by how well its folded name fits and keeps what can come out among the first limit.
func best(hits []found, text string, limit int) []found {
	words := catalog.Words(text)
	for i := range hits {
		hits[i].rank = catalog.Match(hits[i].name, words)
	}
	slices.SortFunc(hits, func(a, b found) int {
		return cmp.Or(cmp.Compare(b.rank, a.rank), cmp.Compare(b.came, a.came), cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id))
	})
	if catalog.Fold(text) != strings.ToLower(text) {
		limit *= markedSpare
	}
	return hits[:min(limit, len(hits))]
}

type ranked struct {
	catalog.Member
	folded string
	rank   catalog.Rank
	came   uint64
}

// compare puts the better first, then who came here later, then by name and id.
func (r ranked) compare(other ranked) int {
	return cmp.Or(cmp.Compare(other.rank, r.rank), cmp.Compare(other.came, r.came), cmp.Compare(r.folded, other.folded), cmp.Compare(r.ID, other.ID))
}

// Accounted implements counter.Members.
func (t *Till) Accounted(ctx context.Context, member string) (there bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	err = t.fromCatalog("an account", func(tx *bbolt.Tx) error {
		k, err := readKnownAccount(tx, member)
		there = len(k.postings) > 0
		return err
	})
	if there || err != nil {
		return there, err
	}
	err = t.fromLedger("a member made here", func(tx *bbolt.Tx) (err error) {
		_, there, err = getMember(tx, member)
		return err
	})
	return there, err
}

// Postings implements counter.Members.
func (t *Till) Postings(ctx context.Context, member string) (list []loyalty.Posting, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var k known
	err = t.fromCatalog("an account", func(tx *bbolt.Tx) (err error) {
		k, err = readKnownAccount(tx, member)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = t.fromLedger("an account's postings", k.own)
	return k.postings, err
}
