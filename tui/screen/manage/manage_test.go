package manage

import (
	"context"
	"strings"
	"testing"
	"time"
	"unicode"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/shift"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/screen/screentest"
	"tim/tui/story"
	"tim/tui/text"
)

func at80() screen.Env { return screentest.Env(story.WithMember(), text.Vietnamese, 80, 21) }

// answers gives a screen central's answers to what it asked, and to what it then asks.
func answers(s screen.Screen, env screen.Env, asked []screen.Effect) screen.Screen {
	for len(asked) > 0 {
		e := asked[0]
		asked = asked[1:]
		if r, is := e.(screen.Review); is {
			var more []screen.Effect
			s, more = s.Update(env, leaves.Run(context.Background(), r))
			asked = append(asked, more...)
		}
	}
	return s
}

// sits is the manager's desk, open, with its questions answered.
func sits(c Central, env screen.Env) screen.Screen {
	var s screen.Screen = New(c, "minh")
	s, asked := s.Update(env, screen.Opened{})
	return answers(s, env, asked)
}

// pressing presses keys by their names and types what is no name, each when all is answered.
func pressing(s screen.Screen, env screen.Env, keys ...string) screen.Screen {
	for _, k := range keys {
		names := []string{k}
		if _, named := map[string]bool{"enter": true, "esc": true, "tab": true, "shift+tab": true, "up": true, "down": true, "left": true, "right": true,
			"end": true, "home": true, "space": true, "f2": true, "f5": true, "f6": true, "f8": true, "f9": true}[k]; !named {
			names = strings.Split(k, "")
		}
		for _, name := range names {
			var asked []screen.Effect
			s, asked = screentest.Press(s, env, name)
			s = answers(s, env, asked)
		}
	}
	return s
}

// noted is a central that remembers what was put.
type noted struct {
	*story.Manager
	put   []loyalty.Program
	etags []string
	lost  bool // the answer to the first put never comes
}

func (n *noted) PutProgram(ctx context.Context, doc loyalty.Program, etag string) (loyalty.Program, string, error) {
	n.put, n.etags = append(n.put, doc), append(n.etags, etag)
	got, next, err := n.Manager.PutProgram(ctx, doc, etag)
	if n.lost && len(n.put) == 1 {
		return doc, "", fault.New(fault.Unavailable, "manage.unsure", nil)
	}
	return got, next, err
}

func central() *noted { return &noted{Manager: &story.Manager{}} }

// TestFromTheMenuToARateSavedInFewKeys holds that a manager needs at most 8 keys beside the digits.
func TestFromTheMenuToARateSavedInFewKeys(t *testing.T) {
	env, c := at80(), central()
	keys := []string{"enter", "down", "1", "1", "5", "f9", "f9"}
	s, pressed := sits(c, env), 0
	for _, k := range keys {
		s = pressing(s, env, k)
		if !unicode.IsDigit(rune(k[0])) || len(k) > 1 {
			pressed++
		}
	}
	if len(c.put) != 1 || c.put[0].Tiers[1].Rate != money.Per100(115) {
		t.Fatalf("central got %+v", c.put)
	}
	if len(loyalty.Diff(c.put[0], story.Programme())) == 0 || pressed > 8 {
		t.Errorf("%d keys beside the digits", pressed)
	}
	screentest.See(t, s, env, "Bàn quản lý", "Điểm thưởng theo hạng")
	screentest.Hidden(t, s, env, "chưa lưu")
}

func TestOnlyWhatWasTypedIsPut(t *testing.T) {
	env, c := at80(), central()
	before, etag, _ := c.Program(t.Context())
	pressing(sits(c, env), env, "enter", "down", "115", "f9", "vì Tết", "f9")
	changes := loyalty.Diff(before, c.put[0])
	if len(changes) != 1 || changes[0].Field != "tiers[1].rate_percent" || c.put[0].Reason != "vì Tết" || c.etags[0] != etag || !c.put[0].EffectiveFrom.IsZero() {
		t.Errorf("%+v, reason %q, from %v with %s", changes, c.put[0].Reason, c.put[0].EffectiveFrom, c.etags[0])
	}
}

