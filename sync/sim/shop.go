package sim

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"

	"golang.org/x/crypto/argon2"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/domain/share"
	"tim/domain/shift"
	"tim/sync/wire"
)

var saigon = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

const (
	milk = "2000000000015" // 32.000 ₫
	card = "2000000000022" // 15.000 ₫, earns no points
	oil  = "2000000000039" // 90.000 ₫
)

// shop is what the chain decided: goods, programme, rewards, staff, and the members that it began with. A till begins
// with what it needs to open; the rest comes by the feeds.
type shop struct {
	products []catalog.Product
	program  loyalty.Program
	rewards  []loyalty.Reward
	staff    []shift.Staff
	members  []office.Member
}

func (w *world) newShop(seed uint64) {
	half := money.Per100(50)
	p := loyalty.Default()
	p.Version, p.Use.MaxPercent, p.Use.AsVoucher = 1, &half, true
	p.EffectiveFrom = day0.AddDate(0, 0, -400)
	if seed%2 == 0 { // a world where members rise while tills don't hear of it
		for i := range p.Tiers {
			p.Tiers[i].MinRankingPoints /= 10
		}
	}
	p.Returns.AlreadySpent = []string{loyalty.SpentNegative, loyalty.SpentFloor, loyalty.SpentDeduct}[seed%3]
	if seed%4 == 1 {
		p.Offline.Use, p.Offline.TrustPoints = loyalty.OfflineTrust, 25
	}
	if w.Service != "" {
		p.Offline.Use, p.Offline.TrustPoints = w.Service, 25
	}
	w.shop = &shop{program: p,
		products: []catalog.Product{
			{SKU: "SUA", Name: "Sữa tươi Đồng Xanh 1L", Price: 32_000, Barcodes: []string{milk}, VAT: catalog.ReducedVAT(), Earns: true},
			{SKU: "THE15", Name: "Thẻ cào 15k", Price: 15_000, Barcodes: []string{card}, VAT: catalog.ReducedVAT()},
			{SKU: "DAU", Name: "Dầu ăn Hoa Mai 2L", Price: 90_000, Barcodes: []string{oil}, VAT: catalog.ReducedVAT(), Earns: true},
		}}
	amount := func(v money.VND) loyalty.Gives { return loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &v} }
	stock, once := int64(5), int64(1)
	w.shop.rewards = []loyalty.Reward{
		{ID: "off10", Name: "Giảm 10.000", Cost: 10, Gives: amount(10_000), WithPoints: true, WithVouchers: true, Transferable: true},
		{ID: "off20", Name: "Giảm 20.000", Cost: 20, Gives: amount(20_000), WithVouchers: true},
		{ID: "few", Name: "Năm cái", Cost: 5, Gives: amount(5_000), Stock: &stock, WithPoints: true, WithVouchers: true},
		{ID: "once", Name: "Một lần", Cost: 5, Gives: amount(1_000), PerCustomer: &once, WithPoints: true, WithVouchers: true},
	}
	for _, s := range []shift.Staff{{ID: "hong", Name: "Lê Thị Hồng", Role: shift.Cashier}, {ID: "nam", Name: "Trần Đức Nam", Role: shift.Supervisor}} {
		pin := map[string]string{"hong": "1111", "nam": "9999"}[s.ID]
		salt := []byte("0123456789abcdef")
		s.Verifier = shift.Verifier{Salt: salt, Hash: argon2.IDKey([]byte(pin), salt, 1, 8, 1, sha256.Size), Time: 1, Memory: 8}
		w.shop.staff = append(w.shop.staff, s)
	}
}

// trusts says whether a supervisor may let points be taken on trust.
func (w *world) trusts() bool { return w.shop.program.Offline.Use == loyalty.OfflineTrust }

// open puts it all into central.
func (w *world) open() {
	o := w.center.office
	set := w.shop.program
	set.Version = 0
	put, err := o.PutProgram(w.ctx, set, "sim", "")
	w.must("set the programme", err)
	w.shop.program = put
	for _, p := range w.shop.products {
		_, err := o.PutProduct(w.ctx, p)
		w.must("set a product", err)
	}
	for _, r := range w.shop.rewards {
		_, err := o.PutReward(w.ctx, r)
		w.must("set a reward", err)
		if r.Stock != nil {
			w.truth.right(share.Stock(r.ID)).arose = *r.Stock
		}
	}
	for i := 0; i < w.Tills; i += w.PerShop {
		doc, err := json.Marshal(document())
		w.must("write the shop's document", err)
		w.must("set a shop", o.PutShop(w.ctx, w.shopOf(i), doc))
		for _, s := range w.shop.staff {
			w.must("set staff", o.PutStaff(w.ctx, w.shopOf(i), s))
		}
	}
	for i := range w.Members {
		phone := fmt.Sprintf("09%08d", 10_000_000+i*37)
		m, err := o.CreateMember(w.ctx, office.NewMember{ID: fmt.Sprintf("m%03d", i), Phone: phone, Name: fmt.Sprintf("Nguyễn Thị %c%d", 'A'+i%26, i),
			JoinedAt: day0.AddDate(0, 0, -100), Opening: office.Opening{Points: int64(100 * (i % 6)), Ranking: int64(100 * i)}})
		w.must("make a member", err)
		w.shop.members = append(w.shop.members, m)
	}
}

