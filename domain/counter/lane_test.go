package counter_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
	"tim/storage/bolt"
	"tim/storage/memory"
)

// lane is a till with what it trains on.
type lane struct {
	*counter.Lane
	k       *till
	printed till // takes the training's papers
	last    counter.State
	broken  error // of the scratch storage
}

func (k *till) lane() *lane {
	l := &lane{k: k, last: k.last}
	l.Lane = counter.NewLane(k.Counter, func(context.Context) (counter.Scratch, error) {
		store := memory.NewPractice(k.file)
		return counter.Scratch{Ledger: store, Members: store, Printer: &l.printed, Key: journal.Key(ed25519.NewKeyFromSeed(make([]byte, 32)))}, l.broken
	})
	return l
}

// do runs an action a second after the last one.
func (l *lane) do(a counter.Action) error {
	l.k.now = l.k.now.Add(time.Second)
	state, err := l.Do(context.Background(), a)
	if state.Revision <= l.last.Revision {
		l.k.t.Errorf("revision %d follows %d", state.Revision, l.last.Revision)
	}
	l.last = state
	return err
}

func (l *lane) mustDo(actions ...counter.Action) {
	l.k.t.Helper()
	for _, a := range actions {
		if err := l.do(a); err != nil {
			l.k.t.Fatalf("%#v: %v", a, err)
		}
	}
}

func (l *lane) refused(a counter.Action, code string) {
	l.k.t.Helper()
	if err := l.do(a); fault.Code(err) != code {
		l.k.t.Fatalf("%#v: fault %q (%v), want %q", a, fault.Code(err), err, code)
	}
}

// train begins a training with its shift open.
func (l *lane) train() {
	l.k.t.Helper()
	l.mustDo(counter.StartTraining{}, counter.OpenShift{Float: 300_000})
}

// books are all that the till's file says.
type books struct {
	events []journal.Record
	start  counter.Start
	orders []sale.Order
	shifts []report.Filed
}

func (k *till) books() books {
	k.t.Helper()
	ctx := context.Background()
	start, err := k.file.Start(ctx)
	l := books{start: start}
	for after := uint64(0); err == nil && after < start.Head.Seq; after = uint64(len(l.events)) {
		var more []journal.Record
		_, more, _, err = k.file.Events(ctx, start.Head.Epoch, after, 1000, 1<<20)
		l.events = append(l.events, more...)
	}
	orders, worse := k.file.Latest(ctx, 10_000)
	shifts, worst := k.file.Shifts(ctx, 0, 1000)
	if err := errors.Join(err, worse, worst); err != nil {
		k.t.Fatal(err)
	}
	l.orders, l.shifts = orders, shifts
	return l
}

// onlyAdds holds that between two looks at the ledger nothing but events of those kinds came.
func onlyAdds(t *testing.T, before, after books, kinds ...journal.Kind) []journal.Event {
	t.Helper()
	var events []journal.Event
	var added []journal.Kind
	for _, r := range after.events[len(before.events):] {
		events, added = append(events, r.Event), append(added, r.Event.Kind)
	}
	if !reflect.DeepEqual(after.events[:len(before.events)], before.events) || fmt.Sprint(added) != fmt.Sprint(kinds) {
		t.Fatalf("the journal got %v, want %v", added, kinds)
	}
	after.start.Head, after.start.Wall, after.start.At = before.start.Head, before.start.Wall, before.start.At
	if slices.Contains(kinds, journal.SignInRefused) {
		after.start.Tries = before.start.Tries
	}
	if !reflect.DeepEqual(after.start, before.start) || !reflect.DeepEqual(after.orders, before.orders) || !reflect.DeepEqual(after.shifts, before.shifts) {
		t.Fatalf("the ledger was\n%+v and is\n%+v", before, after)
	}
	return events
}

