package api

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/sync/wire"
)

// pageLinkLife is how long a link made here opens a page.
const pageLinkLife = 90 * 24 * time.Hour

// pageEntries is how much of the statement one page shows.
const pageEntries = 20

//go:embed page/page.html
var pageHTML string

//go:embed page/page.css
var pageCSS string

// pages are what the members' own pages (V6) need beside the use cases.
type pages struct {
	secret    pageSecret
	templates *template.Template
	policy    string // Content-Security-Policy
	member    *tries
	memberDay *tries
	address   *tries
}

func newPages() (*pages, error) {
	style := strings.TrimSpace(pageCSS)
	t, err := template.New("page").Funcs(template.FuncMap{"style": func() template.CSS { return template.CSS(style) }}).Parse(pageHTML)
	if err != nil {
		return nil, fmt.Errorf("the members' page: %w", err)
	}
	sum := sha256.Sum256([]byte(style))
	return &pages{secret: newPageSecret(), templates: t,
		policy: "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
			"'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
		member: newTries(triesMember, triesSpan), memberDay: newTries(triesDay, triesDaySpan), address: newTries(triesAddress, triesSpan)}, nil
}

func (s *Server) pageEndpoints() []endpoint {
	return []endpoint{
		{method: "POST", path: "/v1/customers/{id}/page", id: "link-page", summary: "a link to the member's own page, as receipts carry it", tag: "Customers",
			out: pageLink{}, status: http.StatusOK, refusals: []int{http.StatusNotFound}, tills: true, serve: (*call).linkPage},
		{method: "GET", path: "/m/{link}", open: true, html: true, serve: (*call).showPage},
		{method: "POST", path: "/m/{link}", open: true, html: true, serve: (*call).confirmPage},
		{method: "POST", path: "/m/{link}/redeem", open: true, html: true, serve: (*call).redeemOnPage},
		{method: "GET", path: "/m/{rest...}", open: true, html: true, serve: (*call).noPage},
	}
}

// pageLink is the address of a member's own page.
type pageLink struct {
	URL       string    `json:"url"`
	ExpiresAt time.Time `json:"expires_at"`
}

func (c *call) linkPage() error {
	if len(c.PageKeys) == 0 {
		return fault.New(fault.NotFound, "page.off", nil)
	}
	m, err := c.Office.Member(c.ctx(), c.path("id"))
	if err != nil {
		return err
	}
	expires := c.Now().UTC().Truncate(time.Second).Add(pageLinkLife)
	return c.answerLocal(pageLink{URL: ident.PageLink(c.PageURL, c.PageKeys[0], m.ID, expires), ExpiresAt: expires})
}

func (c *call) noPage() error { return fault.New(fault.Invalid, "link.format", nil) }

// visit is one look at a member's page.
type visit struct {
	*call
	link   string
	member office.Member
	cookie string // "" when the phone isn't confirmed
}

// visit reads the link. Faults: link.format, link.signature, link.expired; customer.unknown, also of one who is forgotten.
func (c *call) visit() (visit, error) {
	v := visit{call: c, link: c.path("link")}
	id, err := c.linked(v.link)
	if err != nil {
		return v, err
	}
	if v.member, err = c.Office.Member(c.ctx(), id); err != nil {
		return v, err
	}
	if v.member.Phone == "" {
		return v, fault.New(fault.NotFound, "customer.unknown", nil)
	}
	if cookie, err := c.r.Cookie(pageCookie); err == nil && c.pages.secret.confirmed(cookie.Value, v.link, v.member.Phone, c.Now()) {
		v.cookie = cookie.Value
	}
	return v, nil
}

// linked is the member's id in a link that any of the keys signed.
func (c *call) linked(link string) (id string, err error) {
	err = fault.New(fault.Invalid, "link.signature", nil)
	for _, key := range c.PageKeys {
		if id, err = ident.ReadPageLink(key, link, c.Now()); fault.Code(err) != "link.signature" {
			return id, err
		}
	}
	return "", err
}

