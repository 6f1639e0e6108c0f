package input

import (
	"testing"

	"tim/domain/money"
)

func TestBelowAThousandMeansThousands(t *testing.T) {
	for typed, want := range map[string]struct {
		v         money.VND
		thousands bool
	}{
		"200": {200_000, true}, "1": {1_000, true}, "999": {999_000, true}, "0200": {200_000, true},
		"1000": {1_000, false}, "143290": {143_290, false}, "0": {0, false}, "": {0, false}, "-5": {0, false},
		"9999999999999999999999": {0, false},
	} {
		if v, thousands := Amount(typed); v != want.v || thousands != want.thousands {
			t.Errorf("%q is %d (%v), want %d (%v)", typed, v, thousands, want.v, want.thousands)
		}
	}
}
