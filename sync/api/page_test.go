package api_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"tim/domain/ident"
)

var (
	pageKey    = []byte("the key that signs links to page")
	oldPageKey = []byte("the key that signed them before.")
)

// visitor is a member with a browser at the own page.
type visitor struct {
	s      *shop
	client *http.Client
	path   string // /m/LINK
}

// visitor gives a member a new link and a new browser, which follows no redirect by itself.
func (s *shop) visitor(member string) *visitor {
	s.t.Helper()
	link := s.post("/v1/customers/"+member+"/page", "").ok().text("url")
	return s.browser(strings.TrimPrefix(link, s.url))
}

func (s *shop) browser(path string) *visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &visitor{s, &http.Client{Transport: s.client.Transport, Jar: jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, path}
}

func (v *visitor) send(method, path, form string, headers ...string) reply {
	v.s.t.Helper()
	r, err := http.NewRequest(method, v.s.url+path, strings.NewReader(form))
	if err != nil {
		v.s.t.Fatal(err)
	}
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := v.client.Do(r)
	if err != nil {
		v.s.t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		v.s.t.Fatal(err)
	}
	return reply{v.s.t, method + " " + path, answer.StatusCode, answer.Header, b}
}

// look opens the page.
func (v *visitor) look(headers ...string) reply {
	v.s.t.Helper()
	return v.send("GET", v.path, "", headers...)
}

// types sends the phone's digits.
func (v *visitor) types(digits string) reply {
	v.s.t.Helper()
	return v.send("POST", v.path, "digits="+url.QueryEscape(digits))
}

// comes in with the right digits.
func (v *visitor) comes(digits string) *visitor {
	v.s.t.Helper()
	v.types(digits).is(http.StatusSeeOther)
	return v
}

var formKey = regexp.MustCompile(`name="key" value="([^"]+)"`)

// key is the forms' key of a page as it stands.
func (v *visitor) key() string {
	v.s.t.Helper()
	found := formKey.FindSubmatch(v.look().ok().body)
	if found == nil {
		v.s.t.Fatal("the page has no form")
	}
	return string(found[1])
}

func (v *visitor) redeems(key, reward string, points any) reply {
	v.s.t.Helper()
	return v.send("POST", v.path+"/redeem", url.Values{"key": {key}, "reward": {reward}, "points": {fmt.Sprint(points)}}.Encode())
}

// vouchers says how many a member has.
func (s *shop) vouchers(member string, want int) reply {
	s.t.Helper()
	r := s.get("/v1/customers/" + member + "/vouchers").ok()
	if n := len(r.value("items").([]any)); n != want {
		s.t.Errorf("%d vouchers, want %d", n, want)
	}
	return r
}

// follows opens where a redirect leads.
func (v *visitor) follows(r reply) reply {
	v.s.t.Helper()
	r.is(http.StatusSeeOther)
	return v.send("GET", r.header.Get("Location"), "")
}

// shows says that a page has these words, in order.
func (r reply) shows(words ...string) reply {
	r.t.Helper()
	rest := string(r.body)
	for _, w := range words {
		_, after, found := strings.Cut(rest, w)
		if !found {
			r.t.Errorf("%s: no %q there, or not in this order: %s", r.asked, w, tags.ReplaceAllString(string(r.body), " "))
			return r
		}
		rest = after
	}
	return r
}

func (r reply) hides(words ...string) reply {
	r.t.Helper()
	for _, w := range words {
		if strings.Contains(string(r.body), w) {
			r.t.Errorf("%s shows %q", r.asked, w)
		}
	}
	return r
}

var tags = regexp.MustCompile(`(?s)<style>.*</style>|<svg.*?</svg>|<[^>]*>\s*`)

const (
	coffee = `{"name": "Phiếu cà phê", "cost": 50, "gives": {"kind": "amount", "amount": "45000"}, "min_order": "100000", "voucher_days": 30}`
	gold   = `{"name": "Quà hạng Vàng", "cost": 10, "gives": {"kind": "percent", "percent": "10", "cap": "30000"}, "tiers": ["vang"]}`
	dear   = `{"name": "Bình giữ nhiệt", "cost": 1000, "gives": {"kind": "product", "sku": "BINH"}}`
)

