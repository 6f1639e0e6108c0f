package menu

import (
	"strings"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/tui/screen"
	"tim/tui/screen/screentest"
	"tim/tui/story"
)

func some() []sale.Order {
	line := func(price money.VND) []sale.Line {
		return []sale.Line{{ID: "1", SKU: "A", Name: "Sữa", Quantity: money.Units(1), UnitPrice: price}}
	}
	at := func(minutes int) time.Time { return story.Now.Add(-time.Duration(minutes) * time.Minute) }
	return []sale.Order{
		{Channel: sale.Store, ID: "o9", Receipt: "HD-01-000123", Member: "m1", PaidAt: at(3), DeliveredAt: at(3), Lines: line(143_290)},
		{Channel: sale.Store, ID: "o8", Receipt: "HD-01-000122", Member: "m2", PaidAt: at(30), Later: true, Lines: line(1_250_000)},
		{Channel: sale.Store, ID: "o7", OpenedAt: at(50), CancelledAt: at(45), Lines: line(15_000)},
		{Channel: sale.Store, ID: "o6", Receipt: "HD-01-000121", PaidAt: at(60), DeliveredAt: at(60), Lines: line(8_000)},
		{Channel: sale.Store, ID: "o5", Receipt: "HD-01-000120", PaidAt: at(2000), DeliveredAt: at(1000), Later: true, Lines: line(54_500)},
	}
}

func list(t *testing.T) screen.Screen {
	t.Helper()
	env := at(story.Empty())
	s, asked := NewOrders().Update(env, screen.Opened{})
	wants(t, asked, screen.Ask{Seq: 1, Query: counter.Orders{Limit: shownMax}})
	s, _ = s.Update(env, screen.Answer{Seq: 1, Found: counter.Found{Orders: some()}})
	return s
}

func TestOrdersSayHowTheyStand(t *testing.T) {
	seen := screentest.Plain(list(t).Draw(at(story.Empty())))
	for _, want := range []string{
		"HD-01-000123            14:02 ♥ thành viên ✓ đã giao", "HD-01-000122            13:35 ♥ thành viên ○ chờ giao",
		"13:20 khách lẻ     ✗ đã hủy", "HD-01-000120 20/11/2026 04:45", "1.250.000\u00a0₫", "1 chờ giao",
	} {
		if !strings.Contains(seen, want) {
			t.Errorf("%q is not there:\n%s", want, seen)
		}
	}
}

func TestEnterOpensTheReceiptAndAVoidedOrderHasNone(t *testing.T) {
	env := at(story.Empty())
	_, asked := screentest.Press(list(t), env, "down", "enter")
	wants(t, asked, screen.Go{Route: screen.Receipt, Param: "store/o8"})
	_, asked = screentest.Press(list(t), env, "down", "down", "enter")
	wants(t, asked, screen.Beep{})
	s, asked := screentest.Tap(t, list(t), env, "HD-01-000121")
	wants(t, asked)
	_, asked = screentest.Tap(t, s, env, "HD-01-000121")
	wants(t, asked, screen.Go{Route: screen.Receipt, Param: "store/o6"})
}

func TestALaterDeliveryIsHandedOverOnce(t *testing.T) {
	env := at(story.Empty())
	marked, _ := screentest.Press(list(t), env, "down")
	deliver := screen.Do{Action: counter.Deliver{Order: "store/o8"}}
	_, asked := screentest.Press(marked, env, "f9")
	wants(t, asked, deliver)
	s, asked := screentest.Tap(t, marked, env, "Đã giao")
	wants(t, asked, deliver)
	s, asked = screentest.Tap(t, s, env, "Đã giao")
	wants(t, asked, screen.Beep{})
	_, asked = s.Update(env, screen.Changed{Mine: true})
	wants(t, asked, screen.Ask{Seq: 2, Query: counter.Orders{Limit: shownMax}})

	_, asked = screentest.Press(list(t), env, "f9") // the first one is handed over already
	wants(t, asked, screen.Beep{})
	if screentest.Seen(list(t), env, "Đã giao") {
		t.Error("the button is there for an order that is handed over")
	}
}

