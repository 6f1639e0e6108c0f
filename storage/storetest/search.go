package storetest

import (
	"fmt"
	"slices"
	"testing"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/journal"
)

// testMembersByInitials: two first letters and more find who is called so, of central's members and of those made here, as they are
// called now.
func testMembersByInitials(t *testing.T, s *subject) {
	s.neighbours(t)
	b := NewBook(t, s)
	batch := b.Batch(b.Event(journal.MemberCreated, &catalog.MemberCreated{ID: "m9", Sealed: []byte("…")}))
	batch.Members = []counter.NewMember{{Member: person("m9", "Ngô Tú Bảo Ngân", "+84911222333"), Key: make([]byte, journal.PersonalKeySize)}}
	b.Commit(t, batch)
	s.reopen(t)
	find := func(want map[string][]string) {
		t.Helper()
		for text, want := range want {
			if got := s.find(t, text, 20); !slices.Equal(sorted(got), want) {
				t.Errorf("%q finds %v, want %v", text, got, want)
			}
		}
	}
	find(map[string][]string{"dna": {"m1", "m2"}, "ĐNÁ": {"m1", "m2"}, "nva": {"m6"}, "nv": {"m6"}, "ttbn": {"m4"}, "ntbn": {"m9"}, "nt": {"m9"}, "tbn": nil, "dnax": nil})
	s.fill(t, func(w Filler) { w.Member(person("m6", "Nguyễn Thị Bình", "+84900333444")) })
	find(map[string][]string{"nva": nil, "ntb": {"m6", "m9"}})
}

// testRegularsFirst: of those who fit as well, who came here last comes first, however many others there are.
func testRegularsFirst(t *testing.T, s *subject) {
	s.fill(t, func(w Filler) {
		for i := range 600 {
			w.Member(person(fmt.Sprintf("p%03d", i), fmt.Sprintf("Nguyễn Văn %c%c", 'A'+i%26, 'a'+i/26%26), fmt.Sprintf("+849%08d", i)))
		}
	})
	b := NewBook(t, s)
	b.Sell(t, 1, "p599")
	b.Sell(t, 1, "p025")
	first := func(text string, want ...string) {
		t.Helper()
		if got := s.find(t, text, 20); len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
			t.Errorf("%q finds %v, want %v first", text, got, want)
		}
	}
	first("nguyen", "p025", "p599")
	first("van ng", "p025", "p599")
	first("nvz", "p025")
	first("00599", "p599")
	b.Sell(t, 1, "p599")
	first("nguyen", "p599", "p025")
	s.reopen(t)
	first("nguyen", "p599", "p025")
	s.fill(t, func(w Filler) { w.Member(person("p599", "Trần Văn Minh", "+84900000599")) })
	first("nguyen", "p025")
	if got := s.find(t, "nguyen", 20); slices.Contains(got, "p599") {
		t.Errorf("the former name finds %v", got)
	}
}

// testBestSellersFirst: of goods that fit as well, what more orders had comes first; one order with many pieces is one.
func testBestSellersFirst(t *testing.T, s *subject) {
	s.fill(t, func(w Filler) {
		for _, p := range goods() {
			w.Product(p)
		}
	})
	b := NewBook(t, s)
	sell := func(skus ...string) {
		cart := b.Cart(len(skus), "")
		for i, sku := range skus {
			cart.Lines[i].SKU = sku
		}
		b.Commit(t, b.OpenCart(cart))
		b.Commit(t, b.Finish(cart))
		b.Sold++
	}
	want := func(text string, want ...string) {
		t.Helper()
		if got := s.findProducts(t, text, 10); !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", text, got, want)
		}
	}
	want("", "MEAT", "TEA1", "TEA2", "BAG")
	sell("TEA2", "BAG")
	sell("TEA1", "TEA1", "TEA1")
	sell("BAG", "TEA2")
	want("tra", "TEA2", "TEA1")
	want("", "TEA2", "BAG", "TEA1", "MEAT") // by name where as many had them
	s.reopen(t)
	want("tra", "TEA2", "TEA1")
	sell("TEA1")
	sell("TEA1")
	want("tra", "TEA1", "TEA2")
	want("tra", "TEA1", "TEA2")
}