// pageShop is a shop with three rewards and Ánh, who has 120 points.
func pageShop(t testing.TB) *shop {
	s := open(t)
	s.programme(`, "expiry": {"mode": "after_accrual", "days": 60}, "earn": {"activation": {"mode": "days", "value": 3}}`)
	s.put("/v1/products/BINH", `{"name": "Bình giữ nhiệt 500 ml", "price": "250000"}`).ok()
	s.put("/v1/rewards/cf", coffee).ok()
	s.put("/v1/rewards/vang", gold).ok()
	s.put("/v1/rewards/binh", dear).ok()
	s.post("/v1/customers", `{"id": "anh", "phone": "0912345678", "name": "Trần Thị Ánh", "joined_at": "2026-11-01T00:00:00+07:00",
		"opening": {"points": 120, "ranking_points": 1000}}`).made()
	return s
}

func TestV6NothingIsShownBeforeThePhoneIsConfirmed(t *testing.T) {
	s := pageShop(t)
	v := s.visitor("anh")
	hidden := func(r reply) {
		t.Helper()
		r.body = styles.ReplaceAll([]byte(strings.ReplaceAll(string(r.body), v.path, "/m/")), nil)
		r.hides("Ánh", "912", "345678", "678", "120", "Khởi tạo", "Vàng", "cà phê")
	}
	hidden(v.look().ok().shows("6 số cuối"))
	hidden(v.types("111111").is(http.StatusUnprocessableEntity).shows("không khớp"))
	hidden(v.types("678").is(http.StatusUnprocessableEntity).shows("ít nhất 6 số"))
	hidden(v.types("").is(http.StatusUnprocessableEntity))
	hidden(v.send("GET", v.path+"?lang=en&new=1234&refused=points.short", "").ok().shows("Last 6 digits"))
	if r := v.redeems("x", "cf", 50).is(http.StatusSeeOther); r.header.Get("Location") != v.path {
		t.Errorf("a stranger who redeems is sent to %s", r.header.Get("Location"))
	}
	s.vouchers("anh", 0)
	r := v.types("345678").is(http.StatusSeeOther)
	if r.header.Get("Location") != v.path {
		t.Errorf("sent to %s", r.header.Get("Location"))
	}
	cookie := r.header.Get("Set-Cookie")
	for _, part := range []string{"Path=/m/", "HttpOnly", "SameSite=Strict", "Max-Age=1800"} {
		if !strings.Contains(cookie, part) {
			t.Errorf("the cookie %q lacks %s", cookie, part)
		}
	}
	v.follows(r).ok().shows("Chào Trần Thị Ánh", "120")
}

func TestV6ThePhoneIsConfirmedByItsEndOrWhole(t *testing.T) {
	s := pageShop(t)
	for _, typed := range []string{"345678", "345 678", "３４５６７８", "12345678", "0912345678", "0912 345 678", "+84912345678", "912345678", "84912345678"} {
		s.visitor("anh").types(typed).is(http.StatusSeeOther)
	}
	for _, typed := range []string{"", "5678", "45678", "abc", "000912345678912", "%%%"} {
		s.visitor("anh").types(typed).is(http.StatusUnprocessableEntity).shows("ít nhất 6 số")
	}
	for _, typed := range []string{"345679", "0912345679"} {
		s.visitor("anh").types(typed).is(http.StatusUnprocessableEntity).shows("không khớp")
	}
}

func TestV6WrongDigitsLockTheMemberNotTheLink(t *testing.T) {
	s := pageShop(t)
	s.member("binh", "0987654321", 0)
	for range 5 {
		s.visitor("anh").types("000000").is(http.StatusUnprocessableEntity)
	}
	r := s.visitor("anh").types("345678").is(http.StatusTooManyRequests).shows("Sai quá nhiều lần", "15 phút").hides("Ánh")
	if r.header.Get("Retry-After") != "900" {
		t.Errorf("Retry-After %s", r.header.Get("Retry-After"))
	}
	s.visitor("binh").types("654321").is(http.StatusSeeOther)
	s.later(15*time.Minute - time.Second)
	s.visitor("anh").types("345678").is(http.StatusTooManyRequests).shows("1 phút")
	s.later(time.Second)
	s.visitor("anh").types("345678").is(http.StatusSeeOther)
	for range 3 { // 20 wrong in a day
		for range 5 {
			s.visitor("anh").types("000000").is(http.StatusUnprocessableEntity)
		}
		s.later(15 * time.Minute)
	}
	s.visitor("anh").types("345678").is(http.StatusTooManyRequests).shows("23 giờ")
	s.later(24 * time.Hour)
	s.visitor("anh").types("345678").is(http.StatusSeeOther)
}

