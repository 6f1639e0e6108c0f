package pick

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/tui/screen"
	"tim/tui/screen/screentest"
	"tim/tui/text"
)

var goods = []catalog.Product{
	{SKU: "SUA-0001", Name: "Sữa tươi Đồng Xanh 1L", Price: 32_000, Unit: "hộp", Earns: true},
	{SKU: "SUA-0003", Name: "Sữa tươi Đồng Xanh có đường 180ml", Price: 8_000, Unit: "hộp", Earns: true},
	{SKU: "SUA-0009", Name: "Sữa bột người cao tuổi Đồng Xanh Canxi Gold hộp thiếc 850 g loại đặc biệt bổ sung vitamin D3 K2", Price: 1_250_000, Unit: "hộp", Earns: true},
	{SKU: "THE-0002", Name: "Thẻ cào 15k", Price: 15_000, Unit: "thẻ"},
	{SKU: "CAM", Name: "Cam sành (cân)", Price: 42_000, Unit: "kg", Earns: true, Weighed: true},
}

var people = []counter.FoundMember{
	{Member: catalog.Member{ID: "m1", Name: "Nguyễn Thị Ánh", Phone: "+84912345678"}, Tier: loyalty.Tier{Name: "Bạc"}, Usable: 500},
	{Member: catalog.Member{ID: "m3", Name: "Công Tằng Tôn Nữ Hoàng Diệu Nguyễn Phước Khánh Trang Thanh An", Phone: "+84987111678"}, Tier: loyalty.Tier{Name: "Thành viên"}, Usable: 1_234_567},
	{Member: catalog.Member{ID: "m4", Name: "Đặng Ngọc Ánh", Phone: "+84905222333"}, Tier: loyalty.Tier{Name: "Vàng"}, Usable: -12},
}

// answer opens the search and answers its newest question.
func answer(s screen.Screen, env screen.Env, found counter.Found) screen.Screen {
	s, _ = s.Update(env, screen.Answer{Seq: s.(Pick).seq, Found: found})
	return s
}

func opened(s screen.Screen, env screen.Env, found counter.Found) screen.Screen {
	s, _ = s.Update(env, screen.Opened{})
	return answer(s, env, found)
}

var vi80 = screentest.Env(counter.State{}, text.Vietnamese, 80, 21)

func wants(t *testing.T, got []screen.Effect, want ...screen.Effect) {
	t.Helper()
	if len(got) == 0 && len(want) == 0 {
		return
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("asked for %#v, want %#v", got, want)
	}
}

func TestEachLetterAsksAgainAndOnlyTheNewestAnswerIsShown(t *testing.T) {
	s := opened(NewProducts(""), vi80, counter.Found{})
	s, asked := screentest.Type(s, vi80, "sữa")
	wants(t, asked,
		screen.Ask{Seq: 2, Query: counter.FindProducts{Text: "s", Limit: shownMax}},
		screen.Ask{Seq: 3, Query: counter.FindProducts{Text: "sữ", Limit: shownMax}},
		screen.Ask{Seq: 4, Query: counter.FindProducts{Text: "sữa", Limit: shownMax}})
	s, _ = s.Update(vi80, screen.Answer{Seq: 4, Found: counter.Found{Products: goods[:1]}})
	s, _ = s.Update(vi80, screen.Answer{Seq: 3, Found: counter.Found{Products: goods}})
	if !screentest.Seen(s, vi80, "Đồng Xanh 1L") || screentest.Seen(s, vi80, "Cam sành") {
		t.Errorf("a late answer is shown:\n%s", screentest.Plain(s.Draw(vi80)))
	}
}

func TestTheFormerListStaysUntilTheAnswerComesAndEnterTakesNothingOfIt(t *testing.T) {
	s := opened(NewProducts("cam"), vi80, counter.Found{Products: goods[4:]})
	s, _ = screentest.Type(s, vi80, "x")
	if !screentest.Seen(s, vi80, "Cam sành") {
		t.Error("the former list is gone before there is another")
	}
	s, asked := screentest.Press(s, vi80, "enter")
	wants(t, asked)
	s = answer(s, vi80, counter.Found{Products: goods[:2]})
	_, asked = screentest.Press(s, vi80, "down", "enter")
	wants(t, asked, screen.Do{Action: counter.AddProduct{SKU: "SUA-0003"}})
}

