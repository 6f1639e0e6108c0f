package desk

import (
	"context"
	"strings"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/report"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/screen/screentest"
	"tim/tui/story"
	"tim/tui/style"
	"tim/tui/text"
	"tim/tui/widget"
)

func at80() screen.Env { return screentest.Env(story.WithMember(), text.Vietnamese, 80, 21) }

// answers gives a screen the desk's answers to what it asked, and to what it then asks.
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

// sits is the desk with keys pressed, each when all is answered.
func sits(d Desk, env screen.Env, keys ...string) screen.Screen {
	var s screen.Screen = New(d, "minh")
	s, asked := s.Update(env, screen.Opened{})
	s = answers(s, env, asked)
	for _, k := range keys {
		s, asked = screentest.Press(s, env, k)
		s = answers(s, env, asked)
	}
	return s
}

func reviews(asked []screen.Effect) (n int) {
	for _, e := range asked {
		if _, is := e.(screen.Review); is {
			n++
		}
	}
	return n
}

func TestASlowCentralBlocksNoKeyAndIsAskedOneThingAtATime(t *testing.T) {
	env := at80()
	s := sits(story.Desk{}, env, "down", "enter")
	s, asked := screentest.Press(s, env, "n") // and central takes its time
	if reviews(asked) != 1 {
		t.Fatalf("typing asked %d questions", reviews(asked))
	}
	waiting := asked
	s, more := screentest.Press(s, env, "a", "m", "down", "down")
	if reviews(more) != 0 {
		t.Fatalf("%d questions more while one is under way", reviews(more))
	}
	screentest.See(t, s, env, "Lọc nam", "▸! 13:09:57")
	env.Now = env.Now.Add(leaves.LateShown)
	screentest.See(t, s, env, "vẫn bấm phím bình thường")
	late, next := s.Update(env, leaves.Run(context.Background(), waiting[0].(screen.Review)))
	if reviews(next) != 1 {
		t.Fatal("the newest wish isn't asked behind the answer")
	}
	screentest.See(t, late, env, "13:02:52") // the answer to an older text isn't shown
	screentest.See(t, answers(late, env, next), env, "Không có sự kiện nào như vậy")
}

func TestOlderFiguresStayWhileCentralIsAway(t *testing.T) {
	env := at80()
	s := sits(story.Desk{}, env)
	s, asked := screentest.Press(s, env, "f5")
	r := asked[0].(screen.Review)
	s, _ = s.Update(env, screen.Reviewed{Seq: r.Seq, Err: fault.New(fault.Unavailable, "link.down", nil)})
	screentest.See(t, s, env, "12.480.500", "✗ F5 thử lại")
	s, asked = screentest.Press(s, env, "f5")
	screentest.See(t, answers(s, env, asked), env, "lúc 14:05")
}

func TestTheGlanceReadsAnewByItselfAndKeepsItsMark(t *testing.T) {
	env := at80()
	s := sits(story.Desk{}, env, "down")
	if _, asked := s.Update(env, screen.Ticked{}); len(asked) > 0 {
		t.Fatal("it asks every second")
	}
	env.Now = env.Now.Add(refreshGlance)
	s, asked := s.Update(env, screen.Ticked{})
	if reviews(asked) != 1 {
		t.Fatalf("behind %v it asked %v", refreshGlance, asked)
	}
	r := asked[0].(screen.Review)
	g, _ := story.Desk{}.Glance(context.Background())
	g.Lines = append([]report.Line{{ID: report.ShiftID{Till: "00", Number: 1}}}, g.Lines...)
	s, _ = s.Update(env, screen.Reviewed{Seq: r.Seq, Value: g})
	screentest.See(t, s, env, "▸ 02 ")
}

func TestAFilterOfPartsNarrowsAll(t *testing.T) {
	of := report.ShiftID{Till: "02", Number: 16}
	for typed, want := range map[string]report.LedgerQuery{
		"":                 {Shift: of},
		"HD-02 dập":        {Shift: of, Text: "HD-02 dập"},
		"/huydon":          {Shift: of, Kinds: []journal.Kind{journal.OrderVoided}},
		"/HỦY @nam":        {Shift: of, Kinds: []journal.Kind{journal.OrderVoided}, Cashier: "nam"},
		"/void":            {Shift: of, Kinds: []journal.Kind{journal.LineVoided, journal.OrderVoided}},
		"#678 >50k":        {Shift: of, Member: "678", Least: 50_000},
		">1,5tr":           {Shift: of, Least: 1_500_000},
		">50.000 @đức nam": {Shift: of, Least: 50_000, Cashier: "đức", Text: "nam"},
		"/ @ # >":          {Shift: of},
	} {
		got, ok := Filtered(of, typed)
		if !ok || got.Text != want.Text || got.Cashier != want.Cashier || got.Member != want.Member || got.Least != want.Least || len(got.Kinds) != len(want.Kinds) {
			t.Errorf("%q asks for %+v, want %+v", typed, got, want)
		}
	}
	if _, ok := Filtered(of, "/khongco"); ok {
		t.Error("a kind that there isn't narrows nothing")
	}
	for typed, want := range map[string]money.VND{"50000": 50_000, "50.000": 50_000, "2m": 2_000_000, "0,5k": 500, "abc": 0, "-5": 0, "1,55k": 0, "999999999999999999": 0} {
		if got := amountOf(typed); got != want {
			t.Errorf("%q is %d, want %d", typed, got, want)
		}
	}
}

