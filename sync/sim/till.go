package sim

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/receipt"
	"tim/domain/report"
	"tim/domain/share"
	"tim/storage/memory"
	"tim/sync/uplink"
	"tim/sync/wire"
)

// till is a shop's machine and who stands at it.
type till struct {
	w       *world
	name    string
	number  int // from 1
	shop    string
	key     journal.Key
	holder  share.Holder
	log     share.Holder // under which truth has what this machine writes
	other   *till        // a second machine on a copy of the files
	disk    tillDisk
	faults  *disk
	skew    time.Duration // of its clock
	up      bool
	life    int       // starts of its program
	cut     time.Time // nobody reaches it before
	counter *counter.Counter
	link    *link
	state   counter.State
	busy    *proc // the cashier's, while a customer stands there
	copies  []tillCopy
	lines   []counter.Line // journals of former epochs that it carries
	retired bool           // central has said so

	sent, came uint64               // messages: numbered, the highest that arrived
	offline    map[string]time.Time // members who used points here since the link was lost
}

// tillCopy is an old copy of a till's file.
type tillCopy struct {
	disk tillDisk
	head uint64
	held []share.Units
}

func (w *world) newTill(i int) *till {
	t := &till{w: w, name: fmt.Sprintf("%02d", i+1), number: i + 1, shop: w.shopOf(i)}
	t.holder = share.Holder{Writer: t.name, Epoch: 1}
	t.log = t.holder
	t.fresh()
	return t
}

// fresh makes an empty file with the catalogue in it, and a key of its own.
func (t *till) fresh() {
	seed := make([]byte, ed25519.SeedSize)
	_, _ = t.w.entropy.Read(seed)
	t.key = journal.Key(ed25519.NewKeyFromSeed(seed))
	t.disk = t.w.stores.till(t.w.shop.fill)
}

// enrol makes the file's epoch one of the chain's, by a code that a manager made at central. former is the epoch before as the
// machine knows it, 0 of a new till: another machine may have begun one since, and the code is for the next one all the same.
func (t *till) enrol(former uint32) counter.Chain {
	code, err := t.w.center.office.EnrolCode(t.w.ctx, t.shop)
	if former > 0 {
		code, err = t.w.center.office.RecoverCode(t.w.ctx, t.name)
	}
	t.w.must("make a code", err)
	ask := func() (wire.Enrolled, error) {
		return uplink.NextEpoch(t.w.ctx, door{t.w}, wire.Enrol{Ticket: code.Code, Till: t.name, Former: former}, t.key, nil)
	}
	got, err := ask()
	if now, told := uplink.FormerNow(err); told {
		former = now
		got, err = ask()
	}
	t.w.must("enrol "+t.name, err)
	t.holder = share.Holder{Writer: got.Till, Epoch: got.Epoch}
	t.log = t.holder
	return counter.Chain{Till: got.Till, Epoch: got.Epoch, Heard: counter.Mark(got.Mark)}
}

// start runs the program on what the disk has. joined is where it is to begin, nil on a file that has begun.
func (t *till) start(joined *counter.Chain) {
	t.faults = t.w.disk(t.number)
	t.disk = t.disk.Clone(t.faults)
	t.life++
	t.up, t.busy, t.retired = true, nil, false
	life := t.life
	t.link = &link{t: t}
	c, err := counter.Open(t.w.ctx, counter.Config{
		Ledger: counter.Carrying{Ledger: ledger{t.disk, t}, Lines: t.lines}, Products: t.disk, Members: t.disk, Bank: t.disk, Settings: t.disk, Printer: paper{}, Key: t.key, Link: t.link,
		Till: t.name, Epoch: t.holder.Epoch, Former: t.inherited(), Program: "sim", Zone: saigon, Now: t.clock,
		Mono: func() int64 { return t.w.now.Sub(day0).Milliseconds() }, Boot: fmt.Sprint("boot", life), Entropy: t.w.entropy,
	})
	t.w.must("open "+t.name, err)
	t.counter = c
	t.w.survives(t.log, c.Head())
	if joined != nil {
		t.w.must("join "+t.name, c.Join(t.w.ctx, *joined, counter.FormersOf(t.name, t.lines)...))
	}
	t.link.begin()
	t.must(counter.SignIn{Staff: "hong", PIN: "1111"})
	if t.up && t.state.Shift == nil {
		t.must(counter.OpenShift{Float: 500_000})
	}
}

func (t *till) clock() time.Time { return t.w.now.Add(t.skew) }

// do runs an action. It says whether the till still stands.
func (t *till) do(a counter.Action) (code string, stands bool) {
	if !t.up {
		return "", false
	}
	life := t.life
	state, err := t.counter.Do(t.w.ctx, a)
	if life != t.life || !t.up {
		return "", false
	}
	if t.crashed(err) {
		return "", false
	}
	t.state = state
	t.check()
	if written := uint64(len(t.w.truth.journals[t.log])); t.counter.Head().Seq != written {
		t.w.fail("S8: %s shows event %d as done, its file ends at %d", t.holder, t.counter.Head().Seq, written)
	}
	if code = fault.Code(err); err != nil && code == "" {
		t.w.fail("%s: %#v: %v", t.name, a, err)
	}
	if code != "" {
		t.w.stats.Refused++
	}
	t.link.wrote()
	return code, true
}

// free is that the customer has gone.
func (t *till) free(p *proc) {
	if t.busy == p {
		t.busy = nil
	}
}