func TestWhateverIsPressedInATrainingTheTillStaysAsItWas(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			k := start(t)
			k.sellThree()
			before, was := k.books(), k.last
			l, r := k.lane(), rand.New(rand.NewPCG(seed, 7))
			l.train()
			if l.last.Training == nil || l.last.Cart.Order.ID != "" || l.last.Last != nil {
				t.Fatalf("the training begins with %+v", l.last)
			}
			trainee := *k
			trainee.Counter = l.Practice()
			for range 250 {
				trainee.last = l.last
				_ = l.do(press(r, &trainee))
				trainee.last = l.last
				check(t, &trainee)
				if l.last.Training == nil {
					t.Fatal("it is over")
				}
			}
			sales := l.last.Training.Sales
			l.mustDo(counter.EndTraining{Why: shift.TrainingLeft})
			k.last = l.last
			ended := onlyAdds(t, before, k.books(), journal.TrainingStarted, journal.TrainingEnded)[1]
			var body shift.Training
			if err := journal.Decode(ended.Body, &body); err != nil || body.Sales != sales || sales == 0 || body.Why != shift.TrainingLeft || ended.Actor != "hong" {
				t.Errorf("it ended as %+v by %q, %v; %d sales", body, ended.Actor, err, sales)
			}
			sameTill(t, was, l.last)
			if len(k.printed) != 1 {
				t.Errorf("%d receipts left the till", len(k.printed))
			}
			k.mustDo(counter.Enter{Text: anhPhone})
			if k.balance() != 500+96 {
				t.Errorf("Ánh has %d points", k.balance())
			}
			k.scan(milk)
			k.mustDo(counter.AddTender{Kind: sale.Cash})
			if got := k.last.Last.Order.Receipt; got != "HD-01-000002" {
				t.Errorf("the next receipt is %s", got)
			}
			k.verify()
		})
	}
}

// sellThree sells three milks to Ánh, whose till it is.
func (k *till) sellThree() {
	k.t.Helper()
	k.mustDo(counter.Enter{Text: anhPhone})
	k.scan("3*" + milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash})
}

// sameTill holds that the till shows what it showed.
func sameTill(t *testing.T, before, after counter.State) {
	t.Helper()
	for _, s := range []*counter.State{&before, &after} {
		s.Revision, s.At, s.Notice, s.Link = 0, time.Time{}, nil, counter.Link{}
	}
	if !reflect.DeepEqual(before, after) {
		t.Errorf("the till was\n%+v and is\n%+v", before, after)
	}
}

func TestATrainingSaleFromFloatToZ(t *testing.T) {
	k := start(t)
	k.sellThree()
	before := k.books()
	l := k.lane()
	l.train()
	l.mustDo(counter.Enter{Text: "3*" + milk}, counter.Enter{Text: anhPhone}, counter.UsePoints{Points: 10}, counter.AddTender{Kind: sale.Cash, Amount: 100_000})
	sold := l.last.Last
	if sold.Order.Receipt != "DT-01-000001" || sold.Balance != 596-10+86 || !sold.Receipt.Training || l.last.Training.Sales != 1 {
		t.Fatalf("sold %s, balance %d, %+v", sold.Order.Receipt, sold.Balance, l.last.Training)
	}
	in, err := counter.Read("dt-01-000001")
	if err != nil || in.Meaning != counter.MeansReceipt {
		t.Errorf("its number is read as %+v, %v", in, err)
	}
	l.mustDo(counter.Enter{Text: anhPhone}, counter.Redeem{Reward: "off10"}, counter.AttachMember{}, counter.Return{Order: sold.Order.Key(), Receipt: sold.Order.Receipt, Lines: []sale.ReturnLine{{ID: "1", Quantity: 1_000}}})
	slip := l.last.Returned.Slip
	if slip.Number != "TT-01-000001" || !slip.Training {
		t.Errorf("its slip is %s, %+v", slip.Number, slip)
	}
	found, err := l.Find(context.Background(), counter.Orders{Receipt: slip.Number})
	if err != nil || len(found.Orders) != 1 {
		t.Errorf("behind the slip are %d orders, %v", len(found.Orders), err)
	}
	l.mustDo(counter.TakeX{})
	if x := l.last.Report; !x.Training || x.Sum.Tickets != 1 || x.Sum.Training.N != 0 {
		t.Errorf("its X says %+v", x)
	}
	l.mustDo(counter.CountDrawer{Amount: 100_000}, counter.CloseShift{Reason: "tập đếm"})
	if z := l.last.Report; !z.Training || z.Sum.Shift.Number != 1 || l.last.Training == nil {
		t.Errorf("its Z says %+v", z)
	}
	l.mustDo(counter.SignOut{})
	if l.last.Staff == nil || l.last.Staff.ID != "hong" || l.last.Shift == nil || l.last.Training != nil {
		t.Fatalf("behind the training the till has %+v, %+v", l.last.Staff, l.last.Shift)
	}
	onlyAdds(t, before, k.books(), journal.TrainingStarted, journal.TrainingEnded)
	for _, p := range l.printed.printed {
		if !p.Training || !strings.HasPrefix(p.Number, "DT-") || p.Page != "" {
			t.Errorf("a paper of the training says %+v", p)
		}
	}
}

