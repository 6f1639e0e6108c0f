package display

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tim/domain/counter"
	"tim/domain/ident"
	"tim/tui/story"
	"tim/tui/style"
	"tim/tui/text"
	"tim/tui/widget"
)

// stand is a customer's screen of 80x24 whose clock the test turns.
type stand struct {
	t     *testing.T
	model tea.Model
	last  tea.Cmd
}

func put(t *testing.T, cfg Config) *stand {
	cfg.Theme = style.None
	m := New(cfg)
	s := &stand{t: t, model: m, last: m.Init()}
	return s.send(tea.WindowSizeMsg{Width: 80, Height: 24})
}

func (s *stand) send(msg tea.Msg) *stand {
	next, cmd := s.model.Update(msg)
	s.model = next
	if cmd != nil {
		s.last = cmd
	}
	return s
}

// shows is what the till tells.
func (s *stand) shows(state counter.State) *stand {
	return s.send(Shown{state.Display(false, 0, story.Zone)})
}

// passes turns the clock by ClosedAfter: nth is which loss of the link the alarm was set at.
func (s *stand) passes(nth int) *stand { return s.send(away{nth}) }

func (s *stand) sees(want string) {
	s.t.Helper()
	if got := ansi.Strip(s.model.View().Content); !strings.Contains(strings.ReplaceAll(got, "\u00a0", " "), want) {
		s.t.Fatalf("%q is not to be seen:\n%s", want, got)
	}
}

func (s *stand) doesNotSee(what string) {
	s.t.Helper()
	if got := ansi.Strip(s.model.View().Content); strings.Contains(got, what) {
		s.t.Fatalf("%q is to be seen:\n%s", what, got)
	}
}

func TestAScreenWithoutATillSaysSoAfterTwoSeconds(t *testing.T) {
	s := put(t, Config{})
	if s.last == nil {
		t.Fatal("it doesn't look at the clock")
	}
	s.doesNotSee("Quầy tạm nghỉ")
	s.passes(0).sees("Quầy tạm nghỉ")
	s.shows(story.Empty()).sees("Kính chào quý khách")
}

func TestChangeStaysOnTheScreenWhileTheTillStartsAgain(t *testing.T) {
	s := put(t, Config{}).shows(story.Done())
	s.passes(0).sees("Tiền thừa") // the alarm from before the till was heard
	s.send(Lost{}).sees("Tiền thừa")
	s.shows(story.Done()).passes(1).sees("Tiền thừa") // back in time
	s.send(Lost{}).passes(1).sees("Tiền thừa")        // an alarm set at the loss before
	s.passes(2).sees("Quầy tạm nghỉ")
	s.shows(story.Order()).sees("Cam sành")
}

func TestTheScreenSpeaksTheTillsLanguageUntilAskedOtherwise(t *testing.T) {
	english := story.Order().Display(false, text.English.Domain(), story.Zone)
	s := put(t, Config{}).send(Shown{english})
	s.sees("To pay")
	s.shows(story.Order()).sees("Quý khách trả")
	ctrlL := tea.KeyPressMsg{Code: 'l', Mod: tea.ModCtrl}
	s.send(ctrlL).sees("To pay")
	s.shows(story.Order()).sees("To pay")
	s.send(ctrlL).sees("Quý khách trả")
	fixed := text.English
	put(t, Config{Lang: &fixed}).shows(story.Order()).sees("To pay")
}

func TestThreeKeysDoSomething(t *testing.T) {
	quits := func(k tea.KeyPressMsg) bool {
		s := put(t, Config{}).shows(story.Order())
		before := s.model.View().Content
		s.last = nil
		s.send(k)
		if s.last == nil {
			if k.Code != 'l' && s.model.View().Content != before {
				t.Errorf("%s changes something", k.Keystroke())
			}
			return false
		}
		_, quit := s.last().(tea.QuitMsg)
		return quit
	}
	if !quits(tea.KeyPressMsg{Code: 'q', Text: "q"}) || !quits(tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl}) {
		t.Error("there is no way out")
	}
	for _, k := range []tea.KeyPressMsg{{Code: tea.KeyEnter}, {Code: tea.KeyEscape}, {Code: tea.KeyF1}, {Code: 'x', Text: "x"}, {Code: '1', Text: "1"},
		{Code: 't', Mod: tea.ModCtrl}, {Code: 'l', Mod: tea.ModCtrl}} {
		if quits(k) {
			t.Errorf("%s leaves", k.Keystroke())
		}
	}
}

func TestAnotherVersionIsNotGuessedAt(t *testing.T) {
	s := put(t, Config{}).send(Shown{counter.Display{V: 2, Phase: counter.PhaseDone}})
	s.sees("Quầy chạy bản khác")
}

func TestTheNewestLineIsSeenOfEveryLongOrder(t *testing.T) {
	state := story.Many(200)
	for _, newest := range []int{0, 57, 198, 199} {
		state.Cart.Marked = state.Cart.Order.Lines[newest].ID
		s := put(t, Config{}).shows(state)
		s.sees("▸ " + state.Cart.Order.Lines[newest].Name)
	}
	state.Cart.Marked = "gone"
	s := put(t, Config{}).shows(state)
	s.sees(state.Cart.Order.Lines[199].Name)
}

