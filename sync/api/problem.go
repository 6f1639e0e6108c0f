package api

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/sync/wire"
)

// Problem is an answer that refuses (RFC 9457). Arguments of the code, such as existing_id, stand beside these members.
type Problem struct {
	Type   string       `json:"type" doc:"about:blank: the code tells problems apart"`
	Title  string       `json:"title" doc:"the status in words"`
	Status int          `json:"status"`
	Detail string       `json:"detail" doc:"a sentence for a person: English, or Vietnamese where Accept-Language asks"`
	Code   string       `json:"code" doc:"stable: points.short"`
	Errors []FieldError `json:"errors,omitempty" doc:"every field at fault"`
	args   fault.Args
}

// FieldError is one field at fault.
type FieldError struct {
	Row     int64  `json:"row,omitempty" doc:"of an imported file: 1 is the header of a CSV"`
	Field   string `json:"field" doc:"JSON path: tiers[0].rate_percent"`
	Code    string `json:"code"`
	Message string `json:"message"`
	// Args are what the message says of values and limits, by the names that the code gives them.
	Args fault.Args `json:"args,omitempty" doc:"values and limits that the message names"`
}

// MarshalJSON puts the arguments beside the members.
func (p Problem) MarshalJSON() ([]byte, error) {
	type plain Problem
	b, err := json.Marshal(plain(p))
	if err != nil || len(p.args) == 0 {
		return b, err
	}
	args, err := json.Marshal(p.args)
	if err != nil {
		return nil, err
	}
	return append(append(b[:len(b)-1], ','), args[1:]...), nil
}

// statusByCode are codes whose status isn't that of their kind.
var statusByCode = map[string]int{
	"json.format":         http.StatusBadRequest,
	"file.format":         http.StatusBadRequest,
	"json.too_long":       http.StatusRequestEntityTooLarge,
	"body.too_long":       http.StatusRequestEntityTooLarge,
	"body.timeout":        http.StatusRequestTimeout,
	"token.missing":       http.StatusUnauthorized,
	"token.unknown":       http.StatusUnauthorized,
	"hook.signature":      http.StatusUnauthorized,
	"transfer.differs":    http.StatusConflict,
	"program.changed":     http.StatusPreconditionFailed,
	"rate.limit":          http.StatusTooManyRequests,
	"method.not_allowed":  http.StatusMethodNotAllowed,
	"link.format":         http.StatusNotFound,
	"link.signature":      http.StatusNotFound,
	"link.expired":        http.StatusGone,
	"digits.locked":       http.StatusTooManyRequests,
	"pin.locked":          http.StatusTooManyRequests,
	"line.unknown":        http.StatusUnprocessableEntity, // of a document's own lines
	"internal.unexpected": http.StatusInternalServerError,
}

// problemOf is the answer to an error. Errors without a code are bugs or broken machines: what they say goes to the log only.
func problemOf(err error, lang language) Problem {
	f, coded := fault.Of(err)
	if !coded {
		f = fault.New(fault.Internal, "internal.unexpected", nil)
	}
	status, special := statusByCode[f.Code]
	if !special {
		status = wire.StatusOf(f.Kind)
	}
	p := Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: f.Code, Detail: sentence(f, lang)}
	var fields fault.Fields
	if !errors.As(err, &fields) && f.Field != "" {
		fields = fault.Fields{f}
	}
	for _, e := range fields {
		p.Errors = append(p.Errors, FieldError{Field: e.Field, Code: e.Code, Message: sentence(e, lang), Args: published(e.Args)})
	}
	var rows *rowFaults
	if errors.As(err, &rows) {
		for _, e := range rows.rows {
			words := sentence(&fault.Error{Code: e.Code, Args: e.Args}, lang)
			p.Errors = append(p.Errors, FieldError{Row: e.Row, Field: e.Field, Code: e.Code, Message: words, Args: published(e.Args)})
		}
	}
	if len(fields) == 0 {
		p.args = published(f.Args)
	}
	return p
}

// members of a problem that no argument may replace.
var members = []string{"type", "title", "status", "detail", "code", "errors"}

func published(args fault.Args) fault.Args {
	out := fault.Args{}
	for name, value := range args {
		switch value.(type) {
		case int64, string, money.VND:
			if !slices.Contains(members, name) && name != "file" {
				out[name] = value
			}
		}
	}
	return out
}

// problem is what err is to who asked, noted and logged.
func (s *Server) problem(r *http.Request, err error) Problem {
	p := problemOf(err, languageOf(r))
	note(r).code = p.Code
	if p.Status == http.StatusInternalServerError || p.Status == http.StatusServiceUnavailable {
		s.log.LogAttrs(r.Context(), slog.LevelError, "refused", slog.String("route", note(r).route), slog.String("error", err.Error()))
	}
	return p
}

// refuse answers with the problem that err is.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	p := s.problem(r, err)
	if p.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="central"`)
	}
	if p.Status == http.StatusServiceUnavailable || p.Status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", strconv.Itoa(retryAfter))
	}
	body, err := json.Marshal(p)
	if err != nil {
		panic("api: a problem can't be written: " + err.Error())
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	w.Write(body)
}

// language is what a person reads.
type language uint8

const (
	english language = iota
	vietnamese
)

// wording is the language of what explains figures.
func (l language) wording() loyalty.Lang {
	if l == vietnamese {
		return loyalty.Vi
	}
	return loyalty.En
}

// languageOf is Vietnamese where the request puts it before English.
func languageOf(r *http.Request) language { return preferred(r, english) }

// preferred is the language that the request names first, or the other where it names neither.
func preferred(r *http.Request, other language) language {
	for _, part := range strings.Split(r.Header.Get("Accept-Language"), ",") {
		switch tag := strings.ToLower(strings.TrimSpace(part)); {
		case strings.HasPrefix(tag, "vi"):
			return vietnamese
		case strings.HasPrefix(tag, "en"):
			return english
		}
	}
	return other
}
