package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/office"
)

// call is one request on its way to a use case.
type call struct {
	*Server
	endpoint
	w    http.ResponseWriter
	r    *http.Request
	once *office.Once
}

func (c *call) path(name string) string { return c.r.PathValue(name) }

func (c *call) get(name string) string { return c.r.URL.Query().Get(name) }

// body reads a document. Faults: body.too_long (413), body.timeout (408).
func (c *call) body() ([]byte, error) {
	var b bytes.Buffer
	if n := c.r.ContentLength; n > 0 && n <= bodyMax {
		b.Grow(int(n) + bytes.MinRead)
	}
	if _, err := b.ReadFrom(c.r.Body); err != nil {
		return nil, bodyFault(err)
	}
	return b.Bytes(), nil
}

func bodyFault(err error) error {
	var tooLong *http.MaxBytesError
	switch {
	case errors.As(err, &tooLong):
		return fault.New(fault.Invalid, "body.too_long", fault.Args{"max": tooLong.Limit})
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fault.New(fault.Unavailable, "body.timeout", nil)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fault.New(fault.Invalid, "json.format", nil)
	}
	return err
}

// decode reads the body into a document. key is where the document has its own idempotency key, nil when it has none.
// Where a part can't be read, rules judge the rest, so that every field's fault is told at once (A3).
func (c *call) decode(document any, key *string, rules ...func() error) error {
	body, err := c.body()
	if err != nil {
		return err
	}
	if err := Decode(body, document); err != nil {
		var faults fault.Fields
		if errors.As(err, &faults) {
			for _, rule := range rules {
				faults = faults.Also(rule())
			}
			return faults
		}
		return err
	}
	c.setOnce(body, key)
	return nil
}

// setOnce makes the use case repeatable when the request names a key.
func (c *call) setOnce(body []byte, key *string) {
	name := c.r.Header.Get("Idempotency-Key")
	if name == "" && key != nil {
		name = *key
	}
	if name == "" || !c.keyed {
		return
	}
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00", c.r.Method, c.r.URL.Path)
	h.Write(body)
	c.once = &office.Once{Key: name, Request: journal.Hash(h.Sum(nil))}
}

// ctx is the request's, with its idempotency key. A write that began ends, whether or not the caller waits for the answer.
func (c *call) ctx() context.Context {
	ctx := c.r.Context()
	if c.r.Method != http.MethodGet {
		ctx = context.WithoutCancel(ctx)
	}
	if c.once != nil {
		ctx = office.WithOnce(ctx, c.once)
	}
	return ctx
}

// instant reads a query parameter; the zero time when it is missing. Fault: time.format at its name.
func (c *call) instant(name string) (time.Time, error) {
	s := c.get(name)
	if s == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return at, fault.At(name, "time.format", fault.Args{"value": clip(s)})
	}
	return at.UTC(), nil
}

// page reads limit and cursor. Fault: field.range at limit.
func (c *call) page() (office.Page, error) {
	p := office.Page{Cursor: c.get("cursor")}
	s := c.get("limit")
	if s == "" {
		return p.Bounded(), nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return p, fault.At("limit", "field.range", fault.Args{"value": clip(s), "min": int64(1)})
	}
	p.Limit = n
	return p.Bounded(), nil
}

// list is the shape of every list.
type list[T any] struct {
	Items      []T    `json:"items"`
	NextCursor string `json:"next_cursor" doc:"empty on the last page"`
}

func listOf[T any](items []T, next string) list[T] {
	if items == nil {
		items = []T{}
	}
	return list[T]{items, next}
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// answerLocal sends a document, its instants in the programme's zone.
func (c *call) answerLocal(document any) error {
	zone, err := c.zone(c.r.Context())
	if err != nil {
		return err
	}
	return c.answer(inZone(document, zone))
}

// local sends what a use case answered, its instants in the programme's zone.
func local[T any](c *call, document T, err error) error {
	if err != nil {
		return err
	}
	return c.answerLocal(document)
}

// answer sends a document as it is.
func (c *call) answer(document any) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	encoder := json.NewEncoder(b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(document); err != nil {
		return fmt.Errorf("encode the answer of %s: %w", c.endpoint.path, err)
	}
	h := c.w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	if c.once != nil && c.once.Replayed {
		h.Set("Idempotent-Replay", "true")
	}
	c.w.WriteHeader(c.status)
	// A caller that went away can't be told: what it asked for is done, and it will ask again with the same key.
	_, _ = c.w.Write(b.Bytes())
	return nil
}

// clip keeps what a report repeats short.
func clip(s string) string {
	const most = 60 // bytes
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