// fill is what a till's catalogue begins with.
func (s *shop) fill(f filler) {
	for _, p := range s.products {
		f.Product(p)
	}
	for _, r := range s.rewards {
		f.Reward(r)
	}
	for _, p := range s.staff {
		f.Staff(p)
	}
	f.Program(s.program)
	f.Shop(document())
}

// document is what every shop of the chain prints.
func document() counter.Shop {
	return counter.Shop{Name: "Cửa hàng Nguyễn Huệ", Channel: sale.Store, Currency: "VND", DiscountFree: 10}
}

// shopOf is the shop of a till.
func (o Options) shopOf(till int) string { return fmt.Sprint("shop", till/o.PerShop+1) }

// visit is a customer at a till, served by a cashier.
func (w *world) visit(s Step) {
	r := rand.New(rand.NewPCG(s.Seed, 3))
	t := w.tills[s.Till].anyOf(r)
	if !t.up || t.busy != nil && !t.busy.done {
		if s.At += 2 * time.Minute; !w.healing {
			w.at(day0.Add(s.At), func() { w.visit(s) })
		}
		return
	}
	w.stats.Visits++
	if t.other != nil {
		w.stats.ClonedVisits++
	}
	if w.center.frozen() {
		w.stats.FrozenVisits++
	}
	w.spawn(func(p *proc) {
		t.busy = p
		defer t.free(p)
		v := visiting{w: w, t: t, p: p, r: r, member: w.shop.members[s.Member]}
		v.run()
	})
}

// visiting is one visit.
type visiting struct {
	w       *world
	t       *till
	p       *proc
	r       *rand.Rand
	member  office.Member
	presses int
}

func (v *visiting) press(a counter.Action) (code string, stands bool) {
	v.p.sleep(time.Duration(300+v.r.IntN(3000)) * time.Millisecond)
	if v.p.dead {
		return "", false
	}
	v.presses++
	return v.t.do(a)
}

func (v *visiting) run() {
	if v.r.IntN(100) < 15 && v.takeBack() {
		return
	}
	if _, ok := v.press(counter.Enter{Text: ident.PhoneLocal(v.member.Phone)}); !ok {
		return
	}
	for range 1 + v.r.IntN(4) {
		if _, ok := v.press(counter.Enter{Text: one(v.r, milk, card, oil, oil), Scan: true}); !ok {
			return
		}
	}
	for range v.r.IntN(6) {
		if !v.whim() {
			return
		}
	}
	v.finish()
}

