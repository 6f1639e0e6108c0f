package api_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"tim/domain/ident"
)

// screen is a device and what its owner set.
type screen struct {
	name, lang    string
	width, height int64
	scale         float64
	dark          bool
}

var (
	phone     = screen{"phone-vi-light", "vi", 390, 844, 2, false}
	phoneDark = screen{"phone-en-dark", "en", 390, 844, 2, true}
	small     = screen{"small-vi-dark", "vi", 360, 740, 2, true}
	desk      = screen{"desk-vi-light", "vi", 1280, 800, 1, false}
	deskDark  = screen{"desk-en-dark", "en", 1280, 800, 1, true}
)

// chromium is a headless one without scripts, or a skip; with CI=true there must be one.
func chromium(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	switch {
	case path != "":
	case os.Getenv("CI") == "true":
		t.Fatal("no Chromium to look at the members' page with: apt-get install chromium")
	default:
		t.Skip("no Chromium to look at the members' page with: apt-get install chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(allocator)
	t.Cleanup(end)
	bound, cancel := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	return bound
}

// tab is the browser's one, with whoever looks at it.
type tab struct {
	t        *testing.T
	ctx      context.Context
	pictures string // folder
	of       screen
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// see is do with an answer.
func see[T any](b *tab, a chromedp.Action[T]) T {
	b.t.Helper()
	answer, err := chromedp.Run(b.ctx, a)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer
}

// on makes the tab a device.
func (b *tab) on(s screen) {
	b.t.Helper()
	b.of = s
	scheme := "light"
	if s.dark {
		scheme = "dark"
	}
	b.do(chromedp.EmulateViewport(s.width, s.height, chromedp.EmulateScale(s.scale)))
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
	if err == nil {
		_, err = chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// picture keeps what the tab shows, all of it, and says whether something sticks out sideways.
func (b *tab) picture(name string) string {
	b.t.Helper()
	over := see(b, chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`))
	png := see(b, chromedp.FullScreenshot(100))
	if over > 0 {
		b.t.Errorf("%s on %s: %d pixels stick out sideways", name, b.of.name, over)
	}
	path := filepath.Join(b.pictures, b.of.name+"-"+name+".png")
	if err := os.WriteFile(path, png, 0o600); err != nil {
		b.t.Fatal(err)
	}
	return path
}

// reads says that the tab shows the words.
func (b *tab) reads(words ...string) {
	b.t.Helper()
	text := see(b, chromedp.Text(chromedp.CSS("body")))
	for _, w := range words {
		if !strings.Contains(text, w) {
			b.t.Errorf("on %s: no %q in %s", b.of.name, w, text)
		}
	}
}

// scans reads the codes in a picture, as a till's scanner would.
func (b *tab) scans(path string) string {
	b.t.Helper()
	zbar, err := exec.LookPath("zbarimg")
	if err != nil {
		b.t.Log("codes were not read back: apt-get install zbar-tools")
		return ""
	}
	out, err := exec.Command(zbar, "-q", path).Output()
	if err != nil {
		b.t.Errorf("%s: no code can be read: %v", path, err)
	}
	return string(bytes.TrimSpace(out))
}

// demo is a shop with much to see: Ánh has points, vouchers and a history.
func demo(t *testing.T) *shop {
	s := open(t)
	s.programme(`, "expiry": {"mode": "after_accrual", "days": 365}, "earn": {"activation": {"mode": "days", "value": 3}, "excluded_categories": ["thuoc-la"]}`)
	s.put("/v1/products/COC", `{"name": "Cốc sứ trắng", "price": "89000"}`).ok()
	for id, reward := range map[string]string{
		"cf":   `{"name": "Cà phê sáng", "cost": 50, "gives": {"kind": "amount", "amount": "45000"}, "min_order": "100000", "voucher_days": 30}`,
		"muoi": `{"name": "Giảm mười phần trăm", "cost": 120, "gives": {"kind": "percent", "percent": "10", "cap": "100000"}, "channels": ["store", "web"], "voucher_days": 60}`,
		"coc":  `{"name": "Quà tặng cốc sứ", "cost": 300, "gives": {"kind": "product", "sku": "COC"}, "transferable": true}`,
		"vang": `{"name": "Ưu đãi hạng Vàng", "cost": 80, "gives": {"kind": "amount", "amount": "150000"}, "tiers": ["vang"]}`,
		"tet":  `{"name": "Hộp quà Tết", "cost": 2000, "gives": {"kind": "amount", "amount": "2500000"}}`,
	} {
		s.put("/v1/rewards/"+id, reward).ok()
	}
	s.post("/v1/customers", `{"id": "0192f5a0-7c3e-7b44-9d10-5a1f3c2b7e61", "phone": "0912345678", "name": "Trần Thị Ánh", "joined_at": "2026-01-15T09:00:00+07:00",
		"opening": {"points": 420, "ranking_points": 1800}}`).made()
	basket := func(id, at string, more string) {
		s.put("/v1/orders/"+id, fmt.Sprintf(`{"customer_id": %q, "placed_at": %q, "paid_at": %[2]q, "lines": [
			{"id": "1", "sku": "SUA", "name": "Sữa tươi tiệt trùng 1 lít", "quantity": "4", "unit_price": "32000", "discount": "8000"},
			{"id": "2", "sku": "GAO", "name": "Gạo ST25 túi 5 kg", "quantity": "1", "unit_price": "185000"},
			{"id": "3", "sku": "VINA", "name": "Thuốc lá Vinataba", "category": "thuoc-la", "quantity": "2", "unit_price": "25000"}], "discount": "20000" %s}`,
			ánh, at, more)).ok()
	}
	basket("store/HD-01-000871", "2026-05-20T18:42:00+07:00", "")
	basket("web/20531", "2026-08-02T11:08:00+07:00", `, "use_points": 100`)
	basket("store/HD-02-001204", "2026-11-19T19:55:00+07:00", "")
	s.post("/v1/customers/"+ánh+"/adjustments", `{"key": "a", "points": -15, "reason": "Sửa nhầm hóa đơn ngày 02/08"}`).ok()
	return s
}

const ánh = "0192f5a0-7c3e-7b44-9d10-5a1f3c2b7e61"

func TestV6InARealBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	b := tab{t: t, ctx: chromium(t), pictures: t.TempDir()}
	if folder := os.Getenv("TIM_PAGE_PICTURES"); folder != "" {
		b.pictures = folder
	}
	s := demo(t)
	link := s.url + s.visitor(ánh).path

	b.on(phone)
	b.do(chromedp.Navigate(link+"?lang=vi"), chromedp.SendKeys(chromedp.CSS("#digits"), "345679"), chromedp.Click(chromedp.CSS("button")),
		chromedp.WaitVisible(chromedp.CSS(".notice")))
	b.reads("Số này không khớp")
	b.picture("1-digits")
	b.do(chromedp.SendKeys(chromedp.CSS("#digits"), "345678"), chromedp.Click(chromedp.CSS("button")), chromedp.WaitVisible(chromedp.CSS(".balance")))
	b.reads("Chào Trần Thị Ánh", "Chờ hiệu lực", "Sắp hết hạn")
	b.picture("2-page")

	const coffee = `//article[contains(., "Cà phê sáng")]`
	b.do(chromedp.Click(coffee+`//summary`), chromedp.WaitVisible(coffee+`//button`))
	b.picture("3-sure")
	b.do(chromedp.Click(coffee+`//button`), chromedp.WaitVisible(chromedp.CSS(".voucher .badge")))
	b.reads("Vừa đổi", "Giảm 45.000")
	code := s.vouchers(ánh, 1).text("items.0.code")
	b.reads(ident.SpacedVoucher(code))
	if read := b.scans(b.picture("4-voucher")); read != "" && (!strings.Contains(read, "QR-Code:"+code) || !strings.Contains(read, "CODE-128:"+code)) {
		t.Errorf("the codes read as %q, want %s twice", read, code)
	}

	b.do(chromedp.SendKeys(chromedp.CSS("#points"), "25"), chromedp.Click(chromedp.CSS(".money button")), chromedp.WaitVisible(`//b[contains(., "25.000")]`))
	s.vouchers(ánh, 2)
	b.do(chromedp.Click(chromedp.CSS(".entry details summary")), chromedp.Click(chromedp.CSS(".balance details summary")))
	b.reads("Tiền tích điểm", "nhóm hàng bị loại trừ")
	b.picture("5-explained")

	for _, device := range []screen{phoneDark, small, desk, deskDark} {
		b.on(device)
		b.do(chromedp.Navigate(link+"?lang="+device.lang), chromedp.WaitVisible(chromedp.CSS(".balance")),
			chromedp.Click(chromedp.CSS(".entry details summary")))
		if read := b.scans(b.picture("6-page")); read != "" && strings.Count(read, "\n") != 1 {
			t.Errorf("on %s the codes read as %q", device.name, read)
		}
	}
	s.later(31 * time.Minute)
	b.do(chromedp.Navigate(link), chromedp.WaitVisible(chromedp.CSS("#digits")))
	b.picture("7-digits")
	b.do(chromedp.Navigate(s.url+"/m/x"), chromedp.WaitVisible(chromedp.CSS("h1")))
	b.picture("8-nothing")
}
