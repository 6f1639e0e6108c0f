package counter_test

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/domain/share"
	"tim/storage/bolt"
)

var background = context.Background()

// opening is the lot of Ánh's 500 points, which arose at central.
const opening = "opening/anh"

// central is the other end of a till's link: what it has of each right, and whether the line is up.
type central struct {
	k       *till
	has     map[string]int64
	lots    []string // in the order of X6
	up      bool
	refuses error
	asks    int
}

func (c *central) Online() bool  { return c.up }
func (c *central) Acked() uint64 { return 0 }

func (c *central) Trouble() string { return fault.Code(c.refuses) }

func (c *central) Ask(ctx context.Context, member string, points int64, wants []share.Units) error {
	if c.asks++; c.refuses != nil {
		return c.refuses
	}
	for _, lot := range c.lots {
		if n := min(points, c.has[lot]); n > 0 {
			wants = append(wants, share.Units{Right: lot, N: n})
			points -= n
		}
	}
	var units []share.Units
	for _, w := range wants {
		if n := min(w.N, c.has[w.Right]); n > 0 {
			units = append(units, share.Units{Right: w.Right, N: n})
			c.has[w.Right] -= n
		}
	}
	request, err := c.k.NextRequest(ctx)
	if err != nil {
		return err
	}
	return c.k.Got(ctx, request, 1, units)
}

// inChain is a shop's till that has joined a chain, and central, which has Ánh's points; the link is down.
func inChain(t testing.TB, change ...func(*loyalty.Program)) (*till, *central) {
	t.Helper()
	k := start(t, change...)
	c := &central{k: k, has: map[string]int64{opening: 500}, lots: []string{opening}}
	k.link = c
	k.restart()
	k.ok(k.Join(background, counter.Chain{Till: "01", Epoch: 1, Heard: counter.Mark{Incarnation: 1}}))
	k.ok(k.Heard(background, counter.Mark{Incarnation: 1, Central: 9, Acked: 2}, 2, 0))
	k.last = k.Look()
	return k, c
}

