package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
	sections "tim/tui/screen/program"
	"tim/tui/text"
)

// setting is one setting of the programme that a manager changes at the desk of one till, and what the next order at another shows.
type setting struct {
	rule  string   // and what it is changed to
	path  string   // of the document
	words string   // that the search finds it by, in either language
	keys  []string // in its field, which has the focus
	why   []string // on the page of the save
	base  string   // settings of the document beneath that aren't the ordinary ones, each ending with a comma

	points, ranking int64 // of the member before; 0 points are 500, and below that none
	joined          int   // days ago
	shows           func(w *settingsWorld)
}

// settingsWorld is a manager at the desk of one till, and hong who sells at another.
type settingsWorld struct {
	*seated
	other *managing
	ahead *atomic.Int64 // of hong's clock, ns
	phone string        // of the row's member
	saved loyalty.Program
}

// ordinary is the document beneath each row; what the row's own says comes first.
const ordinary = `{%s "tiers": [{"id": "bac", "name": "Bạc", "min_ranking_points": 0, "rate_percent": "100"},
	{"id": "vang", "name": "Vàng", "min_ranking_points": 100, "rate_percent": "150"}]}`

func openSettings(t *testing.T, rows []setting) *settingsWorld {
	w := &settingsWorld{seated: sits(t), ahead: &atomic.Int64{}}
	c := w.central
	c.put("/v1/products/KEO", `{"name": "Kẹo", "price": "1500"}`)
	c.put("/v1/products/THE", `{"name": "Thẻ cào", "price": "15000", "earns": false}`)
	c.put("/v1/products/BIA", `{"name": "Bia lon", "price": "50000", "category": "Bia rượu"}`)
	c.put("/v1/rewards/giam", `{"name": "Giảm 5.000", "cost": 10, "gives": {"kind": "amount", "amount": "5000"}, "voucher_days": 1}`)
	for i, s := range rows { // before the till is enrolled: to one that is there they come with the next look at the chain's members
		w.member(i, s)
	}
	w.other = managesBy(t, c.enrolled(), func() time.Time { return time.Now().Add(time.Duration(w.ahead.Load())) })
	w.other.do(counter.OpenShift{Float: 500_000})
	return w
}

// member is one of the row's own.
func (w *settingsWorld) member(row int, s setting) {
	w.Helper()
	w.phone = fmt.Sprintf("09123%05d", row)
	joined := time.Now().AddDate(0, 0, -s.joined).Format(time.RFC3339)
	opening := ""
	if s.points >= 0 {
		opening = fmt.Sprintf(`, "opening": {"points": %d, "ranking_points": %d}`, cmp.Or(s.points, 500), s.ranking)
	}
	w.central.call("POST", "/v1/customers", fmt.Sprintf(`{"phone": %q, "name": "Khách %d", "joined_at": %q%s}`, w.phone, row, joined, opening), nil)
}

// changes makes the change at the desk, with the keys that a manager presses, and waits until the other till has it.
func (w *settingsWorld) changes(s setting) {
	w.Helper()
	w.central.put("/v1/program", fmt.Sprintf(ordinary, s.base))
	w.press("f5")
	before, _, err := w.desk.Program(w.Context())
	if err != nil {
		w.Fatal(err)
	}
	w.press("ctrl+p", s.words, "enter")
	w.press(s.keys...)
	w.press("f9")
	w.press(s.why...)
	w.press("f9")
	w.press("esc") // what is there keeps its rule of expiry, where that is asked
	if w.saved, _, err = w.desk.Program(w.Context()); err != nil {
		w.Fatal(err)
	}
	changes := loyalty.Diff(before, w.saved)
	named := func(c loyalty.Change) bool { return plain(c.Field) == s.path }
	if !slices.ContainsFunc(changes, named) {
		w.Fatalf("%q changed %+v:\n%s", s.words, changes, w.seen())
	}
	w.other.until("the other till has the version", func() bool {
		versions, err := w.other.shop.Programs(w.Context())
		return err == nil && len(versions) > 0 && versions[len(versions)-1].Version == w.saved.Version && w.other.counter.Reread(w.Context()) == nil
	})
}

// plain is a path without the places in lists.
func plain(path string) string {
	before, rest, _ := strings.Cut(path, "[")
	_, rest, _ = strings.Cut(rest, "]")
	return before + rest
}

