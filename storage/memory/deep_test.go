package memory

import (
	"reflect"
	"testing"
	"time"

	"tim/domain/money"
)

// TestDeepCopiesShareNothing: what a caller does with a document it put or was given changes nothing in the store.
func TestDeepCopiesShareNothing(t *testing.T) {
	type inner struct{ Names []string }
	type doc struct {
		Inner  *inner
		List   []inner
		ByName map[string][]int
		At     time.Time
		Price  *money.Percent
		Empty  []string
	}
	price := money.Per100(8)
	make := func() doc {
		return doc{&inner{[]string{"a"}}, []inner{{[]string{"b"}}}, map[string][]int{"c": {1}}, time.Unix(1, 0), &price, nil}
	}
	original := make()
	copied := deep(original)
	if !reflect.DeepEqual(copied, original) {
		t.Fatalf("%+v, want %+v", copied, original)
	}
	copied.Inner.Names[0], copied.List[0].Names[0], copied.ByName["c"][0], copied.ByName["d"] = "x", "x", 9, nil
	*copied.Price = money.Per100(10)
	if !reflect.DeepEqual(original, make()) || price != money.Per100(8) {
		t.Errorf("the original became %+v", original)
	}
}
