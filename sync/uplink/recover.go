package uplink

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/sync/wire"
)

// Central is what a till that begins its next epoch asks of central: a Client.
type Central interface {
	Enrol(ctx context.Context, m *wire.Enrol) (wire.Enrolled, error)
	Push(ctx context.Context, token string, m *wire.Push) (wire.Answer, error)
	Fetch(ctx context.Context, token string, m *wire.Fetch) (wire.Fetched, error)
}

// NextEpoch asks for the epoch behind m.Former: by m.Ticket, or in the name of the former epoch's key, which signs. Asked
// again with the same message and keys it answers the same. With a ticket the former epoch may be guessed as 0: the fault
// enrol.former says (now) which it is.
func NextEpoch(ctx context.Context, central Central, m wire.Enrol, key, former journal.Signer) (wire.Enrolled, error) {
	m.PublicKey = key.Public()
	signer := former
	if m.Ticket != "" {
		signer = key
	}
	m.Signature = signer.Sign(m.Signed())
	return central.Enrol(ctx, &m)
}

// FormerNow is the till's newest epoch by the fault enrol.former; false for any other error.
func FormerNow(err error) (uint32, bool) {
	f, coded := fault.Of(err)
	if !coded || f.Code != "enrol.former" {
		return 0, false
	}
	n, err := strconv.ParseUint(fmt.Sprint(f.Args["now"]), 10, 32)
	return uint32(n), err == nil
}

// Recovery brings together what a till's machine and central have of its former epochs, before the next one begins
// (SHARES 16): central is sent what it lacks, and what the machine lacks is fetched. Where both have another event at one
// place the file was rolled back or cloned: what is here stays as it is, central keeps it as a branch (SHARES 20), and what
// central has becomes another line here. Run again after whatever ended it, it goes on where it was.
type Recovery struct {
	Central Central
	Token   string
	Speaker wire.Speaker   // the epoch that is to begin
	Lines   []counter.Line // what the machine has: of each Ledger a counter.Archive
	All     bool           // it had nothing: the branches that central keeps come back, too
	// Open makes the ledger of a line, or opens what an earlier try left of it; base is what its first event follows.
	Open func(ctx context.Context, epoch, branch uint32, base uint64) (counter.Archive, error)
	Keys MemberKeys
	// Came is told of how many events came back since it was told last; nil: nobody.
	Came func(events int)

	lost bool
}

// Run answers with all lines, the newest epoch's first, and whether this machine may have printed numbers that nobody knows
// of. Faults: those of Client; recover.stuck (epoch, seq) where central takes no more of a journal; those of the ledgers.
func (r *Recovery) Run(ctx context.Context) (lines []counter.Line, lost bool, err error) {
	r.lost = r.All
	for epoch := uint32(1); epoch < r.Speaker.Epoch; epoch++ {
		line, there := r.line(epoch, 0, 0)
		if !there {
			if line, err = r.open(ctx, epoch, 0, 0); err != nil {
				return nil, false, err
			}
		}
		if err = r.meet(ctx, line); err != nil {
			return nil, false, fmt.Errorf("epoch %d: %w", epoch, err)
		}
	}
	counter.SortLines(r.Lines)
	for i := range r.Lines {
		s, err := r.Lines[i].Ledger.Start(ctx)
		if err != nil {
			return nil, false, err
		}
		r.Lines[i].Head = s.Head
	}
	return r.Lines, r.lost, nil
}

// line finds one that is here: the epoch's own with branch 0, else the one that parts behind base.
func (r *Recovery) line(epoch, branch uint32, base uint64) (counter.Line, bool) {
	i := slices.IndexFunc(r.Lines, func(l counter.Line) bool {
		return l.Epoch == epoch && (l.Branch > 0) == (branch > 0) && l.Base == base
	})
	if i < 0 {
		return counter.Line{}, false
	}
	return r.Lines[i], true
}