// The first thing typed on a page replaces what stands there: 500 behind 1.000 would be a point of 1.000.500 ₫.
func TestWhatIsTypedFirstReplacesWhatStoodThere(t *testing.T) {
	env, c := at80(), central()
	pressing(sits(c, env), env, "down", "down", "down", "enter", "500", "f9", "f9")
	if len(c.put) != 1 || c.put[0].Use.ValuePerPoint != 500 {
		t.Errorf("central got %+v", c.put)
	}
}

func TestEveryFaultStandsAtItsFieldAtOnce(t *testing.T) {
	env, c := screentest.Env(story.WithMember(), text.Vietnamese, 80, 38), central()
	s := pressing(sits(c, env), env, "enter", "2000", "down", "down", "shift+tab", "5", "f9")
	screentest.See(t, s, env, "✗ Tỷ lệ: từ 0 đến 1.000", "✗ Từ điểm xếp hạng: phải lớn hơn hạng trước (2.000)")
	if len(c.put) > 0 {
		t.Error("central was asked to store it")
	}
	s = pressing(s, env, "esc", "f9") // from the menu it leads to the first of them
	screentest.See(t, s, env, "▸ Khởi tạo", "✗ Tỷ lệ: từ 0 đến 1.000")
}

func TestE6AHigherTierThatEarnsLessIsWarnedOfAndSaved(t *testing.T) {
	env, c := at80(), central()
	s := pressing(sits(c, env), env, "enter", "down", "90")
	screentest.See(t, s, env, "▲ Hạng Bạc (90 %) tích ít hơn hạng Khởi tạo (100 %)")
	if pressing(s, env, "f9", "f9"); len(c.put) != 1 {
		t.Error("it can't be saved")
	}
}

func TestLeavingAsksOnceWithKeepEditingMarked(t *testing.T) {
	env := at80()
	s := pressing(sits(central(), env), env, "enter", "down", "115", "esc")
	screentest.See(t, s, env, "● 1 thay đổi chưa lưu")
	s = pressing(s, env, "esc")
	screentest.See(t, s, env, "Rời bàn quản lý?", "▸ Sửa tiếp")
	for _, stays := range []string{"enter", "esc"} {
		kept := pressing(s, env, stays)
		screentest.Hidden(t, kept, env, "Rời bàn quản lý?")
		screentest.See(t, pressing(kept, env, "enter"), env, "115") // still there
	}
	_, asked := screentest.Press(s, env, "right", "right", "enter")
	screentest.Asks(t, asked, screen.Close{})
	if _, asked = screentest.Press(sits(central(), env), env, "esc"); len(asked) != 1 {
		t.Errorf("nothing was typed, and Esc asks for %v", asked)
	}
}

func TestIdleHandsLoseNothingThatWasTyped(t *testing.T) {
	env := at80()
	open := func() screen.Screen {
		var s screen.Screen = Locked(central())
		s, _ = screentest.Press(s, env, "7", "9", "1", "3")
		s, asked := screentest.Press(s, env, "enter")
		screentest.Asks(t, asked, screen.Do{Action: counter.Oversee{PIN: "7913", Manage: true}})
		env.State.Overseer = &counter.Person{ID: "minh", Role: shift.Manager}
		s, asked = s.Update(env, screen.Changed{Mine: true})
		return answers(s, env, asked)
	}
	later := env
	later.Now = env.Now.Add(leaves.IdleMax + time.Second)
	_, asked := open().Update(later, screen.Ticked{})
	screentest.Asks(t, asked, screen.Close{})
	s, asked := pressing(open(), env, "enter", "down", "115").Update(later, screen.Ticked{})
	if len(asked) > 0 {
		t.Fatalf("an edit is thrown away: %v", asked)
	}
	screentest.See(t, s, env, "PIN")
	screentest.Hidden(t, s, env, "115")
	s, _ = screentest.Press(s, env, "7", "9", "1", "3", "enter")
	s, asked = s.Update(env, screen.Changed{Mine: true})
	screentest.See(t, answers(s, env, asked), env, "115")
}