func TestAFilterThatNamesNoKindSaysSo(t *testing.T) {
	env := at80()
	s := sits(story.Desk{}, env, "enter", "/", "z", "z")
	screentest.See(t, s, env, "Không có việc nào tên như vậy")
	s, asked := screentest.Press(s, env, "esc") // first takes the filter away
	screentest.See(t, answers(s, env, asked), env, "Sổ ca số 17", "13:02:52")
}

func TestEnterDrillsFromAShiftToAnOrderAndEscLeadsBack(t *testing.T) {
	env := at80()
	s := sits(story.Desk{}, env, "down", "enter", "down", "enter")
	screentest.See(t, s, env, "Đơn hàng HD-01-000123", "Sữa tươi Đồng Xanh 1L")
	s, asked := screentest.Press(s, env, "end")
	s = answers(s, env, asked)
	screentest.See(t, s, env, "Sự kiện của đơn")
	s, asked = screentest.Press(s, env, "esc")
	screentest.See(t, answers(s, env, asked), env, "Sổ ca số 16")
	s, asked = screentest.Press(s, env, "esc")
	screentest.See(t, answers(s, env, asked), env, "[Ca đang mở]")
	if _, asked = screentest.Press(s, env, "esc"); reviews(asked) > 0 {
		t.Error("there is something below the first page")
	}
}

func TestAnEventOfNoOrderOpensNothing(t *testing.T) {
	env := at80()
	s := sits(story.Desk{}, env, "down", "enter")
	_, asked := screentest.Press(s, env, "enter")
	screentest.Asks(t, asked, screen.Tell{Notice: counter.Notice{Code: "desk.no_order", Error: true}}, screen.Beep{})
}

// reconciled notes what was written down.
type reconciled struct {
	story.Desk
	id, by, reason string
}

func (r *reconciled) Reconcile(ctx context.Context, id, by, reason string) error {
	r.id, r.by, r.reason = id, by, reason
	return r.Desk.Reconcile(ctx, id, by, reason)
}

func TestAnAlertIsReconciledByAReason(t *testing.T) {
	env, d := at80(), &reconciled{}
	s := sits(d, env, "tab", "enter", "f8", "enter")
	screentest.See(t, s, env, "✗") // without a reason it isn't
	for _, r := range "da xem" {
		name := string(r)
		if r == ' ' {
			name = "space"
		}
		s, _ = screentest.Press(s, env, name)
	}
	s, asked := screentest.Press(s, env, "enter")
	s = answers(s, env, asked)
	if d.id != "card" || d.by != "minh" || d.reason != "da xem" {
		t.Fatalf("stored %q by %q: %q", d.id, d.by, d.reason)
	}
	screentest.See(t, s, env, "✓ đã đối soát")
}

func TestTheTillsDeskIsShutUntilASupervisorsPIN(t *testing.T) {
	env := at80()
	var s screen.Screen = Locked(story.Desk{})
	s, asked := s.Update(env, screen.Opened{})
	if reviews(asked) > 0 {
		t.Fatal("a shut desk reads")
	}
	s, asked = screentest.Press(s, env, "1", "1", "1", "1", "enter")
	screentest.Asks(t, asked, screen.Do{Action: counter.Oversee{PIN: "1111"}})
	s, asked = s.Update(env, screen.Changed{Mine: true, Err: fault.New(fault.Forbidden, "desk.role", fault.Args{"name": "Lê Thị Hồng"})})
	if reviews(asked) > 0 {
		t.Fatal("a cashier's PIN opened the desk")
	}
	screentest.See(t, s, env, "Lê Thị Hồng không phải giám sát")
	s, asked = screentest.Press(s, env, "9", "9", "9", "9", "enter")
	screentest.Asks(t, asked, screen.Do{Action: counter.Oversee{PIN: "9999"}})
	env.State.Overseer = &counter.Person{ID: "minh"}
	s, asked = s.Update(env, screen.Changed{Mine: true})
	screentest.See(t, answers(s, env, asked), env, "12.480.500")
	env.Now = env.Now.Add(leaves.IdleMax + time.Second)
	_, asked = s.Update(env, screen.Ticked{})
	screentest.Asks(t, asked, screen.Close{}) // nobody looks any more
}