func TestTypingInBothIMEStylesSearchesTheSameWord(t *testing.T) {
	for name, keys := range map[string][]string{
		"committed whole":         {"s", "ữ", "a"},
		"corrected by backspaces": {"s", "u", "backspace", "ư", "backspace", "ữ", "a"},
		"corrected by ctrl+h":     {"s", "u", "ctrl+h", "ữ", "a"},
	} {
		t.Run(name, func(t *testing.T) {
			s, asked := screentest.Press(opened(NewProducts(""), vi80, counter.Found{}), vi80, keys...)
			last, ok := asked[len(asked)-1].(screen.Ask)
			if !ok || last.Query != (counter.FindProducts{Text: "sữa", Limit: shownMax}) {
				t.Errorf("asked for %#v", asked[len(asked)-1])
			}
			if !screentest.Seen(s, vi80, "│ sữa ") {
				t.Error("the field shows something else")
			}
		})
	}
}

func TestEnterSellsTheMarkedProductOnceAndClosesWhenItIsOnTheOrder(t *testing.T) {
	s := opened(NewProducts("sua"), vi80, counter.Found{Products: goods})
	s, asked := screentest.Press(s, vi80, "enter", "enter")
	wants(t, asked, screen.Do{Action: counter.AddProduct{SKU: "SUA-0001"}})
	s, asked = s.Update(vi80, screen.Changed{}) // of somebody else's
	wants(t, asked)
	_, asked = s.Update(vi80, screen.Changed{Mine: true})
	wants(t, asked, screen.Close{})
}

func TestWeighedGoodsAskForTheirWeight(t *testing.T) {
	s := opened(NewProducts("cam"), vi80, counter.Found{Products: goods[4:]})
	s, _ = screentest.Press(s, vi80, "enter")
	s, asked := s.Update(vi80, screen.Changed{Mine: true, Err: fault.New(fault.Invalid, "quantity.needed", fault.Args{"name": "Cam sành"})})
	wants(t, asked, screen.Tell{Notice: counter.Notice{Code: "weight.ask", Args: fault.Args{"name": goods[4].Name}}}) // no word of scanning
	if !screentest.Seen(s, vi80, "Khối lượng (kg)") || !screentest.Seen(s, vi80, "42.000 / kg") {
		t.Fatalf("no weight is asked for:\n%s", screentest.Plain(s.Draw(vi80)))
	}
	for typed, want := range map[string]money.Quantity{"1,245": 1245, "1.245": 1245, "0,5": 500, "2": 2000} {
		w, _ := screentest.Type(s, vi80, typed)
		_, asked := screentest.Press(w, vi80, "enter")
		wants(t, asked, screen.Do{Action: counter.AddProduct{SKU: "CAM", Quantity: want}})
	}
	w, _ := screentest.Type(s, vi80, "1,2345")
	w, asked = screentest.Press(w, vi80, "enter")
	wants(t, asked, screen.Beep{})
	if !screentest.Seen(w, vi80, "✗ “1,2345” không phải số lượng") || !screentest.Seen(w, vi80, "│ 1,2345 ") {
		t.Errorf("a wrong weight isn't told, or is lost:\n%s", screentest.Plain(w.Draw(vi80)))
	}
	w, asked = screentest.Press(s, vi80, "esc")
	wants(t, asked)
	if !screentest.Seen(w, vi80, "▸ Cam sành") || screentest.Seen(w, vi80, "Khối lượng") {
		t.Error("Esc doesn't lead back to the list")
	}
}

