package memory

import (
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
)

// reader reads one state.
type reader struct{ *central }

// document is a tree's value; unknown is the fault of there being none.
func document[V any](t tree[V], key, unknown string, args fault.Args) (value V, err error) {
	value, there := t.get(key)
	if !there {
		return value, fault.New(fault.NotFound, unknown, args)
	}
	return deep(value), nil
}

// pageOf goes over the keys under a prefix in order, from behind the page's cursor on; take says whether one counts. It
// gives the next cursor, "" at the end.
func pageOf[V any](t tree[V], prefix string, p office.Page, take func(key string, value V) bool) (next string, err error) {
	behind, err := readCursor(p)
	if err != nil {
		return "", err
	}
	taken := 0
	for key, value := range t.from(prefix + behind) {
		if !strings.HasPrefix(key, prefix) {
			break
		}
		rest := key[len(prefix):]
		if behind != "" && rest == behind {
			continue
		}
		if taken == p.Limit {
			return next, nil
		}
		if take(rest, value) {
			taken++
			next = hex.EncodeToString([]byte(rest))
		}
	}
	return "", nil
}

// readCursor is the key behind which a page goes on, "" at the start.
func readCursor(p office.Page) (string, error) {
	key, err := hex.DecodeString(p.Cursor)
	if err != nil {
		return "", fault.At("cursor", "cursor.format", nil)
	}
	return string(key), nil
}

// Order implements office.Orders.
func (r reader) Order(key string) (o sale.Order, err error) {
	bytes, there := r.orders.get(key)
	if !there {
		return o, fault.New(fault.NotFound, "order.unknown", fault.Args{"order": key})
	}
	return decode[sale.Order](bytes), nil
}

// OrdersOf implements office.Orders.
func (r reader) OrdersOf(member string, from, to time.Time, p office.Page) (orders []sale.Order, next string, err error) {
	index, prefix := r.placed, ""
	if member != "" {
		index, prefix = r.ofMember, join(member, "")
	}
	newest := past(prefix)
	if !to.IsZero() {
		newest = prefix + instant(to.Add(time.Millisecond))
	}
	behind, err := readCursor(p)
	if err != nil {
		return nil, "", err
	}
	if behind != "" {
		newest = min(newest, prefix+behind)
	}
	oldest := prefix
	if !from.IsZero() {
		oldest += instant(from)
	}
	for key := range index.before(newest) {
		if key < oldest {
			break
		}
		if len(orders) == p.Limit {
			return orders, next, nil
		}
		place := key[len(prefix):]
		o, err := r.Order(place[instantSize:])
		if err != nil {
			return nil, "", err
		}
		orders, next = append(orders, o), hex.EncodeToString([]byte(place))
	}
	return orders, "", nil
}

// Postings implements office.Accounts.
func (r reader) Postings(member string) (list []loyalty.Posting, err error) {
	for _, p := range r.postings.under(join(member, "")) {
		list = append(list, p.posting())
	}
	return list, nil
}

// Mark implements office.Accounts. Postings are never changed and never taken away.
func (r reader) Mark(member string) (string, error) {
	arrived, there := r.marks.get(member)
	if !there {
		return "", nil
	}
	return strconv.FormatUint(arrived, 10), nil
}

// Answered implements office.Accounts.
func (r reader) Answered(key string) (office.Answer, bool, error) {
	a, there := r.answers.get(key)
	return deep(a), there, nil
}

// Member implements office.Members.
func (r reader) Member(id string) (office.Member, error) {
	one, there := r.members.byID.get(id)
	if !there {
		return office.Member{}, fault.New(fault.NotFound, "customer.unknown", nil)
	}
	return deep(one.Member), nil
}

// ByPhone implements office.Members.
func (r reader) ByPhone(phone string) (office.Member, error) {
	found := r.members.phoned(phone)
	if found == nil {
		return office.Member{}, fault.New(fault.NotFound, "customer.unknown", nil)
	}
	return deep(found.Member), nil
}

