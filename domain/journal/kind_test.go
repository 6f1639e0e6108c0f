package journal

import "testing"

// Central keeps what is newer than it knows aside: a kind that it does know mustn't be among that.
func TestTheNewestKindIsTheNewest(t *testing.T) {
	if newest := Kind(len(kindNames) - 1); newest != NewestKind {
		t.Errorf("the newest known kind is %v, NewestKind says %v", newest, NewestKind)
	}
}