func TestV6RightDigitsAreNoTry(t *testing.T) {
	s := pageShop(t)
	for range 40 {
		s.visitor("anh").types("345678").is(http.StatusSeeOther)
	}
}

func TestV6OneAddressTriesThirtyTimes(t *testing.T) {
	s := pageShop(t)
	for i := range 6 {
		id := fmt.Sprint("khach-", i)
		s.member(id, fmt.Sprintf("098765432%d", i), 0)
		for range 5 {
			s.visitor(id).types("000000").is(http.StatusUnprocessableEntity)
		}
	}
	s.visitor("anh").types("000000").is(http.StatusTooManyRequests)
	s.later(15 * time.Minute)
	s.visitor("anh").types("345678").is(http.StatusSeeOther)
}

func TestV6ManyGuessesAtOnceGainNothing(t *testing.T) {
	s := pageShop(t)
	v := s.visitor("anh")
	var wrong, locked int
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			status := v.types(fmt.Sprintf("%06d", i)).status
			mu.Lock()
			defer mu.Unlock()
			switch status {
			case http.StatusUnprocessableEntity:
				wrong++
			case http.StatusTooManyRequests:
				locked++
			}
		})
	}
	all.Wait()
	if wrong != 5 || locked != 35 {
		t.Errorf("%d wrong, %d locked", wrong, locked)
	}
}

func TestV6ThePageLocksItselfAndOpensForOneLinkOnly(t *testing.T) {
	s := pageShop(t)
	v := s.visitor("anh").comes("345678")
	s.later(30*time.Minute - time.Second)
	v.look().ok().shows("Trần Thị Ánh")
	key := v.key()
	s.later(time.Second)
	v.look().ok().shows("6 số cuối").hides("Ánh")
	if r := v.redeems(key, "cf", 50).is(http.StatusSeeOther); r.header.Get("Location") != v.path {
		t.Errorf("sent to %s", r.header.Get("Location"))
	}
	s.vouchers("anh", 0)
	s.member("binh", "0987345678", 0) // the same end
	v.comes("345678")
	other := s.visitor("binh")
	other.client = v.client // with Ánh's cookie
	other.look().ok().shows("6 số cuối").hides("Trần")
	s.ask("PATCH", "/v1/customers/anh", `{"phone": "0900000001"}`).ok()
	v.look().ok().shows("6 số cuối")
}