// The Z counts the training, and nothing of it.
func TestAZHasOnlyALineOfTraining(t *testing.T) {
	of := func(train bool) report.Z {
		k := start(t)
		k.sellThree()
		if l := k.lane(); train {
			l.train()
			l.mustDo(counter.Enter{Text: milk}, counter.AddTender{Kind: sale.Cash})
			k.now = k.now.Add(9 * time.Minute)
			l.mustDo(counter.EndTraining{Why: shift.TrainingIdle})
			k.last = l.last
		}
		k.mustDo(counter.CountDrawer{Amount: 596_000}, counter.CloseShift{})
		defer k.verify()
		return k.z()
	}
	plain, trained := of(false), of(true)
	if want := (report.Trainings{N: 1, Minutes: 10}); trained.Sum.Training != want || plain.Sum.Training != (report.Trainings{}) {
		t.Errorf("the Zs say %+v and %+v of training", plain.Sum.Training, trained.Sum.Training)
	}
	trained.Sum.Training, trained.Sum.Last, trained.Sum.Head, trained.Sum.Shift, trained.Counted.Shift = plain.Sum.Training, plain.Sum.Last, plain.Sum.Head, plain.Sum.Shift, plain.Counted.Shift
	if !reflect.DeepEqual(plain, trained) {
		t.Errorf("the Z is\n%+v and behind a training\n%+v", plain, trained)
	}
}

func TestACrashInATrainingEndsItAtTheNextStart(t *testing.T) {
	k := start(t)
	before := k.books()
	l := k.lane()
	l.train()
	l.mustDo(counter.Enter{Text: milk})
	l.refused(counter.SignIn{Staff: "nam", PIN: "0000"}, "pin.wrong") // is journaled beside it
	k.now = k.now.Add(9 * time.Hour)
	k.reopen()
	var body shift.Training
	events := onlyAdds(t, before, k.books(), journal.TrainingStarted, journal.SignInRefused, journal.TrainingEnded)
	if err := journal.Decode(events[2].Body, &body); err != nil || body.Why != shift.TrainingCrash || events[2].Actor != "" {
		t.Errorf("it ended as %+v by %q, %v", body, events[2].Actor, err)
	}
	k.reopen() // and once only
	onlyAdds(t, before, k.books(), journal.TrainingStarted, journal.SignInRefused, journal.TrainingEnded)
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
	if k.last.Training != nil || k.last.Shift == nil || k.last.Cart.Order.ID != "" {
		t.Errorf("the till begins with %+v", k.last)
	}
	k.mustDo(counter.TakeX{})
	if got := k.last.Report.Sum.Training; got != (report.Trainings{N: 1}) {
		t.Errorf("the X says %+v: nobody knows how long it took", got)
	}
	k.verify()
}

// A supervisor who dealt with an alert when the training began doesn't hide it from the next start.
func TestAnAlertDealtWithBesideATrainingHidesNoCrash(t *testing.T) {
	k := start(t)
	k.refundsQuickly()
	d := k.desk()
	alert := k.glance(d).Alerts[0]
	before := k.books()
	l := k.lane()
	l.train()
	if err := d.Reconcile(context.Background(), alert.ID, "nam", "hàng lỗi"); err != nil {
		t.Fatal(err)
	}
	k.reopen()
	onlyAdds(t, before, k.books(), journal.TrainingStarted, journal.AlertReconciled, journal.TrainingEnded)
}

