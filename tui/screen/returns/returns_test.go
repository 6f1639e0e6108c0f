package returns

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/tui/screen"
	"tim/tui/screen/screentest"
	"tim/tui/story"
	"tim/tui/text"
)

func at(state counter.State) screen.Env { return screentest.Env(state, text.Vietnamese, 80, 21) }

// desk answers what a return asks, as the counter would: an offer for the marked lines.
type desk struct {
	t      *testing.T
	s      screen.Screen
	env    screen.Env
	order  sale.Order
	asked  []screen.Effect // but for questions
	policy string
	short  int64
	found  []sale.Order
}

func sit(t *testing.T, s screen.Screen, order sale.Order) *desk {
	d := &desk{t: t, s: s, env: at(story.Empty()), order: order, policy: loyalty.SpentNegative, found: []sale.Order{order}}
	return d.send(screen.Opened{})
}

func walkIn(t *testing.T) *desk {
	o := story.Sold()[1]
	return sit(t, New(o.Receipt), o)
}

func (d *desk) send(msg tea.Msg) *desk {
	d.t.Helper()
	next, effects := d.s.Update(d.env, msg)
	d.s = next
	d.take(effects)
	return d
}

func (d *desk) take(effects []screen.Effect) {
	d.t.Helper()
	for _, e := range effects {
		if ask, ok := e.(screen.Ask); ok {
			d.send(screen.Answer{Seq: ask.Seq, Found: d.answer(ask.Query)})
			continue
		}
		d.asked = append(d.asked, e)
	}
}

func (d *desk) answer(q counter.Query) counter.Found {
	offer, ok := q.(counter.ReturnOffer)
	if !ok {
		return counter.Found{Orders: d.found}
	}
	if len(offer.Lines) == 0 && !offer.Cancel {
		o := counter.Offer{Order: d.order, Fault: fault.New(fault.Invalid, "return.empty", nil)}
		if d.order.Member != "" {
			o.Member = &story.WithMember().Member.Profile
		}
		return counter.Found{Offer: &o}
	}
	o := story.OfferOf(d.order, counter.Standing{Balance: 100, Ranking: 2_345}, d.short, d.policy, offer.Lines...)
	o.Approval = offer.Receipt != d.order.Receipt
	if offer.By != 0 {
		usual := o.Return.Tenders
		o.Return.Tenders = d.order.RefundBy(o.Return.Refund, offer.By)
		o.Otherwise = !slices.Equal(usual, o.Return.Tenders)
	}
	return counter.Found{Offer: &o}
}

func (d *desk) press(keys ...string) *desk {
	d.t.Helper()
	for _, key := range keys {
		next, effects := screentest.Press(d.s, d.env, key)
		d.s = next
		d.take(effects)
	}
	return d
}

func (d *desk) tap(seen string) *desk {
	d.t.Helper()
	next, effects := screentest.Tap(d.t, d.s, d.env, seen)
	d.s = next
	d.take(effects)
	return d
}

func (d *desk) sees(texts ...string) *desk {
	d.t.Helper()
	screentest.See(d.t, d.s, d.env, texts...)
	return d
}

// wants holds what was asked for since the last time, questions aside.
func (d *desk) wants(want ...screen.Effect) *desk {
	d.t.Helper()
	screentest.Asks(d.t, d.asked, want...)
	d.asked = nil
	return d
}

func does(a counter.Action) screen.Effect { return screen.Do{Action: a} }

func units(line string, n int64) sale.ReturnLine {
	return sale.ReturnLine{ID: line, Quantity: money.Units(n)}
}

func TestOneLineOfAShownReceiptComesBackWithTwoKeys(t *testing.T) {
	d := walkIn(t).sees("HD-01-000124", "khách lẻ", "Chưa chọn món nào để trả")
	d.press("enter").sees("F9 Trả hàng, hoàn 32.000 ₫", "Vào thẻ")
	screentest.Hidden(t, d.s, d.env, "duyệt")
	d.press("f9").wants(does(counter.Return{Order: d.order.Key(), Lines: []sale.ReturnLine{units("1", 1)}, Receipt: "HD-01-000124"}))
}

