package office

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/recent"
)

// Config is what central's use cases need of the world.
type Config struct {
	Store   Store
	Now     func() time.Time                          // any zone and precision
	Entropy io.Reader                                 // safe for concurrent use
	Zone    func(name string) (*time.Location, error) // by IANA name
	// NoTopUps leaves an order that earned at a lower tier than the full history gives as its receipt says (SHARES 25).
	NoTopUps bool
	// Key counter-signs tills' journals as they are stored here; nil: nothing is confirmed, as by a till's own central, whose word
	// on that till proves nothing.
	Key journal.Signer
	// Sealed says whether a seal is the key's signature; nil: journal.FirstForged, of many at once. Another one may remember what that said.
	Sealed func(journal.Seal, ed25519.PublicKey) bool
}

// Office is central's use cases. It is safe for concurrent use and keeps nothing that the store doesn't say.
type Office struct {
	store feedStore
	clock func() time.Time
	mint  ident.Minter
	zones func(name string) (*time.Location, error)

	noTopUps bool
	key      journal.Signer
	sealed   func(journal.Seal, ed25519.PublicKey) bool // nil: by FirstForged
	accounts *recent.Map[*loyalty.State]                // as they were folded last: one posting more is one step more
}

// accountsMax is of how many postings folded accounts are remembered: about 1.2 KB each.
const accountsMax = 50_000

// New makes the use cases over a store.
func New(c Config) *Office {
	o := &Office{clock: c.Now, mint: ident.Minter{Entropy: c.Entropy}, zones: c.Zone, noTopUps: c.NoTopUps, key: c.Key, sealed: c.Sealed,
		accounts: recent.New[*loyalty.State](accountsMax)}
	o.store = feedStore{Store: c.Store, office: o}
	return o
}

// forged is the first of some seals that isn't the key's signature, nil when all are.
func (o *Office) forged(seals []journal.Seal, public ed25519.PublicKey) *journal.Seal {
	if o.sealed == nil {
		return journal.FirstForged(seals, public)
	}
	for i := range seals {
		if !o.sealed(seals[i], public) {
			return &seals[i]
		}
	}
	return nil
}

// Once makes a write that is no PUT repeatable: the first success is remembered under Key in the same transaction,
// and a repeat gets the same result without doing anything. A refusal isn't remembered: a repeat decides again.
type Once struct {
	Key      string       // client's own, 1 to KeyMax bytes
	Request  journal.Hash // of method, path and body
	Replayed bool         // set when the result is the first one's
}

// KeyMax is the greatest length of an idempotency key, bytes.
const KeyMax = 200

type onceKey struct{}

// WithOnce hands once to the use case that is called with the context. Faults there: key.reused (Conflict) when the key
// was used for another request; field.required and field.too_long on "key".
func WithOnce(ctx context.Context, once *Once) context.Context {
	return context.WithValue(ctx, onceKey{}, once)
}

// onceOf is what WithOnce handed on, nil when nothing.
func onceOf(ctx context.Context) *Once {
	once, _ := ctx.Value(onceKey{}).(*Once)
	return once
}

// now is the instant of a use case, read once.
func (o *Office) now() time.Time { return o.clock().UTC().Truncate(time.Millisecond) }

// instant is one that was named, the present for the zero one.
func (o *Office) instant(at time.Time) time.Time {
	if at.IsZero() {
		return o.now()
	}
	return milli(at)
}

// write runs a use case in one transaction, once if the context says so. What it answers must survive JSON. Its instant is
// that of its turn: writes hold at instants in the order in which they happen, and who looks later than one sees it.
func write[T any](ctx context.Context, o *Office, decide func(tx Tx, now time.Time) (T, error)) (T, error) {
	return writing(ctx, o.now, o.store.Write, decide)
}

func writing[T any](ctx context.Context, clock func() time.Time, run func(context.Context, func(Tx) error) error,
	decide func(tx Tx, now time.Time) (T, error)) (T, error) {
	once := onceOf(ctx)
	var answer T
	if err := once.check(); err != nil {
		return answer, err
	}
	err := run(ctx, func(tx Tx) (err error) {
		var zero T
		answer = zero
		if done, err := once.recall(tx, &answer); done || err != nil {
			return err
		}
		now := clock()
		if answer, err = decide(tx, now); err != nil {
			return err
		}
		return once.remember(tx, answer, now)
	})
	return answer, err
}

