package counter_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
)

// onTrust lets a supervisor let 50 points of a member be taken beyond what a till holds.
func onTrust(p *loyalty.Program) { p.Offline.Use, p.Offline.TrustPoints = loyalty.OfflineTrust, 50 }

// moved is how many units of a right the journal moves by each kind.
func (k *till) moved(right string) map[journal.MoveKind]int64 {
	k.t.Helper()
	sum := map[journal.MoveKind]int64{}
	for _, e := range k.journal() {
		for _, m := range e.Moves {
			if m.Lot == right {
				sum[m.Kind] += m.N
			}
		}
	}
	return sum
}

func (k *till) trusting(n int64) {
	k.t.Helper()
	k.mustDo(counter.UsePoints{Points: n})
	if a := k.last.Approval; a == nil || a.What != counter.ActTrust || a.Points != n {
		k.t.Fatalf("%d points: asked for %+v", n, a)
	}
	k.mustDo(counter.Approve{PIN: "9999"})
}

func TestASupervisorLetsPointsBeTakenOnTrust(t *testing.T) {
	k, c := inChain(t, onTrust)
	c.grant(opening, 300)
	k.scan("50*" + card) // earns nothing
	k.mustDo(counter.Enter{Text: anhPhone})
	if use := k.last.Member.Use; use.Limit.Max != 300 || use.Trust != 50 {
		t.Fatalf("here %d, and on trust %d", use.Limit.Max, use.Trust)
	}
	k.refused(counter.UsePoints{Points: 351}, "points.elsewhere")
	k.mustDo(counter.UsePoints{Points: 340})
	if a := k.last.Approval; a == nil || a.Points != 340 || a.Beyond != 40 || k.last.Cart.Order.Use.Points != 0 {
		t.Fatalf("asked for %+v with %d used", a, k.last.Cart.Order.Use.Points)
	}
	k.refused(counter.Approve{PIN: "1111"}, "approval.self")
	k.mustDo(counter.Approve{PIN: "9999"})
	o := k.last.Cart.Order
	if o.Use.Points != 340 || o.Use.Approver != "nam" || loyalty.OnTrust(o.Use.Takes) != 40 || k.holds(opening) != 0 || k.balance() != 160 {
		t.Fatalf("used %+v, %d held, balance %d", o.Use, k.holds(opening), k.balance())
	}
	if use := k.last.Member.Use; use.Limit.Max != 340 || use.Trust != 10 {
		t.Errorf("in place of that: here %d, on trust %d more", use.Limit.Max, use.Trust)
	}
	k.mustDo(counter.UsePoints{Points: 320}, counter.UsePoints{Points: 310}) // fewer need nobody's leave
	k.refused(counter.UsePoints{Points: 351}, "points.elsewhere")
	k.trusting(340)
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	if m := k.moved(opening); m[journal.MoveTake]-m[journal.MoveRestore] != 300 || m[journal.MoveTrust]-m[journal.MoveCancel] != 40 {
		t.Errorf("the journal moves %v", m)
	}
	approved := slices.IndexFunc(k.journal(), func(e journal.Event) bool { return e.Kind == journal.ApprovalGiven })
	if approved < 0 {
		t.Error("the journal has no approval")
	}
	k.scan("50*" + card) // earns nothing
	k.mustDo(counter.Enter{Text: anhPhone})
	if use := k.last.Member.Use; use.Trust != 10 {
		t.Errorf("of 50 points on trust 40 are gone, %d left", use.Trust)
	}
	k.sharesAgree()
	k.verify()
}

func TestPointsOnTrustNeedTheProgrammesLeaveAndNoLink(t *testing.T) {
	k, c := inChain(t)
	k.party()
	k.refused(counter.UsePoints{Points: 10}, "points.elsewhere")
	if k.last.Member.Use.Trust != 0 {
		t.Error("trust is offered where the programme allows none")
	}
	k, c = inChain(t, onTrust)
	k.party()
	c.up, c.has[opening] = true, 0 // another till has them, and central can be asked
	k.refused(counter.UsePoints{Points: 10}, "points.elsewhere")
	c.up = false
	k.now = k.now.Add(73 * time.Hour)
	k.refused(counter.UsePoints{Points: 10}, "points.elsewhere")
	if k.last.Member.Use.Trust != 0 {
		t.Error("trust is offered so long after the last exchange")
	}
}

func TestTrustGivenBackCancelsItAndMakesNoShare(t *testing.T) {
	for name, undo := range map[string]counter.Action{"used back": counter.UsePoints{}, "another customer": counter.Enter{Text: cucPhone}} {
		t.Run(name, func(t *testing.T) {
			k, c := inChain(t, onTrust)
			c.grant(opening, 30)
			k.party()
			k.trusting(70)
			k.mustDo(undo)
			if m := k.moved(opening); m[journal.MoveRestore] != 30 || m[journal.MoveCancel] != 40 || k.holds(opening) != 30 {
				t.Errorf("the journal moves %v, %d are held", m, k.holds(opening))
			}
			k.mustDo(counter.Enter{Text: anhPhone})
			if use := k.last.Member.Use; k.balance() != 500 || use.Trust != 50 || use.Limit.Max != 30 {
				t.Errorf("balance %d, %d on trust", k.balance(), use.Trust)
			}
			k.sharesAgree()
			k.verify()
		})
	}
}