// cart is the next order: goods by SKU for the row's member, whose points are known here.
func (w *settingsWorld) cart(points int64, skus ...string) counter.State {
	w.Helper()
	for _, sku := range skus {
		w.other.do(counter.AddProduct{SKU: sku})
	}
	w.other.do(counter.Enter{Text: w.phone})
	w.other.until("the member's points are known", func() bool {
		_ = w.other.counter.Reread(w.Context())
		m := w.other.counter.Look().Member
		return m != nil && m.Account.Balance == points
	})
	return w.other.counter.Look()
}

// pays pays in cash what is due.
func (w *settingsWorld) pays() counter.Done {
	w.Helper()
	if w.other.counter.Look().Cart.Totals.Due > 0 {
		w.other.do(counter.AddTender{Kind: sale.Cash})
	} else {
		w.other.do(counter.Finish{})
	}
	return *w.other.counter.Look().Last
}

// earns wants an order to earn so many points.
func (w *settingsWorld) earns(want int64, skus ...string) counter.Done {
	w.Helper()
	if will := w.cart(500, skus...).Cart.WillEarn; will != want {
		w.Errorf("it will earn %d, want %d", will, want)
	}
	done := w.pays()
	if done.Earned.Reward != want {
		w.Errorf("it earned %d, want %d", done.Earned.Reward, want)
	}
	return done
}

// refuses wants an action to be refused with a sentence that has these words.
func (w *settingsWorld) refuses(a counter.Action, code, sentence string) {
	w.Helper()
	err := w.other.try(a)
	if said := text.Fault(err, text.English); fault.Code(err) != code || !strings.Contains(strings.ReplaceAll(said, "\u00a0", " "), sentence) {
		w.Errorf("%+v: %v, %q", a, err, said)
	}
}

// most wants so many points to be usable on a carton of milk, and not one more.
func (w *settingsWorld) most(points int64, code, sentence string) {
	w.Helper()
	if limit := w.cart(500, "SUA").Member.Use.Limit; limit.Max != points {
		w.Errorf("%+v, want %d points", limit, points)
	}
	w.refuses(counter.UsePoints{Points: points + 1}, code, sentence)
	w.other.do(counter.UsePoints{Points: points})
	w.pays()
}

func near(t time.Time, want time.Time) bool { return t.Sub(want).Abs() < time.Minute }

// back takes a paid order back, all of it.
func (w *settingsWorld) back(done counter.Done) counter.Returned {
	w.Helper()
	var lines []sale.ReturnLine
	for _, l := range done.Order.Lines {
		lines = append(lines, sale.ReturnLine{ID: l.ID, Quantity: l.Quantity})
	}
	w.other.do(counter.Return{Order: done.Order.Key(), Lines: lines, Receipt: done.Order.Receipt, Reason: "hỏng"})
	return *w.other.counter.Look().Returned
}

// spent is an order whose points were all used on the next.
func (w *settingsWorld) spent() counter.Done {
	w.Helper()
	w.cart(0, "SUA")
	first := w.pays()
	w.cart(32, "SUA")
	w.other.do(counter.UsePoints{Points: 32})
	w.pays()
	return first
}