// The code is either there to the last cell or not at all, and then the account is told in words.
func TestATransfersCodeIsWholeOrAbsent(t *testing.T) {
	pay := story.Facing{State: story.PointsUsed(), Paying: true}
	pay.State.Shop.BankBIN, pay.State.Shop.BankAccount = "970436", "0071000123456"
	modules, err := ident.QR(pay.Display().Transfer.QR)
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range [][2]int{{60, 20}, {61, 21}, {80, 24}, {120, 40}, {240, 70}} {
		m := seen(pay, size[0], size[1], text.Vietnamese, style.Dark)
		times := 1
		for ; times < 5; times++ {
			if code := widget.QR(larger(modules, times)); contains(m.View().Content, code) {
				break
			}
		}
		if times == 5 {
			t.Errorf("%v: no whole code:\n%s", size, plain(m))
		}
	}
	large := pay.Display()
	large.Transfer.QR = strings.Repeat("A1b", 60)
	s := put(t, Config{}).send(tea.WindowSizeMsg{Width: 60, Height: 20}).send(Shown{large})
	s.sees(large.Transfer.Bank)
	s.sees("Nội dung: " + large.Transfer.Memo)
	s.doesNotSee("Quét mã")
	if strings.Contains(s.model.View().Content, "48;2;0;0;0") {
		t.Errorf("half a code:\n%s", plain(s.model.(Model)))
	}
}

// contains says whether every row of a pane is in the content, one below the other.
func contains(content string, p widget.Pane) bool {
	rows := strings.Split(content, "\n")
	for from := 0; from+p.Height() <= len(rows); from++ {
		whole := true
		for i, line := range p.Lines {
			whole = whole && strings.Contains(rows[from+i], line)
		}
		if whole {
			return true
		}
	}
	return false
}

func TestWhatWasTypedAtTheTillCantReachThisTerminal(t *testing.T) {
	state := story.WithMember()
	state.Shop.Name = "\x1b[2JShop\x07"
	state.Cart.Order.Lines[0].Name = "\x1b]0;title\x07Sữa\nmới"
	state.Member.Profile.Name = "\x1b[31mÁnh"
	state.Member.Tier.Name = "B\tạc"
	content := put(t, Config{}).shows(state).model.View().Content
	for _, bad := range []string{"\x1b[2J", "\x1b]", "\x07", "\x1b[31m", "\t"} {
		if strings.Contains(content, bad) {
			t.Errorf("%q is in the frame", bad)
		}
	}
}

// Whatever the till shows its cashier, what leaves it for a customer's screen holds no secret of anybody.
func TestNoStoryTellsASecret(t *testing.T) {
	states := map[string]counter.State{}
	for _, s := range story.Stories() {
		states["story "+s.Name] = s.State
	}
	for _, f := range story.Facings() {
		states["facing "+f.Name] = f.State
	}
	for name, s := range states {
		for _, paying := range []bool{false, true} {
			line, err := json.Marshal(s.Display(paying, 0, story.Zone))
			if err != nil {
				t.Fatal(err)
			}
			for what, secret := range secrets(s) {
				if strings.Contains(string(line), secret) {
					t.Errorf("%s (paying %v) tells %s %q: %s", name, paying, what, secret, line)
				}
			}
		}
	}
}

// secrets is what nobody behind the customer may read, by what it is.
func secrets(s counter.State) map[string]string {
	found := map[string]string{}
	member := func(what, name, phone, birthday, email, id string) {
		found[what+"'s phone"], found[what+"'s number as dialled"] = phone, ident.PhoneLocal(phone)
		found[what+"'s number bare"] = strings.TrimPrefix(phone, "+84")
		if cut := strings.LastIndex(name, " "); cut > 0 {
			found[what+"'s family name"] = name[:cut]
		}
		found[what+"'s birthday"], found[what+"'s email"], found[what+"'s id"] = birthday, email, `"`+id+`"`
	}
	if m := s.Member; m != nil {
		p := m.Profile
		member("the customer", p.Name, p.Phone, p.Birthday, p.Email, p.ID)
		for i, v := range m.Vouchers {
			found[fmt.Sprint("voucher ", i)] = v.ID
		}
	}
	if s.Last != nil && s.Last.Member != nil {
		p := *s.Last.Member
		member("the last customer", p.Name, p.Phone, p.Birthday, p.Email, p.ID)
	}
	if s.Last != nil {
		found["the receipt's number"] = s.Last.Order.Receipt
		for i, v := range s.Last.Order.Vouchers {
			found[fmt.Sprint("voucher used ", i)] = v.ID
		}
		if m := s.Last.Receipt.Member; m != nil {
			for i, v := range m.Vouchers {
				found[fmt.Sprint("voucher on paper ", i)] = v.Code
			}
		}
	}
	for i, v := range s.Cart.Vouchers {
		found[fmt.Sprint("voucher on the cart ", i)] = v.ID
	}
	if r := s.Returned; r != nil && r.Offer.Member != nil {
		p := *r.Offer.Member
		member("who returned", p.Name, p.Phone, p.Birthday, p.Email, p.ID)
	}
	for _, p := range s.Roster {
		found[p.Name+"'s PIN"], found[p.Name+"'s name"] = `"`+p.PIN+`"`, p.Name
	}
	for what, secret := range found {
		if secret == "" || secret == `""` {
			delete(found, what)
		}
	}
	return found
}