func TestV6ThePageOfAMember(t *testing.T) {
	s := pageShop(t)
	s.put("/v1/orders/web/1001", order("anh", 30000, "")).ok()
	s.put("/v1/orders/store/1002", strings.ReplaceAll(order("anh", 20000, ""), "T10:0", "T11:0")).ok()
	v := s.visitor("anh").comes("345678")
	v.look().ok().shows(`<html lang="vi">`, "Chào Trần Thị Ánh", "120", "điểm dùng được", "trị giá 120.000\u00a0₫", "Hạng Khởi tạo", "1.050 / 5.000",
		`max="5000" value="1050"`, "Còn 3.950 điểm xếp hạng nữa để lên Vàng",
		"Chờ hiệu lực", "30\u00a0điểm", "24/11/2026 10:05", "20\u00a0điểm", "24/11/2026 11:05",
		"Sắp hết hạn", "120\u00a0điểm", "31/12/2026 00:00", "Tất cả 3 lần hết hạn", "20/01/2027 10:05",
		"chưa có voucher", "Quà hạng Vàng", "Giảm 10\u00a0%, tối đa 30.000\u00a0₫", "Dành cho hạng Vàng",
		"Phiếu cà phê", "Giảm 45.000\u00a0₫", "50\u00a0điểm", "Đơn từ 100.000\u00a0₫ · không dùng cùng voucher khác · voucher dùng trong 30 ngày", "Đổi 50\u00a0điểm", "còn 70\u00a0điểm",
		"Bình giữ nhiệt", "Tặng 1 Bình giữ nhiệt 500 ml", "1.000\u00a0điểm", "Còn thiếu 880\u00a0điểm",
		"Đổi điểm thành voucher tiền", "120.000\u00a0₫", `max="120"`,
		"Lịch sử điểm", "Tích điểm", "21/11/2026 11:05", "cửa hàng 1002", "&#43;20", "170", "Tiền tích điểm: 20.000\u00a0₫", "web 1001", "&#43;30", "Điều chỉnh", "Số dư ban đầu", "&#43;120",
		"Số liệu lúc 21/11/2026 12:00, giờ Asia/Ho_Chi_Minh")
	v.send("GET", v.path+"?lang=en", "").ok().shows(`<html lang="en">`, "Hello Trần Thị Ánh", "points to use", "worth 120.000\u00a0₫", "3.950 more ranking points to Vàng",
		"Pending", "from 24/11/2026 10:05", "10\u00a0% off, at most 30.000\u00a0₫", "Redeem for 50\u00a0points", "880\u00a0points short", "Earned", "Earning spend: 20.000\u00a0₫").
		hides("điểm", "Hạng ")
}

func TestV6ADebtIsSaid(t *testing.T) {
	s := pageShop(t)
	s.put("/v1/orders/web/1", order("anh", 300000, `, "use_points": 120`)).ok()
	s.later(4 * 24 * time.Hour)
	s.put("/v1/orders/web/2", strings.ReplaceAll(order("anh", 300000, `, "use_points": 180`), "2026-11-21", "2026-11-24")).ok()
	s.put("/v1/orders/web/1", order("anh", 300000, `, "use_points": 120, "returns": [{"id": "r", "at": "2026-11-25T09:00:00+07:00", "lines": [{"id": "1", "quantity": "1"}]}]`)).ok()
	p := s.get("/v1/customers/anh/points").ok()
	if p.int("usable") >= 0 {
		t.Fatalf("no debt: %s", p.body)
	}
	v := s.visitor("anh").comes("345678")
	v.look().ok().shows(">0<", "trị giá 0\u00a0₫", fmt.Sprintf("Đang nợ %d điểm", -p.int("usable"))).hides("Đổi điểm thành voucher tiền", `name="key"`)
}

func TestV6RedeemingMakesOneVoucherHoweverOftenItIsSent(t *testing.T) {
	s := pageShop(t)
	v := s.visitor("anh").comes("345678")
	key := v.key()
	first := v.redeems(key, "cf", 50)
	page := v.follows(first).ok()
	code := s.vouchers("anh", 1).text("items.0.code")
	page.shows("70", "điểm dùng được", "Giảm 45.000\u00a0₫", "Vừa đổi", "Phiếu cà phê · Hết hạn 21/12/2026 12:00", "<svg", ident.SpacedVoucher(code), "Đơn từ 100.000\u00a0₫", "Đổi thưởng", "−50")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if r := v.redeems(key, "cf", 50); r.status != http.StatusSeeOther || r.header.Get("Location") != first.header.Get("Location") {
				t.Errorf("again: %d to %s, first %s", r.status, r.header.Get("Location"), first.header.Get("Location"))
			}
		})
	}
	all.Wait()
	s.vouchers("anh", 1)
	s.get("/v1/customers/anh/points").ok().has("usable", 70)
	v.follows(v.redeems(v.key(), "cf", 50)).shows("20", "Vừa đổi")
	s.vouchers("anh", 2)
	s.get("/v1/customers/anh/points").ok().has("usable", 20)
}

