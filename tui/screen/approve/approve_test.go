package approve

import (
	"strings"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/sale"
	"tim/tui/screen"
	"tim/tui/screen/screentest"
	"tim/tui/story"
	"tim/tui/text"
)

func env(s counter.State) screen.Env { return screentest.Env(s, text.Vietnamese, Width, Height) }

func TestItSaysWhatIsApproved(t *testing.T) {
	for want, s := range map[string]counter.State{
		"Đổi giá Cam sành: 42.000 → 30.000\u00a0₫":             story.PriceApproval(),
		"Giảm 30\u00a0% cho Sữa tươi Đồng Xanh 1L":             story.DiscountApproval(),
		"Hủy cả đơn 193.290\u00a0₫":                            story.VoidApproval(),
		"Lê Thị Hồng yêu cầu · người khác duyệt trong 60 giây": story.PriceApproval(),
		"Sai PIN, lần 1": story.DiscountApproval(),
	} {
		if !screentest.Seen(New(), env(s), want) {
			t.Errorf("%q is not to be seen:\n%s", want, screentest.Plain(New().Draw(env(s))))
		}
	}
}

func TestTheOrderThatGoodsComeBackFromIsNamed(t *testing.T) {
	s := story.ReturnApproval()
	s.Approval.By, s.Approval.Reason = sale.Cash, "máy thẻ hỏng"
	for act, want := range map[string]string{
		counter.ActReturn:   "Trả hàng của HD-01-000124 mà không có hóa đơn: hoàn 32.000",
		counter.ActRefund:   "của HD-01-000124: Tiền mặt, không như",
		counter.ActLater:    "Trả hàng của HD-01-000124: hoàn 32.000",
		counter.ActCancel:   "Hủy đơn HD-01-000124 đã trả tiền: hoàn 32.000",
		counter.ActExchange: "Đổi hàng của HD-01-000124 mà không có hóa đơn: trừ 32.000",
	} {
		s.Approval.What = act
		screentest.See(t, New(), env(s), want)
	}
}

func TestHowManyPointsAreOnTrustIsSaid(t *testing.T) {
	s := story.WithMember()
	s.Approval = &counter.ApprovalNeeded{What: counter.ActTrust, Points: 340, Beyond: 40}
	screentest.See(t, New(), env(s), "Dùng 340 điểm, 40 điểm quầy này chưa giữ")
}

func TestAPINIsTriedOnce(t *testing.T) {
	e := env(story.PriceApproval())
	a, effects := screentest.Press(New(), e, "enter")
	screentest.Asks(t, effects) // no PIN is no try
	a, effects = screentest.Press(a, e, "9", "9", "9", "9", "enter", "enter")
	screentest.Asks(t, effects, screen.Do{Action: counter.Approve{PIN: "9999"}})
	_, effects = screentest.Press(a, e, "1", "esc")
	screentest.Asks(t, effects, screen.Do{Action: counter.Dismiss{}})
}

func TestARefusalSaysWhy(t *testing.T) {
	e := env(story.PriceApproval())
	a, _ := New().Update(e, screen.Changed{Err: fault.New(fault.Forbidden, "approval.self", nil), Mine: true})
	if !screentest.Seen(a, e, "✗ Không tự duyệt cho mình được") {
		t.Fatal(screentest.Plain(a.Draw(e)))
	}
	until := e.Now.Add(30 * time.Second)
	a, _ = a.Update(e, screen.Changed{Err: fault.New(fault.Forbidden, "pin.locked", fault.Args{"until": until}), Mine: true})
	if !screentest.Seen(a, e, "chờ 00:30") {
		t.Fatal(screentest.Plain(a.Draw(e)))
	}
}

func TestOnlyTheDemoNamesAPIN(t *testing.T) {
	s := story.PriceApproval()
	if !screentest.Seen(New(), env(s), "Trần Văn Minh, PIN 9999") {
		t.Fatal("the demo's PIN is not to be seen")
	}
	for i := range s.Roster {
		s.Roster[i].PIN = ""
	}
	if screentest.Seen(New(), env(s), "9999") {
		t.Fatal("a PIN is shown")
	}
}

func TestTheButtonsAreAlwaysThere(t *testing.T) {
	s := story.PriceApproval()
	s.Approval.Line.Name = strings.Repeat("Bánh trung thu nhân thập cẩm ", 4)
	for _, size := range [][2]int{{56, 14}, {Width, Height}, {Width, Height + 20}} {
		e := screentest.Env(s, text.English, size[0], size[1])
		if _, effects := screentest.Tap(t, New(), e, "Don't"); len(effects) != 1 {
			t.Fatal(screentest.Plain(New().Draw(e)))
		}
	}
	screentest.Fits(t, New(), s)
}