// Aliases implements office.Members.
func (r reader) Aliases(id string) (ids []string, err error) {
	prefix := join(id, "")
	for key := range r.members.merged.under(prefix) {
		ids = append(ids, key[len(prefix):])
	}
	return ids, nil
}

// FindMembers implements office.Members.
func (r reader) FindMembers(text string, p office.Page) (members []office.Member, next string, err error) {
	if strings.TrimSpace(text) == "" {
		next, err = pageOf(r.members.byID, "", p, func(_ string, one *person) bool {
			members = append(members, deep(one.Member))
			return true
		})
		return members, next, err
	}
	skip := 0
	if p.Cursor != "" {
		if skip, err = strconv.Atoi(p.Cursor); err != nil || skip < 0 {
			return nil, "", fault.At("cursor", "cursor.format", nil)
		}
	}
	hits := ranked(r.members.find(text, false), text, nil)
	if hits = hits[min(skip, len(hits)):]; len(hits) > p.Limit {
		hits, next = hits[:p.Limit], strconv.Itoa(skip+p.Limit)
	}
	for _, one := range hits {
		members = append(members, deep(one.Member))
	}
	return members, next, nil
}

// Voucher implements office.Vouchers.
func (r reader) Voucher(code string) (v loyalty.Voucher, err error) {
	bytes, there := r.vouchers.get(code)
	if !there {
		return v, fault.New(fault.NotFound, "voucher.unknown", nil)
	}
	return decode[loyalty.Voucher](bytes), nil
}

// VoucherIssued implements office.Vouchers.
func (r reader) VoucherIssued(issue string) (loyalty.Voucher, error) {
	code, _ := r.issues.get(issue)
	return r.Voucher(code)
}

// VouchersOf implements office.Vouchers.
func (r reader) VouchersOf(member string) (list []loyalty.Voucher, err error) {
	prefix := join(member, "")
	for key := range r.owned.backUnder(prefix) {
		v, err := r.Voucher(codeOf(key, prefix))
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

// Reward implements office.Vouchers.
func (r reader) Reward(id string) (loyalty.Reward, error) {
	return document(r.rewards, id, "reward.unknown", nil)
}

// Rewards implements office.Vouchers.
func (r reader) Rewards(p office.Page) (rewards []loyalty.Reward, next string, err error) {
	next, err = pageOf(r.rewards, "", p, func(_ string, reward loyalty.Reward) bool {
		rewards = append(rewards, deep(reward))
		return true
	})
	return rewards, next, err
}

// Programs implements office.Settings. What is behind their pointers is to be read only.
func (r reader) Programs() (list loyalty.Versions, err error) {
	for _, p := range r.programs.from("") {
		list = append(list, p)
	}
	return list, nil
}

// Product implements office.Settings.
func (r reader) Product(sku string) (office.Product, error) {
	p, there := r.products.get(sku)
	if !there {
		return office.Product{}, fault.New(fault.NotFound, "product.unknown", fault.Args{"code": sku})
	}
	return deep(p.Product), nil
}

// FindProducts implements office.Settings.
func (r reader) FindProducts(text string, p office.Page) (products []office.Product, next string, err error) {
	words := catalog.Words(text)
	next, err = pageOf(r.products, "", p, func(_ string, product product) bool {
		if len(words) > 0 && catalog.Match(product.search, words) == catalog.NoMatch {
			return false
		}
		products = append(products, deep(product.Product))
		return true
	})
	return products, next, err
}

// Quarantined implements office.Settings.
func (r reader) Quarantined(p office.Page) (items []office.Quarantined, next string, err error) {
	next, err = pageOf(r.waiting, "", p, func(key string, _ none) bool {
		item, _ := r.quarantine.get(key[instantSize:])
		items = append(items, deep(item))
		return true
	})
	return items, next, err
}

// QuarantinedItem implements office.Settings.
func (r reader) QuarantinedItem(id string) (office.Quarantined, error) {
	return document(r.quarantine, id, "quarantine.unknown", nil)
}
