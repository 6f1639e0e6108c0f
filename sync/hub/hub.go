package hub

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/office"
	"tim/domain/share"
	"tim/domain/shift"
	"tim/sync/wire"
)

// Tills is who central knows.
type Tills interface {
	// Till reads one epoch, with epoch 0 the newest. Fault: till.unknown.
	Till(ctx context.Context, h share.Holder) (office.Till, error)
	// Enrol begins a till, or a new epoch of one, durably.
	Enrol(ctx context.Context, e office.Enrolment) (office.Enrolled, error)
	// Mark is how far central is, durably, and how far it has a till's journal.
	Mark(ctx context.Context, h share.Holder) (office.Mark, error)
	// Heard notes that a till spoke and of how much it had heard; more than there is freezes central (SHARES 18).
	Heard(ctx context.Context, h share.Holder, heard office.Mark) (office.Mark, error)
}

// Journals takes and gives tills' journals.
type Journals interface {
	// TakeJournal stores what is next of a journal, durably; what is known is skipped.
	TakeJournal(ctx context.Context, p office.Pushed) (office.Taken, error)
	// JournalOf is at most so many events behind a seq.
	JournalOf(ctx context.Context, h share.Holder, after uint64, most int) (office.Fetched, error)
	// Confirm counter-signs that a journal is stored, durably, up to head; false where central has no key for that.
	Confirm(head journal.Head) (journal.Confirmation, bool)
	// PublicKey is what that verifies with.
	PublicKey() ed25519.PublicKey
}

// Moves takes what a shop brings that stood alone.
type Moves interface {
	// MovePart keeps a part durably; with the last one all is stored, and moved says what came of it.
	MovePart(ctx context.Context, h share.Holder, p office.MovingPart) (moved *office.Moved, err error)
}

// Shares grants and recalls.
type Shares interface {
	// Ask answers with what is granted, durably.
	Ask(ctx context.Context, h share.Holder, a office.Ask) (office.Grant, error)
	// Recalls is what a till is asked for and hasn't answered.
	Recalls(ctx context.Context, h share.Holder) ([]office.Recall, error)
	// Recalled notes that a till has answered recalls.
	Recalled(ctx context.Context, h share.Holder, ids []uint64) error
}

// Feeds say what changed.
type Feeds interface {
	// Feed is what changed behind a cursor.
	Feed(ctx context.Context, h share.Holder, feed office.Feed, cursor office.Cursor, limit int) (office.FeedPage, error)
	// FirstCopy is the whole of a feed, in pages.
	FirstCopy(ctx context.Context, h share.Holder, feed office.Feed, after office.Place, at office.Cursor, limit int) (office.FeedPage, error)
}

// Staffs changes who works at a till's shop.
type Staffs interface {
	// ChangeStaff does it durably, once by the change's id, and lists the staff behind it.
	ChangeStaff(ctx context.Context, h share.Holder, ch shift.Change) ([]shift.Listed, error)
	// ManagerAt is a manager of the till's shop, and the name that they act under. Fault: staff.manager.
	ManagerAt(ctx context.Context, h share.Holder, id string) (who shift.Staff, by string, err error)
	// SignInAt checks a manager's PIN, durably counting wrong ones. Faults: manage.pin, pin.locked (until; seconds).
	SignInAt(ctx context.Context, h share.Holder, id, pin string) error
}

// Central is central's use cases, as far as tills need them: *office.Office.
type Central interface {
	Tills
	Journals
	Moves
	Shares
	Feeds
	Staffs
}

// Config is what the hub needs of the world.
type Config struct {
	Central Central
	Now     func() time.Time
	// PageURL and PageKey let tills make links to members' pages; "" and nil: there are none.
	PageURL string
	PageKey []byte
}

// Hub answers tills' messages. It is safe for concurrent use and keeps nothing. Whoever calls it has made sure that the
// speaker is who it says.
type Hub struct{ Config }

