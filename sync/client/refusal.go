package client

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"tim/domain/fault"
	"tim/domain/office"
)

// RowFaults is a refused file: its own fault, and what was wrong in which row.
type RowFaults struct {
	error
	Rows []office.RowError
}

// Unwrap gives the fault of the whole.
func (r *RowFaults) Unwrap() error { return r.error }

// problem is an answer that refuses (api.Problem), its arguments apart.
type problem struct {
	Code   string
	Errors []struct {
		Row         int64
		Field, Code string
		Args        map[string]any
	}
}

// refusal is the fault that central answered with: of a document all fields', of a file all rows'.
func refusal(status int, text []byte) error {
	var p problem
	if err := decode(text, &p); err != nil || p.Code == "" {
		return fault.Wrap(fault.Unavailable, "link.other", errors.New(http.StatusText(status)), nil)
	}
	whole := fault.New(kindOf(status), p.Code, argsOf(text))
	var fields fault.Fields
	var rows []office.RowError
	for _, e := range p.Errors {
		if e.Row > 0 {
			rows = append(rows, office.RowError{Row: e.Row, Field: e.Field, Code: e.Code, Args: typed(e.Args)})
		} else {
			fields = append(fields, fault.At(e.Field, e.Code, typed(e.Args)))
		}
	}
	switch {
	case rows != nil:
		return &RowFaults{whole, rows}
	case fields != nil:
		return fields
	}
	if seconds, is := whole.Args["seconds"].(int64); is && p.Code == "pin.locked" {
		whole.Kind, whole.Args["until"] = fault.Forbidden, time.Now().Add(time.Duration(seconds)*time.Second)
	}
	return whole
}

func kindOf(status int) fault.Kind {
	switch status {
	case http.StatusNotFound:
		return fault.NotFound
	case http.StatusConflict, http.StatusPreconditionFailed:
		return fault.Conflict
	case http.StatusUnauthorized, http.StatusForbidden:
		return fault.Forbidden
	case http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge:
		return fault.Invalid
	}
	return fault.Unavailable
}

// argsOf are the arguments that stand beside a problem's own members.
func argsOf(text []byte) fault.Args {
	var all map[string]any
	if err := decode(text, &all); err != nil {
		return nil
	}
	for _, own := range []string{"type", "title", "status", "detail", "code", "errors"} {
		delete(all, own)
	}
	return typed(all)
}

// decode keeps numbers as they are written.
func decode(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return d.Decode(into)
}

// typed are arguments as sentences take them: whole numbers and texts.
func typed(args map[string]any) fault.Args {
	out := fault.Args{}
	for name, value := range args {
		switch v := value.(type) {
		case json.Number:
			if n, err := v.Int64(); err == nil {
				out[name] = n
			}
		case string:
			out[name] = v
		}
	}
	return out
}
