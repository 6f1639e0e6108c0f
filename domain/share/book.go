package share

import (
	"maps"
	"slices"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/mutant"
)

// Row is what central's book knows of one right. Its own part is what is left (SHARES 1): Share.
type Row struct {
	Known  bool  // an event made it arise; until then nothing of it is granted (SHARES 23)
	Arisen int64 // units
	Clawed int64
	Taken  int64 // less what was restored
	Out    []Part
}

// Nothing says that the row says nothing: it needs no room in a store.
func (r Row) Nothing() bool {
	return !r.Known && r.Arisen == 0 && r.Clawed == 0 && r.Taken == 0 && len(r.Out) == 0
}

// Part is what a holder has of a right in the book, and what a supervisor released of it by hand (SHARES 6).
type Part struct {
	Holder   Holder
	Units    int64
	Open     int64  // granted and not known to be got
	Released int64  // what is freed although the holder has it; it uses that up first
	Base     uint64 // the holder's seq known at the release: later events count
}

// Holding is what the book knows of one holder.
type Holding struct {
	Enrolled    bool
	Retired     bool
	Applied     uint64             // its journal is in the book up to here
	Closed      uint64             // requests up to here that weren't got are dead
	Fresh       uint64             // the incarnation that its last closing named
	Got         []uint64           // requests above Closed that were got
	Open        map[uint64][]Units // grants answered and not known to be got
	FormerNeeds map[Holder]uint64  // journals of its former epochs that it carries, and their lengths
}

// Books is where a book lies. What Row and Holding answer may be changed only by putting it back; zero values stand for
// what isn't there.
type Books interface {
	Row(right string) (Row, error)
	PutRow(right string, r Row) error
	Holding(h Holder) (Holding, error)
	PutHolding(h Holder, m Holding) error
	// Incarnation is central's; Waiting are the holders whose word it waits for, having been restored (SHARES 17).
	Incarnation() (uint64, error)
	Waiting() ([]Holder, error)
	PutWaiting(hs []Holder) error
}

// Book is central's part: what every journal says, on a store.
type Book struct{ Books }

// Share is central's own part of the right, below 0 when a holder or the account owes it.
func (b Book) Share(right string) (int64, error) {
	row, err := b.Row(right)
	if err != nil {
		return 0, err
	}
	return b.share(row)
}

func (b Book) share(row Row) (int64, error) {
	if !row.Known {
		return 0, nil
	}
	left := row.Arisen - row.Clawed - row.Taken
	for _, p := range row.Out {
		m, err := b.Holding(p.Holder)
		if err != nil {
			return 0, err
		}
		if !m.Retired {
			left -= max(0, p.Units-p.Released) + p.Open
		}
	}
	return left, nil
}

// Apply books the envelope of an event that its journal's cursor has reached: a till's next one, central's own, or one of
// a retired epoch, whose units are central's. It never fails on what an event says: facts are never refused.
func (b Book) Apply(e journal.Event) error {
	author := Author(e)
	for _, m := range e.Moves {
		if err := b.move(author, e.Seq, m); err != nil {
			return err
		}
	}
	if author == Central {
		return nil
	}
	who, err := b.Holding(author)
	if err != nil {
		return err
	}
	who.Applied = max(who.Applied, e.Seq)
	if err := b.PutHolding(author, who); err != nil {
		return err
	}
	return b.thaw()
}

func (b Book) move(author Holder, seq uint64, m journal.Move) error {
	switch m.Kind {
	case journal.MoveClosed:
		return b.close(author, m)
	case journal.MoveFormer, journal.MoveEnrol, journal.MoveRetire:
		return b.moveHolder(author, m)
	case journal.MoveRelease:
		return b.change(m.Lot, m.Holder, func(_ *Row, p *Part) { p.Released, p.Base = m.N, m.Request })
	case journal.MoveGot:
		if err := b.got(author, m); err != nil {
			return err
		}
	}
	return b.change(m.Lot, author.String(), func(r *Row, p *Part) { r.book(p, seq, m) })
}

