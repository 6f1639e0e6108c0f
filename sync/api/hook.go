package api

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"
	"unicode/utf8"

	"tim/domain/fault"
	"tim/domain/office"
)

// The sources of quarantined messages.
const (
	haravan = "haravan"
	bank    = "bank"
)

// quarantinedDoc is a message that couldn't be filed, in answers. Body is JSON where it is that, else text.
type quarantinedDoc struct {
	ID     string    `json:"id"`
	At     time.Time `json:"at"`
	Source string    `json:"source"`
	Topic  string    `json:"topic"`
	Reason string    `json:"reason" doc:"code and field"`
	Body   any       `json:"body"`
	Done   bool      `json:"done" doc:"filed meanwhile"`
}

func quarantinedOf(q office.Quarantined) quarantinedDoc {
	d := quarantinedDoc{ID: q.ID, At: q.At, Source: q.Source, Topic: q.Topic, Reason: q.Reason, Done: q.Done}
	switch {
	case json.Valid(q.Body):
		d.Body = json.RawMessage(q.Body)
	case utf8.Valid(q.Body):
		d.Body = string(q.Body)
	default:
		d.Body = q.Body
	}
	return d
}

// hookDoc answers a webhook.
type hookDoc struct {
	Outcome string `json:"outcome" doc:"of an order filed, stale (a newer state is known), ignored (not about an order); of a transfer told (to its till), repeated, unknown (no order's memo), ignored (money that went out); quarantined"`
	Reason  string `json:"reason,omitempty"`
}

func (s *Server) hookEndpoints() []endpoint {
	return []endpoint{{method: "POST", path: "/v1/hooks/haravan", id: "haravan-webhook", tag: "Webhooks", open: true,
		summary: "Haravan's order webhooks, signed with X-Haravan-Hmacsha256; 202 when it can't be filed and is kept in the quarantine",
		in:      office.HaravanOrder{}, out: hookDoc{}, status: http.StatusOK,
		refusals: []int{http.StatusAccepted, http.StatusUnauthorized}, serve: (*call).haravanHook},
		{method: "POST", path: "/v1/hooks/bank", id: "bank-webhook", tag: "Webhooks", open: true,
			summary: "a bank's or payment service's webhook of a transfer received, signed with X-Bank-Hmacsha256; once by its id; 202 when it can't be read and is kept in the quarantine",
			in:      office.BankTransfer{}, out: hookDoc{}, status: http.StatusOK,
			refusals: []int{http.StatusAccepted, http.StatusUnauthorized, http.StatusConflict}, serve: (*call).bankHook}}
}

// bankHook takes a bank's word on a transfer. As of Haravan's it refuses only what it can't trust or store, and what contradicts what the
// bank said before.
func (c *call) bankHook() error {
	body, err := c.body()
	if err != nil {
		return err
	}
	if !signed(body, c.r.Header.Get("X-Bank-Hmacsha256"), c.BankSecret) {
		return fault.New(fault.Forbidden, "hook.signature", nil)
	}
	outcome, err := c.Office.Bank(c.ctx(), body)
	if err == nil {
		return c.answer(hookDoc{Outcome: string(outcome)})
	}
	if fault.Code(err) == "transfer.differs" {
		return err
	}
	return c.aside(bank, "transfer", body, err)
}

// haravanHook files an order of Haravan's. It refuses only what it can't trust or can't store, since Haravan gives up on others.
func (c *call) haravanHook() error {
	body, err := c.body()
	if err != nil {
		return err
	}
	if !signed(body, c.r.Header.Get("X-Haravan-Hmacsha256"), c.HaravanSecret) {
		return fault.New(fault.Forbidden, "hook.signature", nil)
	}
	topic := c.r.Header.Get("X-Haravan-Topic")
	outcome, err := c.Office.Haravan(c.ctx(), topic, body)
	if err == nil {
		return c.answer(hookDoc{Outcome: string(outcome)})
	}
	return c.aside(haravan, topic, body, err)
}

// aside keeps a message that can't be filed in the quarantine, where that is the message's own fault.
func (c *call) aside(source, topic string, body []byte, why error) error {
	f, coded := fault.Of(why)
	if !coded || f.Kind == fault.Unavailable || f.Kind == fault.Internal {
		return why
	}
	item, err := c.Office.Quarantine(c.ctx(), office.NewQuarantined{Source: source, Topic: topic, Reason: reason(f), Body: body})
	if err != nil {
		return err
	}
	c.status = http.StatusAccepted
	return c.answer(hookDoc{Outcome: "quarantined", Reason: item.Reason})
}

// reason is a fault's code and field: no arguments, which may be personal.
func reason(f *fault.Error) string {
	if f.Field == "" {
		return f.Code
	}
	return f.Code + " " + f.Field
}

// signed says whether the signature is base64(HMAC-SHA256(body, secret)), in constant time. Without a secret nothing is.
func signed(body []byte, signature, secret string) bool {
	given, err := base64.StdEncoding.DecodeString(signature)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return hmac.Equal(given, mac.Sum(nil)) && err == nil && secret != ""
}

func (c *call) listQuarantine() error {
	p, err := c.page()
	if err != nil {
		return err
	}
	items, next, err := c.Office.Quarantined(c.ctx(), p)
	if err != nil {
		return err
	}
	var docs []quarantinedDoc
	for _, q := range items {
		docs = append(docs, quarantinedOf(q))
	}
	return c.answerLocal(listOf(docs, next))
}

func (c *call) retryQuarantine() error {
	item, err := c.Office.RetryQuarantined(c.ctx(), c.path("id"), func(ctx context.Context, q office.Quarantined) error {
		if q.Source == bank {
			_, err := c.Office.Bank(ctx, q.Body)
			return err
		}
		_, err := c.Office.Haravan(ctx, q.Topic, q.Body)
		return err
	})
	if err != nil {
		return err
	}
	return c.answerLocal(quarantinedOf(item))
}