func (c *call) showPage() error {
	v, err := c.visit()
	if err != nil {
		return err
	}
	if v.cookie == "" {
		return v.ask(http.StatusOK, "")
	}
	text := pageTextOf(c.pageLanguage())
	p := office.Page{Cursor: c.get("cursor"), Limit: pageEntries}
	book, err := c.Office.Passbook(c.ctx(), v.member.ID, c.pageLanguage().wording(), p)
	if err != nil {
		return err
	}
	pass, err := passWriter{text, book}.view(p, c.get("new"), c.pages.secret.formKey(v.cookie))
	if err != nil {
		return err
	}
	return c.send(http.StatusOK, pageView{Notice: text.Notice[c.get("refused")], Link: v.link, Pass: &pass})
}

// ask shows the form for the phone's digits, and nothing about whose they are.
func (v visit) ask(status int, notice string) error {
	return v.send(status, pageView{Notice: pageTextOf(v.pageLanguage()).Notice[notice], Link: v.link, Ask: true})
}

// confirmPage takes the phone's digits. Fault: digits.locked (seconds).
func (c *call) confirmPage() error {
	v, err := c.visit()
	if err != nil {
		return err
	}
	if err := c.form(); err != nil {
		return err
	}
	right, err := phoneConfirmed(c.r.PostForm.Get("digits"), v.member.Phone)
	if err != nil {
		return v.ask(http.StatusUnprocessableEntity, fault.Code(err))
	}
	now := c.Now()
	if wait := c.pages.guess(v.member.ID, wire.Network(c.r.RemoteAddr), right, now); wait > 0 {
		return fault.New(fault.Unavailable, "digits.locked", fault.Args{"seconds": int64((wait + time.Second - 1) / time.Second)})
	}
	if !right {
		return v.ask(http.StatusUnprocessableEntity, "digits.wrong")
	}
	http.SetCookie(c.w, &http.Cookie{Name: pageCookie, Value: c.pages.secret.session(v.link, v.member.Phone, now.Add(pageSession)), Path: "/m/",
		MaxAge: int(pageSession / time.Second), HttpOnly: true, SameSite: http.SameSiteStrictMode,
		Secure: c.r.TLS != nil || strings.HasPrefix(c.PageURL, "https://")})
	return v.back(url.Values{})
}

// guess counts what was typed for a member, unless it is right; it answers with how long to wait where too much was wrong.
func (p *pages) guess(member, address string, right bool, now time.Time) time.Duration {
	taken := []struct {
		*tries
		who string
	}{{p.address, address}, {p.member, member}, {p.memberDay, member}}
	for i, t := range taken {
		if wait := t.take(t.who, now); wait > 0 {
			for _, before := range taken[:i] {
				before.giveBack(before.who)
			}
			return wait
		}
	}
	if right {
		for _, t := range taken {
			t.giveBack(t.who)
		}
	}
	return 0
}

// redeemOnPage turns points into a voucher, once for each key of a form.
func (c *call) redeemOnPage() error {
	v, err := c.visit()
	if err != nil {
		return err
	}
	if err := c.form(); err != nil {
		return err
	}
	if v.cookie == "" {
		return v.back(url.Values{})
	}
	key := c.r.PostForm.Get("key")
	if !c.pages.secret.isFormKey(key, v.cookie) {
		return fault.New(fault.Forbidden, "page.old", nil)
	}
	wish, refused, err := v.wish()
	if err != nil {
		return err
	}
	if refused != "" {
		return v.back(url.Values{"refused": {refused}})
	}
	c.once = v.onceFor(key, wish)
	redeemed, err := c.Office.Redeem(c.ctx(), v.member.ID, wish)
	switch f, coded := fault.Of(err); {
	case err == nil:
		code := redeemed.Voucher.Code
		return v.back(url.Values{"new": {code[len(code)-4:]}})
	case coded && f.Code == "points.short":
		return v.back(url.Values{"refused": {f.Code}})
	case coded && f.Code == "key.reused":
		return fault.New(fault.Forbidden, "page.old", nil)
	case coded && (strings.HasPrefix(f.Code, "reward.") || f.Code == "program.disabled"):
		return v.back(url.Values{"refused": {"reward.refused"}})
	}
	return err
}

