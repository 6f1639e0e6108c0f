package counter_test

import (
	"testing"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/sale"
	"tim/domain/shift"
	"tim/storage/bolt"
)

// What a supervisor approves is what was asked: whatever is done meanwhile ends the asking.
func TestWhatIsDoneMeanwhileEndsTheAsking(t *testing.T) {
	for name, c := range map[string]struct{ before, ask, then []counter.Action }{
		"a cart is put aside while a close waits": {
			before: []counter.Action{counter.CountDrawer{Amount: 499_000}}, ask: []counter.Action{counter.CloseShift{Reason: "thiếu"}},
			then: []counter.Action{counter.Enter{Text: milk}, counter.HoldCart{}}},
		"points are used on the cart aside that is to be thrown away": {
			before: []counter.Action{counter.Enter{Text: milk}, counter.AttachMember{Member: "anh"}, counter.HoldCart{}}, ask: []counter.Action{counter.VoidHeld{Reason: "bỏ đi"}},
			then: []counter.Action{counter.RecallCart{}, counter.UsePoints{Points: 10}, counter.HoldCart{}}},
		"more goods are scanned at the price that waits": {
			before: []counter.Action{counter.Enter{Text: milk}}, ask: []counter.Action{counter.Enter{Text: "=1000"}},
			then: []counter.Action{counter.Enter{Text: milk}}},
	} {
		t.Run(name, func(t *testing.T) {
			k := start(t)
			if err := k.file.Fill(func(w *bolt.CatalogWriter) error {
				w.Shop(counter.Shop{Name: "Cửa hàng", Channel: sale.Store, Currency: "VND", Policy: shift.Policy{Approve: map[string]bool{shift.ActOver: true}}})
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			k.mustDo(c.before...)
			k.mustDo(c.ask...)
			if k.last.Approval == nil {
				t.Fatal("nobody is asked")
			}
			k.mustDo(c.then...)
			if err := k.do(counter.Approve{PIN: "9999"}); fault.Code(err) != "approval.nothing" {
				t.Errorf("approved with %v behind it: %+v", err, k.last)
			}
			k.settled()
			k.verify()
		})
	}
}