// book is what a move does to a right and to its author's part of it.
func (r *Row) book(p *Part, seq uint64, m journal.Move) {
	gone := int64(0)
	switch m.Kind {
	case journal.MoveArise:
		r.Known, r.Arisen, p.Units = true, r.Arisen+m.N, p.Units+m.N
	case journal.MoveTake:
		r.Taken, gone = r.Taken+m.N, m.N
	case journal.MoveRestore:
		r.Taken -= m.N
		if !mutant.RestoresToCentral {
			p.Units += m.N
		}
	case journal.MoveClaw:
		r.Clawed, gone = r.Clawed+m.N, m.Burn
	case journal.MoveGot:
		p.Units += m.N
	case journal.MoveReturn:
		gone = m.N
	case journal.MoveTrust:
		r.Taken += m.N
	case journal.MoveCancel:
		r.Taken -= m.N
	}
	p.Units -= gone
	if seq > p.Base {
		p.Released = max(0, p.Released-gone)
	}
}

// change edits a right and a holder's part of it. Central has no part: its share is what is left.
func (b Book) change(right, holder string, edit func(*Row, *Part)) error {
	row, err := b.Row(right)
	if err != nil {
		return err
	}
	row.Out = slices.Clone(row.Out)
	if holder == Central.String() {
		edit(&row, &Part{})
		return b.PutRow(right, row)
	}
	i := slices.IndexFunc(row.Out, func(p Part) bool { return p.Holder.String() == holder })
	if i < 0 {
		i = len(row.Out)
		row.Out = append(row.Out, Part{Holder: ParseHolder(holder)})
	}
	edit(&row, &row.Out[i])
	if p := row.Out[i]; p.Units == 0 && p.Open == 0 && p.Released == 0 {
		row.Out = slices.Delete(row.Out, i, i+1)
	}
	return b.PutRow(right, row)
}

func (b Book) moveHolder(author Holder, m journal.Move) error {
	named := ParseHolder(m.Holder)
	if m.Kind == journal.MoveFormer {
		who, err := b.Holding(author)
		if err != nil {
			return err
		}
		who.FormerNeeds = maps.Clone(who.FormerNeeds)
		if who.FormerNeeds == nil {
			who.FormerNeeds = map[Holder]uint64{}
		}
		who.FormerNeeds[named] = uint64(m.N)
		return b.PutHolding(author, who)
	}
	who, err := b.Holding(named)
	if err != nil {
		return err
	}
	if m.Kind == journal.MoveRetire {
		who.Retired = true
	} else {
		who.Enrolled = true
	}
	if err := b.PutHolding(named, who); err != nil {
		return err
	}
	return b.enlist(named, who)
}

// enlist waits for a holder that is enrolled while central waits for others: it may carry former epochs' journals. One that
// is retired is waited for no more.
func (b Book) enlist(h Holder, who Holding) error {
	waiting, err := b.Waiting()
	if err != nil || len(waiting) == 0 {
		return err
	}
	waiting = slices.DeleteFunc(slices.Clone(waiting), func(w Holder) bool { return w == h })
	if !who.Retired {
		waiting = append(waiting, h)
	}
	return b.PutWaiting(waiting)
}

// close kills the requests up to one that were not got, however old: what was granted on them is central's again.
func (b Book) close(author Holder, m journal.Move) error {
	who, err := b.Holding(author)
	if err != nil {
		return err
	}
	who.Closed, who.Fresh = max(who.Closed, m.Request), max(who.Fresh, m.Incarnation)
	who.Got = slices.DeleteFunc(slices.Clone(who.Got), func(r uint64) bool { return r <= who.Closed })
	open := map[uint64][]Units{}
	for request, units := range who.Open {
		if request > who.Closed {
			open[request] = units
		} else if err := b.unopen(author, units); err != nil {
			return err
		}
	}
	who.Open = open
	return b.PutHolding(author, who)
}

func (b Book) got(author Holder, m journal.Move) error {
	who, err := b.Holding(author)
	if err != nil {
		return err
	}
	units, open := who.Open[m.Request]
	if open {
		who.Open = maps.Clone(who.Open)
		delete(who.Open, m.Request)
		if err := b.unopen(author, units); err != nil {
			return err
		}
	}
	if !slices.Contains(who.Got, m.Request) {
		who.Got = append(slices.Clip(who.Got), m.Request)
	}
	return b.PutHolding(author, who)
}

// unopen takes granted units out of the book's open ones: they were got, or never will be.
func (b Book) unopen(h Holder, units []Units) error {
	for _, u := range units {
		if err := b.change(u.Right, h.String(), func(_ *Row, p *Part) { p.Open -= u.N }); err != nil {
			return err
		}
	}
	return nil
}