// asksFor types a text into the search and holds what is asked for behind it.
func asksFor(t *testing.T, typed string, want counter.Query) screen.Screen {
	t.Helper()
	s, asked := screentest.Type(list(t), at(story.Empty()), typed)
	if len(asked) == 0 {
		t.Fatalf("%q asks for nothing", typed)
	}
	last, ok := asked[len(asked)-1].(screen.Ask)
	if !ok || last.Query != want {
		t.Fatalf("%q asks for %#v, want %#v", typed, asked[len(asked)-1], want)
	}
	return s
}

func TestWhatIsTypedIsAReceiptADayOrAMember(t *testing.T) {
	day := func(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 12, 0, 0, 0, screentest.Zone) }
	for typed, want := range map[string]counter.Query{
		"hd-01-000123": counter.Orders{Receipt: "HD-01-000123", Limit: shownMax},
		"0123":         counter.Orders{Receipt: "0123", Limit: shownMax},
		"21/11":        counter.Orders{Day: day(2026, 11, 21), Limit: shownMax},
		"1/2/2025":     counter.Orders{Day: day(2025, 2, 1), Limit: shownMax},
		"24/12":        counter.Orders{Day: day(2025, 12, 24), Limit: shownMax}, // this year's is yet to come
		"0912345678":   counter.FindMembers{Text: "0912345678", Limit: membersMax},
		"anh nguyen":   counter.FindMembers{Text: "anh nguyen", Limit: membersMax},
	} {
		asksFor(t, typed, want)
	}
}

func TestADayNotTypedToItsEndFindsNothingYet(t *testing.T) {
	s, asked := screentest.Type(list(t), at(story.Empty()), "31/2")
	if last := asked[len(asked)-1].(screen.Ask); last.Seq != 3 { // 3 and 31 are ends of receipts
		t.Errorf("%#v", asked)
	}
	screentest.See(t, s, at(story.Empty()), "Không có đơn nào như vậy", "ngày như 21/11")
	_, asked = screentest.Press(s, at(story.Empty()), "ctrl+r")
	wants(t, asked, screen.Beep{})
}

func TestOneMemberWhoFitsShowsTheirOrdersAtOnce(t *testing.T) {
	env := at(story.Empty())
	s := asksFor(t, "anh", counter.FindMembers{Text: "anh", Limit: membersMax})
	anh := counter.FoundMember{Member: catalog.Member{ID: "m1", Name: "Nguyễn Thị Ánh", Phone: "+84912345678"}}
	s, asked := s.Update(env, screen.Answer{Seq: 4, Found: counter.Found{Members: []counter.FoundMember{anh}}})
	wants(t, asked, screen.Ask{Seq: 5, Query: counter.Orders{Member: "m1", Limit: shownMax}})
	s, _ = s.Update(env, screen.Answer{Seq: 5, Found: counter.Found{Orders: some()[:1]}})
	screentest.See(t, s, env, "♥ Nguyễn Thị Ánh · 1 đơn", "HD-01-000123")
}

// twoPeople is the search when two members fit.
func twoPeople(t *testing.T) screen.Screen {
	t.Helper()
	s := asksFor(t, "anh", counter.FindMembers{Text: "anh", Limit: membersMax})
	s, asked := s.Update(at(story.Empty()), screen.Answer{Seq: 4, Found: counter.Found{Members: []counter.FoundMember{
		{Member: catalog.Member{ID: "m1", Name: "Nguyễn Thị Ánh", Phone: "+84912345678"}},
		{Member: catalog.Member{ID: "m3", Name: strings.Repeat("Công Tằng Tôn Nữ ", 5), Phone: "+84933222111"}},
	}}})
	wants(t, asked)
	return s
}