// read runs a use case that only looks, and may be run again: it keeps nothing outside of what it answers with. One that looks at the present
// reads the clock within: what is there by then has happened by then.
func read[T any](ctx context.Context, o *Office, look func(r Reader) (T, error)) (T, error) {
	return reading(ctx, o.store.Glance, look)
}

// readOnce is a read that mustn't be run again, since it gives away what it reads as it goes.
func readOnce[T any](ctx context.Context, o *Office, look func(r Reader) (T, error)) (T, error) {
	return reading(ctx, o.store.Read, look)
}

func reading[T any](ctx context.Context, run func(context.Context, func(Reader) error) error, look func(r Reader) (T, error)) (answer T, err error) {
	err = run(ctx, func(r Reader) (err error) {
		answer, err = look(r)
		return err
	})
	return answer, err
}

func (o *Once) check() error {
	switch {
	case o == nil:
		return nil
	case o.Key == "":
		return fault.At("key", "field.required", nil)
	case len(o.Key) > KeyMax:
		return fault.At("key", "field.too_long", fault.Args{"max": int64(KeyMax)})
	}
	return nil
}

// recall fills answer with what the key was answered with before, if it was.
func (o *Once) recall(r Accounts, answer any) (bool, error) {
	if o == nil {
		return false, nil
	}
	o.Replayed = false
	first, there, err := r.Answered(o.Key)
	if err != nil || !there {
		return false, err
	}
	if first.Request != o.Request {
		return false, fault.New(fault.Conflict, "key.reused", nil)
	}
	if err := json.Unmarshal(first.Body, answer); err != nil {
		return false, fmt.Errorf("the first answer: %w", err)
	}
	o.Replayed = true
	return true, nil
}

func (o *Once) remember(tx Tx, answer any, now time.Time) error {
	if o == nil {
		return nil
	}
	body, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("remember the answer: %w", err)
	}
	return tx.Remember(o.Key, Answer{Request: o.Request, Body: body, At: now})
}

// record appends an event that holds at an instant, with what it did to accounts.
func (o *Office) record(tx Tx, kind journal.Kind, at, now time.Time, body journal.Coder, postings ...loyalty.Posting) error {
	e := o.event(kind, at, now)
	return appendEvent(tx, e, body, postings)
}

// event drafts one without its body, for whoever needs its id in there. Moves of rights that are no points may be put into it.
func (o *Office) event(kind journal.Kind, at, now time.Time) journal.Event {
	return journal.Event{ID: o.mint.New(now), At: at, Wall: now, Kind: kind}
}

func appendEvent(tx Tx, e journal.Event, body journal.Coder, postings []loyalty.Posting) error {
	e.Body, e.Moves = journal.Encode(body), append(e.Moves, loyalty.Moves(postings)...)
	for i := range postings {
		postings[i].Ref = PostingRef(e, i)
	}
	return tx.Append(e, postings)
}

// PostingRef is the place of an event's i-th posting, counted from 0.
func PostingRef(e journal.Event, i int) loyalty.Ref {
	return loyalty.Ref{ID: fmt.Sprintf("%s/%d", e.ID, i+1), At: e.At, Writer: e.Writer, Epoch: e.Epoch, Seq: e.Seq}
}

// backdated is the instant that a write holds at: now unless the caller says an earlier one. Fault: at.future on "at".
func backdated(at, now time.Time) (time.Time, error) {
	if at.IsZero() {
		return now, nil
	}
	if at = at.UTC().Truncate(time.Millisecond); at.After(now) {
		return at, fault.At("at", "at.future", nil)
	}
	return at, nil
}

// zone is a programme's own, checked when it was put.
func (o *Office) zone(p loyalty.Program) (*time.Location, error) {
	zone, err := o.zones(p.TimeZone)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "zone.unknown", err, fault.Args{"zone": p.TimeZone})
	}
	return zone, nil
}

// absent says whether a read found nothing under that name.
func absent(err error) bool {
	var f *fault.Error
	return errors.As(err, &f) && f.Kind == fault.NotFound
}