func TestAWeightThatTheTillRefusesCanBeMended(t *testing.T) {
	s := opened(NewProducts("cam"), vi80, counter.Found{Products: goods[4:]})
	s, _ = screentest.Press(s, vi80, "enter")
	s, _ = s.Update(vi80, screen.Changed{Mine: true, Err: fault.New(fault.Invalid, "quantity.needed", nil)})
	s, _ = screentest.Type(s, vi80, "9000")
	s, _ = screentest.Press(s, vi80, "enter")
	s, asked := s.Update(vi80, screen.Changed{Mine: true, Err: fault.New(fault.Invalid, "quantity.range", fault.Args{"max": int64(999)})})
	wants(t, asked)
	if !screentest.Seen(s, vi80, "0,001 đến 999") || !screentest.Seen(s, vi80, "│ 9000 ") {
		t.Errorf("the limit isn't told:\n%s", screentest.Plain(s.Draw(vi80)))
	}
	s, _ = screentest.Press(s, vi80, "backspace", "backspace", "backspace")
	if screentest.Seen(s, vi80, "✗") {
		t.Error("the fault of the former weight stays")
	}
	_, asked = screentest.Press(s, vi80, "enter", "enter")
	wants(t, asked, screen.Do{Action: counter.AddProduct{SKU: "CAM", Quantity: money.Units(9)}})
}

func TestTabKeepsTheTextAndSearchesMembers(t *testing.T) {
	s := opened(NewProducts("anh"), vi80, counter.Found{Products: goods[:1]})
	s, asked := screentest.Press(s, vi80, "tab")
	wants(t, asked, screen.Ask{Seq: 2, Query: counter.FindMembers{Text: "anh", Limit: shownMax}})
	s = answer(s, vi80, counter.Found{Members: people})
	_, asked = screentest.Press(s, vi80, "down", "down", "enter")
	wants(t, asked, screen.Do{Action: counter.AttachMember{Member: "m4"}})
	_, asked = screentest.Press(s, vi80, "f2")
	wants(t, asked, screen.Ask{Seq: 3, Query: counter.FindProducts{Text: "anh", Limit: shownMax}})
}

func TestAMembersPhoneIsMaskedButForItsLastDigits(t *testing.T) {
	s := opened(NewMembers("anh"), vi80, counter.Found{Members: people})
	seen := screentest.Plain(s.Draw(vi80))
	if !strings.Contains(seen, "09•• ••• 678") || strings.Contains(seen, "345") {
		t.Errorf("the phone is not masked as it should be:\n%s", seen)
	}
}

func TestANewMemberIsOfferedWithTheTypedPhone(t *testing.T) {
	made := func(phone string) []screen.Effect {
		return []screen.Effect{screen.Close{}, screen.Go{Route: screen.NewMember, Param: phone}}
	}
	s := opened(NewMembers("0977 123 456"), vi80, counter.Found{})
	if !screentest.Seen(s, vi80, "Không có khách nào khớp “0977 123 456”") {
		t.Error("an empty result isn't told")
	}
	_, asked := screentest.Press(s, vi80, "enter")
	wants(t, asked, made("0977123456")...)
	_, asked = screentest.Press(s, vi80, "f3")
	wants(t, asked, made("0977123456")...)
	_, asked = screentest.Tap(t, s, vi80, "Tạo khách mới")
	wants(t, asked, made("0977123456")...)

	s = opened(NewMembers("ánh"), vi80, counter.Found{Members: people})
	_, asked = screentest.Press(s, vi80, "pgdown", "enter")
	wants(t, asked, made("")...)
}

