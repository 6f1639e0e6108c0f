package recent

import (
	"fmt"
	"testing"
)

func TestWhatIsTakenIsNobodyElses(t *testing.T) {
	m := New[string](10)
	m.Keep("a", "first", 1)
	m.Keep("a", "second", 1)
	if got := m.Take("a"); got != "second" {
		t.Errorf("%q was kept last", got)
	}
	if got := m.Take("a"); got != "" {
		t.Errorf("%q is there twice", got)
	}
}

func TestWhatIsAskedForStaysAndTheRoomIsNeverExceeded(t *testing.T) {
	m := New[int](100)
	m.Keep("often", 1, 3)
	for n := range 1_000 {
		m.Keep(fmt.Sprint(n), n, 1+n%7)
		often := m.Take("often")
		if often != 1 {
			t.Fatalf("forgotten after %d others", n)
		}
		m.Keep("often", often, 3)
		size := 0
		for _, k := range m.young {
			size += k.size
		}
		if size != m.size {
			t.Fatalf("%d in the young half, counted as %d", size, m.size)
		}
		for _, k := range m.old {
			size += k.size
		}
		if size > 100 {
			t.Fatalf("%d are kept", size)
		}
	}
	if m.Take("0") != 0 || m.Take("1") != 0 || m.Take("999") != 999 {
		t.Error("not the newest stayed")
	}
	m.Keep("often", 2, 51)
	if got := m.Take("often"); got != 0 {
		t.Errorf("%d was too large to be kept", got)
	}
}