func TestV5PointsBecomeMoneyOnThePage(t *testing.T) {
	s := pageShop(t)
	v := s.visitor("anh").comes("345678")
	key := v.key()
	v.follows(v.redeems(key, "", 20)).ok().shows("100", "Giảm 20.000\u00a0₫", "Vừa đổi")
	v.redeems(key, "", 30).is(http.StatusForbidden).shows("Trang đã cũ", "Chưa đổi gì cả")
	v.follows(v.redeems(v.key(), "", 101)).ok().shows("Chưa đổi: không đủ điểm", "100")
	for _, wrong := range []string{"0", "-5", "x", "", "1.5", "99999999999999999999"} {
		v.follows(v.redeems(v.key(), "", wrong)).ok().shows("Chưa đổi: số điểm không hợp lệ")
	}
	s.get("/v1/customers/anh/points").has("usable", 100)
	s.programme(`, "use": {"as_voucher": false}`)
	v.look().ok().hides("Đổi điểm thành voucher tiền")
}

func TestV1WhatCannotBeRedeemedIsSaidAndChangesNothing(t *testing.T) {
	s := pageShop(t)
	v := s.visitor("anh").comes("345678")
	key := v.key()
	v.follows(v.redeems(key, "binh", 1000)).ok().shows("Chưa đổi: không đủ điểm")
	v.follows(v.redeems(key, "vang", 10)).ok().shows("hiện không đổi được")
	v.follows(v.redeems(key, "none", 10)).ok().shows("vừa thay đổi")
	v.follows(v.redeems(key, "cf", 49)).ok().shows("vừa thay đổi")
	s.put("/v1/rewards/cf", strings.Replace(coffee, "50", "60", 1)).ok()
	v.follows(v.redeems(key, "cf", 50)).ok().shows("vừa thay đổi", "60\u00a0điểm")
	s.put("/v1/rewards/cf", strings.Replace(coffee, `"cost"`, `"per_customer": 1, "stock": 5, "cost"`, 1)).ok()
	v.follows(v.redeems(v.key(), "cf", 50)).shows("Bạn đã đổi đủ 1 lần")
	s.put("/v1/rewards/cf", strings.Replace(coffee, `"cost"`, `"stock": 1, "cost"`, 1)).ok()
	v.look().shows("Đã hết")
	s.put("/v1/rewards/cf", strings.Replace(coffee, `"cost"`, `"from": "2026-12-01", "cost"`, 1)).ok()
	v.look().shows("Đổi được từ 01/12/2026")
	s.put("/v1/rewards/cf", strings.Replace(coffee, `"cost"`, `"to": "2026-11-20", "cost"`, 1)).ok()
	s.ask("DELETE", "/v1/rewards/vang", "").ok()
	v.look().hides("Đổi được từ", "Quà hạng Vàng")
	s.programme(`, "enabled": false, "use": {"when_disabled": false}`)
	v.look().ok().shows("Chương trình đang tạm dừng đổi điểm").hides(`name="key"`)
	s.get("/v1/customers/anh/points").has("usable", 70)
}

func TestV6AFormFromElsewhereRedeemsNothing(t *testing.T) {
	s := pageShop(t)
	v := s.visitor("anh").comes("345678")
	s.later(time.Second)
	other := s.visitor("anh").comes("345678")
	for _, key := range []string{"", "x", strings.Repeat("A", 64), other.key(), v.key() + "A", v.key()[1:]} {
		v.redeems(key, "cf", 50).is(http.StatusForbidden).shows("Trang đã cũ")
	}
	v.send("POST", v.path+"/redeem", `{"key": 1}`, "Content-Type", "application/json").is(http.StatusForbidden)
	s.vouchers("anh", 0)
}