// settingRows are in the order of the desk's pages; a member of 500 points buys unless the row says otherwise.
var settingRows = []setting{
	{rule: "E1 the spend of a ranking point", path: "ranking.spend", words: "chi tieu quy doi", keys: []string{"2000"},
		shows: func(w *settingsWorld) {
			if done := w.earns(16, "SUA"); done.Earned.Ranking != 16 {
				w.Errorf("%d ranking points", done.Earned.Ranking)
			}
		}},
	{rule: "E1 the ranking points of a spend", path: "ranking.points", words: "gives ranking points", keys: []string{"2"},
		shows: func(w *settingsWorld) {
			if done := w.earns(64, "SUA"); done.Earned.Ranking != 64 {
				w.Errorf("%d ranking points", done.Earned.Ranking)
			}
		}},
	{rule: "E2 a tier's rate", path: "tiers.rate_percent", words: "ty le", keys: []string{"300"}, shows: func(w *settingsWorld) { w.earns(96, "SUA") }},
	{rule: "E4 rounding up from a half", path: "rounding", words: "lam tron", keys: []string{"right"}, shows: func(w *settingsWorld) { w.earns(2, "KEO") }},
	{rule: "E4 rounding dropped", path: "rounding", words: "rounding", keys: []string{"left"}, base: `"rounding": "half_up",`, shows: func(w *settingsWorld) { w.earns(1, "KEO") }},
	{rule: "E12 a tier's threshold, inclusive", path: "tiers.min_ranking_points", words: "threshold", keys: []string{"down", "50"}, ranking: 50,
		shows: func(w *settingsWorld) { w.earns(48, "SUA") }},
	{rule: "E12 a tier's name", path: "tiers.name", words: "ten hang", keys: []string{"Đồng"}, shows: func(w *settingsWorld) {
		if m := w.cart(500, "SUA").Member; m.Tier.Name != "Đồng" || m.Tier.ID != "bac" {
			w.Errorf("%+v", m.Tier)
		}
		w.pays()
	}},
	{rule: "E12 a tier more", path: "tiers", words: "ten hang", keys: []string{"f2", "Kim cương", "tab", "300", "tab", "200"}, ranking: 300,
		shows: func(w *settingsWorld) { w.earns(64, "SUA") }},
	{rule: "E12 a tier less", path: "tiers", words: "ten hang", keys: []string{"down", "f8"}, ranking: 300, shows: func(w *settingsWorld) { w.earns(32, "SUA") }},
	{rule: "C6 a tier is reviewed", path: "tier_review.mode", words: "xet lai hang", keys: []string{"right", "right"}, ranking: 150, joined: 400,
		shows: func(w *settingsWorld) { w.earns(32, "SUA") }},
	{rule: "C6 the months of a review", path: "tier_review.months", words: "so thang xet", keys: []string{"2"}, base: `"tier_review": {"mode": "rolling", "months": 12},`,
		ranking: 150, joined: 200, shows: func(w *settingsWorld) { w.earns(32, "SUA") }},

	{rule: "E8 points only behind the delivery", path: "earn.trigger", words: "completed", keys: []string{"left"}, shows: func(w *settingsWorld) {
		w.cart(500, "SUA")
		w.other.do(counter.SetLater{Later: true})
		if done := w.pays(); done.Lot != nil || done.Balance != 500 {
			w.Errorf("paid, not delivered: %+v, %d points", done.Lot, done.Balance)
		} else {
			w.other.do(counter.Deliver{Order: done.Order.Key()})
		}
		w.cart(532)
	}},
	{rule: "E8 points behind the payment", path: "earn.trigger", words: "trang thai don", keys: []string{"right"}, base: `"earn": {"trigger": "completed"},`,
		shows: func(w *settingsWorld) {
			w.cart(500, "SUA")
			w.other.do(counter.SetLater{Later: true})
			if done := w.pays(); done.Lot == nil || done.Balance != 532 {
				w.Errorf("%+v, %d points", done.Lot, done.Balance)
			}
		}},
	{rule: "E9 usable after hours", path: "earn.activation.mode", words: "hieu luc", keys: []string{"right", "down", "2"}, shows: func(w *settingsWorld) {
		if lot := w.earns(32, "SUA").Lot; !lot.UsableAt.Equal(lot.AroseAt.Add(2 * time.Hour)) {
			w.Errorf("%+v", lot)
		}
		if a := w.cart(532).Member.Account; a.Pending != 32 || a.Usable != 500 {
			w.Errorf("%+v", a)
		}
	}},
	{rule: "E9 usable after so many days", path: "earn.activation.value", words: "sau khoang thoi gian", keys: []string{"3"},
		base: `"earn": {"activation": {"mode": "days", "value": 1}},`, shows: func(w *settingsWorld) {
			if lot := w.earns(32, "SUA").Lot; !lot.UsableAt.Equal(lot.AroseAt.Add(72 * time.Hour)) {
				w.Errorf("%+v", lot)
			}
		}},
	{rule: "E10 a product that earns nothing", path: "earn.excluded_skus", words: "san pham khong tich", keys: []string{"enter", "keo", "enter", "esc"},
		shows: func(w *settingsWorld) {
			if done := w.earns(32, "SUA", "KEO"); done.Earned.Ranking != 33 {
				w.Errorf("%d ranking points, and what is excluded still counts for the tier", done.Earned.Ranking)
			}
		}},
	{rule: "E10 a category that earns nothing", path: "earn.excluded_categories", words: "categories without", keys: []string{"enter", "Bia rượu", "enter", "esc"},
		shows: func(w *settingsWorld) { w.earns(32, "SUA", "BIA") }},
	{rule: "E10 excluded goods don't rank", path: "earn.excluded_from_ranking", words: "excluded goods rank", keys: []string{"right"}, shows: func(w *settingsWorld) {
		if done := w.earns(32, "SUA", "THE"); done.Earned.Ranking != 32 {
			w.Errorf("%d ranking points", done.Earned.Ranking)
		}
	}},
	{rule: "E11 VAT doesn't earn", path: "earn.base.tax", words: "vat", keys: []string{"right"}, shows: func(w *settingsWorld) { w.earns(29, "SUA") }},
	{rule: "E11 what points paid earns", path: "earn.base.points_paid", words: "tra bang diem", keys: []string{"right"}, shows: func(w *settingsWorld) {
		w.cart(500, "SUA")
		w.other.do(counter.UsePoints{Points: 10})
		if done := w.pays(); done.Earned.Reward != 32 {
			w.Errorf("%+v", done.Earned)
		}
	}},
	{rule: "E11 discounted lines don't earn", path: "earn.base.discounted_lines", words: "discounted lines", keys: []string{"right"}, shows: func(w *settingsWorld) {
		w.cart(500, "SUA", "KEO")
		w.other.do(counter.DiscountLine{Line: w.other.counter.Look().Cart.Order.Lines[0].ID, Part: money.Per100(10)})
		if done := w.pays(); done.Earned.Reward != 1 {
			w.Errorf("%+v", done.Earned)
		}
	}},

	{rule: "X1 so many days after they arose", path: "expiry.mode", words: "han su dung", keys: []string{"right", "down", "30"}, shows: func(w *settingsWorld) {
		if lot := w.earns(32, "SUA").Lot; !lot.Expiry.LapsesAt.Equal(lot.AroseAt.Add(30 * 24 * time.Hour)) {
			w.Errorf("%+v", lot)
		}
	}},
	{rule: "X1 other days", path: "expiry.days", words: "life", keys: []string{"7"}, base: `"expiry": {"mode": "after_accrual", "days": 30},`, shows: func(w *settingsWorld) {
		if lot := w.earns(32, "SUA").Lot; !lot.Expiry.LapsesAt.Equal(lot.AroseAt.Add(7 * 24 * time.Hour)) {
			w.Errorf("%+v", lot)
		}
	}},
	{rule: "X2 so many days after the last order", path: "expiry.mode", words: "lapse", keys: []string{"right", "right", "down", "10"}, points: -1, shows: func(w *settingsWorld) {
		w.cart(0, "SUA")
		w.pays()
		w.cart(32, "KEO")
		w.pays()
		next := w.cart(33).Member.Account.NextLapse
		if next == nil || next.Points != 33 || !near(next.At, time.Now().Add(10*24*time.Hour)) {
			w.Errorf("%+v: both lots live from the last order", next)
		}
	}},
	{rule: "X3 every year on a day", path: "expiry.mode", words: "dinh ky", keys: []string{"right", "right", "right"}, shows: func(w *settingsWorld) {
		if lot := w.earns(32, "SUA").Lot; !lot.Expiry.LapsesAt.Equal(nextYearly(lot.AroseAt, 31, time.December)) {
			w.Errorf("%+v", lot)
		}
	}},
	{rule: "X3 another day", path: "expiry.day", words: "day yearly", keys: []string{"15"}, base: `"expiry": {"mode": "yearly", "day": 1, "month": 6},`, shows: func(w *settingsWorld) {
		if lot := w.earns(32, "SUA").Lot; !lot.Expiry.LapsesAt.Equal(nextYearly(lot.AroseAt, 15, time.June)) {
			w.Errorf("%+v", lot)
		}
	}},
	{rule: "X3 another month", path: "expiry.month", words: "thang hang nam", keys: []string{"3"}, base: `"expiry": {"mode": "yearly", "day": 1, "month": 6},`, shows: func(w *settingsWorld) {
		if lot := w.earns(32, "SUA").Lot; !lot.Expiry.LapsesAt.Equal(nextYearly(lot.AroseAt, 1, time.March)) {
			w.Errorf("%+v", lot)
		}
	}},
	{rule: "X4 never", path: "expiry.mode", words: "expiry", keys: []string{"left"}, base: `"expiry": {"mode": "after_accrual", "days": 30},`, shows: func(w *settingsWorld) {
		if lot := w.earns(32, "SUA").Lot; !lot.Expiry.LapsesAt.IsZero() {
			w.Errorf("%+v", lot)
		}
	}},

	{rule: "U2 the value of a point", path: "use.value_per_point", words: "mot diem tri gia", keys: []string{"500"}, shows: func(w *settingsWorld) {
		w.cart(500, "SUA")
		w.other.do(counter.UsePoints{Points: 10})
		if due := w.other.counter.Look().Cart.Totals.Due; due != 27_000 {
			w.Errorf("%d is due", due)
		}
		w.pays()
	}},
	{rule: "U3 at most a part of the order", path: "use.max_percent", words: "toi da theo don", keys: []string{"50"},
		shows: func(w *settingsWorld) { w.most(16, "points.limit", "16 points at most") }},
	{rule: "U3 at most an amount", path: "use.max_amount", words: "at most an amount", keys: []string{"10000"},
		shows: func(w *settingsWorld) { w.most(10, "points.limit", "10 points at most") }},
	{rule: "U3 at most so many points", path: "use.max_points", words: "toi da so diem", keys: []string{"7"},
		shows: func(w *settingsWorld) { w.most(7, "points.limit", "7 points at most") }},
	{rule: "U3 at least so many points", path: "use.min_points", words: "it nhat", keys: []string{"20"}, shows: func(w *settingsWorld) {
		w.cart(500, "SUA")
		w.refuses(counter.UsePoints{Points: 19}, "points.min", "At least 20 points")
		w.other.do(counter.UsePoints{Points: 20})
		w.pays()
	}},
	{rule: "U3 whole multiples", path: "use.step", words: "multiples", keys: []string{"5"}, shows: func(w *settingsWorld) { w.most(30, "points.step", "5") }},
	{rule: "U4 the levels", path: "use.levels", words: "muc chon nhanh", keys: []string{"10 100"}, shows: func(w *settingsWorld) {
		levels := w.cart(500, "SUA").Member.Use.Levels
		if len(levels) != 2 || levels[0].Points+levels[1].Points != 3+32 {
			w.Errorf("%+v", levels)
		}
		w.pays()
	}},
	{rule: "V5 no money vouchers", path: "use.as_voucher", words: "voucher tien", keys: []string{"right"}, shows: func(w *settingsWorld) {
		w.cart(500, "SUA")
		w.refuses(counter.Redeem{Points: 10}, "program.disabled", "programme")
		w.pays()
	}},
	{rule: "E15 off, and points still usable", path: "enabled", words: "chuong trinh tich diem", keys: []string{"right"}, shows: func(w *settingsWorld) {
		if will := w.cart(500, "SUA").Cart.WillEarn; will != 0 {
			w.Errorf("it will earn %d", will)
		}
		w.other.do(counter.UsePoints{Points: 10})
		w.pays()
	}},
	{rule: "E15 off, and points not usable", path: "use.when_disabled", words: "usable while", keys: []string{"right"}, base: `"enabled": false,`, shows: func(w *settingsWorld) {
		w.cart(500, "SUA")
		w.refuses(counter.UsePoints{Points: 10}, "program.disabled", "programme")
		w.pays()
	}},

	{rule: "C4 nothing below zero", path: "returns.already_spent", words: "da tieu khi tra", keys: []string{"right"}, points: -1, shows: func(w *settingsWorld) {
		if r := w.back(w.spent()); r.Offer.After.Balance != 0 || r.Offer.Return.Forgiven != 32 || r.Offer.Return.Refund != 32_000 {
			w.Errorf("%+v", r.Offer)
		}
	}},
	{rule: "C4 off the refund", path: "returns.already_spent", words: "claw back", keys: []string{"right", "right"}, points: -1, shows: func(w *settingsWorld) {
		if r := w.back(w.spent()); r.Offer.After.Balance != 0 || r.Offer.Return.Deducted != 32_000 || r.Offer.Return.Refund != 0 {
			w.Errorf("%+v", r.Offer)
		}
	}},
	{rule: "C4 owed", path: "returns.already_spent", words: "spent points of returns", keys: []string{"left"}, base: `"returns": {"already_spent": "floor_at_zero"},`, points: -1,
		shows: func(w *settingsWorld) {
			if r := w.back(w.spent()); r.Offer.After.Balance != -32 || r.Offer.Return.Refund != 32_000 {
				w.Errorf("%+v", r.Offer)
			}
		}},
	{rule: "C5 days of grace", path: "returns.grace_days", words: "han them", keys: []string{"60"}, shows: func(w *settingsWorld) {
		w.cart(500, "SUA")
		w.other.do(counter.Redeem{Reward: "giam", Apply: true})
		r := w.back(w.pays())
		if v := r.Offer.Vouchers; len(v) != 1 || !near(v[0].ExpiresAt, time.Now().Add(60*24*time.Hour)) {
			w.Errorf("a voucher of one day came back: %+v", v)
		}
	}},
	{rule: "U6 points of an unpaid order that is cancelled", path: "returns.unpaid_points", words: "don huy truoc", keys: []string{"right"}, shows: func(w *settingsWorld) {
		order := `{"customer": {"phone": "` + w.phone + `"}, "lines": [{"id": "1", "sku": "SUA", "quantity": "1", "unit_price": "32000"}], "use_points": 10%s}`
		path, now := "/v1/orders/web/"+w.phone, time.Now()
		placed := fmt.Sprintf(`, "placed_at": %q`, now.Format(time.RFC3339Nano))
		w.central.put(path, fmt.Sprintf(order, placed))
		w.central.put(path, fmt.Sprintf(order, placed+fmt.Sprintf(`, "cancelled_at": %q`, time.Now().Format(time.RFC3339Nano))))
		w.cart(490)
	}},

	{rule: "E14 a channel that doesn't earn", path: "channels", words: "kenh duoc tich", keys: []string{"enter", "enter", "esc"},
		shows: func(w *settingsWorld) { w.earns(0, "SUA") }},
	{rule: "E13 from a day on", path: "tiers.rate_percent", words: "rate", keys: []string{"300"}, why: []string{"vì Tết", "tab", "31/12/2099"}, shows: func(w *settingsWorld) {
		if w.saved.Reason != "vì Tết" || w.saved.EffectiveFrom.Year() != 2099 {
			w.Errorf("%+v", w.saved)
		}
		w.earns(32, "SUA")
	}},
}