func TestOfSeveralMembersOneIsChosen(t *testing.T) {
	env, s := at(story.Empty()), twoPeople(t)
	screentest.See(t, s, env, "2 khách", "▸ ♥ Nguyễn Thị Ánh", "09•• ••• 678")
	_, asked := screentest.Press(s, env, "down", "enter")
	wants(t, asked, screen.Ask{Seq: 5, Query: counter.Orders{Member: "m3", Limit: shownMax}})
	_, asked = screentest.Tap(t, s, env, "Nguyễn Thị Ánh")
	wants(t, asked, screen.Ask{Seq: 5, Query: counter.Orders{Member: "m1", Limit: shownMax}})
	_, asked = screentest.Press(s, env, "ctrl+r")
	wants(t, asked, screen.Beep{})

	chosen, _ := screentest.Press(s, env, "enter")
	chosen, _ = chosen.Update(env, screen.Answer{Seq: 5})
	screentest.See(t, chosen, env, "♥ Nguyễn Thị Ánh · 0 đơn", "Khách này chưa có đơn nào")
	chosen, asked = screentest.Press(chosen, env, "esc") // to the others
	wants(t, asked, screen.Ask{Seq: 6, Query: counter.FindMembers{Text: "anh", Limit: membersMax}})
	_, asked = screentest.Press(chosen, env, "esc")
	wants(t, asked, screen.Close{})
}

func TestDigitsThatEndNoReceiptAreThoseOfAPhone(t *testing.T) {
	s := asksFor(t, "678", counter.Orders{Receipt: "678", Limit: shownMax})
	_, asked := s.Update(at(story.Empty()), screen.Answer{Seq: 4})
	wants(t, asked, screen.Ask{Seq: 5, Query: counter.FindMembers{Text: "678", Limit: membersMax}})
}

func TestALateAnswerIsDropped(t *testing.T) {
	env := at(story.Empty())
	s := asksFor(t, "12", counter.Orders{Receipt: "12", Limit: shownMax})
	s, _ = s.Update(env, screen.Answer{Seq: 2, Found: counter.Found{Orders: some()[1:2]}})
	if _, asked := screentest.Press(s, env, "enter"); len(asked) != 1 || asked[0] != (screen.Beep{}) {
		t.Errorf("an order that doesn't fit what stands in the field was taken: %#v", asked)
	}
	s, _ = s.Update(env, screen.Answer{Seq: 3, Found: counter.Found{Orders: some()[:1]}})
	_, asked := screentest.Press(s, env, "enter")
	wants(t, asked, screen.Go{Route: screen.Receipt, Param: "store/o9"})
}

func TestOnlyANumberTypedWholeCountsAsAReceiptShown(t *testing.T) {
	env := at(story.Empty())
	_, asked := screentest.Press(list(t), env, "ctrl+r")
	wants(t, asked, screen.Go{Route: screen.Return, Param: "store/o9"})
	_, asked = screentest.Tap(t, list(t), env, "Trả hàng")
	wants(t, asked, screen.Go{Route: screen.Return, Param: "store/o9"})

	s := asksFor(t, "hd-01-000123", counter.Orders{Receipt: "HD-01-000123", Limit: shownMax})
	for seq := 2; seq <= 13; seq++ {
		s, _ = s.Update(env, screen.Answer{Seq: seq, Found: counter.Found{Orders: some()[:1]}})
	}
	_, asked = screentest.Press(s, env, "ctrl+r")
	wants(t, asked, screen.Go{Route: screen.Return, Param: "HD-01-000123"})
}

func TestAnOrderThatWaitsCanBeCancelled(t *testing.T) {
	env := at(story.Empty())
	_, asked := screentest.Press(list(t), env, "down", "ctrl+x")
	wants(t, asked, screen.Go{Route: screen.Cancel, Param: "store/o8"})
	_, asked = screentest.Press(list(t), env, "down", "down", "ctrl+r") // a voided one has no receipt
	wants(t, asked, screen.Beep{})
	if list(t).Keys(env).Has("cancel-order") {
		t.Error("an order that is handed over can't be cancelled")
	}
}

func TestOrdersSayWhatCameBack(t *testing.T) {
	s, _ := NewOrders().Update(at(story.Empty()), screen.Opened{})
	s, _ = s.Update(at(story.Empty()), screen.Answer{Seq: 1, Found: counter.Found{Orders: story.Sold()}})
	screentest.See(t, s, at(story.Empty()), "− trả một phần", "− đã trả hết", "○ chờ giao", "✗ đã hủy", "✓ đã giao")
}
