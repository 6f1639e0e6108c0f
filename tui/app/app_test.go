package app_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/sale"
	"tim/tui/app"
	"tim/tui/story"
)

const milk = "2000000000015"

func scanOf(code, line string) counter.Action {
	return counter.Enter{Text: code, Scan: true, Line: line}
}

func TestActionsRunOneAtATimeInTheOrderPressed(t *testing.T) {
	d := sit(t, story.Empty())
	d.scans(milk).scans("2000000000022").scans("2000000000039")
	if len(d.cmds) != 1 {
		t.Fatalf("%d commands are under way, want one", len(d.cmds))
	}
	d.did() // Update itself asked nothing
	d.step()
	if len(d.till.asked) != 1 {
		t.Fatalf("%d actions ran in one command", len(d.till.asked))
	}
	d.settle().did(scanOf(milk, ""), scanOf("2000000000022", ""), scanOf("2000000000039", ""))
}

func TestKeysTypedAheadActOnWhatCameBefore(t *testing.T) {
	d := sit(t, story.SignedOut())
	d.till.answer = func(a counter.Action, _ counter.State) (counter.State, error) {
		if _, ok := a.(counter.SignIn); ok {
			return story.Order(), nil
		}
		return d.till.state, nil
	}
	d.types("1111").press(byHand, enter) // the PIN takes the till a while
	d.scans(milk).press(byHand, f9)      // and the cashier doesn't wait
	d.sees(vi().SignIn.Who)
	d.settle()
	d.did(counter.SignIn{Staff: "hong", PIN: "1111"}, scanOf(milk, "3"))
	d.sees("Esc Về đơn") // the pay screen, opened behind the scan
}

func TestAScanSellsWhateverIsHalfTyped(t *testing.T) {
	d := sit(t, story.Empty())
	d.types("sữa").scans(milk).settle()
	d.did(scanOf(milk, ""))
	d.sees("│ sữa ")
}

func TestThreeTimesAScan(t *testing.T) {
	d := sit(t, story.Empty())
	d.types("3*").scans("2000000000022").settle()
	d.did(scanOf("3*2000000000022", ""))
	d.doesNotSee("│ 3*")
}

func TestDigitsTypedByHandAreNoScan(t *testing.T) {
	d := sit(t, story.Empty())
	d.types(milk)
	d.sees("│ " + milk)
	d.press(byHand, enter).settle()
	d.did(counter.Enter{Text: milk})
}

func TestAScannerThatSendsCarriageReturnAndLineFeedSellsOnce(t *testing.T) {
	d := sit(t, story.Empty())
	d.scans(milk)
	d.press(byScanner, tea.KeyPressMsg{Code: 'j', Mod: tea.ModCtrl}).settle()
	d.did(scanOf(milk, ""))
}

func TestAScanNeverAnswersTheApprovalDialog(t *testing.T) {
	d := sit(t, story.PriceApproval())
	d.types("99").scans(milk).settle()
	d.did()
	d.sees("✗ Chưa bán mã " + milk)
	d.sees("│ ••   ") // the PIN is as it was before the scan
	if d.tones != 1 {
		t.Fatalf("%d error tones, want 1", d.tones)
	}
}

func TestAScanOverAnotherScreenIsRefusedAloud(t *testing.T) {
	d := sit(t, story.Order())
	d.press(byHand, f9).scans("200000000001").settle()
	d.did()
	d.sees("✗ Chưa bán mã 200000000001: chỉ quét ở màn hình bán hàng")
	d.doesNotSee("200.000.000.001") // it isn't typed into the amount
	if d.tones != 1 {
		t.Fatalf("%d error tones, want 1", d.tones)
	}
}

func TestAScanKeepsWhatHappenedBetweenItsKeys(t *testing.T) {
	d := sit(t, story.Order())
	d.till.found = counter.Found{Products: []catalog.Product{{SKU: "SUA-1L", Name: "Sữa tươi Đồng Xanh 1L", Price: 32_000}}}
	d.press(byHand, f2)
	d.now = d.now.Add(time.Second)
	keys := letters(milk)
	d.press(byScanner, keys[:5]...).settle() // the search answers in the middle of a scan
	d.press(byScanner, append(keys[5:], enter)...)
	d.sees("SUA-1L")
	d.doesNotSee("│ " + milk)
}