// Whom central doesn't take for a manager any more is told so where the PIN is asked for, and comes back to what was typed.
func TestWhomCentralRefusesTypesThePINOverTheirEdit(t *testing.T) {
	env, c := at80(), central()
	env.State.Overseer = &counter.Person{ID: "minh", Role: shift.Manager}
	enter := func(s screen.Screen) screen.Screen {
		s, _ = screentest.Press(s, env, "7", "9", "1", "3", "enter")
		s, asked := s.Update(env, screen.Changed{Mine: true})
		return answers(s, env, asked)
	}
	s := pressing(enter(Locked(c)), env, "enter", "down", "115", "esc")
	c.Err = fault.New(fault.Forbidden, "manage.again", nil)
	s = pressing(s, env, "f5")
	screentest.See(t, s, env, "PIN quản lý", "Trung tâm cần xem lại PIN quản lý")
	screentest.Hidden(t, s, env, "115")
	c.Err = nil
	screentest.See(t, enter(s), env, "● 1 thay đổi chưa lưu")
}

func TestTwoManagersEditsAreChosenSettingBySetting(t *testing.T) {
	env, c := at80(), central()
	all, _ := c.Versions(t.Context())
	base := all[len(all)-1]
	other := base
	other.Tiers = append([]loyalty.Tier(nil), base.Tiers...)
	other.Tiers[1].Rate, other.Use.ValuePerPoint, other.Earn.ExcludedCategories = money.Per100(130), 900, append([]string{"Rượu bia"}, base.Earn.ExcludedCategories...)
	other.Version, other.Author = 3, "q1/lan"
	c.Theirs = other
	s := pressing(sits(c, env), env, "enter", "down", "115", "esc", "down", "enter", "down", "down", "down", "down", "enter", "Mứt", "enter", "esc", "f9", "f9")
	screentest.See(t, s, env, "Người khác vừa lưu", "q1/lan", "! Bạc · Tỷ lệ", "○ 130 %", "● 115 %", "● 900 ₫")
	theirs := pressing(s, env, "left", "f9")
	screentest.See(t, theirs, env, "+Mứt")
	screentest.Hidden(t, theirs, env, "115 %")
	before := len(c.put)
	if pressing(s, env, "f9", "f9"); len(c.put) != before+1 {
		t.Fatal("what was chosen isn't saved")
	}
	got := c.put[before]
	if got.Tiers[1].Rate != money.Per100(115) || got.Use.ValuePerPoint != 900 || strings.Join(got.Earn.ExcludedCategories, " ") != "Rượu bia Thẻ cào Sữa bột trẻ em Mứt" {
		t.Errorf("saved %v, %v, %v", got.Tiers[1].Rate, got.Use.ValuePerPoint, got.Earn.ExcludedCategories)
	}
	if c.etags[before] != `"3"` {
		t.Errorf("it was saved over %s", c.etags[before])
	}
}

// A save whose answer was lost is stored: pressed again it isn't a conflict with oneself.
func TestALostAnswerIsNoConflictWithOneself(t *testing.T) {
	env, c := at80(), central()
	c.lost = true
	s := pressing(sits(c, env), env, "enter", "down", "115", "f9", "f9")
	screentest.See(t, s, env, "có thể đã lưu", "110 % → 115 %")
	doc, _, _ := c.Program(t.Context())
	c.Theirs = doc // what central has now
	s = pressing(s, env, "f9")
	screentest.See(t, s, env, "Bàn quản lý")
	screentest.Hidden(t, s, env, "chưa lưu")
}

