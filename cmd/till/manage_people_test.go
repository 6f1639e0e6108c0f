package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tim/cmd/till/demo"
	"tim/domain/counter"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/tui/keymap"
	tui "tim/tui/screen"
	"tim/tui/screen/manage"
	"tim/tui/screen/screentest"
	"tim/tui/text"
)

// seated is a manager at a till's desk: the real screen, the till's real link, a real central.
type seated struct {
	*managing
	central *chain
	dir     string // of files
	screen  tui.Screen
	env     tui.Env
	told    []string // codes of notices
}

// sits opens the desk of a till of a chain for its manager.
func sits(t *testing.T) *seated {
	t.Helper()
	c := openChain(t)
	c.put("/v1/shops/q1/staff/mai", `{"name": "Trần Thị Mai", "role": "manager", "pin": "7913"}`)
	k := manages(t, c.enrolled())
	k.until("mai is known", func() bool { return k.try(counter.Oversee{PIN: "7913", Manage: true}) == nil })
	s := &seated{managing: k, central: c, dir: t.TempDir(), env: screentest.Env(k.counter.Look(), text.English, 120, 40)}
	s.env.Now = time.Now()
	s.screen = manage.New(k.desk, "mai").Saving(newFiles{s.dir})
	s.send(tui.Opened{})
	return s
}

// send gives the screen a message and all that its questions are answered with.
func (s *seated) send(msg any) {
	s.Helper()
	next, effects := s.screen.Update(s.env, msg)
	s.screen = next
	s.done(effects)
}

func (s *seated) done(effects []tui.Effect) {
	s.Helper()
	for _, e := range effects {
		switch e := e.(type) {
		case tui.Review:
			value, err := e.Of(s.Context())
			s.send(tui.Reviewed{Seq: e.Seq, Value: value, Err: err})
		case tui.Tell:
			s.told = append(s.told, e.Code)
		}
	}
}

func (s *seated) press(names ...string) {
	s.Helper()
	for _, name := range names {
		next, effects := screentest.Press(s.screen, s.env, name)
		s.screen = next
		s.done(effects)
	}
}

// page goes from the menu to the page of that name.
func (s *seated) page(name string) {
	s.Helper()
	s.press("home")
	for range 30 {
		if strings.Contains(s.seen(), "▸ "+name) {
			s.press("enter")
			return
		}
		s.press("down")
	}
	s.Fatalf("the menu has no %q:\n%s", name, s.seen())
}

// seen is the screen, with spaces that may break.
func (s *seated) seen() string {
	return strings.ReplaceAll(screentest.Plain(s.screen.Draw(s.env)), "\u00a0", " ")
}

func (s *seated) sees(texts ...string) {
	s.Helper()
	for _, want := range texts {
		if !strings.Contains(s.seen(), want) {
			s.Fatalf("%q isn't there:\n%s", want, s.seen())
		}
	}
}

// tells wants the newest notice to be that one.
func (s *seated) tells(code string) {
	s.Helper()
	if len(s.told) == 0 || s.told[len(s.told)-1] != code {
		s.Fatalf("told %v, want %s:\n%s", s.told, code, s.seen())
	}
}

// A manager at a till adjusts a member's points with a reason, sees what the account has behind it, and may not take what isn't there.
func TestAManagerAdjustsPointsWithAReason(t *testing.T) {
	s := sits(t)
	s.page("Members")
	s.press("anh", "enter")
	s.sees("Nguyễn Thị Ánh", "0912 345 678", "500")
	s.press("down", "enter", "right", "enter", "900", "enter", "counted twice")
	s.sees("500 → −400")
	s.press("f9")
	s.sees("✗")
	s.press("120", "f9")
	s.tells("member.adjusted")
	s.sees("380 = ")
	s.press("up", "enter")
	s.sees("−120", "counted twice")
	if list, balance := s.central.entries(); balance != 380 || len(list) != 2 {
		t.Errorf("central has %v, %d points", list, balance)
	}
	if m := s.asked(); m.By != "mai" || m.Path != "/v1/customers/anh/adjustments" {
		t.Errorf("the journal says %+v", m)
	}
}

// Two entries of one person become one: what moves is shown before, the account has it behind, and the other phone still finds it.
func TestAManagerMergesADuplicate(t *testing.T) {
	s := sits(t)
	s.central.call("POST", "/v1/customers", `{"id": "anh2", "phone": "0987000678", "name": "Nguyen Anh", "opening": {"points": 70, "ranking_points": 5}}`, nil)
	s.page("Members")
	s.press("0912345678", "enter", "down", "down", "down", "down", "enter", "0987000678", "enter")
	s.sees("▸ Leave them apart")
	s.press("down")
	s.sees("Nguyễn Thị Ánh", "Nguyen Anh", "70 points in 1 lots", "Merge “Nguyen Anh” into “Nguyễn Thị Ánh”")
	s.press("enter")
	s.tells("member.merged")
	s.sees("570 = ")
	if m, err := s.desk.Member(t.Context(), "anh2"); err != nil || m.ID != "anh" {
		t.Errorf("%+v, %v", m, err)
	}
}