func (r *Recovery) open(ctx context.Context, epoch, branch uint32, base uint64) (counter.Line, error) {
	ledger, err := r.Open(ctx, epoch, branch, base)
	if err != nil {
		return counter.Line{}, err
	}
	l := counter.Line{Epoch: epoch, Branch: branch, Base: base, Ledger: ledger}
	r.Lines = append(r.Lines, l)
	return l, nil
}

// meet brings one epoch's line and central's together.
func (r *Recovery) meet(ctx context.Context, l counter.Line) error {
	s, err := l.Ledger.Start(ctx)
	if err != nil {
		return err
	}
	got, err := r.fetch(ctx, l.Epoch, s.Head.Seq)
	if fault.Code(err) == "till.unknown" {
		return nil // a central that was restored and knows nothing of this epoch
	}
	if err != nil {
		return err
	}
	base, err := r.common(ctx, l, min(s.Head.Seq, got.Head.Seq))
	switch {
	case err != nil:
		return err
	case base == s.Head.Seq:
		r.lost = r.lost || got.Head.Seq > base
		if err = r.take(ctx, l, l.Epoch, s.Head, got); err == nil && r.All {
			err = r.branches(ctx, l)
		}
		return err
	case base == got.Head.Seq:
		return r.send(ctx, l, base, s.Head.Seq)
	}
	r.lost = true
	if err := r.send(ctx, l, base, s.Head.Seq); err != nil {
		return err
	}
	return r.branch(ctx, l, l.Epoch, base)
}

// branch fetches a journal's events behind base into a line beside l.
func (r *Recovery) branch(ctx context.Context, l counter.Line, label uint32, base uint64) error {
	other, there := r.line(l.Epoch, 1, base)
	if !there {
		n := uint32(1)
		for _, have := range r.Lines {
			if have.Epoch == l.Epoch {
				n = max(n, have.Branch+1)
			}
		}
		var err error
		if other, err = r.open(ctx, l.Epoch, n, base); err != nil {
			return err
		}
	}
	s, err := other.Ledger.Start(ctx)
	if err != nil {
		return err
	}
	at := s.Head
	if at.Seq == 0 {
		if at, _, _, err = l.Ledger.Events(ctx, l.Epoch, base, 1, wire.BytesMax); err != nil {
			return err
		}
	}
	got, err := r.fetch(ctx, label, at.Seq)
	if err != nil {
		return err
	}
	return r.take(ctx, other, label, at, got)
}

// branches fetches those that central keeps of an epoch.
func (r *Recovery) branches(ctx context.Context, l counter.Line) error {
	for n := uint32(1); ; n++ {
		label := counter.Line{Epoch: l.Epoch, Branch: n}.Label()
		got, err := r.fetch(ctx, label, 0)
		if fault.Code(err) == "till.unknown" {
			return nil
		}
		if err != nil || len(got.Records) == 0 {
			return err
		}
		var first journal.Event
		if err := journal.Decode(got.Records[0], &first); err != nil {
			return unreadable(err)
		}
		if err := r.branch(ctx, l, label, first.Seq-1); err != nil {
			return err
		}
	}
}

// common is the newest event that this machine and central have in common, of those that both have one at: most often the
// last, which is looked at first.
func (r *Recovery) common(ctx context.Context, l counter.Line, last uint64) (uint64, error) {
	low, high := uint64(0), last
	for middle := high; low < high; middle = (low + high + 1) / 2 {
		same, err := r.same(ctx, l, middle)
		switch {
		case err != nil:
			return 0, err
		case same:
			low = middle
		default:
			high = middle - 1
		}
	}
	return low, nil
}

// same says whether the event of a seq is the same one here and at central. An event's id is its own, so those before it are
// then the same, too.
func (r *Recovery) same(ctx context.Context, l counter.Line, seq uint64) (bool, error) {
	_, here, _, err := l.Ledger.Events(ctx, l.Epoch, seq-1, 1, wire.BytesMax)
	if err != nil {
		return false, err
	}
	there, err := r.fetch(ctx, l.Epoch, seq-1)
	return err == nil && len(here) > 0 && len(there.Records) > 0 && bytes.Equal(here[0].Bytes, there.Records[0]), err
}

