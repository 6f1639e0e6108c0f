package bolt

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"go.etcd.io/bbolt"

	"tim/domain/catalog"
	"tim/domain/ident"
	"tim/domain/sale"
)

// How much of the till's newest past a search goes by.
const (
	latelyOrders = 5_000
	regularsMax  = 3_000 // members; each costs every search some 100 ns
)

// lately is who came here and what was sold in the till's newest orders, and since: of what fits a search as well, that comes
// first. It is read once and kept in memory; behind a crash it is read anew.
type lately struct {
	reading sync.Mutex // one reader of the past
	mu      sync.Mutex
	read    bool
	sales   uint64              // counted so far
	sold    map[string]int      // orders by SKU
	folk    map[string]*regular // by id
	unmet   []string            // ids of those who came and weren't looked up since
}

// regular is a member who came here.
type regular struct {
	found           // came is lately.sales then
	phone    string // backwards, as dialled at home; "" before it was looked up
	words    string // the folded name with a space before each word
	initials string // first letters of the folded name's words
}

// known is what a search needs to know of a member, as it was looked up.
func (r *regular) known(m catalog.Member) {
	r.name, r.phone = strings.Join(catalog.Words(m.Name), " "), reversed(ident.PhoneLocal(m.Phone))
	r.words, r.initials = " "+r.name, catalog.InitialsOf(r.name)
}

// note counts an order that was paid as the n-th.
func (l *lately) note(o sale.Order, n uint64) {
	counted := map[string]bool{}
	for _, line := range o.Lines {
		if !counted[line.SKU] {
			counted[line.SKU] = true
			l.sold[line.SKU]++
		}
	}
	if o.Member == "" {
		return
	}
	r := l.folk[o.Member]
	if r == nil {
		r = &regular{found: found{id: o.Member}}
		l.folk[o.Member] = r
	}
	r.came = max(r.came, n)
	if r.phone == "" {
		l.unmet = append(l.unmet, o.Member)
	}
	if len(l.folk) > 2*regularsMax {
		l.thin()
	}
}

// thin forgets those who haven't come for longest.
func (l *lately) thin() {
	oldest := slices.SortedFunc(maps.Values(l.folk), func(a, b *regular) int { return cmp.Compare(b.came, a.came) })
	for _, r := range oldest[min(len(oldest), regularsMax):] {
		delete(l.folk, r.id)
	}
}

// paid counts what a commit sold. What is before the past was read comes with that.
func (l *lately) paid(orders []sale.Order) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.read {
		return
	}
	for _, o := range orders {
		l.sales++
		l.note(o, l.sales)
	}
}

// ReadLately reads what searches go by besides names. The first search does it otherwise, which takes it a moment.
func (t *Till) ReadLately(ctx context.Context) error {
	if _, err := t.productRows(); err != nil {
		return err
	}
	return t.readLately(ctx)
}

func (t *Till) readLately(ctx context.Context) error {
	l := &t.lately
	l.reading.Lock()
	defer l.reading.Unlock()
	if l.known() {
		return nil
	}
	fresh := &lately{sales: latelyOrders, sold: map[string]int{}, folk: map[string]*regular{}}
	n := fresh.sales
	err := t.eachLatest(ctx, func(o sale.Order) bool {
		if o.Receipt != "" {
			fresh.note(o, n)
			n--
		}
		return n > 0
	})
	if err != nil {
		return err
	}
	fresh.thin()
	if err := t.lookUp(ctx, fresh.folk); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.read, l.sales, l.sold, l.folk = true, fresh.sales, fresh.sold, fresh.folk
	return nil
}

func (l *lately) known() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.read
}

// lookUp reads the names and phones of regulars who have none yet. One who isn't here is left without.
func (t *Till) lookUp(ctx context.Context, folk map[string]*regular) error {
	return t.everywhere(ctx, "regulars", func(tx *bbolt.Tx) error {
		for id, r := range folk {
			if r.phone != "" {
				continue
			}
			m, there, err := getMember(tx, id)
			if err != nil {
				return err
			}
			if there {
				r.known(m)
			}
		}
		return nil
	})
}

// regulars are those whom a search may mean, as they were when they were looked up.
func (t *Till) regulars(ctx context.Context, s wanted) ([]found, error) {
	if s.phone != "" {
		return nil, nil // the index has the only one
	}
	if err := t.readLately(ctx); err != nil {
		return nil, err
	}
	l := &t.lately
	if strangers := l.strangers(); len(strangers) > 0 {
		if err := t.lookUp(ctx, strangers); err != nil {
			return nil, err
		}
		l.meet(strangers)
	}
	fits := s.regular()
	l.mu.Lock()
	defer l.mu.Unlock()
	var list []found
	for _, r := range l.folk {
		if fits(r) {
			list = append(list, r.found)
		}
	}
	return list, nil
}

// strangers are copies of the regulars who weren't looked up: that is done without the lock, which a payment waits for. Whom the files
// don't have is asked about again when they come again.
func (l *lately) strangers() map[string]*regular {
	l.mu.Lock()
	defer l.mu.Unlock()
	list := map[string]*regular{}
	for _, id := range l.unmet {
		list[id] = &regular{found: found{id: id}}
	}
	return list
}

// meet keeps what was found of strangers.
func (l *lately) meet(strangers map[string]*regular) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.unmet = slices.DeleteFunc(l.unmet, func(id string) bool { return strangers[id] != nil })
	for id, s := range strangers {
		if r := l.folk[id]; r != nil {
			r.name, r.phone, r.words, r.initials = s.name, s.phone, s.words, s.initials
		}
	}
}

// soldLately is in how many orders products were, by SKU. None is nil: nothing was sold since those of as many sales.
func (t *Till) soldLately(ctx context.Context, since uint64) (sold map[string]int, sales uint64, err error) {
	if err := t.readLately(ctx); err != nil {
		return nil, 0, err
	}
	l := &t.lately
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.sales == since {
		return nil, since, nil
	}
	return maps.Clone(l.sold), l.sales, nil
}