func TestAWordInEitherLanguageLeadsToASetting(t *testing.T) {
	env := at80()
	for _, c := range []struct{ typed, section, field string }{
		{"lam tron", "Điểm thưởng theo hạng", "▸ Nguyên tắc làm tròn điểm"}, {"rounding", "Điểm thưởng theo hạng", "▸ Nguyên tắc làm tròn điểm"},
		{"grace", "Đổi trả", "▸ Hạn thêm cho điểm trả về"}, {"Kênh", "Chương trình, kênh bán", "▸ Kênh được tích điểm"},
		{"loai tru danh muc", "Cài đặt tích điểm", "▸ Nhóm hàng không tích điểm"}, {"threshold", "Điểm thưởng theo hạng", "▸ Khởi tạo"}, {"lich su", "Lịch sử", "khuyến mãi"},
	} {
		s, _ := sits(central(), env).Update(env, screen.Act{ID: "palette"})
		s = pressing(s, env, c.typed, "enter")
		screentest.See(t, s, env, c.section, c.field)
	}
}

// From a page with an edit the search leads on, and the edit stays.
func TestTheSearchKeepsWhatWasTyped(t *testing.T) {
	env := at80()
	s := pressing(sits(central(), env), env, "enter", "down", "115")
	s, _ = s.Update(env, screen.Act{ID: "palette"})
	s = pressing(s, env, "grace", "enter")
	screentest.See(t, s, env, "Đổi trả", "● 1 thay đổi chưa lưu")
	screentest.See(t, pressing(s, env, "esc", "home", "enter"), env, "115")
}

func TestADayInTheFutureIsWhenAVersionBegins(t *testing.T) {
	env, c := at80(), central()
	s := pressing(sits(c, env), env, "enter", "down", "115", "f9", "down", "1/12/2026")
	pressing(s, env, "f9")
	if want := time.Date(2026, 12, 1, 0, 0, 0, 0, env.Zone); len(c.put) != 1 || !c.put[0].EffectiveFrom.Equal(want) {
		t.Fatalf("%+v", c.put)
	}
	for typed, want := range map[string]string{"20/11/2026": "đã qua", "31/02/2027": "không phải ngày", "mai": "không phải ngày"} {
		s := pressing(sits(c, env), env, "enter", "down", "116", "f9", "down", typed, "f9")
		screentest.See(t, s, env, want)
	}
	if len(c.put) != 1 {
		t.Error("something was saved from no day")
	}
}

func TestAnOlderVersionIsUsedAgainAsAnEdit(t *testing.T) {
	env, c := at80(), central()
	all, _ := c.Versions(t.Context())
	s := pressing(sits(c, env), env, "down", "down", "down", "down", "down", "down", "down", "enter", "end", "enter", "f8")
	screentest.See(t, s, env, "Lưu thay đổi", "110 % → 100 %")
	if len(c.put) > 0 {
		t.Fatal("it is saved before anybody looked")
	}
	if pressing(s, env, "f9"); len(c.put) != 1 || len(loyalty.Diff(all[0], c.put[0])) > 0 {
		t.Errorf("%+v", c.put)
	}
}

func TestEverythingIsTapped(t *testing.T) {
	env := at80()
	s, asked := screentest.Tap(t, sits(central(), env), env, "Cài đặt tích điểm")
	s = answers(s, env, asked)
	s, _ = screentest.Tap(t, s, env, "Sau số ngày")
	screentest.See(t, s, env, "● Sau số ngày", "● 1 thay đổi chưa lưu")
	s, _ = screentest.Tap(t, s, env, "Thẻ cào")
	screentest.See(t, s, env, "Nhóm hàng không tích điểm", "2 mục")
	s = pressing(s, env, "esc", "esc", "esc")
	_, asked = screentest.Tap(t, s, env, "Bỏ thay đổi")
	screentest.Asks(t, asked, screen.Close{})
}

