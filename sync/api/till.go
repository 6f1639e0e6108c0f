package api

import (
	"net/http"
	"time"

	"tim/domain/fault"
	"tim/domain/office"
	"tim/domain/share"
	"tim/sync/wire"
)

// admin is who does what the admin token asks for, in central's journal.
const admin = "admin"

// tillDoc is one epoch of a till.
type tillDoc struct {
	Till       string    `json:"till" doc:"its number, as on receipts"`
	Epoch      int64     `json:"epoch" doc:"1 of a new file, one more of every restored or new one"`
	Shop       string    `json:"shop"`
	EnrolledAt time.Time `json:"enrolled_at"`
	SpokenAt   time.Time `json:"spoken_at,omitzero" doc:"last heard of, to the minute; missing: never"`
	RetiredAt  time.Time `json:"retired_at,omitzero" doc:"missing while it is the till's present epoch"`
	Events     int64     `json:"events" doc:"its journal is stored up to here"`
	Behind     int64     `json:"behind" doc:"events that central is known to lack of it"`
	Held       int64     `json:"held" doc:"points that it may spend unseen"`
	Exposure   int64     `json:"exposure" doc:"points that it could have spent unseen when it was retired"`
	Forked     bool      `json:"forked" doc:"its file was cloned or restored: nothing more is granted to it"`
	Waited     bool      `json:"waited_for" doc:"central grants nothing until it has spoken, or is waived"`
}

func tillOf(t office.Till) tillDoc {
	return tillDoc{Till: t.Writer, Epoch: int64(t.Epoch), Shop: t.Shop, EnrolledAt: t.EnrolledAt, SpokenAt: t.SpokenAt, RetiredAt: t.RetiredAt,
		Events: int64(t.Seq), Exposure: t.Exposure, Forked: t.Forked}
}

func tillViewOf(v office.TillView) tillDoc {
	doc := tillOf(v.Till)
	doc.Behind, doc.Held, doc.Waited = v.Behind, v.Held, v.Waiting
	return doc
}

// codeWish is for whom an enrolment code is: a new till of a shop, or a till whose machine is lost.
type codeWish struct {
	Shop string `json:"shop,omitempty" doc:"of a new till"`
	Till string `json:"till,omitempty" doc:"instead: a till that goes on on a new machine"`
}

type codeDoc struct {
	Code      string    `json:"code" doc:"typed at the till, once; whoever has it can enrol"`
	ExpiresAt time.Time `json:"expires_at"`
}

type releaseWish struct {
	Right string `json:"right" doc:"a lot's id, voucher:ISSUE#GENERATION, stock:REWARD or pen:CHANNEL/ORDER"`
}

type releaseDoc struct {
	Units int64 `json:"units" doc:"freed; what the till does with as many of them yet is booked exposure"`
}

func (s *Server) tillEndpoints() []endpoint {
	const tag = "Tills"
	absent := []int{http.StatusNotFound}
	return []endpoint{
		{method: "POST", path: "/v1/tills/codes", id: "make-enrolment-code", summary: "a code that enrols one till, once, within 10 minutes", tag: tag,
			in: codeWish{}, out: codeDoc{}, status: http.StatusCreated, refusals: absent, serve: (*call).makeCode},
		{method: "GET", path: "/v1/tills", id: "list-tills", summary: "every epoch of every till", tag: tag,
			out: list[tillDoc]{}, status: http.StatusOK, serve: (*call).listTills},
		{method: "POST", path: "/v1/tills/{till}/retire", id: "retire-till", summary: "a lost till: its shares are central's again, its late events are still taken", tag: tag,
			out: tillDoc{}, status: http.StatusOK, refusals: absent, serve: (*call).retireTill},
		{method: "POST", path: "/v1/tills/{till}/release", id: "release-share", summary: "free what a silent till holds of one right", tag: tag,
			in: releaseWish{}, out: releaseDoc{}, status: http.StatusOK, refusals: []int{http.StatusNotFound, http.StatusConflict}, serve: (*call).releaseShare},
		{method: "POST", path: "/v1/tills/{till}/waive", id: "waive-till", summary: "wait no more for a silent till's word after a restore", tag: tag,
			out: tillDoc{}, status: http.StatusOK, refusals: absent, serve: (*call).waiveTill},
	}
}

// mountTills lets tills in at their own doors: they have tokens and guards of their own.
func (s *Server) mountTills(mux *http.ServeMux) {
	if s.Tills == nil {
		return
	}
	for _, pattern := range wire.Patterns() {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			note(r).route = pattern
			if byManager(r) {
				s.refuse(w, r, fault.New(fault.Forbidden, "token.kind", nil))
				return
			}
			s.Tills.ServeHTTP(w, r)
		})
	}
}

func (c *call) makeCode() error {
	var wish codeWish
	if err := c.decode(&wish, nil); err != nil {
		return err
	}
	var code office.EnrolCode
	var err error
	switch {
	case wish.Till != "" && wish.Shop != "":
		return fault.At("shop", "field.differs", fault.Args{"want": ""})
	case wish.Till != "":
		code, err = c.Office.RecoverCode(c.ctx(), wish.Till)
	default:
		shop, unknown := c.Office.ShopNamed(c.ctx(), wish.Shop)
		if unknown != nil {
			return unknown
		}
		code, err = c.Office.EnrolCode(c.ctx(), shop)
	}
	if err != nil {
		return err
	}
	return c.answer(codeDoc(code))
}

func (c *call) listTills() error {
	tills, err := c.Office.Tills(c.ctx())
	if err != nil {
		return err
	}
	var docs []tillDoc
	for _, v := range tills {
		docs = append(docs, tillViewOf(v))
	}
	return c.answer(listOf(docs, ""))
}

func (c *call) till() share.Holder { return share.Holder{Writer: c.path("till")} }

func (c *call) retireTill() error { return c.answerTill(c.Office.Retire(c.ctx(), c.till(), admin)) }

func (c *call) waiveTill() error { return c.answerTill(c.Office.Waive(c.ctx(), c.till(), admin)) }

func (c *call) answerTill(t office.Till, err error) error {
	if err != nil {
		return err
	}
	return c.answer(tillOf(t))
}

func (c *call) releaseShare() error {
	var wish releaseWish
	if err := c.decode(&wish, nil); err != nil {
		return err
	}
	if wish.Right == "" {
		return fault.At("right", "field.required", nil)
	}
	units, err := c.Office.Release(c.ctx(), c.till(), wish.Right, admin)
	if err != nil {
		return err
	}
	return c.answer(releaseDoc{units})
}