// nextYearly is when points lapse that arose at an instant, by X3.
func nextYearly(arose time.Time, day int, month time.Month) time.Time {
	zone := time.FixedZone("ICT", 7*3600)
	at := time.Date(arose.In(zone).Year(), month, day, 0, 0, 0, 0, zone)
	if !at.After(arose) {
		at = at.AddDate(1, 0, 0)
	}
	return at
}

// Every setting is found by words of its name, changed by keys at the manager's desk of one till, and is what the next order at another
// till goes by.
func TestEachSettingChangedAtTheDeskRulesTheNextOrderAtAnotherTill(t *testing.T) {
	w := openSettings(t, settingRows)
	for i, s := range settingRows {
		ok := t.Run(s.rule, func(t *testing.T) {
			defer w.of(t)()
			w.phone = fmt.Sprintf("09123%05d", i)
			w.changes(s)
			s.shows(w)
			if w.other.counter.Look().Cart.Order.ID != "" { // what was only looked at
				w.other.do(counter.VoidOrder{Reason: "xem"})
			}
		})
		if !ok && t.Failed() && t.Context().Err() != nil {
			return
		}
	}
}

// of lets the world speak for a part of a test while that runs.
func (w *settingsWorld) of(t *testing.T) (restore func()) {
	desk, seller := w.managing.T, w.other.T
	w.managing.T, w.other.T = t, t
	return func() { w.managing.T, w.other.T = desk, seller }
}

// elsewhere are settings whose effect on an order another test shows, and those that the desk only shows.
var elsewhere = map[string]string{
	"currency":             "whole đồng only",
	"time_zone":            "only shown",
	"expiry.existing":      "no setting: it leads to X5",
	"offline.use":          "domain/counter TestOfflineUseNoneSpendsOnlyOverTheLink, TestASupervisorLetsPointsBeTakenOnTrust",
	"offline.keep_points":  "domain/counter TestPointsOfWhoeverWasAtTheShopAreAskedForOnceAVisit",
	"offline.stop_hours":   "domain/counter TestSharesStopTooLongAfterTheLastSync",
	"offline.trust_points": "domain/counter TestTrustNeverReachesBeyondItsLimitWhateverIsPressed",
	"offline.keep_days":    "storage/bolt TestAMemberIsKnownWhereItWasSeenAndForAsLong",
}

func TestEverySettingHasARowOfItsEffect(t *testing.T) {
	for _, section := range sections.Sections {
		for _, path := range section.Paths() {
			if !slices.ContainsFunc(settingRows, func(s setting) bool { return s.path == path }) && elsewhere[path] == "" {
				t.Errorf("%s: nobody shows what it does to the next order", path)
			}
		}
	}
}