// pages are keys that lead to every page.
var pages = map[string][]string{
	"menu": {}, "points": {"enter"}, "earning": {"down", "enter"}, "expiry": {"down", "down", "enter", "right"}, "using": {"down", "down", "down", "enter"},
	"general": {"down", "down", "down", "down", "down", "down", "enter"}, "channels": {"down", "down", "down", "down", "down", "down", "enter", "down", "enter"},
	"leave": {"enter", "down", "115", "esc", "esc"}, "bad": {"enter", "2000", "down", "", "f9"}, "save": {"enter", "down", "115", "f9"},
	"preview": {"enter", "down", "115", "f9", "f6"}, "history": {"down", "down", "down", "down", "down", "down", "down", "enter"},
	"version": {"down", "down", "down", "down", "down", "down", "down", "enter", "enter"}, "saved": {"enter", "down", "115", "f9", "f9"},
}

func TestFitsEverySize(t *testing.T) {
	for name, keys := range pages {
		for kind, c := range map[string]*noted{"open": central(), "down": {Manager: &story.Manager{Err: fault.New(fault.Unavailable, "link.down", nil)}}} {
			t.Run(name+"/"+kind, func(t *testing.T) { screentest.Fits(t, pressing(sits(c, at80()), at80(), keys...), story.WithMember()) })
		}
	}
	screentest.Fits(t, Locked(nil), story.WithMember())
}

func TestNoLetterOrDigitActs(t *testing.T) {
	env := at80()
	for _, name := range []string{"menu", "preview", "history", "version", "channels", "leave"} {
		s := pressing(sits(central(), env), env, pages[name]...)
		before := screentest.Plain(s.Draw(env))
		for r := '!'; r <= '~'; r++ {
			next, asked := screentest.Press(s, env, string(r))
			if len(asked) > 0 || screentest.Plain(next.Draw(env)) != before {
				t.Fatalf("on %s %q asked %v", name, r, asked)
			}
		}
	}
}

// BenchmarkView is what drawing a page costs.
func BenchmarkView(b *testing.B) {
	for _, name := range []string{"points", "earning", "preview"} {
		b.Run(name, func(b *testing.B) {
			env := at80()
			s := pressing(sits(central(), env), env, pages[name]...)
			for b.Loop() {
				s.Draw(env)
			}
		})
	}
}

func TestAProductIsExcludedByItsName(t *testing.T) {
	env, c := at80(), central()
	s := pressing(sits(c, env), env, "down", "enter", "down", "down", "down", "enter", "sua")
	screentest.See(t, s, env, "▸ Sữa tươi Đồng Xanh 1L", "SUA-1")
	s = pressing(s, env, "enter")
	screentest.See(t, s, env, "▸ SUA-1", "1 mục")
	pressing(pressing(s, env, "xyz", "esc"), env, "f9", "f9") // what is only searched for is no product
	if len(c.put) != 1 || strings.Join(c.put[0].Earn.ExcludedSKUs, " ") != "SUA-1" {
		t.Errorf("%+v", c.put)
	}
}

// E10: categories are those that products name, found by what is typed; one that no product has yet can be typed.
func TestE10CategoriesAreTickedAmongThoseThatThereAre(t *testing.T) {
	env, c := at80(), central()
	s := pressing(sits(c, env), env, "down", "enter", "down", "down", "down", "down", "enter")
	screentest.See(t, s, env, "● Thẻ cào", "Nhóm hàng không tích điểm", "○ Bia rượu", "○ Sữa")
	s = pressing(s, env, "ruou", "enter", "Đồ chơi", "enter")
	screentest.See(t, s, env, "● Bia rượu", "1 mặt hàng", "● Đồ chơi", "chưa có hàng")
	pressing(s, env, "esc", "f9", "f9")
	if len(c.put) != 1 || strings.Join(c.put[0].Earn.ExcludedCategories, "|") != "Bia rượu|Thẻ cào|Sữa bột trẻ em|Đồ chơi" {
		t.Errorf("%+v", c.put[0].Earn.ExcludedCategories)
	}
}
