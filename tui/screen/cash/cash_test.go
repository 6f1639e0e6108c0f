package cash

import (
	"testing"

	"tim/domain/fault"
	"tim/domain/shift"
	"tim/tui/screen/screentest"
	"tim/tui/story"
	"tim/tui/text"
	"tim/tui/widget"
)

func typed(c Cash, names ...string) Cash {
	for _, name := range names {
		c, _ = c.Update(screentest.Key(name))
	}
	return c
}

func TestNotesAreAddedUpAsTheyAreTyped(t *testing.T) {
	c := typed(New(true), "1", "down", "2", "down", "down", "1", "0")
	if c.Amount() != 500_000+400_000+500_000 || c.Pieces() != [len(shift.Denominations)]int64{1, 2, 0, 10} {
		t.Errorf("%d, %v", c.Amount(), c.Pieces())
	}
	if c = typed(c, "backspace", "backspace"); c.Amount() != 900_000 || c.Empty() {
		t.Errorf("%d", c.Amount())
	}
	if _, more := New(true).Next(-1); more {
		t.Error("there is a note above the greatest")
	}
}

func TestMoreThanADrawerHoldsIsASlip(t *testing.T) {
	c := typed(New(true), "9", "9", "9", "9", "9", "9", "9")
	if fault.Code(c.Fault()) != "count.range" || c.Amount() != 0 {
		t.Errorf("%v, %d", c.Fault(), c.Amount())
	}
	if c = typed(c, "backspace", "backspace", "backspace", "backspace", "backspace"); c.Fault() != nil || c.Amount() != 99*500_000 {
		t.Errorf("%v, %d", c.Fault(), c.Amount())
	}
}

func TestBothWaysKeepWhatWasTyped(t *testing.T) {
	c := typed(typed(New(false), "7", "5", "0").Toggle(), "3")
	if c.Amount() != 1_500_000 {
		t.Errorf("by notes %d", c.Amount())
	}
	if c = c.Toggle(); c.Amount() != 750_000 || c.Pieces() != [len(shift.Denominations)]int64{} {
		t.Errorf("as an amount %d %v", c.Amount(), c.Pieces())
	}
}

func TestATapGoesToItsNote(t *testing.T) {
	env := screentest.Env(story.NoShift(), text.Vietnamese, 80, 21)
	hits := New(true).Draw(env, true).Hits
	at, ok := hits.At(5, 3) // below the head: 500.000, 200.000, 100.000
	if !ok || at != (widget.Target{ID: NoteTarget, Index: 2}) {
		t.Fatalf("%+v %v", at, ok)
	}
	if c := typed(New(true).Mark(at.Index), "4"); c.Amount() != 400_000 {
		t.Errorf("%d", c.Amount())
	}
}
