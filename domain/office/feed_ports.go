package office

import "tim/domain/loyalty"

// Notes are what feeds remember: small values by key, in the order of keys, each kind of them in a space of its own. A
// store needs to know nothing else about feeds.
type Notes interface {
	// Note reads one, nil where there is none.
	Note(space, key string) ([]byte, error)
	// Notes lists those of a space behind a key ("": from the first), in order, at most so many. In a Bulk it may lack
	// what that has written.
	Notes(space, after string, most int) ([]Note, error)
	// MembersBehind lists members by id behind one ("": from the first), merged ones too, at most so many.
	MembersBehind(id string, most int) ([]Member, error)
	// ProductsBehind lists products by SKU behind one.
	ProductsBehind(sku string, most int) ([]Product, error)
	// VouchersBehind lists vouchers by code behind one.
	VouchersBehind(code string, most int) ([]loyalty.Voucher, error)
}

// Note is one of them.
type Note struct {
	Key   string
	Value []byte
}