// Who wants to know gets a file of all, and who wants to be forgotten is: at central and at this till, behind the digits of the phone.
func TestAManagerExportsAndErasesAMember(t *testing.T) {
	s := sits(t)
	s.do(counter.OpenShift{Float: 500_000}, counter.Enter{Text: demo.MilkCode}, counter.Enter{Text: "0912345678"}, counter.AddTender{Kind: sale.Cash})
	s.until("central has her order", func() bool { _, balance := s.central.entries(); return balance == 532 })
	s.page("Members")
	s.press("anh", "enter", "down", "down", "down", "enter", "down", "right", "f9")
	s.tells("member.consents")
	s.press("end", "up", "enter")
	s.tells("member.exported")
	file, err := os.ReadFile(filepath.Join(s.dir, "member-anh.json"))
	var d office.Dossier
	if err != nil || json.Unmarshal(file, &d) != nil || d.Customer.Name != "Nguyễn Thị Ánh" || d.Points.Usable != 532 || len(d.Customer.Consents) != 1 {
		t.Fatalf("%s, %v", file, err)
	}
	s.press("end", "enter", "1111", "enter", "asked for it", "f9")
	s.sees("last 4 digits")
	s.press("5678", "f9")
	s.tells("member.erased")
	s.sees("an erased member", "532")
	s.until("the till has forgotten her", func() bool { _, err := s.shop.ByPhone(t.Context(), "+84912345678"); return err != nil })
}

// A reward is added and found fault with at each field at once; retired, it is brought back by saving it; its figures stand beside it.
func TestAManagerAddsAndRetiresAReward(t *testing.T) {
	s := sits(t)
	s.page("Rewards")
	s.press("f2", "f9")
	if n := strings.Count(s.seen(), "✗"); n != 4 {
		t.Errorf("%d fields are at fault, not id, name, cost and amount:\n%s", n, s.seen())
	}
	s.press("off-20k", "enter", "20.000 off", "enter", "50", "enter", "enter", "20000")
	s.sees("50 points → 20.000 ₫ off · 1 point = 400 ₫")
	s.press("f9")
	s.tells("reward.saved")
	s.sees("20.000 off")
	s.central.call("POST", "/v1/customers/anh/redemptions", `{"key": "a", "reward_id": "off-20k"}`, nil)
	s.press("f5")
	s.sees("taken 1 (50 points)", "still usable 1")
	s.press("enter", "f8")
	s.tells("reward.retired_now")
	s.sees("retired")
	s.press("f9")
	s.tells("reward.saved")
	s.sees("✓ on")
}

// A new rate of VAT holds from a day on; until then, and on what was sold before, it is the old one.
func TestAManagerSetsARateOfVATFromADayOn(t *testing.T) {
	s := sits(t)
	s.page("Products")
	s.press("sua", "enter")
	for range 10 {
		s.press("down")
	}
	s.press("31/2/2099", "f9")
	s.sees("✗")
	s.press("1/1/2099", "tab", "10", "f9")
	s.tells("product.saved")
	products, _, err := s.desk.FindProducts(t.Context(), "SUA", "")
	if err != nil || len(products) != 1 {
		t.Fatalf("%+v, %v", products, err)
	}
	midnight := time.Date(2099, 1, 1, 0, 0, 0, 0, screentest.Zone)
	p := products[0]
	if before, from := p.VATAt(midnight.Add(-time.Second)).String(), p.VATAt(midnight).String(); before != "8" || from != "10" {
		t.Errorf("%s %% before, %s %% from then on", before, from)
	}
}

// A file with a bad row changes nothing and names every one; mended, it is taken once, however often it is.
func TestAManagersFileIsAllOrNothing(t *testing.T) {
	s := sits(t)
	write := func(content string) {
		if err := os.WriteFile(filepath.Join(s.dir, "bu.csv"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.page("Files in and out")
	s.press("none.csv", "f9")
	s.sees("There is no file")
	write("phone,reason,points\n0912345678,late delivery,40\n0911111111,late delivery,5\n0912345678,,0\n")
	s.press("bu.csv", "f9")
	s.sees("Nothing was taken: 3 faults", "no such member", "can't be empty")
	if _, balance := s.central.entries(); balance != 500 {
		t.Errorf("%d points behind a refused file", balance)
	}
	write("phone,reason,points\n0912345678,late delivery,40\n")
	s.press("f9", "f9")
	s.tells("file.imported")
	if _, balance := s.central.entries(); balance != 540 {
		t.Errorf("%d points behind a file of 40 taken twice", balance)
	}
}

// What was typed and isn't saved is left only by saying so once; "Keep editing" is what Enter means.
func TestLeavingWhatWasTypedAsksOnce(t *testing.T) {
	s := sits(t)
	s.page("Members")
	s.press("anh", "enter", "down", "down", "enter", "Ánh Mới", "esc")
	s.sees("Not saved", "Enter Keep editing")
	s.press("enter")
	s.sees("Ánh Mới")
	s.press("esc", "right", "enter")
	s.sees("Nguyễn Thị Ánh")
	if m, err := s.desk.Member(t.Context(), "anh"); err != nil || m.Name != "Nguyễn Thị Ánh" {
		t.Errorf("%+v, %v", m, err)
	}
	if slices.Contains(s.told, "member.saved") {
		t.Errorf("told %v", s.told)
	}
	s.send(tui.Act{ID: keymap.Back})
}