func TestARefusedCodeIsLoudAndComesToTheFront(t *testing.T) {
	d := sit(t, story.Order())
	d.till.answer = func(counter.Action, counter.State) (counter.State, error) {
		return story.Alarm(), fault.New(fault.NotFound, "code.unknown", fault.Args{"code": "8934563138165"})
	}
	d.scans("8934563138165")
	d.tap("F9 Trả").sees("Esc Về đơn") // the pay screen is open when the answer comes
	d.settle()
	d.sees("KHÔNG BÁN ĐƯỢC MÃ 8934563138165")
	if d.tones != 1 {
		t.Fatalf("%d error tones, want 1", d.tones)
	}
}

func TestUntilItIsSeenARefusedCodeStopsEveryScan(t *testing.T) {
	d := sit(t, story.Alarm())
	d.scans(milk).types("5").press(byHand, enter).settle()
	d.did(counter.Enter{Text: milk, Scan: true, Line: "3"}, counter.Enter{})
	d.tap("Đã biết").settle()
	if _, ok := d.till.asked[2].(counter.Dismiss); !ok {
		t.Fatalf("asked %+v, want it acknowledged", d.till.asked[2])
	}
}

func TestAnApprovalAsksOverTheScreenAndSoundsOnce(t *testing.T) {
	d := sit(t, story.Order())
	d.till.answer = func(a counter.Action, s counter.State) (counter.State, error) {
		if _, ok := a.(counter.Enter); ok {
			return story.PriceApproval(), nil
		}
		return story.Order(), nil
	}
	d.types("=30000").press(byHand, enter).settle()
	d.sees("Đổi giá Cam sành: 42.000 → 30.000")
	if d.bells != 1 || d.tones != 0 {
		t.Fatalf("%d bells and %d error tones, want 1 and 0", d.bells, d.tones)
	}
	d.types("9999").press(byHand, enter).settle()
	d.did(counter.Enter{Text: "=30000", Line: "3"}, counter.Approve{PIN: "9999"})
	d.doesNotSee("Cần quản lý duyệt")
}

func TestEscDropsAnApprovalAndNothingElse(t *testing.T) {
	d := sit(t, story.VoidApproval())
	d.press(byHand, esc).settle().did(counter.Dismiss{})
}

func TestAnOlderStateIsNeverShown(t *testing.T) {
	d := sit(t, story.Order())
	d.scans(milk).till.state.Revision = 0
	d.till.answer = func(counter.Action, counter.State) (counter.State, error) { return story.Empty(), nil }
	d.settle() // revision 1 is not newer than the one shown
	d.sees("Cam sành")
}

func TestLeavingWaitsForWhatWasAsked(t *testing.T) {
	d := sit(t, story.Empty())
	d.scans(milk).press(byHand, ctrlC)
	if d.quit {
		t.Fatal("left before the scan was stored")
	}
	d.settle()
	if !d.quit {
		t.Fatal("did not leave")
	}
	d.did(scanOf(milk, ""))
}

func TestLeavingTwiceDoesNotWait(t *testing.T) {
	d := sit(t, story.Empty())
	d.scans(milk).press(byHand, ctrlC, ctrlC)
	d.cmds = d.cmds[1:] // the disk hangs
	d.settle()
	if !d.quit {
		t.Fatal("did not leave")
	}
}

func TestSeveralPastedLinesSellNothing(t *testing.T) {
	d := sit(t, story.Empty())
	d.send(tea.PasteMsg{Content: milk + "\n2000000000022\n"})
	d.settle().did()
	d.sees("✗ Chỉ dán từng mã một: 2 dòng")
	d.send(tea.PasteMsg{Content: milk + "\r\n"})
	d.settle().did(scanOf(milk, ""))
	d.send(tea.PasteMsg{Content: "sữa"})
	d.settle()
	d.sees("│ sữa ")
}