func TestEnterAddsAUnitAndBehindTheLastTakesNone(t *testing.T) {
	d := walkIn(t)
	for _, now := range []string{"1", "2", "3", "–"} {
		d.press("enter").sees("3 hộp      –           " + now)
	}
	d.press("down", "down", "enter").sees("1,245 kg      –       1,245") // weighed goods come back whole
	d.press("enter").sees("1,245 kg      –           –").wants()
}

func TestATypedQuantityIsTakenWithEnter(t *testing.T) {
	d := walkIn(t).press("2", "enter").sees("3 hộp      –           2")
	d.press("down", "down", "0", ",", "5", "enter").sees("1,245 kg      –         0,5")
	d.press("delete").sees("1,245 kg      –           –")
	d.press("up", "up", "0", "enter").sees("3 hộp      –           –").wants()
}

func TestMoreThanIsLeftIsRefusedBeforeTheCounterIsAsked(t *testing.T) {
	d := walkIn(t).press("4", "enter")
	d.wants(screen.Tell{Notice: counter.Notice{Code: "return.too_much", Args: fault.Args{"line": "1", "left": "3"}, Error: true}}, screen.Beep{})
	d.press("1", "enter").sees("3 hộp      –           1") // typing replaces what was refused
	d.press("0", ",", "5", "enter")
	d.wants(screen.Tell{Notice: counter.Notice{Code: "quantity.whole", Args: fault.Args{"name": "Sữa tươi Đồng Xanh 1L"}, Error: true}}, screen.Beep{})
	d.press("esc").wants() // drops what was typed
	d.press("esc").wants(screen.Close{})
}

func TestF6MarksAllThatIsLeftAndNoneAgain(t *testing.T) {
	d := walkIn(t).press("f6").sees("hoàn 193.290 ₫")
	d.press("f6").sees("Chưa chọn món nào để trả")
	d.tap("F6 Trả hết").press("f9")
	d.wants(does(counter.Return{Order: d.order.Key(), Receipt: "HD-01-000124",
		Lines: []sale.ReturnLine{units("1", 3), units("2", 3), {ID: "3", Quantity: 1245}}}))
}

func TestALineIsTappedToAddAUnit(t *testing.T) {
	d := walkIn(t).tap("Thẻ cào 15k").tap("Thẻ cào 15k").sees("▸ Thẻ cào 15k", "3 thẻ      –           2")
	d.tap("F9 Trả hàng").wants(does(counter.Return{Order: d.order.Key(), Lines: []sale.ReturnLine{units("2", 2)}, Receipt: "HD-01-000124"}))
}

func TestWhatIsBackAlreadyCantComeBackAgain(t *testing.T) {
	o := story.Sold()[2] // one box of milk is back
	d := sit(t, New(o.Key()), o).sees("3 hộp      1           –").press("3", "enter")
	d.wants(screen.Tell{Notice: counter.Notice{Code: "return.too_much", Args: fault.Args{"line": "1", "left": "2"}, Error: true}}, screen.Beep{})

	o = story.Sold()[4] // everything is
	d = sit(t, New(o.Key()), o).sees("! Đơn này đã trả hết", "đã trả hết")
	d.press("enter").wants(screen.Beep{}).press("f9").wants(screen.Beep{})
}

func TestWithoutTheReceiptItIsSaidThatASupervisorMustApprove(t *testing.T) {
	o := story.Sold()[1]
	d := sit(t, New(o.Key()), o).sees("! Cần quản lý duyệt", "quét mã trên đó")
	d.press("enter").sees("! Cần quản lý duyệt", "32.000").press("f9")
	d.wants(does(counter.Return{Order: o.Key(), Lines: []sale.ReturnLine{units("1", 1)}}))
}