func TestADeskThatNeverAnswersIsSaidToBeSlow(t *testing.T) {
	ctx, cancel := context.WithDeadline(context.Background(), time.Now().Add(-time.Second))
	defer cancel()
	got := leaves.Run(ctx, screen.Review{Of: func(ctx context.Context) (any, error) { return nil, ctx.Err() }})
	if fault.Code(got.Err) != "desk.slow" {
		t.Error(got.Err)
	}
}

func TestABlindCountIsNotToldByTheDesk(t *testing.T) {
	env := screentest.Env(story.WithMember(), text.Vietnamese, 120, 37)
	g, _ := story.Desk{}.Glance(context.Background())
	g.Lines[0].Cash = nil
	s := sits(story.Desk{}, env)
	s, asked := screentest.Press(s, env, "f5")
	s, _ = s.Update(env, screen.Reviewed{Seq: asked[0].(screen.Review).Seq, Value: g})
	screentest.See(t, s, env, "két kiểm mù")
	screentest.Hidden(t, s, env, "6.215.000")
}

func TestNamesCantReachTheTerminal(t *testing.T) {
	env := at80()
	g, _ := story.Desk{}.Glance(context.Background())
	g.Lines[0].Cashier, g.Lines[0].Shop, g.Alerts[0].Detail = "\x1b[2JHồng", "\x07shop", "\x1b]0;x\x07"
	s := sits(story.Desk{}, env)
	s, asked := screentest.Press(s, env, "f5")
	s, _ = s.Update(env, screen.Reviewed{Seq: asked[0].(screen.Review).Seq, Value: g})
	for _, line := range s.Draw(env).Lines {
		if strings.ContainsAny(line, "\x07") || strings.Contains(line, "\x1b[2J") || strings.Contains(line, "\x1b]") {
			t.Fatalf("%q", line)
		}
	}
}

func TestBarsAndSparksShowSizes(t *testing.T) {
	for _, c := range []struct {
		n, most int64
		want    string
	}{{0, 10, "    "}, {10, 10, "████"}, {5, 10, "██  "}, {1, 1_000_000, "▏   "}, {9, 16, "██▎ "}, {20, 10, "████"}, {5, 0, "    "}} {
		if got := widget.Bar(c.n, c.most, 4); got != c.want {
			t.Errorf("%d of %d is %q, want %q", c.n, c.most, got, c.want)
		}
	}
	if got := widget.Spark([]int64{0, 1, -8, 8}, 8); got != "·▁██" {
		t.Errorf("%q", got)
	}
}

func TestFitsEverySize(t *testing.T) {
	for name, keys := range map[string][]string{
		"glance": nil, "ledger": {"enter"}, "order": {"enter", "down", "enter"}, "paper": {"f9"}, "alerts": {"tab"}, "alert": {"tab", "enter"},
		"reconcile": {"tab", "enter", "f8"}, "shifts": {"tab", "tab"}, "pictures": {"tab", "tab", "tab"},
	} {
		for kind, d := range map[string]story.Desk{"some": {}, "many": {Many: 90}, "none": {Empty: true}, "down": {Err: fault.New(fault.Unavailable, "link.down", nil)}} {
			t.Run(name+"/"+kind, func(t *testing.T) { screentest.Fits(t, sits(d, at80(), keys...), story.WithMember()) })
		}
	}
	screentest.Fits(t, Locked(nil), story.WithMember())
}

func TestNoLetterOrDigitActs(t *testing.T) {
	env := at80()
	for _, keys := range [][]string{nil, {"tab"}, {"tab", "enter"}, {"tab", "tab"}, {"tab", "tab", "tab"}, {"f9"}} {
		s := sits(story.Desk{}, env, keys...)
		before := screentest.Plain(s.Draw(env))
		for r := '!'; r <= '~'; r++ {
			next, asked := screentest.Press(s, env, string(r))
			if len(asked) > 0 || screentest.Plain(next.Draw(env)) != before {
				t.Fatalf("behind %v %q asked %v", keys, r, asked)
			}
		}
	}
}

// BenchmarkView is what drawing a page costs: DESIGN allows 0.5 ms.
func BenchmarkView(b *testing.B) {
	for name, keys := range map[string][]string{"glance": nil, "ledger": {"enter"}, "shifts": {"tab", "tab"}, "pictures": {"tab", "tab", "tab"}} {
		for _, size := range [][2]int{{80, 21}, {200, 57}} {
			b.Run(name+map[int]string{80: "/80x24", 200: "/200x60"}[size[0]], func(b *testing.B) {
				env := screentest.Env(story.WithMember(), text.Vietnamese, size[0], size[1])
				env.Theme = style.ByName(style.Dark)
				s := sits(story.Desk{Many: 90}, env, keys...)
				for b.Loop() {
					s.Draw(env)
				}
			})
		}
	}
}
