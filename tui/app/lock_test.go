package app_test

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/shift"
	"tim/tui/story"
)

var ctrlK = tea.KeyPressMsg{Code: 'k', Mod: tea.ModCtrl}

// guarded is a till whose PIN 1111 opens it again and 9999 is another's; whatever else is asked leaves it as it is.
func guarded(t *testing.T, s counter.State) *desk {
	d := sit(t, s)
	d.till.answer = func(a counter.Action, now counter.State) (counter.State, error) {
		switch a := a.(type) {
		case counter.Lock:
			now.Locked = true
		case counter.Unlock:
			switch a.PIN {
			case "1111":
				now.Locked = false
			case "9999":
				now.Locked, now.Staff = false, &now.Roster[1]
			default:
				return now, fault.New(fault.Forbidden, "pin.wrong", fault.Args{"tries": int64(1)})
			}
		}
		return now, nil
	}
	return d
}

// waits lets so long pass without anybody.
func (d *desk) waits(long time.Duration) *desk {
	d.now = d.now.Add(long)
	return d.tick().settle()
}

func TestATillLocksWhenNobodyIsThereAndComesBackAsItWas(t *testing.T) {
	d := guarded(t, story.Order())
	d.press(byHand, f9).types("200").settle()
	before := d.screen()
	d.waits(4*time.Minute + 59*time.Second).did()
	d.waits(time.Second).did(counter.Lock{})
	d.sees("Đã khóa vì không ai dùng")
	d.sees("PIN của Lê Thị Hồng")
	d.doesNotSee("Khách trả")
	d.doesNotSee("193.290")
	d.waits(time.Hour).did(counter.Lock{}) // once
	d.types("1112").press(byHand, enter).settle().sees("✗ Sai PIN")
	d.doesNotSee("193.290")
	d.types("1111").press(byHand, enter).settle()
	d.did(counter.Lock{}, counter.Unlock{Staff: "hong", PIN: "1112"}, counter.Unlock{Staff: "hong", PIN: "1111"})
	d.now = story.Now
	d.tick()
	if behind := d.screen(); behind != before {
		t.Errorf("before it was\n%s\nand behind the lock it is\n%s", before, behind)
	}
}

func TestAnotherCashiersPINGoesHome(t *testing.T) {
	d := guarded(t, story.Order())
	d.press(byHand, f9).types("200").press(byHand, ctrlK).settle()
	d.types("9999").press(byHand, enter).settle()
	d.doesNotSee("Khách trả")
	d.sees("Trần Văn Minh")
	d.sees("F9")
}

func TestAScanAtALockedTillIsRefusedAloud(t *testing.T) {
	d := guarded(t, story.Locked(story.Order()))
	d.types("11").scans(milk).settle().did()
	d.sees("✗ Màn hình đang khóa: chưa bán mã vừa quét")
	d.sees("│ ••   ") // as it was before the scan
	if d.tones != 1 {
		t.Fatalf("%d error tones, want 1", d.tones)
	}
}

func TestTheScreenIsLockedByKeyWordAndMenu(t *testing.T) {
	for name, by := range map[string]func(*desk){
		"key":   func(d *desk) { d.press(byHand, ctrlK) },
		"/lock": func(d *desk) { d.types("/lock").press(byHand, enter) },
		"/khoa": func(d *desk) { d.types("/khoa").press(byHand, enter) },
		"menu": func(d *desk) {
			up := tea.KeyPressMsg{Code: tea.KeyUp}
			d.press(byHand, f12, tea.KeyPressMsg{Code: tea.KeyEnd}, up, up, up, enter)
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := guarded(t, story.Empty())
			by(d)
			d.settle().did(counter.Lock{})
			d.sees("Đã khóa vì không ai dùng")
		})
	}
	d := guarded(t, story.SignedOut())
	d.press(byHand, ctrlK).settle().did()
	d.sees("✗ Chưa đăng nhập")
}