func TestItGoesHomeWhenTheReturnIsDoneAtOnceOrAfterTheApproval(t *testing.T) {
	d := walkIn(t).press("enter", "f9")
	d.asked = nil
	d.env = at(story.Returned())
	d.send(screen.Changed{Mine: true}).wants(screen.Home{})

	d = walkIn(t).press("enter", "f9")
	d.asked = nil
	d.env = at(story.ReturnApproval())
	d.send(screen.Changed{Mine: true, Err: fault.New(fault.Forbidden, "approval.needed", nil)}).wants()
	d.send(screen.Changed{}).wants() // a wrong PIN
	d.env = at(story.Returned())
	d.send(screen.Changed{}).wants(screen.Home{})
}

func TestADismissedApprovalLeavesWhatWasMarked(t *testing.T) {
	d := walkIn(t).press("enter", "f9")
	d.asked = nil
	d.env = at(story.ReturnApproval())
	d.send(screen.Changed{Mine: true})
	d.env = at(story.Empty())
	d.send(screen.Changed{}).wants().sees("F9 Trả hàng, hoàn 32.000 ₫")
	d.press("f9").wants(does(counter.Return{Order: d.order.Key(), Lines: []sale.ReturnLine{units("1", 1)}, Receipt: "HD-01-000124"}))
}

func TestTheReturnBeforeIsNotTakenForThisOne(t *testing.T) {
	d := walkIn(t)
	d.env = at(story.Returned())
	d.press("enter", "f9")
	d.asked = nil
	d.send(screen.Changed{Mine: true, Err: fault.New(fault.Unavailable, "ledger.full", nil)}).wants().sees("✗ Ổ đĩa đầy")
}

func TestASecondF9IsNotASecondReturn(t *testing.T) {
	d := walkIn(t).press("enter", "f9")
	d.asked = nil
	d.press("f9", "enter", "f6", "f8", "delete", "ctrl+x").wants(screen.Beep{}, screen.Beep{})
}

func TestARefusalIsShownInPlaceAndAnyChangeTakesItAway(t *testing.T) {
	d := walkIn(t).press("enter", "f9")
	d.send(screen.Changed{Mine: true, Err: fault.New(fault.Conflict, "approval.expired", nil)}).sees("✗ Quá 60 giây chưa được duyệt")
	d.press("enter").sees("hoàn 64.000 ₫")
}

func TestOnlyTheFiguresOfWhatIsMarkedCanBeConfirmed(t *testing.T) {
	d := walkIn(t).press("enter")
	next, effects := screentest.Press(d.s, d.env, "enter") // its answer is on the way
	d.s = next
	d.press("f9").wants(screen.Beep{})
	ask := effects[0].(screen.Ask)
	d.send(screen.Answer{Seq: ask.Seq - 1, Found: d.answer(counter.ReturnOffer{Lines: []sale.ReturnLine{units("1", 3)}})})
	screentest.Hidden(t, d.s, d.env, "96.000") // a late answer
	d.send(screen.Answer{Seq: ask.Seq, Found: d.answer(ask.Query)}).sees("hoàn 64.000 ₫")
	d.press("2", "f9").wants(screen.Beep{}) // a quantity half typed is taken first, and seen
	d.press("f9").wants(does(counter.Return{Order: d.order.Key(), Lines: []sale.ReturnLine{units("1", 2)}, Receipt: "HD-01-000124"}))
}

func TestF8MakesTheNextCartAnExchange(t *testing.T) {
	d := walkIn(t).press("f8").wants(screen.Beep{}).press("enter", "f8")
	d.wants(does(counter.Exchange{Order: d.order.Key(), Lines: []sale.ReturnLine{units("1", 1)}, Receipt: "HD-01-000124"}))
	s := story.ExchangeStarted()
	s.Cart.Order.Exchange = sale.Exchange{Order: d.order.Key(), Lines: []sale.ReturnLine{units("1", 1)}}
	d.env = at(s)
	d.send(screen.Changed{Mine: true}).wants(screen.Home{})
}

