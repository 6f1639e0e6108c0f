package api

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/office"
)

// tierDoc is a tier in answers (E5).
type tierDoc struct {
	loyalty.Tier
	SpendPerPoint *string `json:"spend_per_point" doc:"VND of spend that give one reward point, two decimals at most; null at rate 0"`
}

// warningDoc is something to look at that doesn't keep a document from being stored (E6).
type warningDoc struct {
	Field   string `json:"field"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// programDoc is a programme in answers.
type programDoc struct {
	loyalty.Program
	Tiers    []tierDoc    `json:"tiers"`
	Warnings []warningDoc `json:"warnings"`
}

func programOf(p loyalty.Program, lang language) programDoc {
	d := programDoc{Program: p, Warnings: []warningDoc{}, Tiers: []tierDoc{}}
	for _, t := range p.Tiers {
		tier := tierDoc{Tier: t}
		if spend, ok := t.SpendPerPoint(p.Ranking); ok {
			tier.SpendPerPoint = &spend
		}
		d.Tiers = append(d.Tiers, tier)
	}
	for _, w := range p.Warnings() {
		d.Warnings = append(d.Warnings, warningDoc{Field: w.Field, Code: w.Code, Message: words(w.Code, lang)})
	}
	return d
}

// expiryWish is how points are to come under another expiry rule.
type expiryWish struct {
	Days int `json:"days" doc:"no point lapses before so many days of 24 h from now, 0 to 36,500"`
}

// parts let an answer about all members come in parts.
var parts = []param{{"limit", "a part, of at most so many members, 1 to 1,000: parts are to be added up; missing: all at once"}, paging[1]}

func (s *Server) programEndpoints() []endpoint {
	const tag = "Programme"
	return []endpoint{
		{method: "PUT", path: "/v1/program", id: "put-program", manager: true, summary: "set the programme; an equal document makes no version", tag: tag,
			in: loyalty.Program{}, out: programDoc{}, status: http.StatusOK, refusals: []int{http.StatusPreconditionFailed}, serve: (*call).putProgram},
		{method: "GET", path: "/v1/program", id: "get-program", manager: true, summary: "the programme in force", tag: tag, query: atTime,
			out: programDoc{}, status: http.StatusOK, serve: (*call).getProgram},
		{method: "GET", path: "/v1/program/versions", id: "list-program-versions", manager: true, summary: "every version, oldest first, scheduled ones too", tag: tag,
			out: list[programDoc]{}, status: http.StatusOK, serve: (*call).listVersions},
		{method: "POST", path: "/v1/program/preview", id: "preview-program", manager: true, summary: "points and liability of recent orders, before and after", tag: tag,
			query: []param{{"orders", "so many of the newest, 1 to 100,000, 1,000 by default"}, {"limit", "a part of a preview, of at most so many orders, 1 to 1,000: parts are to be added up"}, paging[1]},
			in:    loyalty.Program{}, out: office.Preview{}, status: http.StatusOK, serve: (*call).previewProgram},
		{method: "POST", path: "/v1/program/expiry/preview", id: "preview-expiry", manager: true, tag: tag, file: true, query: parts,
			summary: "points that stay under other expiry rules once the document is stored: a lot keeps the rule of its sale",
			in:      loyalty.Program{}, out: office.Reruling{}, status: http.StatusOK, serve: (*call).previewExpiry},
		{method: "POST", path: "/v1/program/expiry", id: "apply-expiry", manager: true, tag: tag, file: true, query: parts,
			summary: "the points that are there follow the expiry rule in force from now on, and none lapses before so many days; done again, it does only what isn't done",
			in:      expiryWish{}, out: office.Reruling{}, status: http.StatusOK, serve: (*call).applyExpiry},
		{method: "GET", path: "/v1/liability", id: "get-liability", manager: true, summary: "what all points are worth at an instant, by tier and by the month that they lapse in", tag: tag, file: true,
			query: append(slices.Clone(atTime), parts...),
			out:   office.Liability{}, status: http.StatusOK, serve: (*call).liability},
	}
}

// program reads a document. Its faults are those of all fields.
func (c *call) program() (loyalty.Program, error) {
	body, err := c.body()
	if err != nil {
		return loyalty.Program{}, err
	}
	doc, err := loyalty.ParseProgram(body)
	return doc, c.Office.AlsoZone(doc, err)
}

// author is who writes when neither the request nor its document says.
const author = "admin"

func (c *call) putProgram() error {
	doc, err := c.program()
	if err != nil {
		return err
	}
	by := office.Actor(c.ctx())
	if by != "" && doc.EffectiveFrom.Before(c.Now()) {
		doc.EffectiveFrom = time.Time{} // a manager's change never counts back (E13)
	}
	by = cmp.Or(by, doc.Author, author) // who acts in their own name is nobody else
	stored, err := c.Office.PutProgram(c.ctx(), doc, by, c.r.Header.Get("If-Match"))
	if err != nil {
		return err
	}
	c.zones.current.Store(nil)
	c.w.Header().Set("ETag", office.ETag(stored))
	return c.answerLocal(programOf(stored, languageOf(c.r)))
}

func (c *call) getProgram() error {
	at, err := c.instant("at")
	if err != nil {
		return err
	}
	p, err := c.Office.Program(c.ctx(), at)
	if err != nil {
		return err
	}
	versions, err := c.Office.Versions(c.ctx())
	if err != nil {
		return err
	}
	newest := p // what a PUT replaces, be it only scheduled
	if len(versions) > 0 {
		newest = versions[len(versions)-1]
	}
	c.w.Header().Set("ETag", office.ETag(newest))
	return c.answerLocal(programOf(p, languageOf(c.r)))
}

func (c *call) listVersions() error {
	versions, err := c.Office.Versions(c.ctx())
	if err != nil {
		return err
	}
	var docs []programDoc
	for _, p := range versions {
		docs = append(docs, programOf(p, languageOf(c.r)))
	}
	return c.answerLocal(listOf(docs, ""))
}

func (c *call) previewProgram() error {
	doc, err := c.program()
	if err != nil {
		return err
	}
	if c.get("limit") != "" {
		p, err := c.page()
		if err != nil {
			return err
		}
		part, err := c.Office.PreviewPart(c.ctx(), doc, p)
		return local(c, part, err)
	}
	q := office.PreviewQuery{}
	if s := c.get("orders"); s != "" {
		if q.Orders, err = strconv.Atoi(s); err != nil || q.Orders < 1 {
			return fault.At("orders", "field.range", fault.Args{"value": clip(s), "min": int64(1), "max": int64(office.PreviewMax)})
		}
	}
	preview, err := c.Office.Preview(c.ctx(), doc, q)
	return local(c, preview, err)
}

func (c *call) liability() error {
	at, err := c.instant("at")
	if err != nil {
		return err
	}
	if c.get("limit") == "" {
		l, err := c.Office.Liability(c.ctx(), at, nil)
		return local(c, l, err)
	}
	p, err := c.page()
	if err != nil {
		return err
	}
	part, err := c.Office.LiabilityPart(c.ctx(), at, p)
	return local(c, part, err)
}

func (c *call) previewExpiry() error {
	doc, err := c.program()
	if err != nil {
		return err
	}
	return c.reruling(func(p office.Page) (office.Reruling, error) { return c.Office.StayingPart(c.ctx(), doc, p) })
}

func (c *call) applyExpiry() error {
	var wish expiryWish
	if err := c.decode(&wish, nil); err != nil {
		return err
	}
	return c.reruling(func(p office.Page) (office.Reruling, error) { return c.Office.ApplyExpiryPart(c.ctx(), wish.Days, p) })
}

// reruling answers one part where the query asks for one, else all of them together.
func (c *call) reruling(part func(office.Page) (office.Reruling, error)) error {
	p, err := c.page()
	if err != nil {
		return err
	}
	if c.get("limit") != "" {
		one, err := part(p)
		return answered(c, one, err)
	}
	var sum office.Reruling
	for p.Limit = office.PageMax; ; {
		next, err := part(p)
		if err != nil {
			return err
		}
		sum.Add(next)
		if p.Cursor = next.Next; p.Cursor == "" {
			return c.answer(sum)
		}
	}
}