// A supervisor's PIN can't be guessed in a training: wrong ones are journaled and counted at the till, and lock it there.
func TestWrongPINsOfATrainingCountAtTheTill(t *testing.T) {
	k := start(t)
	l := k.lane()
	l.train()
	l.mustDo(counter.Enter{Text: milk}, counter.Enter{Text: "=1000"})
	for range 4 {
		l.refused(counter.Approve{PIN: "0000"}, "pin.wrong")
	}
	l.mustDo(counter.Dismiss{}, counter.EndTraining{Why: shift.TrainingLeft}, counter.Enter{Text: milk}, counter.Enter{Text: "=1000"})
	l.refused(counter.Approve{PIN: "0000"}, "pin.wrong")
	l.refused(counter.Approve{PIN: "9999"}, "pin.locked")
	l.mustDo(counter.Dismiss{}, counter.VoidOrder{Reason: "wrong-entry"})
	k.last = l.last
	k.now = k.now.Add(20 * time.Second)
	l.mustDo(counter.Approve{PIN: "9999"}, counter.StartTraining{}, counter.OpenShift{}, counter.Enter{Text: milk}, counter.Enter{Text: "=1000"})
	for range 5 {
		l.refused(counter.Approve{PIN: "0000"}, "pin.wrong")
	}
	l.refused(counter.Approve{PIN: "9999"}, "pin.locked")
	l.refused(counter.Oversee{PIN: "9999"}, "pin.locked")
	refusals := 0
	for _, r := range k.books().events {
		if r.Event.Kind == journal.ApprovalRefused {
			refusals++
		}
	}
	if refusals != 10 {
		t.Errorf("the till's journal has %d of 10 wrong PINs", refusals)
	}
	k.reopen() // a kill forgives none
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
	k.refused(counter.Oversee{PIN: "9999"}, "pin.locked")
}

// A right PIN in a training isn't journaled at the till, so it forgives nothing there.
func TestARightPINInATrainingForgivesNothing(t *testing.T) {
	k := start(t)
	l := k.lane()
	l.train()
	for range 4 {
		l.refused(counter.Oversee{PIN: "0000"}, "pin.wrong")
	}
	l.mustDo(counter.Oversee{PIN: "9999"})
	l.refused(counter.Oversee{PIN: "0000"}, "pin.wrong")
	l.refused(counter.Oversee{PIN: "9999"}, "pin.locked")
}

func TestATrainingNeedsATillWithoutACart(t *testing.T) {
	k := start(t)
	k.scan(milk)
	l := k.lane()
	l.refused(counter.StartTraining{}, "training.cart")
	if l.last.Training != nil || len(l.last.Cart.Order.Lines) != 1 {
		t.Errorf("the cart is %+v", l.last.Cart.Order)
	}
	l.refused(counter.EndTraining{Why: shift.TrainingLeft}, "training.none")
}

func TestATrainingIsApprovedWhereTheShopWantsIt(t *testing.T) {
	k := start(t)
	k.comes(func(w *bolt.CatalogWriter) {
		w.Shop(counter.Shop{Name: "Cửa hàng", Channel: sale.Store, Currency: "VND", Policy: shift.Policy{Approve: map[string]bool{shift.ActTrain: true}}})
	})
	k.mustDo(counter.Dismiss{})
	before := k.books()
	l := k.lane()
	l.mustDo(counter.StartTraining{})
	if l.last.Training != nil || l.last.Approval == nil || l.last.Approval.What != shift.ActTrain {
		t.Fatalf("it asks for %+v", l.last.Approval)
	}
	l.refused(counter.Approve{PIN: "1111"}, "approval.self")
	l.mustDo(counter.Approve{PIN: "9999"})
	if l.last.Training == nil {
		t.Fatal("it didn't begin")
	}
	l.refused(counter.StartTraining{}, "training.on")
	events := onlyAdds(t, before, k.books(), journal.ApprovalRefused, journal.ApprovalGiven, journal.TrainingStarted)
	var body shift.Training
	if err := journal.Decode(events[2].Body, &body); err != nil || body.Approval != events[1].ID || body.Shift == "" {
		t.Errorf("%+v, %v", body, err)
	}
}