func TestV6LinksThatOpenNothing(t *testing.T) {
	s := pageShop(t)
	link := func(key []byte, member string, expires time.Time) string {
		return strings.TrimPrefix(ident.PageLink(s.url, key, member, expires), s.url)
	}
	later := noon.Add(time.Hour)
	for path, want := range map[string]struct {
		status int
		words  string
	}{
		link([]byte("guessed"), "anh", later): {http.StatusNotFound, "Không có trang này"},
		link(pageKey, "nobody", later):        {http.StatusNotFound, "Không có trang này"},
		link(pageKey, "anh", noon):            {http.StatusGone, "Liên kết đã hết hạn"},
		"/m/":                                 {http.StatusNotFound, "Không có trang này"},
		"/m/x":                                {http.StatusNotFound, "Không có trang này"},
		"/m/a/b/c":                            {http.StatusNotFound, "Không có trang này"},
		"/m/" + strings.Repeat("A", 5000):     {http.StatusNotFound, "Không có trang này"},
	} {
		r := s.browser(path).look().is(want.status).shows(want.words).hides("Ánh", `name="digits"`)
		if r.header.Get("Content-Type") != "text/html; charset=utf-8" {
			t.Errorf("%s: %s", path, r.header.Get("Content-Type"))
		}
		s.browser(path).types("345678").is(map[bool]int{true: http.StatusMethodNotAllowed, false: want.status}[path == "/m/" || path == "/m/a/b/c"])
	}
	v := s.browser(link(oldPageKey, "anh", later))
	v.comes("345678").look().ok().shows("Trần Thị Ánh")
	s.later(time.Hour)
	v.look().is(http.StatusGone).hides("Ánh")
}

func TestV6AnOldLinkOpensTheMemberMergedInto(t *testing.T) {
	s := pageShop(t)
	s.member("moi", "0987654321", 30)
	v := s.visitor("anh").comes("345678")
	s.post("/v1/customers/anh/merge", `{"into": "moi"}`).ok()
	v.look().ok().shows("6 số cuối") // another phone than the one that was confirmed
	v.comes("654321")
	v.follows(v.redeems(v.key(), "cf", 50)).ok().shows("100", "điểm dùng được", "Vừa đổi")
	s.vouchers("moi", 1)
}

func TestV6TheLanguageIsTheAddresssThenTheBrowsersThenVietnamese(t *testing.T) {
	s := pageShop(t)
	v := s.visitor("anh")
	for accept, want := range map[string]string{"": "vi", "fr": "vi", "en-US,en;q=0.9": "en", "vi-VN,vi;q=0.9,en;q=0.8": "vi", "fr, en;q=0.5": "en"} {
		v.look("Accept-Language", accept).ok().shows(`<html lang="` + want + `">`)
		v.send("GET", v.path+"?lang=vi", "", "Accept-Language", accept).shows(`<html lang="vi">`, "6 số cuối")
	}
	r := v.send("POST", v.path+"?lang=en", "digits=345678").is(http.StatusSeeOther)
	if r.header.Get("Location") != v.path+"?lang=en" {
		t.Errorf("the language is lost: %s", r.header.Get("Location"))
	}
	v.follows(r).shows("Hello")
	v.look("Accept-Language", "en").shows(`action="` + v.path + `/redeem?lang=en"`)
	s.browser("/m/x").look("Accept-Language", "en").is(http.StatusNotFound).shows("There is no such page")
}

var (
	styles   = regexp.MustCompile(`(?s)<style>(.*)</style>`)
	policies = regexp.MustCompile(`sha256-([^']+)`)
)

func TestV6ThePageIsLightAndNeedsNothingFromElsewhere(t *testing.T) {
	s := pageShop(t)
	s.put("/v1/rewards/nho", `{"name": "Giảm 10.000", "cost": 10, "gives": {"kind": "amount", "amount": "10000"}}`).ok()
	for i := range 8 {
		s.put(fmt.Sprint("/v1/orders/store/", i), order("anh", 30000+i, "")).ok()
	}
	v := s.visitor("anh").comes("345678")
	for range 5 {
		v.redeems(v.key(), "nho", 10).is(http.StatusSeeOther)
	}
	r := v.look().ok().hides("<script", `="http`, "url(", "@import", " style=", "onclick", "ZgotmplZ")
	if len(r.body) > 60_000 {
		t.Errorf("%d bytes", len(r.body))
	}
	t.Logf("%d bytes with 5 vouchers and 14 entries", len(r.body))
	policy := r.header.Get("Content-Security-Policy")
	sum := sha256.Sum256(styles.FindSubmatch(r.body)[1])
	if got := policies.FindStringSubmatch(policy); got == nil || got[1] != base64.StdEncoding.EncodeToString(sum[:]) {
		t.Errorf("the policy %q doesn't allow the page's own style", policy)
	}
	for _, page := range []reply{r, s.visitor("anh").look(), s.browser("/m/x").look(), v.redeems("x", "cf", 5), s.visitor("anh").types("345678")} {
		for name, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
			"X-Frame-Options": "DENY", "X-Robots-Tag": "noindex, nofollow", "Content-Security-Policy": policy} {
			if page.header.Get(name) != want {
				t.Errorf("%s: %s is %q", page.asked, name, page.header.Get(name))
			}
		}
	}
	for _, part := range []string{"default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "img-src data:"} {
		if !strings.Contains(policy, part) {
			t.Errorf("the policy lacks %s", part)
		}
	}
}

