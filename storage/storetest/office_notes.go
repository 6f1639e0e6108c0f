package storetest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"tim/domain/catalog"
	"tim/domain/loyalty"
	"tim/domain/office"
)

// noted lists the keys of a space.
func noted(t *testing.T, b *branch, space, after string, most int) string {
	t.Helper()
	return strings.Join(look(t, b, func(r office.Reader) (keys []string, err error) {
		list, err := r.Notes(space, after, most)
		for _, n := range list {
			keys = append(keys, n.Key+"="+string(n.Value))
		}
		return keys, err
	}), " ")
}

func testOfficeNotes(t *testing.T, b *branch) {
	ctx := context.Background()
	put := func(space, key string, value []byte) func(office.Tx) error {
		return func(tx office.Tx) error { return tx.PutNote(space, key, value) }
	}
	for _, n := range []struct{ space, key, value string }{{"a", "2", "x"}, {"a", "1", "y"}, {"a", "", "z"}, {"a.b", "1", "w"}, {"a", "3\x00k", "v"}} {
		if err := b.Write(ctx, put(n.space, n.key, []byte(n.value))); err != nil {
			t.Fatal(err)
		}
	}
	if got := noted(t, b, "a", "", 9); got != "=z 1=y 2=x 3\x00k=v" {
		t.Errorf("in order of keys: %q", got)
	}
	if got := noted(t, b, "a", "1", 1); got != "2=x" {
		t.Errorf("one behind a key: %q", got)
	}
	if got := noted(t, b, "a", "15", 9); got != "2=x 3\x00k=v" {
		t.Errorf("behind a key that isn't there: %q", got)
	}
	refused := errors.New("refused")
	err := b.Write(ctx, func(tx office.Tx) error {
		if err := errors.Join(tx.PutNote("a", "1", nil), tx.PutNote("a", "2", []byte("new")), tx.PutNote("a", "9", []byte("new"))); err != nil {
			return err
		}
		if v, err := tx.Note("a", "1"); v != nil || err != nil {
			t.Errorf("removed in this transaction: %q, %v", v, err)
		}
		return refused
	})
	if !errors.Is(err, refused) || noted(t, b, "a", "", 9) != "=z 1=y 2=x 3\x00k=v" {
		t.Errorf("refused: %v, %q", err, noted(t, b, "a", "", 9))
	}
	if err := b.Write(ctx, put("a", "1", nil)); err != nil || noted(t, b, "a", "", 2) != "=z 2=x" {
		t.Errorf("removed: %v, %q", err, noted(t, b, "a", "", 2))
	}
}

func testOfficeBehind(t *testing.T, b *branch) {
	err := b.Write(context.Background(), func(tx office.Tx) error {
		for _, id := range []string{"m2", "m1", "m3"} {
			if err := tx.Put(office.Member{Member: catalog.Member{ID: id, Name: "An", Phone: "+8491234567" + id[1:]}}); err != nil {
				return err
			}
			if err := tx.Put(office.Product{Product: catalog.Product{SKU: id, Name: "Sữa"}}); err != nil {
				return err
			}
			if err := tx.Put(loyalty.Voucher{ID: id, Member: "lan"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	members := look(t, b, func(r office.Reader) ([]office.Member, error) { return r.MembersBehind("m1", 1) })
	products := look(t, b, func(r office.Reader) ([]office.Product, error) { return r.ProductsBehind("m1", 9) })
	if len(members) != 1 || members[0].ID != "m2" || len(products) != 2 || products[1].SKU != "m3" {
		t.Errorf("%v, %v", members, products)
	}
	if all := look(t, b, func(r office.Reader) ([]office.Member, error) { return r.MembersBehind("", 9) }); len(all) != 3 {
		t.Errorf("%v", all)
	}
	vouchers := look(t, b, func(r office.Reader) ([]loyalty.Voucher, error) { return r.VouchersBehind("m1", 1) })
	if len(vouchers) != 1 || vouchers[0].ID != "m2" || vouchers[0].Member != "lan" {
		t.Errorf("%v", vouchers)
	}
}