func (k *till) ok(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

// grant lets the till have so much of a right, from central.
func (c *central) grant(right string, n int64) {
	c.k.t.Helper()
	c.has[right] -= n
	request, err := c.k.NextRequest(background)
	c.k.ok(err)
	c.k.ok(c.k.Got(background, request, 1, []share.Units{{Right: right, N: n}}))
	c.k.last = c.k.Look()
}

// journal is all events of the till's file.
func (k *till) journal() (all []journal.Event) {
	k.t.Helper()
	for {
		_, records, _, err := k.Outbox(background, 1, uint64(len(all)), 256, 1<<18)
		k.ok(err)
		if len(records) == 0 {
			return all
		}
		for _, r := range records {
			all = append(all, r.Event)
		}
	}
}

// sharesAgree holds that what the till thinks it holds is what its journal says, and what its file says.
func (k *till) sharesAgree() {
	k.t.Helper()
	folded := share.NewHeld()
	for _, e := range k.journal() {
		folded.Apply(e)
	}
	start, err := k.file.Start(background)
	k.ok(err)
	byRight := func(a, b share.Units) int { return cmp.Compare(a.Right, b.Right) }
	said := slices.SortedFunc(folded.Each, byRight)
	slices.SortFunc(start.Held, byRight)
	if !slices.Equal(said, start.Held) || !slices.Equal(said, k.Held()) || !start.Requests.Equal(folded.Requests()) {
		k.t.Errorf("the journal says %v\nthe file says %v\nthe till says %v", said, start.Held, k.Held())
	}
}

func (k *till) holds(right string) int64 {
	for _, u := range k.Held() {
		if u.Right == right {
			return u.N
		}
	}
	return 0
}

// party is Ánh's cart of 24 milks, of which half could be paid with 384 points.
func (k *till) party() {
	k.t.Helper()
	k.scan("24*" + milk)
	k.mustDo(counter.Enter{Text: anhPhone})
}

func TestOffline300Of500CanBeUsedHere(t *testing.T) {
	k, c := inChain(t)
	c.grant(opening, 300)
	k.party()
	use := k.last.Member.Use
	if use.Here == nil || *use.Here != 300 || use.Usable != 500 || use.Limit.Max != 300 || k.last.Member.Account.Usable != 500 {
		t.Fatalf("of %d can be used %d, %+v", use.Usable, use.Limit.Max, use.Limit.Reasons)
	}
	i := slices.IndexFunc(use.Limit.Reasons, func(r loyalty.LimitReason) bool { return r.Binding })
	if use.Limit.Reasons[i].Rule != loyalty.LimitHere {
		t.Errorf("what binds is %+v", use.Limit.Reasons[i])
	}
	err := k.do(counter.UsePoints{Points: 301})
	if f, _ := fault.Of(err); f == nil || f.Code != "points.elsewhere" || f.Args["have"] != int64(300) || f.Args["want"] != int64(301) {
		t.Errorf("301 of them: %v", err)
	}
	k.refused(counter.UsePoints{Points: 385}, "points.limit")
	k.mustDo(counter.UsePoints{Points: 300})
	if k.last.Member.Use.Limit.Max != 300 || k.holds(opening) != 0 {
		t.Errorf("behind it %+v, %d held", k.last.Member.Use.Limit, k.holds(opening))
	}
	k.mustDo(counter.UsePoints{Points: 120}, counter.UsePoints{Points: 200}) // another choice draws on the same
	k.reopen()
	k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"}, counter.AddTender{Kind: sale.Cash})
	if k.holds(opening) != 100 || k.holds(k.last.Last.Order.Key()) != k.last.Last.Order.Earned {
		t.Errorf("held %v", k.Held())
	}
	k.sharesAgree()
	k.verify()
}

func TestWithoutTheLinkAndWithoutSharesNothingIsSpent(t *testing.T) {
	k, _ := inChain(t)
	k.party()
	for _, a := range []counter.Action{counter.UsePoints{Points: 1}, counter.Redeem{Reward: "off10"}, counter.Redeem{Points: 5}} {
		k.refused(a, "points.elsewhere")
	}
	if m := k.last.Member; m.AsMoney.Most != 0 || m.Account.Usable != 500 || code(k.offer("off10").Refused) != "points.elsewhere" {
		t.Errorf("offered: %+v, %+v", m.AsMoney, k.offer("off10").Refused)
	}
	k.mustDo(counter.AddTender{Kind: sale.Cash}) // but it sells, and what that earned can be spent
	k.party()
	earned := k.last.Member.Use.Here
	if *earned != 768 || k.last.Member.Use.Limit.Max != 384 {
		t.Errorf("can be used here: %d", *earned)
	}
	k.mustDo(counter.UsePoints{Points: 384}, counter.AddTender{Kind: sale.Cash})
	k.sharesAgree()
	k.verify()
}

func TestOnlineUseAsksForWhatIsMissing(t *testing.T) {
	k, c := inChain(t)
	c.grant(opening, 50)
	c.up = true
	k.party()
	if use := k.last.Member.Use; use.Limit.Max != 384 || *use.Here != 50 || !k.last.Member.Known.IsZero() {
		t.Errorf("with the link %+v, here %d", use.Limit, *use.Here)
	}
	k.mustDo(counter.UsePoints{Points: 50})
	if c.asks != 0 {
		t.Error("central was asked for what is here")
	}
	k.mustDo(counter.UsePoints{Points: 200})
	if c.asks != 1 || c.has[opening] != 300 || k.last.Cart.Order.Use.Points != 200 || k.holds(opening) != 0 {
		t.Errorf("%d asks, central has %d, used %d", c.asks, c.has[opening], k.last.Cart.Order.Use.Points)
	}
	c.has[opening] = 0 // another till has them
	k.refused(counter.UsePoints{Points: 300}, "points.elsewhere")
	c.refuses = fault.New(fault.Unavailable, "share.frozen", fault.Args{"waiting": int64(2)})
	err := k.do(counter.UsePoints{Points: 300})
	if fault.Code(err) != "points.elsewhere" || !errors.Is(err, fault.New(0, "share.frozen", nil)) {
		t.Errorf("central waits for others: %v", err)
	}
	if k.last.Cart.Order.Use.Points != 200 || c.asks != 3 {
		t.Errorf("used %d, %d asks", k.last.Cart.Order.Use.Points, c.asks)
	}
	k.sharesAgree()
	k.verify()
}

func TestWhatCentralSaysOfTheCustomerAtTheCounterIsTakenOver(t *testing.T) {
	k, c := inChain(t)
	c.grant(opening, 300)
	k.party()
	k.mustDo(counter.UsePoints{Points: 100})
	web := loyalty.Posting{Ref: loyalty.Ref{ID: "web/9/1", At: k.now, Writer: journal.Central}, Member: "anh", Kind: loyalty.Earn, Order: "web/9",
		Lots: []loyalty.Lot{{ID: "web/9", Root: "web/9", Order: "web/9", Points: 70, AroseAt: k.now, UsableAt: k.now}}}
	k.ok(k.file.Fill(func(w *bolt.CatalogWriter) error { w.Posting(web); return nil }))
	k.ok(k.Reread(background))
	k.now = k.now.Add(time.Second)
	if k.last = k.Look(); k.balance() != 470 || *k.last.Member.Use.Here != 300 || k.last.Cart.Order.Use.Points != 100 {
		t.Errorf("balance %d, of which here %d", k.balance(), *k.last.Member.Use.Here)
	}
	c.up, c.has["web/9"], c.lots = true, 70, append(c.lots, "web/9")
	k.mustDo(counter.UsePoints{Points: 384})
	k.sharesAgree()
	k.verify()
}

func TestAGrantIsGotOnceAndAClosedOneNever(t *testing.T) {
	k, _ := inChain(t)
	units := []share.Units{{Right: opening, N: 100}}
	first, err := k.NextRequest(background)
	k.ok(err)
	second, err := k.NextRequest(background)
	k.ok(err)
	k.ok(k.Got(background, second, 1, units))
	k.ok(k.Got(background, second, 1, units)) // the answer came twice
	if n := k.holds(opening); n != 100 {
		t.Errorf("%d held", n)
	}
	k.restart()
	k.ok(k.Got(background, second, 1, units))
	if err := k.Got(background, first, 2, units); fault.Code(err) != "share.incarnation" {
		t.Errorf("of a central restored since: %v", err)
	}
	k.ok(k.Close(background, 2))
	for _, request := range []uint64{first, second} {
		if err := k.Got(background, request, 2, units); fault.Code(err) != "share.closed" {
			t.Errorf("request %d behind its closing: %v", request, err)
		}
	}
	k.restart()
	if third, err := k.NextRequest(background); err != nil || third != 3 {
		t.Errorf("the next request is %d, %v", third, err)
	}
	k.ok(k.Got(background, 3, 2, nil)) // nothing was to be had
	if n := k.holds(opening); n != 100 {
		t.Errorf("%d held", n)
	}
	k.sharesAgree()
	k.verify()
}

// Two ids of one merged customer name the same lot: found by the simulator, which saw it returned twice.
func TestAShareThatIsNamedTwiceIsReturnedOnce(t *testing.T) {
	k, c := inChain(t)
	c.grant(opening, 300)
	given, err := k.GiveBack(background, "surplus", []share.Units{{Right: opening, N: 250}, {Right: opening, N: 250}})
	k.ok(err)
	if k.holds(opening) != 0 || !slices.Equal(given, []share.Units{{Right: opening, N: 250}, {Right: opening, N: 50}}) {
		t.Errorf("given back %v, %d held", given, k.holds(opening))
	}
	k.sharesAgree()
}

func TestARecallReachesWhatIsInNoCart(t *testing.T) {
	k, c := inChain(t)
	c.grant(opening, 300)
	k.party()
	k.mustDo(counter.UsePoints{Points: 100})
	pen := share.Pen(k.last.Cart.Order.Key())
	given, err := k.GiveBack(background, "recall", []share.Units{{Right: opening, N: 500}, {Right: "unheard", N: 5}, {Right: pen, N: 1}})
	k.ok(err)
	if !slices.Equal(given, []share.Units{{Right: opening, N: 200}}) || k.holds(pen) != 1 {
		t.Errorf("given back %v", given)
	}
	k.refused(counter.UsePoints{Points: 101}, "points.elsewhere")
	k.mustDo(counter.UsePoints{}) // what was in the cart comes back to this till
	if k.holds(opening) != 100 || *k.last.Member.Use.Here != 100 {
		t.Errorf("held %v", k.Held())
	}
	if given, err = k.GiveBack(background, "recall", []share.Units{{Right: "unheard", N: 5}}); given != nil || err != nil {
		t.Errorf("given back %v, %v", given, err)
	}
	k.sharesAgree()
	k.verify()
}

func TestV3AVoucherIsUsedOnlyWhereItsRightIs(t *testing.T) {
	k, c := inChain(t)
	c.grant(opening, 40)
	k.party()
	own := k.buy("off10")
	v := k.voucher(own).Voucher
	k.mustDo(counter.ApplyVoucher{Code: own})
	if k.holds(share.Voucher(v.Issue, 1)) != 0 {
		t.Error("the voucher on the cart could be used elsewhere")
	}
	k.mustDo(counter.RemoveVoucher{Code: own})
	if k.holds(share.Voucher(v.Issue, 1)) != 0 || k.holds(share.Voucher(v.Issue, 2)) != 1 {
		t.Errorf("come back: %v", k.Held())
	}
	_, err := k.GiveBack(background, "recall", []share.Units{{Right: share.Voucher(v.Issue, 2), N: 1}})
	k.ok(err)
	c.has[share.Voucher(v.Issue, 2)] = 1
	k.refused(counter.ApplyVoucher{Code: own}, "voucher.elsewhere")
	k.refused(counter.HandBack{Code: own}, "voucher.elsewhere")
	if code(k.voucher(own).Refused) != "voucher.elsewhere" {
		t.Errorf("offered as %+v", k.voucher(own))
	}
	c.up = true
	k.mustDo(counter.ApplyVoucher{Code: own}, counter.RemoveVoucher{Code: own}, counter.HandBack{Code: own})
	if c.asks != 1 || k.holds(share.Voucher(v.Issue, 3)) != 0 || k.holds(opening) != 40 {
		t.Errorf("%d asks, held %v", c.asks, k.Held())
	}
	k.mustDo(counter.Redeem{Reward: "off20", Apply: true}, counter.VoidOrder{}, counter.Approve{PIN: "9999"})
	k.sharesAgree()
	k.verify()
}

func TestAReturnedOrdersVoucherComesBackToThisTill(t *testing.T) {
	k, c := inChain(t)
	c.grant(opening, 100)
	k.party()
	k.mustDo(counter.Redeem{Reward: "off10", Apply: true}, counter.UsePoints{Points: 30}, counter.AddTender{Kind: sale.Cash})
	o, v := k.last.Last.Order, k.last.Last.Order.Vouchers[0]
	given, err := k.GiveBack(background, "recall", []share.Units{{Right: o.Key(), N: o.Earned - 8}}) // all but 8 of what it earned
	k.ok(err)
	if len(given) != 1 {
		t.Fatalf("given back %v", given)
	}
	k.mustDo(counter.Return{Order: o.Key(), Receipt: o.Receipt, Lines: []sale.ReturnLine{{ID: "1", Quantity: money.Units(24)}}})
	vouchers, err := k.file.VouchersOf(background, "anh")
	k.ok(err)
	i := slices.IndexFunc(vouchers, func(w loyalty.Voucher) bool { return w.ID == v.ID })
	if vouchers[i].Generation != 2 || k.holds(share.Voucher(vouchers[i].Issue, 2)) != 1 || k.holds(opening) != 90 || k.holds(o.Key()) != 0 {
		t.Errorf("%+v, held %v", vouchers[i], k.Held())
	}
	all := k.journal()
	var body sale.Filed
	k.ok(journal.Decode(all[len(all)-1].Body, &body))
	claw := journal.Move{Kind: journal.MoveClaw, Lot: o.Key(), N: o.Earned, Burn: 8}
	if !slices.Contains(all[len(all)-1].Moves, claw) || body.Postings[1].Claws[0].Burn != 8 {
		t.Errorf("taken back as %+v, %+v", all[len(all)-1].Moves, body.Postings)
	}
	k.sharesAgree()
	k.verify()
}

func TestV1ARewardWithAStockNeedsAUnitOfItOrTheLink(t *testing.T) {
	k, c := inChain(t)
	c.grant(opening, 100)
	k.party()
	k.refused(counter.Redeem{Reward: "last"}, "reward.elsewhere")
	k.refused(counter.Redeem{Reward: "once"}, "reward.elsewhere")
	if code(k.offer("last").Refused) != "reward.elsewhere" || code(k.offer("once").Refused) != "reward.elsewhere" {
		t.Errorf("offered: %v, %v", k.offer("last").Refused, k.offer("once").Refused)
	}
	c.grant(share.Stock("last"), 1)
	bought := k.buy("last")
	if k.holds(share.Stock("last")) != 0 {
		t.Errorf("held %v", k.Held())
	}
	k.mustDo(counter.HandBack{Code: bought})
	if k.holds(share.Stock("last")) != 1 {
		t.Errorf("handed back, the unit is %d here", k.holds(share.Stock("last")))
	}
	c.up = true
	k.buy("once")
	k.refused(counter.Redeem{Reward: "once"}, "reward.limit")
	if c.asks != 0 {
		t.Errorf("%d asks", c.asks)
	}
	k.sharesAgree()
	k.verify()
}

func TestAnOrderIsActedOnOnlyWithItsPen(t *testing.T) {
	k, c := inChain(t)
	k.scan("2*" + milk)
	k.mustDo(counter.SetLater{Later: true}, counter.AddTender{Kind: sale.Cash})
	o := k.last.Last.Order
	pen := share.Pen(o.Key())
	given, err := k.GiveBack(background, "recall", []share.Units{{Right: pen, N: 1}})
	k.ok(err)
	if len(given) != 1 {
		t.Fatal("a pen that nobody needs here stays")
	}
	lines := []sale.ReturnLine{{ID: "1", Quantity: money.Units(1)}}
	for _, a := range []counter.Action{counter.Deliver{Order: o.Key()}, counter.Cancel{Order: o.Key(), Receipt: o.Receipt},
		counter.Exchange{Order: o.Key(), Receipt: o.Receipt, Lines: lines}} {
		k.refused(a, "order.elsewhere")
	}
	c.up, c.has[pen] = true, 1
	k.mustDo(counter.Deliver{Order: o.Key()})
	c.up = false
	k.mustDo(counter.Exchange{Order: o.Key(), Receipt: o.Receipt, Lines: lines})
	if given, err = k.GiveBack(background, "recall", []share.Units{{Right: pen, N: 1}}); len(given) != 0 || err != nil {
		t.Errorf("the pen of what is being exchanged went away: %v", given)
	}
	k.scan("3*" + milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	if k.holds(pen) != 1 {
		t.Error("acting uses the pen up")
	}
	k.sharesAgree()
	k.verify()
}

func TestARetiredTillSellsAndSpendsNothing(t *testing.T) {
	k, c := inChain(t)
	c.grant(opening, 300)
	k.scan(milk)
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	o := k.last.Last.Order
	request, err := k.NextRequest(background)
	k.ok(err)
	k.ok(k.End(background))
	k.ok(k.End(background))
	k.restart()
	c.up = true
	if err := k.Got(background, request, 1, []share.Units{{Right: opening, N: 1}}); fault.Code(err) != "share.retired" {
		t.Errorf("a grant behind it: %v", err)
	}
	k.party()
	k.refused(counter.UsePoints{Points: 1}, "points.elsewhere")
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	k.mustDo(counter.Return{Order: o.Key(), Receipt: o.Receipt, Lines: []sale.ReturnLine{{ID: "1", Quantity: money.Units(1)}}})
	if k.last.Approval == nil || k.last.Approval.What != counter.ActLater { // its pen is central's: a supervisor's word, or not at all
		t.Errorf("a return without the pen: %+v", k.last.Approval)
	}
	k.mustDo(counter.Dismiss{})
	if c.asks != 0 || k.last.Link.Online {
		t.Errorf("%d asks, %+v", c.asks, k.last.Link)
	}
	k.sharesAgree()
	k.verify()
}

func TestSharesStopTooLongAfterTheLastSync(t *testing.T) {
	k, c := inChain(t, func(p *loyalty.Program) { p.Offline.StopHours = 4 })
	c.grant(opening, 300)
	k.party()
	k.mustDo(counter.UsePoints{Points: 100})
	k.now = k.now.Add(4 * time.Hour)
	k.refused(counter.UsePoints{Points: 150}, "points.elsewhere")
	k.mustDo(counter.UsePoints{Points: 80}) // what is in the cart already goes on
	if k.last.Member.Use.Limit.Max != 80 || !k.last.Member.Known.Before(k.now.Add(-4*time.Hour)) {
		t.Errorf("%+v, known at %v", k.last.Member.Use.Limit, k.last.Member.Known)
	}
	k.ok(k.Heard(background, counter.Mark{Incarnation: 1, Central: 9, Acked: 5}, 2, 0))
	k.mustDo(counter.UsePoints{Points: 150})
	k.sharesAgree()
	k.verify()
}

func TestSharesFreezeWhileTheClockStandsBeforeWhatItShowed(t *testing.T) {
	k, c := inChain(t)
	c.grant(opening, 300)
	k.now = k.now.Add(time.Hour)
	k.party()
	k.now = k.now.Add(-30 * time.Minute)
	k.refused(counter.UsePoints{Points: 10}, "points.elsewhere")
	k.scan(milk) // selling goes on, and the journal with it
	k.restart()
	k.refused(counter.UsePoints{Points: 10}, "points.elsewhere")
	if _, err := k.NextRequest(background); err != nil {
		t.Fatal(err)
	}
	k.refused(counter.UsePoints{Points: 10}, "points.elsewhere")
	k.ok(k.Heard(background, counter.Mark{Incarnation: 1, Central: 9, Acked: 2}, 2, 30*time.Minute)) // central's clock tells
	k.mustDo(counter.UsePoints{Points: 10})
	if last := k.journal(); !last[len(last)-1].At.Equal(k.now.Add(30*time.Minute)) || !last[len(last)-1].Wall.Equal(k.now) {
		t.Errorf("at %v by a clock at %v, which shows %v", last[len(last)-1].At, last[len(last)-1].Wall, k.now)
	}
	k.sharesAgree()
	k.verify()
}

func TestOfflineUseNoneSpendsOnlyOverTheLink(t *testing.T) {
	k, c := inChain(t, func(p *loyalty.Program) { p.Offline.Use = loyalty.OfflineNone })
	c.grant(opening, 300)
	k.party()
	k.refused(counter.UsePoints{Points: 10}, "points.elsewhere")
	c.up = true
	k.mustDo(counter.UsePoints{Points: 10}, counter.AddTender{Kind: sale.Cash})
	surplus, err := k.Surplus(background)
	k.ok(err)
	if len(surplus) != 2 || surplus[0] != (share.Units{Right: opening, N: 290}) {
		t.Errorf("to give back %v", surplus)
	}
	k.verify()
}

func TestPointsOfWhoeverWasAtTheShopAreAskedForOnceAVisit(t *testing.T) {
	k, c := inChain(t, func(p *loyalty.Program) { p.Offline.KeepPoints = 150 })
	c.grant(opening, 40)
	wanted := func(want ...counter.Want) {
		t.Helper()
		if got, err := k.Wanted(background); err != nil || !slices.Equal(got, want) {
			t.Errorf("wanted %v, %v, want %v", got, err, want)
		}
	}
	wanted()
	k.party()
	member := k.last.Member.Profile.ID
	k.Seen(member) // by the feed: the member was at the next till
	k.Seen(member)
	wanted(counter.Want{Member: member, Points: 150 - 40})
	wanted()
	k.Seen(member)
	c.grant(opening, 110)
	wanted()
}

func TestBehindASaleOnlySoManyPointsAreKept(t *testing.T) {
	k, c := inChain(t, func(p *loyalty.Program) { p.Offline.KeepPoints = 150 })
	c.grant(opening, 300)
	k.party()
	if surplus, err := k.Surplus(background); len(surplus) != 0 || err != nil {
		t.Errorf("with the cart open %v, %v", surplus, err)
	}
	k.mustDo(counter.UsePoints{Points: 50}, counter.AddTender{Kind: sale.Cash})
	o := k.last.Last.Order
	want := []share.Units{{Right: opening, N: 100}, {Right: o.Key(), N: o.Earned}} // those that lapse first are kept
	for range 2 {
		surplus, err := k.Surplus(background)
		k.ok(err)
		if !slices.Equal(surplus, want) {
			t.Errorf("to give back %v, want %v", surplus, want)
		}
	}
	_, err := k.GiveBack(background, "cart", want)
	k.ok(err)
	if surplus, err := k.Surplus(background); len(surplus) != 0 || err != nil {
		t.Errorf("given back, and still %v, %v", surplus, err)
	}
	if kept := k.Kept(); !slices.Equal(kept, []share.Units{{Right: opening, N: 150}}) {
		t.Errorf("kept %v", kept)
	}
	k.sharesAgree()
	k.verify()
}

func TestTheStatusTellsTheTruthAboutTheLink(t *testing.T) {
	k := start(t)
	if l := k.last.Link; !l.Standalone || k.last.Member != nil {
		t.Errorf("alone: %+v", l)
	}
	if _, err := k.NextRequest(background); fault.Code(err) != "share.unenrolled" {
		t.Errorf("alone: %v", err)
	}
	if err := k.Join(background, counter.Chain{Till: "02", Epoch: 1}); fault.Code(err) != "chain.other" {
		t.Errorf("as another till: %v", err)
	}
	k, c := inChain(t)
	synced, _ := k.Chain()
	k.do(counter.Dismiss{})
	if l := k.last.Link; l.Standalone || l.Online || !l.Since.Equal(synced.LastSync) || l.Waiting != int(k.Head().Seq-2) {
		t.Errorf("down: %+v of %+v", l, synced)
	}
	c.up = true
	k.do(counter.Dismiss{})
	since := k.now
	k.do(counter.Dismiss{})
	if l := k.last.Link; !l.Online || !l.Since.Equal(since) {
		t.Errorf("up: %+v", l)
	}
	k.ok(k.Heard(background, counter.Mark{Incarnation: 1, Central: 9, Acked: k.Head().Seq}, 2, 0))
	c.refuses = fault.New(fault.Unavailable, "share.frozen", nil)
	if l := k.Look().Link; l.Waiting != 0 || l.Trouble != "share.frozen" {
		t.Errorf("all sent: %+v", l)
	}
	k.ok(k.Heard(background, counter.Mark{Incarnation: 2, Central: 3, Acked: 1}, 1, 0)) // restored: it has lost some
	if chain, _ := k.Chain(); chain.Heard != (counter.Mark{Incarnation: 2, Central: 3, Acked: 1}) || chain.Acked != 1 {
		t.Errorf("heard of %+v", chain)
	}
	k.ok(k.Heard(background, counter.Mark{Incarnation: 2, Central: 2, Acked: 1}, 1, 0))
	if chain, _ := k.Chain(); chain.Heard.Central != 3 {
		t.Errorf("forgot what it heard: %+v", chain)
	}
	k.verify()
}

// TestNoTillInAChainSpendsWhatItDoesNotHold presses keys at random while the link comes and goes, shares arrive and are
// recalled; nothing held falls below 0, and what central has, what is held and what was spent make what arose.
func TestNoTillInAChainSpendsWhatItDoesNotHold(t *testing.T) {
	asks, used := 0, int64(0)
	for seed := range uint64(3) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			k, c := inChain(t, func(p *loyalty.Program) {
				p.Returns.AlreadySpent = []string{loyalty.SpentNegative, loyalty.SpentFloor, loyalty.SpentDeduct}[seed%3]
			})
			r := rand.New(rand.NewPCG(seed, 2))
			for range 200 {
				switch r.IntN(10) {
				case 0:
					c.up = !c.up
				case 1:
					if n := min(c.has[opening], int64(r.IntN(100))); n > 0 {
						c.grant(opening, n)
					}
				case 2:
					if held := k.Held(); len(held) > 0 {
						k.recall(c, one(r, held...))
					}
				case 3:
					if r.IntN(3) > 0 {
						break
					}
					k.reopen()
					k.mustDo(counter.SignIn{Staff: "hong", PIN: "1111"})
				}
				_ = k.do(press(r, k))
				check(t, k)
				for _, u := range k.Held() {
					if u.N < 0 {
						t.Fatalf("%d of %s are held", u.N, u.Right)
					}
				}
			}
			spent := int64(0)
			for _, e := range k.journal() {
				for _, m := range e.Moves {
					if m.Lot == opening && (m.Kind == journal.MoveTake || m.Kind == journal.MoveRestore) {
						spent -= share.Change(m)
					}
				}
			}
			if sum := c.has[opening] + k.holds(opening) + spent; sum != 500 {
				t.Errorf("of 500 points there are %d: central %d, here %d, spent %d", sum, c.has[opening], k.holds(opening), spent)
			}
			asks, used = asks+c.asks, used+spent
			k.sharesAgree()
			k.verify()
		})
	}
	if asks == 0 || used == 0 {
		t.Errorf("%d points were used, central was asked %d times", used, asks)
	}
}