// Granted is central's answer to a request.
type Granted struct {
	Request     uint64
	Incarnation uint64
	Units       []Units // as many as there were, perhaps none
}

// Grant gives of central's share what a holder asks for, as far as it reaches. The same request gets the same answer while
// it is open. The answer may be sent once all that was put is durable. Faults: share.unenrolled, share.retired,
// share.incarnation (now), share.frozen (waiting), share.closed.
func (b Book) Grant(h Holder, request, incarnation uint64, wants []Units) (Granted, error) {
	who, err := b.Holding(h)
	if err != nil {
		return Granted{}, err
	}
	now, err := b.Incarnation()
	if err != nil {
		return Granted{}, err
	}
	answer := Granted{Request: request, Incarnation: now}
	switch {
	case !who.Enrolled:
		return answer, fault.New(fault.Forbidden, "share.unenrolled", nil)
	case who.Retired:
		return answer, fault.New(fault.Forbidden, "share.retired", nil)
	case incarnation != now:
		return answer, fault.New(fault.Conflict, "share.incarnation", fault.Args{"now": int64(now)})
	}
	if units, open := who.Open[request]; open {
		answer.Units = units
		return answer, nil
	}
	if err := b.mayGrant(who, request); err != nil {
		return answer, err
	}
	for _, w := range wants {
		n, err := b.reserve(h, w)
		if err != nil {
			return answer, err
		}
		if n > 0 {
			answer.Units = append(answer.Units, Units{w.Right, n})
		}
	}
	if len(answer.Units) == 0 {
		return answer, nil
	}
	if who, err = b.Holding(h); err != nil {
		return answer, err
	}
	who.Open = maps.Clone(who.Open)
	if who.Open == nil {
		who.Open = map[uint64][]Units{}
	}
	who.Open[request] = answer.Units
	return answer, b.PutHolding(h, who)
}

func (b Book) mayGrant(who Holding, request uint64) error {
	if waiting, err := b.Waiting(); err != nil {
		return err
	} else if len(waiting) > 0 {
		return fault.New(fault.Unavailable, "share.frozen", fault.Args{"waiting": int64(len(waiting))})
	}
	if request <= who.Closed || slices.Contains(who.Got, request) {
		return fault.New(fault.Conflict, "share.closed", nil)
	}
	return nil
}

// reserve opens as much of a wish as central's share has; nothing of what a supervisor released at that holder.
func (b Book) reserve(h Holder, w Units) (int64, error) {
	row, err := b.Row(w.Right)
	if err != nil {
		return 0, err
	}
	if slices.ContainsFunc(row.Out, func(p Part) bool { return p.Holder == h && p.Released > 0 }) {
		return 0, nil
	}
	free, err := b.share(row)
	if err != nil || free <= 0 {
		return 0, err
	}
	n := min(free, w.N)
	return n, b.change(w.Right, h.String(), func(_ *Row, p *Part) { p.Open += n })
}

// thaw stops waiting for holders that have spoken of this incarnation, and whose former epochs' journals are in the book
// as long as they named them (SHARES 17).
func (b Book) thaw() error {
	waiting, err := b.Waiting()
	if err != nil || len(waiting) == 0 {
		return err
	}
	now, err := b.Incarnation()
	if err != nil {
		return err
	}
	var still []Holder
	for _, h := range waiting {
		spoken, err := b.spoken(h, now)
		if err != nil {
			return err
		}
		if !spoken {
			still = append(still, h)
		}
	}
	if len(still) == len(waiting) {
		return nil
	}
	return b.PutWaiting(still)
}

func (b Book) spoken(h Holder, incarnation uint64) (bool, error) {
	who, err := b.Holding(h)
	if err != nil || who.Fresh < incarnation {
		return false, err
	}
	for former, length := range who.FormerNeeds {
		f, err := b.Holding(former)
		if err != nil || f.Applied < length && !mutant.ForgetsFormers {
			return false, err
		}
	}
	return true, nil
}

// Waive stops waiting for a silent holder by a supervisor's word: it stays enrolled, and what it is known to hold stays
// out (SHARES 17).
func (b Book) Waive(h Holder) error {
	waiting, err := b.Waiting()
	if err != nil {
		return err
	}
	return b.PutWaiting(slices.DeleteFunc(slices.Clone(waiting), func(w Holder) bool { return w == h }))
}
