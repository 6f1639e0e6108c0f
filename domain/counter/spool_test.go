package counter_test

import (
	"encoding/hex"
	"encoding/json"
	"reflect"
	"testing"

	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/domain/shift"
)

// asked is a printer that keeps what it is asked to do, in order.
type asked struct {
	off    bool
	codes  bool // of transfers, at once
	jobs   []counter.Job
	papers []counter.Paper
	order  []string // "drawer" and the numbers of papers
}

func (p *asked) On() bool { return !p.off }

func (p *asked) AsksOnPaper() bool { return p.codes }

func (p *asked) Take(j counter.Job, paper counter.Paper) {
	p.jobs, p.papers, p.order = append(p.jobs, j), append(p.papers, paper), append(p.order, j.Number)
}

func (p *asked) OpenDrawer() { p.order = append(p.order, "drawer") }

// seen forgets what was asked so far.
func (p *asked) seen() []string {
	order := p.order
	p.order = nil
	return order
}

func startPressed(t *testing.T) (*till, *asked) {
	k, p := start(t), &asked{}
	k.press = p
	k.reopen()
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
	return k, p
}

func (k *till) jobs() []counter.Job {
	k.t.Helper()
	list, err := k.file.Jobs(k.t.Context())
	if err != nil {
		k.t.Fatal(err)
	}
	return list
}

// The receipt is wanted by the write that makes the sale: there is no moment at which one is on disk without the other.
func TestASaleAndItsPaperAreOneWrite(t *testing.T) {
	k, p := startPressed(t)
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	want := []counter.Job{{ID: p.jobs[0].ID, Kind: counter.PaperReceipt, Of: k.last.Last.Order.Key(), Number: "HD-01-000001", At: k.now}}
	if got := k.jobs(); !reflect.DeepEqual(got, want) || !reflect.DeepEqual(p.jobs, want) {
		t.Errorf("kept %+v, handed over %+v, want %+v", got, p.jobs, want)
	}
	if got := p.papers[0].Receipt; got == nil || got.Number != "HD-01-000001" || got.Head != k.last.Last.Receipt.Head {
		t.Errorf("the paper is %+v", got)
	}
	k.verify()
}

func TestTheDrawerOpensForCashAndBeforeThePaper(t *testing.T) {
	k, p := startPressed(t)
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Card})
	expect(t, "a card", p.seen(), "HD-01-000001")
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Card, Amount: 2_000}, counter.AddTender{Kind: sale.Cash})
	expect(t, "some cash", p.seen(), "drawer", "HD-01-000002")
	order := k.last.Last.Order
	k.mustDo(counter.Return{Order: order.Key(), Lines: []sale.ReturnLine{{ID: "1", Quantity: money.Units(1)}}, Receipt: order.Receipt})
	expect(t, "cash given back", p.seen(), "drawer", "TH-01-000001")
	k.mustDo(counter.MoveCash{Kind: shift.PaidIn, Amount: 10_000, Reason: "tiền lẻ"})
	expect(t, "cash paid in", p.seen(), "drawer")
	k.mustDo(counter.OpenDrawer{Reason: "đổi tiền"})
	expect(t, "a drawer that wants approval", p.seen())
	k.mustDo(counter.Approve{PIN: "9999"})
	expect(t, "one that has it", p.seen(), "drawer")
	k.mustDo(counter.TakeX{})
	expect(t, "an X", p.seen(), "X-01")
	k.verify()
}

// approved does what a supervisor approves where the policy wants that.
func (k *till) approved(a counter.Action) {
	k.t.Helper()
	k.mustDo(a)
	if k.last.Approval != nil {
		k.mustDo(counter.Approve{PIN: "9999"})
	}
}

// A training's papers come out, marked, and nothing of them is kept; the drawer holds real money and stays shut.
func TestATrainingPrintsMarkedPapersAndLeavesTheDrawerShut(t *testing.T) {
	k, p := startPressed(t)
	l := k.lane()
	l.train()
	l.mustDo(counter.Enter{Text: milk, Scan: true}, counter.AddTender{Kind: sale.Cash}, counter.OpenDrawer{Reason: "thử"})
	if l.last.Approval != nil {
		l.mustDo(counter.Approve{PIN: "9999"})
	}
	expect(t, "a training", p.seen(), "DT-01-000001")
	if p.jobs[0].ID != "" || !p.papers[0].Receipt.Training || len(k.jobs()) > 0 {
		t.Errorf("handed over %+v, %+v, kept %+v", p.jobs, p.papers[0].Receipt, k.jobs())
	}
	l.mustDo(counter.EndTraining{Why: shift.TrainingLeft})
	k.last = l.last
	k.verify()
}

func expect(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if len(got) != len(want) || len(want) > 0 && !reflect.DeepEqual(got, want) {
		t.Errorf("%s: the printer was asked for %q, want %q", what, got, want)
	}
}

