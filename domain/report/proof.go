package report

import (
	"bytes"
	"slices"

	"tim/domain/journal"
	"tim/domain/money"
)

// ZDiffers is why a journal breaks whose Z isn't what its events come to. The code is stable.
const ZDiffers = "shift.z_differs"

// Proof folds a journal beside its Zs: each must be what the events before it come to. Feed it an epoch's events in order.
type Proof struct {
	roll   Roll
	folds  map[string]*Fold // of the open shifts that began in this journal
	behind []journal.Record // the newest, not folded yet: a Z doesn't count what was written with it
	Proven int64            // Zs that hold
	Beyond int64            // Zs of shifts that began in a former epoch: only both journals together prove them
	Wrong  []uint64         // seqs of Zs that don't hold
}

// writeMost is more events than a write has before its Z.
const writeMost = 16

// NewProof begins before a journal's first event.
func NewProof() *Proof { return &Proof{folds: map[string]*Fold{}} }

// Event goes on with the next event.
func (p *Proof) Event(r journal.Record) {
	before := p.roll.Grand
	f := p.roll.Apply(r.Event)
	switch {
	case r.Event.Kind == journal.ShiftOpened && f != nil:
		p.folds[f.Shift.ID] = NewFold(f.Shift, f.Epoch, f.First)
	case r.Event.Kind == journal.ShiftClosed:
		p.z(r, f, before)
	}
	p.roll = p.roll.Open()
	if p.behind = append(p.behind, r); len(p.behind) > writeMost {
		p.fold(p.behind[0])
		p.behind = slices.Delete(p.behind, 0, 1)
	}
}

func (p *Proof) fold(r journal.Record) {
	for _, fold := range p.folds {
		fold.Apply(r)
	}
}

// z compares a Z with the fold. What is between the events that it counts and itself was written with it, at its instant.
func (p *Proof) z(r journal.Record, f *Filed, before money.VND) {
	var z Z
	if journal.Decode(r.Event.Body, &z) != nil || f == nil {
		p.Wrong = append(p.Wrong, r.Event.Seq)
		return
	}
	fold := p.folds[z.Sum.Shift.ID]
	if fold == nil {
		p.Beyond++
		return
	}
	delete(p.folds, z.Sum.Shift.ID)
	for _, earlier := range p.behind {
		switch {
		case earlier.Event.Seq <= z.Sum.Last:
			fold.Apply(earlier)
		case !earlier.Event.At.Equal(r.Event.At):
			p.Wrong = append(p.Wrong, r.Event.Seq)
			return
		}
	}
	want := fold.Sum(z.Sum.Grand-z.Sum.Turnover(), z.Sum.PerPoint)
	if !bytes.Equal(journal.Encode(&want), journal.Encode(&z.Sum)) || z.Sum.Grand-z.Sum.Turnover() != before {
		p.Wrong = append(p.Wrong, r.Event.Seq)
		return
	}
	p.Proven++
}