func (k *till) recall(c *central, u share.Units) {
	k.t.Helper()
	given, err := k.GiveBack(background, "recall", []share.Units{u})
	k.ok(err)
	for _, u := range given {
		c.has[u.Right] += u.N
	}
}

func TestARecreatedFileNamesTheJournalThatItCarries(t *testing.T) {
	k := start(t)
	old := k.Head()
	k.dir = t.TempDir()
	k.open()
	k.fill()
	k.epoch = 2
	k.reopen()
	former := counter.Former{Holder: share.Holder{Writer: old.Writer, Epoch: old.Epoch}, Events: old.Seq}
	if err := k.Join(background, counter.Chain{Till: "01", Epoch: 1}, former); fault.Code(err) != "chain.other" {
		t.Errorf("as the epoch that ended: %v", err)
	}
	k.ok(k.Join(background, counter.Chain{Till: "01", Epoch: 2, Heard: counter.Mark{Incarnation: 3}, Asked: 40}, former))
	_, records, _, err := k.Outbox(background, 2, 0, 10, 1<<18)
	k.ok(err)
	want := []journal.Move{{Kind: journal.MoveClosed, Request: 40, Incarnation: 3}, {Kind: journal.MoveFormer, Holder: "01/1", N: int64(old.Seq)}}
	if len(records) != 2 || !slices.Equal(records[1].Event.Moves, want) {
		t.Errorf("written %+v", records)
	}
	k.reopen()
	if chain, joined := k.Chain(); !joined || chain.Epoch != 2 || chain.Asked != 40 {
		t.Errorf("behind a restart %+v", chain)
	}
	if request, err := k.NextRequest(background); request != 41 || err != nil {
		t.Errorf("request %d, %v", request, err)
	}
	k.verify()
}