func (t *till) must(a counter.Action) {
	if code, stands := t.do(a); stands && code != "" {
		t.w.fail("%s: %#v is refused: %s", t.name, a, code)
	}
}

// crashed says whether an error is that of a killed program, which starts anew a while later.
func (t *till) crashed(err error) bool {
	if !errors.Is(err, memory.ErrCrash) {
		return false
	}
	if t.up {
		t.w.stats.Crashes++
		t.stop()
		t.startLater(time.Duration(1+t.w.r.IntN(120)) * time.Second)
	}
	return true
}

// stop ends the program as pulling the plug does.
func (t *till) stop() {
	t.up = false
	t.life++
	t.disk.Close()
	if t.busy != nil {
		t.w.wake(t.busy)
	}
}

func (t *till) startLater(d time.Duration) {
	life := t.life
	t.w.after(d, func() {
		if t.life == life && !t.up {
			t.start(nil)
		}
	})
}

// check holds what must hold of everything that a screen shows.
func (t *till) check() {
	totals := t.state.Cart.Totals
	if totals.Payable < 0 || totals.Due < 0 || totals.Change < 0 || totals.Give < 0 {
		t.w.fail("S4: %s shows negative money: %+v", t.name, totals)
	}
	if l := t.state.Last; l != nil && (l.Totals.Paid != l.Totals.Payable || l.Totals.Due != 0) {
		t.w.fail("S4: %s: tenders %d pay an order of %d", t.name, l.Totals.Paid, l.Totals.Payable)
	}
}

// copy keeps a copy of the file for later.
func (t *till) copy() {
	t.copies = append(t.copies, tillCopy{t.disk.Clone(nil), t.counter.Head().Seq, t.counter.Held()})
}

// lose takes the file away: a new machine enrols as the same till's next epoch.
func (t *till) lose() {
	if !t.up || !t.w.center.up {
		return
	}
	t.stop()
	former, log := t.holder, t.log
	t.w.center.faults.left = 0 // whoever enrols a till looks until it is done
	t.fresh()
	joined := t.enrol(former.Epoch)
	t.w.lose(former, nil)
	if t.other != nil {
		t.w.exposeUnheard(former, log)
		t.other.overtaken(former)
	}
	t.recover()
	t.copies = nil
	t.start(&joined)
}

// recover has all former journals back from central.
func (t *till) recover() {
	var err error
	t.lines, _, err = (&uplink.Recovery{
		Central: door{t.w}, Speaker: wire.Speaker{Till: t.name, Epoch: t.holder.Epoch}, Lines: t.lines, All: true,
		Open: func(_ context.Context, epoch, branch uint32, base uint64) (counter.Archive, error) {
			return t.w.stores.archive(epoch, branch, base)
		},
	}).Run(t.w.ctx)
	t.w.must("recover "+t.name, err)
}

// inherited is what the present epoch takes over from the ones before it.
func (t *till) inherited() counter.Inherited {
	h, err := counter.InheritLines(t.w.ctx, t.holder.Epoch, true, t.lines)
	t.w.must("inherit", err)
	return h
}

// line is a journal that the till carries.
func (t *till) line(label uint32) *counter.Line {
	for i := range t.lines {
		if t.lines[i].Label() == label {
			return &t.lines[i]
		}
	}
	return nil
}

// door is central as a till that recovers asks it, over a network that doesn't fail.
type door struct{ w *world }

// Enrol implements uplink.Central.
func (d door) Enrol(ctx context.Context, m *wire.Enrol) (wire.Enrolled, error) {
	answer, err := d.w.center.hub.Handle(ctx, m)
	if err != nil {
		return wire.Enrolled{}, err
	}
	return *answer.(*wire.Enrolled), nil
}

// Push implements uplink.Central.
func (d door) Push(ctx context.Context, _ string, m *wire.Push) (wire.Answer, error) {
	answer, err := d.w.center.hub.Handle(ctx, m)
	if err != nil {
		return wire.Answer{}, err
	}
	return *answer.(*wire.Answer), nil
}

// Fetch implements uplink.Central.
func (d door) Fetch(ctx context.Context, _ string, m *wire.Fetch) (wire.Fetched, error) {
	answer, err := d.w.center.hub.Handle(ctx, m)
	if err != nil {
		return wire.Fetched{}, err
	}
	return *answer.(*wire.Fetched), nil
}

// ledger is a till's store: what became durable is counted.
type ledger struct {
	tillDisk
	t *till
}

// Commit implements counter.Ledger.
func (l ledger) Commit(ctx context.Context, b counter.Batch) error {
	l.t.faults.fired = false
	err := l.tillDisk.Commit(ctx, b)
	if err == nil || l.t.faults.fired {
		l.t.faults.fired = false
		l.t.w.batch(l.t.log, b)
	}
	return err
}

// paper takes what is printed.
type paper struct{}

// Print implements counter.Printer.
func (paper) Print(context.Context, receipt.Document) (string, error) { return "paper", nil }

// PrintReturn implements counter.Printer.
func (paper) PrintReturn(context.Context, receipt.Return) (string, error) { return "paper", nil }

// PrintVoucher implements counter.Printer.
func (paper) PrintVoucher(context.Context, receipt.Voucher) (string, error) { return "paper", nil }

// PrintReport implements counter.Printer.
func (paper) PrintReport(context.Context, report.Paper) (string, error) { return "paper", nil }