func TestNothingOpensOverTheLock(t *testing.T) {
	d := guarded(t, story.Locked(story.PriceApproval()))
	d.sees("Đã khóa vì không ai dùng")
	d.press(byHand, tea.KeyPressMsg{Code: 'p', Mod: tea.ModCtrl}).settle().sees("✗ Màn hình đang khóa")
	d.press(byHand, f9, f12, f1, ctrlK).settle().did()
	d.sees("Đã khóa vì không ai dùng")
}

func TestNoTillLocksWhileAnActionRuns(t *testing.T) {
	d := guarded(t, story.Order())
	d.press(byHand, tea.KeyPressMsg{Code: 'z', Mod: tea.ModCtrl})
	d.now = d.now.Add(time.Hour)
	d.tick()
	if len(d.cmds) != 1 {
		t.Fatalf("%d commands are under way, want one", len(d.cmds))
	}
	d.settle().tick().settle().did(counter.Undo{}, counter.Lock{})
}

func TestAShopMayLetItsTillsLieOpen(t *testing.T) {
	for minutes, want := range map[int64][]counter.Action{0: nil, 10: {counter.Lock{}}} {
		s := story.Empty()
		s.Shop.Policy.IdleMinutes = &minutes
		d := guarded(t, s)
		d.waits(10*time.Minute - time.Second).did()
		d.waits(9 * time.Hour).did(want...)
	}
	guarded(t, story.SignedOut()).waits(9 * time.Hour).did()
}

func TestChangeDueStaysUntilSomethingBegins(t *testing.T) {
	for _, begins := range []struct {
		name string
		by   func(*desk) *desk
	}{
		{"a scan", func(d *desk) *desk { return d.scans(milk) }},
		{"a code", func(d *desk) *desk { return d.types(milk).press(byHand, enter) }},
	} {
		d := sit(t, story.Done())
		d.till.answer = func(a counter.Action, now counter.State) (counter.State, error) {
			if _, sells := a.(counter.Enter); sells {
				return story.Order(), nil
			}
			return now, nil
		}
		d.sees("TIỀN THỪA")
		d.waits(4 * time.Minute).sees("TIỀN THỪA")
		d.press(byHand, esc, tea.KeyPressMsg{Code: tea.KeyUp}, enter).settle().sees("TIỀN THỪA")
		begins.by(d).settle().doesNotSee("TIỀN THỪA")
	}
}

// Whoever unlocks the till isn't the supervisor whose PIN opened the desk.
func TestTheSupervisorsDeskIsShutBehindTheLock(t *testing.T) {
	d := guarded(t, story.Order())
	d.press(byHand, f12).press(byHand, f12).settle().sees("Nhập PIN của mình")
	d.press(byHand, ctrlK).settle()
	d.types("1111").press(byHand, enter).settle()
	d.doesNotSee("Nhập PIN của mình")
	d.sees("Ca làm việc và quản lý")
}

// What a manager typed and didn't save isn't lost because nobody was there: it waits behind the till's lock and the manager's PIN.
func TestALockedTillKeepsAManagersEdit(t *testing.T) {
	d := guarded(t, story.WithMember())
	answer := d.till.answer
	d.till.answer = func(a counter.Action, now counter.State) (counter.State, error) {
		if o, is := a.(counter.Oversee); is && o.Manage {
			now.Overseer = &counter.Person{ID: "minh", Name: "Trần Văn Minh", Role: shift.Manager}
			return now, nil
		}
		return answer(a, now)
	}
	d.press(byHand, f12, tea.KeyPressMsg{Code: tea.KeyF3}).types("7913").press(byHand, enter).settle()
	d.press(byHand, enter, tea.KeyPressMsg{Code: tea.KeyDown}).types("115").press(byHand, ctrlK).settle()
	d.doesNotSee("115")
	d.types("1111").press(byHand, enter).settle()
	d.sees("PIN quản lý")
	d.types("7913").press(byHand, enter).settle()
	d.sees("115")
	d.press(byHand, esc, ctrlK).settle().types("9999").press(byHand, enter).settle()
	d.doesNotSee("chưa lưu") // another cashier: what lay there was the first one's
}