// Handle answers any message of a till: a *wire.Push with *wire.Answer, *wire.Pull and *wire.Copy with *wire.Page (a Pull
// at once, whatever it says of waiting), *wire.Fetch with *wire.Fetched, *wire.Bring with *wire.Brought, *wire.Enrol with *wire.Enrolled
// (without a token). What managers ask the Server answers. Faults: those of the single ones.
func (h *Hub) Handle(ctx context.Context, m journal.Coder) (journal.Coder, error) {
	switch m := m.(type) {
	case *wire.Push:
		return h.Push(ctx, m)
	case *wire.Pull:
		return h.Pull(ctx, m)
	case *wire.Copy:
		return h.Copy(ctx, m)
	case *wire.Fetch:
		return h.Fetch(ctx, m)
	case *wire.Bring:
		return h.Bring(ctx, m)
	case *wire.Enrol:
		return h.Enrol(ctx, m)
	}
	panic(fmt.Sprintf("hub: %T is no till's message", m))
}

func holderOf(s wire.Speaker) share.Holder { return share.Holder{Writer: s.Till, Epoch: s.Epoch} }

// present reads a speaker that may still ask for things. Faults: till.unknown, till.retired (for good: what was pulled is to
// be wiped), epoch.retired (a new one must begin).
func (h *Hub) present(ctx context.Context, s wire.Speaker) (office.Till, error) {
	t, err := h.Central.Till(ctx, holderOf(s))
	if err != nil || t.RetiredAt.IsZero() {
		return t, err
	}
	newest, err := h.Central.Till(ctx, share.Holder{Writer: s.Till})
	switch {
	case err != nil:
		return t, err
	case newest.RetiredAt.IsZero():
		return t, fault.New(fault.Conflict, "epoch.retired", fault.Args{"now": int64(newest.Epoch)})
	}
	return t, retired()
}

func retired() error { return fault.New(fault.Forbidden, "till.retired", nil) }

// Enrol begins a till or a new epoch of one. Faults: office.Enrol's, till.retired.
func (h *Hub) Enrol(ctx context.Context, e *wire.Enrol) (*wire.Enrolled, error) {
	if e.Ticket == "" {
		newest, err := h.Central.Till(ctx, share.Holder{Writer: e.Till})
		if err != nil {
			return nil, err
		}
		if !newest.RetiredAt.IsZero() { // only a new code brings it back
			return nil, retired()
		}
	}
	done, err := h.Central.Enrol(ctx, office.Enrolment{Code: e.Ticket, Till: e.Till, PublicKey: e.PublicKey, Former: e.Former,
		Signed: e.Signed(), Signature: e.Signature})
	if err != nil {
		return nil, err
	}
	return &wire.Enrolled{Till: done.Writer, Epoch: done.Epoch, Mark: wire.Mark(done.Mark), Shop: done.Shop, PageURL: h.PageURL, PageKey: h.PageKey}, nil
}

// Bring takes a part of what a shop brings. Faults: till.unknown, till.retired, epoch.retired, those of office.MovePart.
func (h *Hub) Bring(ctx context.Context, b *wire.Bring) (*wire.Brought, error) {
	if _, err := h.present(ctx, b.Speaker); err != nil {
		return nil, err
	}
	moved, err := h.Central.MovePart(ctx, holderOf(b.Speaker), office.MovingPart{N: b.Part, Of: b.Parts, Data: b.Data})
	if err != nil || moved == nil {
		return &wire.Brought{}, err
	}
	report, err := json.Marshal(moved)
	return &wire.Brought{Report: report}, err
}

// fetchMax is how many events of a journal one answer has at most.
const fetchMax = wire.EventsMax

// Fetch gives a till its own journal back, or that of one of its former epochs. Faults: till.unknown, till.retired,
// epoch.retired.
func (h *Hub) Fetch(ctx context.Context, f *wire.Fetch) (*wire.Fetched, error) {
	if _, err := h.present(ctx, f.Speaker); err != nil {
		return nil, err
	}
	got, err := h.Central.JournalOf(ctx, share.Holder{Writer: f.Speaker.Till, Epoch: f.Journal}, f.After, fetchMax)
	if err != nil {
		return nil, err
	}
	answer := &wire.Fetched{Seals: got.Seals, Head: got.Head}
	for _, r := range got.Records {
		answer.Records = append(answer.Records, r.Bytes)
	}
	return answer, nil
}