func TestAReturnGivesPointsOnTrustBackFirst(t *testing.T) {
	k, c := inChain(t, onTrust)
	c.grant(opening, 30)
	k.party()
	k.trusting(72) // 3 points a milk
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	o := k.last.Last.Order
	back := func(n int64) {
		k.mustDo(counter.Return{Order: o.Key(), Receipt: o.Receipt, Lines: []sale.ReturnLine{{ID: o.Lines[0].ID, Quantity: money.Units(n)}}})
	}
	back(10)
	if m := k.moved(opening); m[journal.MoveCancel] != 30 || m[journal.MoveRestore] != 0 {
		t.Errorf("10 milks move %v", m)
	}
	back(14)
	if m := k.moved(opening); m[journal.MoveCancel] != 42 || m[journal.MoveRestore] != 30 || k.holds(opening) != 30 {
		t.Errorf("all of them move %v, %d are held", m, k.holds(opening))
	}
	k.sharesAgree()
	k.verify()
}

func TestPointsOnTrustOfALapsedLotComeBackAsCentrals(t *testing.T) {
	k, c := inChain(t, onTrust, func(p *loyalty.Program) { p.Expiry = loyalty.Expiry{Mode: loyalty.ExpiryAfterAccrual, Days: 3} })
	c.grant(opening, 30)
	k.party()
	k.trusting(72)
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	o := k.last.Last.Order
	k.now = k.now.Add(60 * time.Hour)
	k.mustDo(counter.Return{Order: o.Key(), Receipt: o.Receipt, Lines: []sale.ReturnLine{{ID: o.Lines[0].ID, Quantity: money.Units(24)}}})
	k.mustDo(counter.Enter{Text: anhPhone})
	var held, central int64
	for _, l := range k.last.Member.Account.Lots {
		if l.Root == opening && l.ID != opening {
			held, central = held+k.holds(l.ID), central+l.Remaining-k.holds(l.ID)
		}
	}
	if held != 30 || central != 42 || k.balance() != 72 {
		t.Errorf("%d came back here, %d are central's, balance %d", held, central, k.balance())
	}
	k.sharesAgree()
	k.verify()
}

func TestGoodsThatLeaveTheCartTakeTrustWithThem(t *testing.T) {
	k, c := inChain(t, onTrust)
	c.grant(opening, 30)
	k.party()
	k.trusting(72)
	k.mustDo(counter.SetQuantity{Line: "1", Quantity: money.Units(3)}) // half of 96.000
	if u := k.last.Cart.Order.Use; u.Points != 48 || loyalty.OnTrust(u.Takes) != 18 || u.Approver != "nam" || k.holds(opening) != 0 {
		t.Errorf("used %+v, %d held", u, k.holds(opening))
	}
	k.mustDo(counter.SetQuantity{Line: "1", Quantity: money.Units(1)})
	if u := k.last.Cart.Order.Use; u.Points != 16 || loyalty.OnTrust(u.Takes) != 0 || u.Approver != "" || k.holds(opening) != 14 {
		t.Errorf("used %+v, %d held", u, k.holds(opening))
	}
	k.sharesAgree()
	k.verify()
}

// TestTrustNeverReachesBeyondItsLimitWhateverIsPressed presses keys at random with the link down for good: what was taken
// on trust and didn't come back never passes trust_points, shares stay as they must, and the account is what central's
// book comes to.
func TestTrustNeverReachesBeyondItsLimitWhateverIsPressed(t *testing.T) {
	trusted := int64(0)
	for seed := range uint64(3) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			k, c := inChain(t, onTrust)
			r := rand.New(rand.NewPCG(seed, 5))
			for range 150 {
				if n := min(c.has[opening], int64(r.IntN(20))); n > 0 && r.IntN(20) == 0 {
					c.grant(opening, n)
				}
				_ = k.do(press(r, k))
				check(t, k)
				if r.IntN(3) == 0 && k.last.Approval == nil {
					_ = k.do(counter.UsePoints{Points: int64(r.IntN(60))})
				}
			}
			all := map[journal.MoveKind]int64{}
			for _, e := range k.journal() {
				for _, m := range e.Moves {
					if all[m.Kind] += m.N; all[journal.MoveTrust]-all[journal.MoveCancel] > 50 || all[journal.MoveCancel] > all[journal.MoveTrust] {
						t.Fatalf("on trust %d, cancelled %d", all[journal.MoveTrust], all[journal.MoveCancel])
					}
				}
			}
			trusted += all[journal.MoveTrust]
			m := k.moved(opening)
			if sum := c.has[opening] + k.holds(opening) + m[journal.MoveTake] - m[journal.MoveRestore]; sum != 500 {
				t.Errorf("of 500 points there are %d", sum)
			}
			lots := k.lots("anh")
			for _, u := range k.Held() {
				if u.N < 0 {
					t.Errorf("%d of %s are held", u.N, u.Right)
				}
			}
			m = k.moved(opening)
			if left := 500 - m[journal.MoveTake] - m[journal.MoveTrust] + m[journal.MoveRestore] + m[journal.MoveCancel]; lots[opening] != left {
				t.Errorf("the account says %d of the opening are left, the envelopes %d", lots[opening], left)
			}
			k.sharesAgree()
			k.verify()
		})
	}
	if trusted == 0 {
		t.Error("nothing was taken on trust")
	}
}

// lots is what remains of a member's lots here.
func (k *till) lots(member string) map[string]int64 {
	k.t.Helper()
	postings, err := k.file.Postings(background, member)
	k.ok(err)
	left := map[string]int64{}
	for _, l := range loyalty.Fold(postings).At(k.now).Lots {
		left[l.ID] = l.Remaining
	}
	return left
}
