package counter_test

import (
	"testing"

	"tim/domain/counter"
	"tim/domain/fault"
)

// What a customer is asked for is on paper when a key wants it, or at once where the printer is set so; it opens no drawer, no
// ledger keeps it, and nothing is paid by it.
func TestATransferIsAskedForOnPaper(t *testing.T) {
	k, _ := banked(t)
	k.refused(counter.PrintTransfer{}, "transfer.none")
	k.scan(milk)
	k.mustDo(counter.AwaitTransfer{})
	k.refused(counter.PrintTransfer{}, "printer.none")
	p := &asked{}
	k.press = p
	k.reopen()
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"}, counter.PrintTransfer{})
	v := k.last.Cart.Transfer
	expect(t, "a key", p.seen(), v.Memo)
	if got := p.papers[0].Transfer; got == nil || got.Amount != 32_000 || got.QR != v.QR || got.Training || len(k.jobs()) > 0 || p.jobs[0].ID != "" {
		t.Errorf("printed %+v, kept %v", got, k.jobs())
	}
	if drawn, err := k.Redraw(background, counter.Job{Kind: counter.PaperTransfer, Of: v.Memo}); err != nil || *drawn.Transfer != *p.papers[0].Transfer {
		t.Errorf("drawn from the ledger: %+v, %v", drawn.Transfer, err)
	}
	k.mustDo(counter.RemoveTenders{})
	if _, err := k.Redraw(background, counter.Job{Kind: counter.PaperTransfer, Of: v.Memo}); fault.Code(err) != "transfer.none" {
		t.Errorf("one that is not waited for: %v", err)
	}
	p.codes = true
	k.mustDo(counter.AwaitTransfer{Amount: 20_000})
	expect(t, "at once", p.seen(), v.Memo)
	k.verify()
}

// A training's slip has no code: somebody would pay it with real money.
func TestATrainingsTransferHasNoCodeOnPaper(t *testing.T) {
	k, _ := banked(t)
	p := &asked{codes: true}
	k.press = p
	k.reopen()
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
	l := k.lane()
	l.train()
	l.mustDo(counter.Enter{Text: milk, Scan: true}, counter.AwaitTransfer{})
	if got := p.papers[0].Transfer; got == nil || !got.Training || got.QR != "" {
		t.Errorf("printed %+v", got)
	}
}