func TestAnExchangeOnTheCartIsOpenedWithItsGoodsMarked(t *testing.T) {
	o := story.Sold()[1]
	s := story.ExchangeStarted()
	s.Cart.Order.Exchange.Order = o.Key()
	d := &desk{t: t, s: New(o.Key()), env: at(s), order: o, policy: loyalty.SpentNegative}
	d.send(screen.Opened{}).sees("3 hộp      –           2", "hoàn 64.000 ₫")
}

func TestWithGoodsOnTheCartOnlyAnExchangeWorks(t *testing.T) {
	d := walkIn(t)
	d.env = at(story.Order())
	d.press("enter").sees("✗ Đơn đang mở còn hàng: F8 đổi", "32.000")
	d.press("f9").wants(screen.Beep{})
	d.press("f8").wants(does(counter.Exchange{Order: d.order.Key(), Lines: []sale.ReturnLine{units("1", 1)}, Receipt: "HD-01-000124"}))
}

func TestAnOrderThatWaitsIsCancelledWhole(t *testing.T) {
	o := story.WaitingOrder()
	d := sit(t, NewCancel(o.Receipt), o).sees("Hủy đơn đã trả tiền", "F9 Hủy đơn, hoàn 193.290 ₫", "1,245 kg      –       1,245")
	d.press("enter", "2").wants().tap("Thẻ cào 15k").wants(screen.Beep{}) // nothing to choose
	d.press("f9").wants(does(counter.Cancel{Order: o.Key(), Receipt: o.Receipt}))

	d = sit(t, New(o.Key()), o).press("ctrl+x").sees("Hủy đơn đã trả tiền", "F9 Hủy đơn, hoàn 193.290 ₫")
	d.press("ctrl+r").sees("Trả lần này", "Chưa chọn món nào để trả")
	if handed := story.Sold()[0]; sit(t, New(handed.Key()), handed).s.Keys(d.env).Has("cancel-order") {
		t.Error("an order that is handed over can be cancelled")
	}
}

func TestWhyAnOrderCantComeBackIsSaidInPlace(t *testing.T) {
	for code, want := range map[string]string{
		"order.unpaid": "chưa trả tiền", "order.closed": "đã hủy rồi", "order.delivered": "đã giao nên không hủy được", "quantity.whole": "nguyên",
	} {
		o := story.Sold()[1]
		s, _ := New(o.Key()).Update(at(story.Empty()), screen.Opened{})
		s, _ = s.Update(at(story.Empty()), screen.Answer{Seq: 1, Found: counter.Found{Offer: &counter.Offer{Order: o, Fault: fault.New(fault.Conflict, code, nil)}}})
		screentest.See(t, s, at(story.Empty()), "✗ ", want)
		_, asked := screentest.Press(s, at(story.Empty()), "f9", "f8")
		screentest.Asks(t, asked, screen.Beep{}, screen.Beep{})
	}
	voided := story.Sold()[5]
	sit(t, New(voided.Key()), voided).sees("✗ Đơn này đã hủy rồi").press("f9").wants(screen.Beep{})
	d := sit(t, New("HD-01-000999"), story.Sold()[0]).sees("✗ Không có hóa đơn này ở quầy", "HD-01-000999")
	d.press("enter", "f9", "f6").wants(screen.Beep{}, screen.Beep{})
}

func TestASlipOfAnEarlierReturnNamesItsOrder(t *testing.T) {
	o := story.Sold()[2]
	sit(t, New("TH-01-000045"), o).sees("HD-01-000121", "! Cần quản lý duyệt")
}

func TestAnotherReceiptScannedChangesToItsOrder(t *testing.T) {
	d := walkIn(t).press("enter")
	d.order = story.Sold()[0]
	d.found = story.Sold()
	d.send(screen.Scanned{Code: "hd-01-000123"}).sees("HD-01-000123", "♥ Nguyễn Thị Ánh", "Chưa chọn").wants()
	d.send(screen.Scanned{Code: "2000000000015"}).wants(screen.Beep{})
}

