package office_test

import (
	"context"
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"tim/domain/office"
)

var errLost = errors.New("the disk is gone")

// losing is a store that decides and then loses what was decided.
type losing struct {
	office.Store
	lose bool
}

func (s *losing) Write(ctx context.Context, decide func(office.Tx) error) error {
	return s.Store.Write(ctx, func(tx office.Tx) error {
		if err := decide(tx); err != nil || !s.lose {
			return err
		}
		return errLost
	})
}

// A push is judged, and then never stored. The account as it was judged must not be anybody's: the same points are there still.
func TestWhatWasNeverStoredIsInNoAccount(t *testing.T) {
	s := openOffice(t)
	store := &losing{Store: s.store}
	s.Office = office.New(office.Config{Store: store, Now: func() time.Time { return s.now }, Entropy: rand.Reader, Zone: time.LoadLocation})
	s.program()
	s.member("lan", "0912345678", 500)
	d := s.till(1)
	d.sell("lan", 100_000)
	d.sell("lan", 100_000)
	s.now = at(10)
	usable := func(want int64) {
		t.Helper()
		for range 2 { // folded, and remembered
			if p := s.points("lan", s.now); p.Usable != want {
				t.Errorf("usable %d, want %d", p.Usable, want)
			}
		}
	}
	usable(500)
	store.lose = true
	if _, err := s.TakeJournal(t.Context(), d.part(0, d.head.Seq)); !errors.Is(err, errLost) {
		t.Fatal(err)
	}
	usable(500)
	store.lose = false
	if _, err := s.TakeJournal(t.Context(), d.part(0, 2)); err != nil {
		t.Fatal(err)
	}
	usable(600)
	s.push(d)
	usable(700)
}