func TestV6WhatPeopleWroteIsNoMarkup(t *testing.T) {
	s := pageShop(t)
	const evil = `<script>alert(1)</script>`
	s.post("/v1/customers", `{"id": "evil", "phone": "0987654321", "name": "`+evil+`", "opening": {"points": 100, "ranking_points": 0}}`).made()
	s.put("/v1/rewards/evil", `{"name": "`+evil+`", "cost": 10, "gives": {"kind": "product", "sku": "`+evil+`"}, "channels": ["<b>"]}`).ok()
	s.post("/v1/customers/evil/adjustments", `{"key": "1", "points": 5, "reason": "`+evil+`"}`).ok()
	v := s.visitor("evil").comes("654321")
	v.follows(v.redeems(v.key(), "evil", 10)).ok().shows("&lt;script&gt;").hides("<script", "<b>&")
	v.send("GET", v.path+"?new=%3Cscript%3E&refused=%3Cscript%3E&lang=%3Cscript%3E", "").ok().hides("<script")
}

func TestV6TheStatementTurnsItsPages(t *testing.T) {
	s := pageShop(t)
	for i := range 25 {
		s.post("/v1/customers/anh/adjustments", fmt.Sprintf(`{"key": "%d", "points": 1, "reason": "lần %d."}`, i, i)).ok()
		s.later(time.Second)
	}
	v := s.visitor("anh").comes("345678")
	first := v.look().ok().shows("lần 24.", "lần 5.", `href="`+v.path+`?lang=vi&amp;cursor=20"`).hides("lần 4.")
	if strings.Contains(string(first.body), "Về trang đầu") {
		t.Error("the first page leads to the first")
	}
	v.send("GET", v.path+"?lang=vi&cursor=20", "").ok().shows("lần 4.", "lần 0.", "&#43;120", "Về trang đầu").hides("lần 5.", "Đổi thưởng")
	v.send("GET", v.path+"?cursor=x", "").is(http.StatusUnprocessableEntity).hides("Ánh")
}

func TestTheLinkForIntegrators(t *testing.T) {
	s := pageShop(t)
	for _, token := range []string{adminToken, tillToken} {
		s.token = token
		r := s.post("/v1/customers/anh/page", "").ok().has("expires_at", "2027-02-19T12:00:00+07:00")
		link := r.text("url")
		if member, err := ident.ReadPageLink(pageKey, link[strings.LastIndex(link, "/")+1:], noon); member != "anh" || err != nil || !strings.HasPrefix(link, s.url+"/m/") {
			t.Errorf("%s: %s, %v", link, member, err)
		}
		s.post("/v1/customers/nobody/page", "").refused(http.StatusNotFound, "customer.unknown")
	}
	s.token = ""
	s.post("/v1/customers/anh/page", "").refused(http.StatusUnauthorized, "token.missing")
}

func TestLogsHoldNothingOfMembersPages(t *testing.T) {
	s := pageShop(t)
	v := s.visitor("anh")
	v.types("000000")
	v.comes("345678").look().ok()
	v.redeems(v.key(), "cf", 50).is(http.StatusSeeOther)
	code := s.get("/v1/customers/anh/vouchers").text("items.0.code")
	text := s.log.String()
	for _, personal := range []string{strings.TrimPrefix(v.path, "/m/"), "345678", "Ánh", code, `"anh"`} {
		if strings.Contains(text, personal) {
			t.Errorf("the log holds %q", personal)
		}
	}
	if !strings.Contains(text, "/m/{link}/redeem") {
		t.Error("the log names no routes")
	}
}