func TestLookingLikeAPhone(t *testing.T) {
	for typed, want := range map[string]string{"0912 345 678": "0912345678", "+84912345678": "+84912345678", "09.12": "0912",
		"678": "", "ánh": "", "0912 ánh": "", "091": "", "": "", "2000000000015": ""} {
		if got := phoneLike(typed); got != want {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
}

func TestATapTakesTheRowThatWasSeenUnderTheFinger(t *testing.T) {
	s := opened(NewProducts("s"), vi80, counter.Found{Products: goods})
	_, asked := screentest.Tap(t, s, vi80, "Thẻ cào 15k")
	wants(t, asked, screen.Do{Action: counter.AddProduct{SKU: "THE-0002"}})

	pressed, _ := s.Draw(vi80).Hits.At(4, 5)
	s, _ = screentest.Type(s, vi80, "u")
	s = answer(s, vi80, counter.Found{Products: goods[3:]})
	_, asked = s.Update(vi80, screen.Tapped{Target: pressed})
	wants(t, asked)
}

func TestTheTabsCanBeTapped(t *testing.T) {
	s := opened(NewProducts("a"), vi80, counter.Found{})
	s, asked := screentest.Tap(t, s, vi80, "Khách hàng")
	wants(t, asked, screen.Ask{Seq: 2, Query: counter.FindMembers{Text: "a", Limit: shownMax}})
	_, asked = screentest.Tap(t, s, vi80, "Khách hàng")
	wants(t, asked)
}

func TestNoLetterOrDigitDoesAnythingButType(t *testing.T) {
	s := opened(NewProducts(""), vi80, counter.Found{Products: goods})
	for r := ' '; r <= '~'; r++ {
		_, asked := screentest.Type(s, vi80, string(r))
		for _, e := range asked {
			if _, ok := e.(screen.Ask); !ok {
				t.Errorf("%q asks for %#v", r, e)
			}
		}
	}
}

func TestAnAnswerToWhatWasAScanIsNotShown(t *testing.T) {
	s := opened(NewProducts("sua"), vi80, counter.Found{Products: goods[:1]})
	scanned, _ := screentest.Type(s, vi80, "2000") // the root puts s back behind it
	asked := scanned.(Pick).seq
	s, _ = s.Update(vi80, screen.Answer{Seq: asked, Found: counter.Found{Products: goods[3:]}})
	s, effects := screentest.Type(s, vi80, "x")
	wants(t, effects, screen.Ask{Seq: asked + 1, Query: counter.FindProducts{Text: "suax", Limit: shownMax}})
	if !screentest.Seen(s, vi80, "Đồng Xanh 1L") {
		t.Error("what the scan searched is shown")
	}
}

func TestTheWheelScrollsAndTheMarkStays(t *testing.T) {
	many := make([]catalog.Product, shownMax)
	for i := range many {
		many[i] = catalog.Product{SKU: fmt.Sprint("A", i), Name: fmt.Sprint("Hàng ", i), Price: money.VND(i), Earns: true}
	}
	s := opened(NewProducts(""), vi80, counter.Found{Products: many})
	s, _ = s.Update(vi80, tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	if screentest.Seen(s, vi80, "Hàng 0 ") || !screentest.Seen(s, vi80, "Hàng 3 ") {
		t.Error("the wheel doesn't scroll")
	}
	if !screentest.Seen(s, vi80, "50 kết quả đầu") {
		t.Error("that there may be more is not told")
	}
	_, asked := screentest.Press(s, vi80, "enter")
	wants(t, asked, screen.Do{Action: counter.AddProduct{SKU: "A0"}})
}

func TestWhatWasTypedIsMarkedInTheName(t *testing.T) {
	for _, c := range []struct {
		name, typed string
		want        []string
	}{
		{"Sữa tươi Đồng Xanh 1L", "sua dong", []string{"Sữa", "Đồng"}},
		{"Nguyễn Thị Ánh", "anh", []string{"Ánh"}},
		{"Sữa tươi", "xyz", nil},
		{"Sữa tươi", "ua tuo", []string{"ữa", "tươ"}},
		{"Banh mi", "banh ba", []string{"Banh"}},
		{"Thịt ba chỉ", "", nil},
	} {
		f := foundProducts([]catalog.Product{{Name: c.name}}, c.typed)
		var got []string
		for _, h := range f.rows[0].hits {
			got = append(got, c.name[h.from:h.to])
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q in %q marks %q, want %q", c.typed, c.name, got, c.want)
		}
	}
}

func TestFitsEverySize(t *testing.T) {
	huge := append([]catalog.Product{{SKU: strings.Repeat("S", 40), Name: strings.Repeat("Ngạc ", 24), Price: money.Max, Unit: strings.Repeat("đ", 20)}}, goods...)
	rich := append([]counter.FoundMember{{Member: catalog.Member{ID: "x", Name: strings.Repeat("Ồ", 60), Phone: "?"}, Tier: loyalty.Tier{Name: strings.Repeat("Vàng", 15)}, Usable: 1 << 62}}, people...)
	weigh := opened(NewProducts("cam"), vi80, counter.Found{Products: huge})
	weigh, _ = screentest.Press(weigh, vi80, "enter")
	weigh, _ = weigh.Update(vi80, screen.Changed{Mine: true, Err: fault.New(fault.Invalid, "quantity.needed", nil)})
	weigh, _ = screentest.Press(weigh, vi80, "0", "enter")
	failed, _ := opened(NewMembers(""), vi80, counter.Found{}).Update(vi80, screen.Answer{Seq: 1, Err: fault.New(fault.Unavailable, "ledger.full", nil)})
	for name, s := range map[string]screen.Screen{
		"not asked yet": NewProducts(""),
		"products":      opened(NewProducts("ngac"), vi80, counter.Found{Products: huge}),
		"members":       opened(NewMembers("ồ"), vi80, counter.Found{Members: rich}),
		"no products":   opened(NewProducts(strings.Repeat("rất dài ", 30)), vi80, counter.Found{}),
		"no members":    opened(NewMembers(strings.Repeat("0", 200)), vi80, counter.Found{}),
		"failed":        failed,
		"weight":        weigh,
	} {
		t.Run(name, func(t *testing.T) { screentest.Fits(t, s, counter.State{}) })
	}
}

func TestFiguresAreNeverCut(t *testing.T) {
	s := opened(NewProducts(""), vi80, counter.Found{Products: []catalog.Product{{SKU: strings.Repeat("S", 40), Name: "Vàng", Price: money.Max, Unit: "cây"}}})
	for _, width := range []int{60, 80, 120} {
		env := screentest.Env(counter.State{}, text.Vietnamese, width, 18)
		if !screentest.Seen(s, env, "100.000.000.000.000.000") {
			t.Errorf("the price is cut at %d columns:\n%s", width, screentest.Plain(s.Draw(env)))
		}
	}
}

func TestKeysNameOnlyWhatWorks(t *testing.T) {
	for _, s := range []screen.Screen{NewProducts(""), NewMembers("")} {
		for _, id := range s.Keys(vi80) {
			if screen.Globals.Has(id) {
				continue
			}
			open := opened(s, vi80, counter.Found{Products: goods, Members: people})
			if _, asked := open.Update(vi80, screen.Act{ID: id}); len(asked) == 0 {
				t.Errorf("%s does nothing", id)
			}
		}
	}
}

// Goods are chosen over several searches, and F8 prints the labels of those and of nothing else.
func TestLabelsOfChosenGoods(t *testing.T) {
	env := screentest.Env(counter.State{}, text.Vietnamese, 80, 21)
	env.Printing = &counter.Printing{On: true}
	s, _ := NewProducts("sua").Update(env, screen.Opened{})
	s = answer(s, env, counter.Found{Products: goods[:3]})
	s, _ = screentest.Press(s, env, "insert", "insert")
	screentest.See(t, s, env, "▸ Sữa bột", "  ✓ Sữa tươi Đồng Xanh 1L", "✓ 2 món · F8 in tem")
	s, _ = screentest.Press(s, env, "up", "insert") // not that one after all
	s, _ = screentest.Type(s, env, " x")
	_, effects := screentest.Press(s, env, "insert") // nothing was answered yet: no row to choose
	screentest.Asks(t, effects, screen.Beep{})
	s = answer(s, env, counter.Found{Products: goods[4:]})
	s, _ = screentest.Press(s, env, "insert")
	s, effects = screentest.Press(s, env, "f8")
	screentest.Asks(t, effects, screen.Label{Products: []catalog.Product{goods[0], goods[4]}})
	_, effects = screentest.Press(s, env, "f8") // chosen no more: what was found
	screentest.Asks(t, effects, screen.Label{Products: goods[4:]})
}