func TestTheStateSaysWhichScreenIsBelow(t *testing.T) {
	d := sit(t, story.SignedOut())
	d.till.answer = func(a counter.Action, _ counter.State) (counter.State, error) {
		switch a.(type) {
		case counter.SignIn:
			return story.NoShift(), nil
		case counter.OpenShift:
			return story.Empty(), nil
		}
		return story.SignedOut(), nil
	}
	d.types("1111").press(byHand, enter).settle()
	d.sees(vi().SignIn.FloatField)
	d.types("500").press(byHand, enter).settle()
	d.sees(vi().Order.EmptyTitle)
	d.press(byHand, f12, tea.KeyPressMsg{Code: tea.KeyEnd}, tea.KeyPressMsg{Code: tea.KeyUp}, tea.KeyPressMsg{Code: tea.KeyUp}, enter).settle()
	d.sees(vi().SignIn.Who)
	d.did(counter.SignIn{Staff: "hong", PIN: "1111"}, counter.OpenShift{Float: 500_000}, counter.SignOut{})
}

func TestLanguageAndThemeChangeEverywhere(t *testing.T) {
	d := sit(t, story.Order())
	before := d.model.View().Content
	d.press(byHand, ctrlL)
	d.sees("Subtotal")
	d.press(byHand, ctrlL, ctrlT)
	if d.sees("Tạm tính"); d.model.View().Content == before {
		t.Fatal("the theme did not change")
	}
	d.types("/english").press(byHand, enter)
	d.sees("Không có lệnh /english")
	d.types("/language").press(byHand, enter)
	d.sees("Subtotal")
}

func TestHelpShowsTheKeysOfTheScreenBelowOnce(t *testing.T) {
	d := sit(t, story.Order())
	d.press(byHand, f1, f1)
	d.sees("Thanh toán")
	d.press(byHand, esc)
	d.sees("Tạm tính")
}

func TestATapActsWhereItIsReleased(t *testing.T) {
	d := sit(t, story.Order())
	d.tap("Thẻ cào").tap("Del Bỏ").settle()
	d.did(counter.RemoveLine{Line: "2"})
	d.send(tea.MouseClickMsg{X: 2, Y: 23, Button: tea.MouseLeft})
	d.send(tea.MouseReleaseMsg{X: 2, Y: 5, Button: tea.MouseLeft}) // slid off F1
	d.sees("Tạm tính")
}

func TestATinyWindowSaysWhatItNeeds(t *testing.T) {
	d := sit(t, story.Order())
	d.send(tea.WindowSizeMsg{Width: 59, Height: 24})
	d.sees("cần ít nhất 60 × 20")
	d.send(tea.WindowSizeMsg{}) // some terminals say nothing at first
	d.sees("cần ít nhất 60 × 20")
	d.send(tea.WindowSizeMsg{Width: 60, Height: 20})
	d.sees("Tạm tính")
}

func TestBeforeTheWindowIsKnownNothingIsDrawn(t *testing.T) {
	d := sit(t, story.Order())
	root := app.New(app.Config{Till: d.till, Zone: story.Zone, Now: func() time.Time { return story.Now }})
	if got := root.View().Content; got != "" {
		t.Fatalf("%q", got)
	}
}

func TestTheCursorStandsInTheField(t *testing.T) {
	d := sit(t, story.Order())
	d.types("ăn")
	c := d.model.View().Cursor
	if c == nil || c.X != 4 || c.Y != 20 {
		t.Fatalf("%+v", c)
	}
	d.scans("8934563138165")
	if got := d.model.View(); !got.AltScreen || got.MouseMode != tea.MouseModeCellMotion || !strings.Contains(got.WindowTitle, "Cửa hàng Nguyễn Huệ") {
		t.Fatalf("%+v", got)
	}
}

func TestNothingLeftToPayFinishesAtOnce(t *testing.T) {
	s := story.WithMember()
	s.Cart.Order.Use = sale.PointsUse{Points: 194, Value: 193_290}
	d := sit(t, story.Refresh(s))
	d.press(byHand, f9).settle().did(counter.Finish{})
}