func TestTheReasonIsOfferedTypedOrLeftOut(t *testing.T) {
	d := walkIn(t).press("enter").tap("nhầm hàng").press("f9")
	d.wants(does(counter.Return{Order: d.order.Key(), Lines: []sale.ReturnLine{units("1", 1)}, Receipt: "HD-01-000124", Reason: "nhầm hàng"}))
	for want, keys := range map[string][]string{
		"hàng hỏng": {"down"}, "khách đổi ý": {"up"}, "nhầm hàng": {"down", "down"}, "vỡ": {"down", "v", "ỡ"},
	} {
		d := walkIn(t).press("enter", "tab").press(keys...).press("enter", "f9")
		d.wants(does(counter.Return{Order: d.order.Key(), Lines: []sale.ReturnLine{units("1", 1)}, Receipt: "HD-01-000124", Reason: want}))
	}
	d = walkIn(t).press("tab", "x", "esc").wants().press("esc").wants(screen.Close{})
}

func TestPointsAlreadySpentAreToldWithTheirRule(t *testing.T) {
	for policy, want := range map[string][]string{
		loyalty.SpentNegative: {"Khách sẽ nợ 56 điểm"}, loyalty.SpentFloor: {"Bỏ qua 30 điểm, khách không nợ"},
		loyalty.SpentDeduct: {"Giữ lại cho 30 điểm đã tiêu", "−30.000 ₫", "hoàn 56.067 ₫"},
	} {
		o := story.ReturnMember().Order
		d := &desk{t: t, s: New(o.Receipt), env: screentest.Env(story.Empty(), text.Vietnamese, 120, 37), order: o, policy: policy, short: 30, found: []sale.Order{o}}
		d.send(screen.Opened{})
		offer := story.OfferOf(o, counter.Standing{Balance: 20, Ranking: 2_345}, 30, policy, units("1", 3))
		next, effects := screentest.Press(d.s, d.env, "f6")
		d.s = next
		d.send(screen.Answer{Seq: effects[0].(screen.Ask).Seq, Found: counter.Found{Offer: &offer}}).sees("30 điểm phải thu đã tiêu rồi").sees(want...)
	}
}

func TestEverythingThatAReturnDoesIsSeenBeforehand(t *testing.T) {
	o := story.ReturnMember()
	o.Vouchers = []loyalty.Voucher{{ID: "9", Name: "Giảm 50.000 ₫", ExpiresAt: story.Now.AddDate(0, 1, 0)}}
	for _, lang := range []text.Language{text.Vietnamese, text.English} {
		env := screentest.Env(story.Empty(), lang, 120, 37)
		s, _ := New(o.Order.Receipt).Update(env, screen.Opened{})
		s, _ = s.Update(env, screen.Answer{Seq: 1, Found: counter.Found{Orders: []sale.Order{o.Order}}})
		s, _ = s.Update(env, screen.Answer{Seq: 2, Found: counter.Found{Offer: &o}})
		s, _ = screentest.Press(s, env, "enter")
		s, _ = s.Update(env, screen.Answer{Seq: 3, Found: counter.Found{Offer: &o}})
		screentest.See(t, s, env, "50.000 ₫", "36.067 ₫", "−86", "12 → −64", "21/08/2027", "+6", "21/12/2026", "+4", "2.010 → 1.924", "Bạc → Khởi tạo", "Giảm 50.000 ₫")
	}
}