// What lies in ledgers is read for ever.
func TestTheChainsBytes(t *testing.T) {
	at := time.UnixMilli(1_800_000_000_123).UTC()
	want := counter.Chain{Till: "07", Epoch: 3, JoinedAt: at, Heard: counter.Mark{Incarnation: 2, Central: 900, Acked: 70}, Acked: 69, Durable: 68,
		Asked: 12, LastSync: at.Add(time.Hour), Offset: -1500 * time.Millisecond, High: at.Add(2 * time.Hour), Ended: true}
	const before = "0102303703f8c1e285e3680284074645440cf8fb9989e368ffbbc1960bf8b5d18ce36801"
	var old counter.Chain
	if raw, _ := hex.DecodeString(before); journal.Decode(raw, &old) != nil || old != want {
		t.Errorf("version 1 reads as %+v", old)
	}
	want.Central = "key"
	const pinned = "02" + "02303703f8c1e285e3680284074645440cf8fb9989e368ffbbc1960bf8b5d18ce36801" + "036b6579"
	if got := hex.EncodeToString(journal.Encode(&want)); got != pinned {
		t.Errorf("written as %s, ledgers hold %s", got, pinned)
	}
	var back counter.Chain
	if raw, _ := hex.DecodeString(pinned); journal.Decode(raw, &back) != nil || back != want {
		t.Errorf("read back as %+v", back)
	}
}

// A customer of another shop comes while the link is down: nobody may be told that there are no points, on the screen or on paper.
func TestABalanceThatWasNeverToldIsNotZero(t *testing.T) {
	k, _ := inChain(t)
	k.scan(milk)
	k.mustDo(counter.Enter{Text: "0905111222"})
	if m := k.last.Member; m == nil || !m.Unknown {
		t.Fatalf("Cúc's points are shown as %+v", m)
	}
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	if m := k.printed[len(k.printed)-1].Member; m == nil || !m.Unknown || !m.Tentative || m.Earned == 0 {
		t.Errorf("her receipt says %+v", m)
	}
	k.scan(milk)
	k.mustDo(counter.Enter{Text: anhPhone})
	if k.last.Member.Unknown {
		t.Error("whose account came down isn't known")
	}
	k.mustDo(counter.AddTender{Kind: sale.Cash})
	if m := k.printed[len(k.printed)-1].Member; m.Unknown || !m.Tentative {
		t.Errorf("a balance of offline: %+v", m)
	}
	k.mustDo(counter.CreateMember{Name: "Lê Mới", Phone: "0977000111", Points: true})
	if k.last.Member.Unknown {
		t.Error("who was made here isn't known")
	}
}