func (r *Recovery) fetch(ctx context.Context, label uint32, after uint64) (wire.Fetched, error) {
	return r.Central.Fetch(ctx, r.Token, &wire.Fetch{Speaker: r.Speaker, Journal: label, After: after})
}

// take stores what was fetched behind a head, and all that follows.
func (r *Recovery) take(ctx context.Context, l counter.Line, label uint32, at journal.Head, got wire.Fetched) error {
	s, err := l.Ledger.Start(ctx)
	if err != nil {
		return err
	}
	former := counter.Inherited{}
	if l.Branch == 0 && at.Seq == 0 {
		if former, err = counter.InheritLines(ctx, l.Epoch, false, r.before(l.Epoch)); err != nil {
			return err
		}
	}
	replay := counter.NewReplay(s, former)
	for len(got.Records) > 0 {
		var batches []counter.Batch
		if batches, at, err = batched(replay, at, got); err != nil {
			return err
		}
		if len(batches) == 0 {
			return stuck(l.Epoch, at.Seq)
		}
		if err := l.Ledger.(counter.Archive).Adopt(ctx, batches); err != nil {
			return err
		}
		if r.Came != nil {
			r.Came(len(got.Records))
		}
		if got, err = r.fetch(ctx, label, at.Seq); err != nil {
			return err
		}
	}
	return nil
}

// before are the lines of the epochs before one.
func (r *Recovery) before(epoch uint32) (lines []counter.Line) {
	for _, l := range r.Lines {
		if l.Epoch < epoch {
			lines = append(lines, l)
		}
	}
	return lines
}

// batched is the whole batches of what was fetched behind a head, and the head that they lead to.
func batched(replay *counter.Replay, at journal.Head, got wire.Fetched) (batches []counter.Batch, _ journal.Head, err error) {
	records := got.Records
	for _, seal := range got.Seals {
		n := int(seal.To) - int(at.Seq)
		if n <= 0 {
			continue
		}
		if n > len(records) {
			break
		}
		before := at
		var batch []journal.Record
		for _, b := range records[:n] {
			r := journal.Record{Bytes: b, Prev: at.Hash, Hash: journal.Link(at.Hash, b)}
			if err := journal.Decode(b, &r.Event); err != nil {
				return nil, at, unreadable(err)
			}
			if r.Event.Seq != at.Seq+1 {
				return nil, at, fault.New(fault.Unavailable, "central.stuck", nil)
			}
			at = journal.Head{Writer: r.Event.Writer, Epoch: r.Event.Epoch, Seq: r.Event.Seq, Hash: r.Hash}
			batch = append(batch, r)
		}
		if at.Hash != seal.Hash {
			return nil, at, fault.New(fault.Unavailable, "central.unchained", nil)
		}
		before.Writer, before.Epoch = at.Writer, at.Epoch
		seal.Epoch = at.Epoch // central keeps a branch's under a number of its own
		batches, records = append(batches, replay.Batch(before, batch, seal)), records[n:]
	}
	return batches, at, nil
}

func unreadable(err error) error {
	return fault.Wrap(fault.Unavailable, "message.unreadable", err, nil)
}

func stuck(epoch uint32, seq uint64) error {
	return fault.New(fault.Unavailable, "recover.stuck", fault.Args{"epoch": int64(epoch), "seq": int64(seq)})
}

// send pushes what central lacks of a line.
func (r *Recovery) send(ctx context.Context, l counter.Line, after, to uint64) error {
	for after < to {
		prev, records, seals, err := l.Ledger.Events(ctx, l.Epoch, after, wire.EventsMax, wire.BytesMax)
		if err != nil {
			return err
		}
		m := wire.Push{Speaker: r.Speaker, Journal: l.Epoch, Prev: prev, Seals: seals}
		if err := r.Keys.fill(ctx, &m, records); err != nil {
			return err
		}
		answer, err := r.Central.Push(ctx, r.Token, &m)
		if err != nil {
			return err
		}
		if answer.Mark.Acked <= after {
			return stuck(l.Epoch, after)
		}
		after = answer.Mark.Acked
	}
	return nil
}