// All that a small window has no room for is a page away.
func TestPagesShowTheRestOfWhatItDoes(t *testing.T) {
	o := story.ReturnMember()
	env := screentest.Env(story.Empty(), text.Vietnamese, 60, 17)
	s, _ := New(o.Order.Key()).Update(env, screen.Opened{})
	s, _ = s.Update(env, screen.Answer{Seq: 1, Found: counter.Found{Offer: &o}})
	s, _ = screentest.Press(s, env, "enter")
	s, _ = s.Update(env, screen.Answer{Seq: 2, Found: counter.Found{Offer: &o}})
	screentest.See(t, s, env, "PgDn xem tiếp", "86.067 ₫")
	seen := ""
	for range 4 {
		seen += screentest.Plain(s.Draw(env))
		s, _ = screentest.Press(s, env, "pgdown")
	}
	for _, want := range []string{"Khách sẽ nợ 64 điểm", "gia hạn tới 21/12/2026", "2.010 → 1.924", "Bạc → Khởi tạo"} {
		if !strings.Contains(seen, want) {
			t.Errorf("%q is nowhere to be seen", want)
		}
	}
}

func TestNoLetterTakesAnythingBack(t *testing.T) {
	for r := ' '; r <= '~'; r++ {
		walkIn(t).press("enter").press(string(r)).wants()
	}
}

func TestFitsEverySize(t *testing.T) {
	huge := story.Sold()[1]
	huge.Lines = nil
	for i := range 500 {
		huge.Lines = append(huge.Lines, sale.Line{ID: fmt.Sprint(i + 1), Name: strings.Repeat("Bánh trung thu ", 8), Unit: strings.Repeat("hộp", 5),
			Quantity: money.QuantityMax, UnitPrice: money.Max / 1000})
	}
	huge.Receipt = strings.Repeat("HD-", 20)
	member := story.ReturnMember()
	member.Member.Name = strings.Repeat("Công Tằng Tôn Nữ ", 4)
	member.Vouchers = []loyalty.Voucher{{Name: strings.Repeat("Giảm giá ", 12)}, {}}
	member.Return.Refund = money.Max
	screens := map[string]screen.Screen{"looking": New("HD-01-000123"), "gone": New("store/x")}
	screens["gone"], _ = screens["gone"].Update(at(story.Empty()), screen.Answer{Seq: 0, Err: fault.New(fault.NotFound, "order.unknown", nil)})
	for name, o := range map[string]counter.Offer{"walk-in": story.ReturnWalkIn(), "member": member, "day": story.ReturnByDay(),
		"cancel": story.CancelWaiting(), "empty": {Order: story.Sold()[1], Fault: fault.New(fault.Invalid, "return.empty", nil)},
		"huge": {Order: huge, Fault: fault.New(fault.Invalid, "return.empty", nil)}} {
		s, _ := New(o.Order.Key()).Update(at(story.Empty()), screen.Opened{})
		if name == "cancel" {
			s, _ = NewCancel(o.Order.Key()).Update(at(story.Empty()), screen.Opened{})
		}
		s, _ = s.Update(at(story.Empty()), screen.Answer{Seq: 1, Found: counter.Found{Offer: &o}})
		screens[name+" at first"] = s
		s, _ = screentest.Press(s, at(story.Empty()), "enter")
		s, _ = s.Update(at(story.Empty()), screen.Answer{Seq: 2, Found: counter.Found{Offer: &o}})
		screens[name], _ = screentest.Press(s, at(story.Empty()), "end", "1")
	}
	screentest.Fits(t, screens["member"], story.Order())
	for name, s := range screens {
		t.Run(name, func(t *testing.T) {
			screentest.Fits(t, s, story.Empty())
		})
	}
}

// The money goes back as it came unless a key says otherwise; then there must be a reason before anything is asked for.
func TestMoneyGoesBackInAnotherWayWithAReason(t *testing.T) {
	d := walkIn(t).press("enter")
	usual := d.order.RefundTenders(32_000)[0].Kind
	other := sale.RefundWays[0]
	d.press("f5")
	if other == usual {
		other = sale.RefundWays[1]
		d.press("f5")
	}
	d.sees("Không như lúc khách trả", "F5 đổi cách")
	d.asked = nil
	d.press("f9").wants(screen.Beep{})
	d.asked = nil
	d.press("x", "f9").wants(does(counter.Return{Order: d.order.Key(), Lines: []sale.ReturnLine{units("1", 1)},
		Receipt: d.order.Receipt, Reason: "x", By: other}))
}