func TestATrainingWithoutStorageLeavesTheTillSelling(t *testing.T) {
	k := start(t)
	before := k.books()
	l := k.lane()
	l.broken = errors.New("no memory")
	l.refused(counter.StartTraining{}, "training.unavailable")
	if l.last.Training != nil {
		t.Fatal("it goes on")
	}
	onlyAdds(t, before, k.books(), journal.TrainingStarted, journal.TrainingEnded)
	l.mustDo(counter.Enter{Text: milk}, counter.AddTender{Kind: sale.Cash})
	if l.last.Last.Order.Receipt != "HD-01-000001" {
		t.Errorf("sold %s", l.last.Last.Order.Receipt)
	}
}

// glitch is settings that can't be read once.
type glitch struct {
	counter.Settings
	failed bool
}

func (g *glitch) Shop(ctx context.Context) (counter.Shop, error) {
	if !g.failed {
		g.failed = true
		return counter.Shop{}, errors.New("the disk stutters")
	}
	return g.Settings.Shop(ctx)
}

// What fails behind the beginning of a training leaves no till that neither trains nor sells.
func TestATrainingThatIsInTheJournalIsGoneOnWith(t *testing.T) {
	k := start(t)
	l := k.lane()
	k.Settings = &glitch{Settings: k.Settings}
	if err := l.do(counter.StartTraining{}); err != nil || l.last.Training == nil {
		t.Fatalf("%v, %+v", err, l.last.Training)
	}
	l.mustDo(counter.OpenShift{Float: 300_000}, counter.Enter{Text: milk})
}

// Who is taken off the staff meanwhile trains no longer, and works no longer.
func TestWhoLeavesTheShopEndsTheTraining(t *testing.T) {
	k := start(t)
	l := k.lane()
	l.train()
	k.left = "hong"
	_ = l.do(counter.TakeX{}) // takes the staff over
	l.refused(counter.TakeX{}, "staff.gone")
	if l.last.Training != nil {
		t.Error("the training goes on")
	}
}

// A link that brings news of a member changes nothing in a training that has them.
func TestNewsDontDisturbATraining(t *testing.T) {
	k := start(t)
	l := k.lane()
	l.train()
	l.mustDo(counter.Enter{Text: anhPhone})
	k.comes(func(w *bolt.CatalogWriter) {
		w.Posting(loyalty.Posting{Ref: loyalty.Ref{ID: "web/1", At: k.now, Writer: journal.Central}, Member: "anh", Kind: loyalty.Adjust,
			Lots: []loyalty.Lot{k.program.Freeze(k.program.Tiers[0], sale.Store, k.now, saigon).Lot("web/1", 1, 25, k.now)}})
	})
	l.mustDo(counter.Enter{Text: milk}, counter.AttachMember{}, counter.Enter{Text: anhPhone})
	if got := balanceOf(l.last); got != 500 {
		t.Errorf("Ánh has %d points in the training, and had 500 when it began", got)
	}
}

func TestTheTillItselfSellsNothingWhileSomebodyTrains(t *testing.T) {
	k := start(t)
	k.lane().mustDo(counter.StartTraining{})
	k.refused(counter.Enter{Text: milk, Scan: true}, "training.on")
}

func TestClosingATrainingSaysWhy(t *testing.T) {
	k := start(t)
	before := k.books()
	l := k.lane()
	if err := l.Close(context.Background(), shift.TrainingExit); err != nil {
		t.Fatal(err)
	}
	l.train()
	if err := l.Close(context.Background(), shift.TrainingRetired); err != nil {
		t.Fatal(err)
	}
	var body shift.Training
	events := onlyAdds(t, before, k.books(), journal.TrainingStarted, journal.TrainingEnded)
	if err := journal.Decode(events[1].Body, &body); err != nil || body.Why != shift.TrainingRetired {
		t.Errorf("%+v, %v", body, err)
	}
}