func one[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// whim is something else than scanning. It says whether the till still stands.
func (v *visiting) whim() bool {
	s := v.t.state
	if s.Approval != nil {
		_, ok := v.press(one[counter.Action](v.r, counter.Approve{PIN: "9999"}, counter.Dismiss{}))
		return ok
	}
	if s.Alarm != nil {
		_, ok := v.press(counter.Dismiss{})
		return ok
	}
	var a counter.Action
	switch x := v.r.IntN(100); {
	case x < 45:
		return v.use()
	case x < 65:
		return v.redeem()
	case x < 80:
		a = v.onVoucher()
	case x < 85:
		a = counter.UsePoints{}
	case x < 88:
		a = counter.VoidOrder{Reason: "thử"}
	case x < 92:
		a = counter.Undo{}
	case x < 95:
		a = counter.SetLater{Later: v.r.IntN(2) == 0}
	default:
		a = counter.Enter{Text: milk, Scan: true}
	}
	return v.count(a)
}

// count presses what isn't counted elsewhere.
func (v *visiting) count(a counter.Action) bool {
	code, ok := v.press(a)
	if !ok || code != "" {
		return ok
	}
	switch a.(type) {
	case counter.ApplyVoucher:
		v.w.stats.VouchersUsed++
	case counter.HandBack:
		v.w.stats.HandedBack++
	}
	return ok
}

// wishOf is how many points somebody wants to use.
func wishOf(r *rand.Rand) int64 { return 1 + r.Int64N(80) }

// use takes points off, as many as the order lets or some.
func (v *visiting) use() bool {
	m := v.t.state.Member
	if m == nil {
		return true
	}
	n := min(m.Use.Usable, 1+v.r.Int64N(80))
	if v.r.IntN(3) == 0 {
		n = m.Use.Limit.Max
	}
	if n <= 0 && v.w.Service == "" || m.Account.Usable <= 0 {
		return true
	}
	offline := !v.t.link.Online()
	if offline {
		v.w.together(v.t, m.Profile.ID)
	}
	if v.w.Service != "" { // what a customer wants doesn't ask what the till holds
		n = min(m.Account.Usable, wishOf(v.r))
	}
	code, ok := v.press(counter.UsePoints{Points: n})
	if v.w.Service != "" && ok && v.t.state.Approval != nil {
		code, ok = v.press(counter.Approve{PIN: "9999"})
	}
	if offline && ok && !v.t.link.Online() && (code == "" || code == "points.elsewhere") {
		v.w.stats.OfflineWishes++
		if code == "" && v.t.state.Approval == nil {
			v.w.stats.OfflineGranted++
		}
	}
	return ok
}

// together notes who uses points at a till without a link while another one without can't know of it.
func (w *world) together(t *till, member string) {
	for _, other := range w.tills {
		if since, used := other.offline[member]; used && other != t && since.Equal(other.link.status.Since) && !other.link.Online() {
			w.stats.Together++
		}
	}
	if t.offline == nil {
		t.offline = map[string]time.Time{}
	}
	t.offline[member] = t.link.status.Since
}

func (v *visiting) redeem() bool {
	if v.t.state.Member == nil {
		return true
	}
	a := counter.Redeem{Reward: one(v.r, v.w.shop.rewards...).ID, Apply: v.r.IntN(2) == 0}
	if v.r.IntN(4) == 0 {
		a = counter.Redeem{Points: 1 + v.r.Int64N(15), Apply: v.r.IntN(2) == 0}
	}
	code, ok := v.press(a)
	if ok && code == "" {
		v.w.stats.Redeemed++
	}
	return ok
}

func (v *visiting) onVoucher() counter.Action {
	m := v.t.state.Member
	if m == nil || len(m.Vouchers) == 0 {
		return counter.Enter{Text: milk, Scan: true}
	}
	code := one(v.r, m.Vouchers[:min(len(m.Vouchers), 4)]...).ID
	return one[counter.Action](v.r, counter.ApplyVoucher{Code: code}, counter.ApplyVoucher{Code: code}, counter.RemoveVoucher{Code: code}, counter.HandBack{Code: code})
}

// finish pays, or leaves the cart to the next customer when that can't be.
func (v *visiting) finish() {
	for range 8 {
		s := v.t.state
		var a counter.Action
		switch {
		case s.Alarm != nil, s.Approval != nil && v.r.IntN(4) == 0:
			a = counter.Dismiss{}
		case s.Approval != nil:
			a = counter.Approve{PIN: "9999"}
		case len(s.Cart.Order.Lines) == 0:
			return
		case s.Cart.Totals.Due == 0:
			a = counter.Finish{}
		default:
			a = counter.AddTender{Kind: sale.Cash}
		}
		sales := v.t.state.Last
		if _, ok := v.press(a); !ok {
			return
		}
		if l := v.t.state.Last; l != nil && (sales == nil || sales.Order.Key() != l.Order.Key()) {
			v.w.stats.Sales++
			return
		}
	}
}

// takeBack returns goods of an order of this till's.
func (v *visiting) takeBack() bool {
	orders, err := v.t.disk.Latest(v.w.ctx, 6)
	if err != nil || len(orders) == 0 || len(v.t.state.Cart.Order.Lines) > 0 {
		return false
	}
	order := one(v.r, orders...)
	var lines []sale.ReturnLine
	for _, l := range order.Lines {
		if left := l.Quantity - order.Back(l.ID); left > 0 && v.r.IntN(3) > 0 {
			lines = append(lines, sale.ReturnLine{ID: l.ID, Quantity: one(v.r, left, money.Units(1))})
		}
	}
	a := one[counter.Action](v.r, counter.Return{Order: order.Key(), Lines: lines, Receipt: order.Receipt},
		counter.Return{Order: order.Key(), Lines: lines, Receipt: order.Receipt}, counter.Cancel{Order: order.Key(), Receipt: order.Receipt},
		counter.Deliver{Order: order.Key()}, counter.Exchange{Order: order.Key(), Lines: lines, Receipt: order.Receipt})
	code, ok := v.press(a)
	if !ok {
		return true
	}
	if s := v.t.state.Approval; s != nil && s.What == counter.ActLater {
		if code, ok = v.press(counter.Approve{PIN: "9999"}); ok && code == "" {
			v.w.stats.Later++
		}
		return !ok
	}
	if code == "" {
		v.w.stats.Returns++
	}
	return false
}

// keysOf are the keys of members that an event makes or changes.
func (w *world) keysOf(record []byte) []wire.Key {
	var e journal.Event
	var body catalog.MemberCreated
	if journal.Decode(record, &e) != nil || e.Kind != journal.MemberCreated && e.Kind != journal.MemberChanged || journal.Decode(e.Body, &body) != nil {
		return nil
	}
	return []wire.Key{{Member: body.ID, Key: w.truth.keys[body.ID]}}
}