// wish is what the form asks for, or why it can't be: a reward whose cost isn't the one that was shown, no number.
func (v visit) wish() (wish office.Redemption, refused string, err error) {
	reward, points := v.r.PostForm.Get("reward"), v.r.PostForm.Get("points")
	n, numberErr := strconv.ParseInt(points, 10, 64)
	switch {
	case numberErr != nil || n < 1 || n > loyalty.PointsMax:
		return wish, "points.format", nil
	case reward == "":
		return office.Redemption{Points: n}, "", nil
	}
	stored, err := v.Office.Reward(v.ctx(), reward)
	if fault.Code(err) == "reward.unknown" || err == nil && stored.Cost != n {
		return wish, "reward.changed", nil
	}
	return office.Redemption{RewardID: reward}, "", err
}

// onceFor makes one redemption of a form repeatable: its key, with which of the forms was sent.
func (v visit) onceFor(key string, wish office.Redemption) *office.Once {
	name := sha256.Sum256([]byte(key + "\x00" + wish.RewardID))
	asked := sha256.Sum256(fmt.Appendf(nil, "page\x00%s\x00%s\x00%d", v.member.ID, wish.RewardID, wish.Points))
	return &office.Once{Key: "page/" + hex.EncodeToString(name[:]), Request: journal.Hash(asked)}
}

// form reads what was sent. Faults: body.too_long, body.timeout; page.old of anything but a form.
func (c *call) form() error {
	if err := c.r.ParseForm(); err != nil {
		if f, coded := fault.Of(bodyFault(err)); coded && f.Code != "json.format" {
			return f
		}
		return fault.New(fault.Forbidden, "page.old", nil)
	}
	return nil
}

// back shows the page again, by GET.
func (v visit) back(query url.Values) error {
	if lang := v.get("lang"); lang != "" {
		query.Set("lang", pageTextOf(v.pageLanguage()).Lang)
	}
	to := url.URL{Path: "/m/" + v.link, RawQuery: query.Encode()}
	v.pageHeaders()
	http.Redirect(v.w, v.r, to.String(), http.StatusSeeOther)
	return nil
}

// pageView is what the template shows.
type pageView struct {
	T      *pageText
	Link   string // "" where there is no page
	Notice string
	Ask    bool
	Pass   *passView
	Stop   *stop
	Wait   string
}

// send writes a page for a person.
func (c *call) send(status int, v pageView) error {
	v.T = pageTextOf(c.pageLanguage())
	var b bytes.Buffer
	if err := c.pages.templates.Execute(&b, v); err != nil {
		return fmt.Errorf("write the member's page: %w", err)
	}
	c.pageHeaders()
	c.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	c.w.Header().Set("Content-Language", v.T.Lang)
	c.w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	c.w.WriteHeader(status)
	_, _ = c.w.Write(b.Bytes()) // who went away opens the page again
	return nil
}

func (c *call) pageHeaders() {
	h := c.w.Header()
	h.Set("Content-Security-Policy", c.pages.policy)
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Vary", "Accept-Language, Cookie")
}

// pageLanguage is what the address says, else what the browser asks for, else Vietnamese.
func (c *call) pageLanguage() language {
	switch c.get("lang") {
	case pageVi.Lang:
		return vietnamese
	case pageEn.Lang:
		return english
	}
	return preferred(c.r, vietnamese)
}

// refusePage tells a person why there is no page.
func (c *call) refusePage(err error) {
	p := c.problem(c.r, err)
	text := pageTextOf(c.pageLanguage())
	v := pageView{}
	code := p.Code
	switch {
	case code == "link.signature" || p.Status == http.StatusNotFound:
		code = "link.format"
	case text.Stopped[code].Title == "":
		code = "internal.unexpected"
	}
	why := text.Stopped[code]
	v.Stop = &why
	if seconds, ok := p.args["seconds"].(int64); ok && p.Status == http.StatusTooManyRequests {
		c.w.Header().Set("Retry-After", strconv.FormatInt(seconds, 10))
		if minutes := (seconds + 59) / 60; code == "digits.locked" && minutes <= 90 {
			v.Wait = text.TryAfter(minutes, false)
		} else if code == "digits.locked" {
			v.Wait = text.TryAfter((minutes+59)/60, true)
		}
	}
	if err := c.send(p.Status, v); err != nil {
		c.refuse(c.w, c.r, err)
	}
}