// After a crash each paper that waits says what it was to say, whatever was done since.
func TestWhatWaitsIsDrawnAgainAfterACrash(t *testing.T) {
	k, p := startPressed(t)
	k.everyPaper()
	before, papers := k.jobs(), p.papers
	k.restart()
	k.mustDo(counter.OpenShift{Float: 500_000})
	k.scan(milk)
	k.mustDo(counter.Enter{Text: anhPhone}, counter.Redeem{Reward: "off10"}, counter.AddTender{Kind: sale.Card})
	if got := k.jobs(); !reflect.DeepEqual(got[:len(got)-1], before) || len(before) != len(papers) {
		t.Fatalf("waiting are %+v, want %+v", got, before)
	}
	for i, j := range before {
		drawn, err := k.Redraw(t.Context(), j)
		if err != nil {
			t.Fatalf("%s: %v", j.Number, err)
		}
		same := reflect.DeepEqual(drawn, papers[i])
		if j.Kind == counter.PaperX { // its sum is kept as it is read: none is nil or empty
			same = asJSON(drawn) == asJSON(papers[i]) && drawn.Report.Zone == papers[i].Report.Zone
		}
		if !same {
			t.Errorf("%s says\n%s, want\n%s", j.Number, asJSON(drawn), asJSON(papers[i]))
		}
	}
	k.verify()
}

// A copy says what the first print said, but for its mark: balance, vouchers and journal head of then.
func TestACopySaysWhatTheFirstPrintSaid(t *testing.T) {
	k, p := startPressed(t)
	k.everyPaper()
	first := p.papers
	k.mustDo(counter.OpenShift{Float: 500_000})
	k.scan("9*" + milk)
	k.mustDo(counter.Enter{Text: anhPhone}, counter.AddTender{Kind: sale.Card})
	for _, paper := range first {
		if paper.Receipt == nil || paper.Receipt.Reprint {
			continue
		}
		order, err := k.file.ByReceipt(t.Context(), paper.Receipt.Number, 1)
		if err != nil || len(order) != 1 {
			t.Fatal(order, err)
		}
		k.approved(counter.Reprint{Order: order[0].Key()})
		copied := *p.papers[len(p.papers)-1].Receipt
		if copied.Reprint = !copied.Reprint; !reflect.DeepEqual(copied, *paper.Receipt) {
			t.Errorf("the copy says\n%s, want\n%s", asJSON(copied), asJSON(*paper.Receipt))
		}
	}
	k.verify()
}

// everyPaper has one of each kind printed by a member who uses points, vouchers and an exchange.
func (k *till) everyPaper() {
	k.t.Helper()
	k.scan("4*" + milk)
	k.mustDo(counter.Enter{Text: anhPhone}, counter.Redeem{Reward: "off50"}, counter.Redeem{Reward: "off10", Apply: true}, counter.UsePoints{Points: 20})
	k.mustDo(counter.PrintVoucher{Code: k.last.Member.Vouchers[len(k.last.Member.Vouchers)-1].ID}, counter.AddTender{Kind: sale.Cash})
	order := k.last.Last.Order
	k.mustDo(counter.Return{Order: order.Key(), Lines: units(4), Receipt: order.Receipt})
	k.scan("4*" + milk)
	k.mustDo(counter.Enter{Text: anhPhone}, counter.AddTender{Kind: sale.Cash})
	order = k.last.Last.Order
	k.mustDo(counter.Exchange{Order: order.Key(), Lines: units(1), Receipt: order.Receipt})
	k.scan("3*" + card)
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	k.approved(counter.Reprint{Order: order.Key()})
	k.approved(counter.TakeX{})
	k.mustDo(counter.CountDrawer{Amount: 512_000})
	k.approved(counter.CloseShift{Reason: "thừa"})
}

func asJSON(v any) string {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		panic(err)
	}
	return string(b)
}

func TestWithoutAPrinterNothingWaitsForIt(t *testing.T) {
	k, p := startPressed(t)
	p.off = true
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Card}, counter.TakeX{})
	if got := k.jobs(); len(got) > 0 || len(p.jobs) > 0 {
		t.Errorf("kept %+v, handed over %+v", got, p.jobs)
	}
	k.verify()
}

// A job of a file from before papers were kept in jobs reads as it was.
func TestAJobOfAnOlderFileStillReads(t *testing.T) {
	want := counter.Job{ID: "0192-a", Kind: counter.PaperReturn, Of: "01/s1/1", Part: 1, Number: "TH-01-000001", Copy: true, Begun: true}
	old, _ := hex.DecodeString("0106303139322d61020730312f73312f31020c54482d30312d303030303031010001")
	var got counter.Job
	if err := journal.Decode(old, &got); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("it reads as %+v, %v; want the form %x", got, err, journal.Encode(&want))
	}
}
