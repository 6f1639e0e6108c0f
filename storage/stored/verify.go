package stored

import (
	"tim/domain/journal"
	"tim/domain/office"
	"tim/domain/share"
)

// What central's views break by when they aren't what journals say. The codes are stable.
const (
	TillBroken   = "till.broken"   // a till's journal isn't where central says that it stands
	RightDiffers = "right.differs" // what tills have to do with a right isn't what their journals say
)

// BrokenTill is the first place where a till's journal, fed to a verifier, isn't what it signed, or not all that central said it has
// of it; nil when it is whole.
func BrokenTill(v *journal.Verifier, till office.Till) *journal.Break {
	broken, head := v.Finish(), v.Head()
	switch {
	case broken != nil:
		return broken
	case head.Seq < till.Seq:
		return &journal.Break{Seq: head.Seq + 1, Reason: journal.JournalCut}
	case head.Writer != till.Writer || head.Seq > till.Seq || head.Hash != till.Hash:
		return &journal.Break{Seq: max(till.Seq, 1), Reason: TillBroken}
	}
	return nil
}

// Rights is what the journals of tills say of rights, by name: what arose, was clawed and taken, and whose the units are.
type Rights map[string]share.Row

// Fold counts what an event's envelope says.
func (r Rights) Fold(e journal.Event) {
	h := share.Author(e)
	for _, m := range e.Moves {
		if m.Lot == "" {
			continue
		}
		row := r[m.Lot]
		switch m.Kind {
		case journal.MoveArise:
			row.Arisen += m.N
		case journal.MoveClaw:
			row.Clawed += m.N
		case journal.MoveTake, journal.MoveTrust:
			row.Taken += m.N
		case journal.MoveRestore, journal.MoveCancel:
			row.Taken -= m.N
		}
		row.Out = withUnits(row.Out, h, share.Change(m))
		r[m.Lot] = row
	}
}

func withUnits(parts []share.Part, h share.Holder, n int64) []share.Part {
	if n == 0 {
		return parts
	}
	for i := range parts {
		if parts[i].Holder == h {
			parts[i].Units += n
			return parts
		}
	}
	return append(parts, share.Part{Holder: h, Units: n})
}

// Is says whether a stored row is what the journals say, and takes it off: grants that are open, and what was released by hand, apart.
func (r Rights) Is(name string, row share.Row) bool {
	want := r[name]
	delete(r, name)
	return row.Arisen == want.Arisen && row.Clawed == want.Clawed && row.Taken == want.Taken && sameUnits(row.Out, want.Out)
}

// Settled says whether what is left, of which nothing is stored, comes to nothing.
func (r Rights) Settled() bool {
	for name := range r {
		if !r.Is(name, share.Row{}) {
			return false
		}
	}
	return true
}

func sameUnits(a, b []share.Part) bool {
	left := map[share.Holder]int64{}
	for _, p := range a {
		left[p.Holder] += p.Units
	}
	for _, p := range b {
		left[p.Holder] -= p.Units
	}
	for _, n := range left {
		if n != 0 {
			return false
		}
	}
	return true
}
