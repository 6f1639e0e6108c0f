// Package fault holds the coded errors of the shop: a closed set of kinds, a stable code and arguments, and no
// sentence. Whoever speaks to a person (tui/text, sync/api) turns a code into words; a fault that reaches a
// screen must say there what happened to the data and what to press.
package fault

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Kind sorts faults by what the caller can do. Numbers travel: append only.
type Kind uint8

// The kinds.
const (
	Internal    Kind = 0 // a bug or a broken machine: nothing the caller can mend
	Invalid     Kind = 1 // the input breaks a rule: mend the input
	NotFound    Kind = 2 // what was named isn't there
	Conflict    Kind = 3 // it is there, and says otherwise
	Forbidden   Kind = 4 // allowed to others, or after an approval
	Unavailable Kind = 5 // a device, a file or a link: try again later
)

// Args are the values that a sentence needs, keyed by name. Values are strings, int64, money.VND or time.Time.
type Args map[string]any

// Error is one coded fault.
type Error struct {
	Kind  Kind
	Code  string // stable, "noun.adjective": "points.short"
	Field string // JSON path of the input at fault, "" when none: "tiers[0].rate_percent"
	Args  Args
	Err   error // cause, may be nil
}

// New makes a fault without a field.
func New(kind Kind, code string, args Args) *Error { return &Error{Kind: kind, Code: code, Args: args} }

// At makes a fault of one input field; its kind is Invalid.
func At(field, code string, args Args) *Error {
	return &Error{Kind: Invalid, Code: code, Field: field, Args: args}
}

// Wrap makes a fault that has a cause.
func Wrap(kind Kind, code string, err error, args Args) *Error {
	return &Error{Kind: kind, Code: code, Args: args, Err: err}
}

// Error is for logs: code, field and arguments in a fixed order.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code)
	if e.Field != "" {
		b.WriteString(" " + e.Field)
	}
	for _, k := range slices.Sorted(maps.Keys(e.Args)) {
		fmt.Fprintf(&b, " %s=%v", k, e.Args[k])
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is matches any fault of the same code, so that errors.Is(err, fault.New(0, "points.short", nil)) works.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// Fields is every fault of one document, found in one pass (A3). Never empty when returned as an error.
type Fields []*Error

// Error joins the faults.
func (f Fields) Error() string {
	parts := make([]string, len(f))
	for i, e := range f {
		parts[i] = e.Error()
	}
	return strings.Join(parts, "; ")
}

// Unwrap gives the single faults.
func (f Fields) Unwrap() []error {
	out := make([]error, len(f))
	for i, e := range f {
		out[i] = e
	}
	return out
}

// OrNil is the list as an error, or nil when it is empty.
func (f Fields) OrNil() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// Also is the list with the fields of another fault that it doesn't name yet: rules are told beside what couldn't be
// read, but a field that couldn't be read isn't judged by them.
func (f Fields) Also(other error) Fields {
	var more Fields
	if !errors.As(other, &more) {
		return f
	}
	all := slices.Clone(f)
	for _, e := range more {
		if !slices.ContainsFunc(f, func(have *Error) bool { return covers(have.Field, e.Field) }) {
			all = append(all, e)
		}
	}
	return all
}

// covers says whether a field is another one or lies inside it: "lines" covers "lines[0].quantity".
func covers(field, other string) bool {
	rest, inside := strings.CutPrefix(other, field)
	return inside && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// Of finds the first fault in err's tree.
func Of(err error) (*Error, bool) {
	var e *Error
	if errors.As(err, &e) {
		return e, true
	}
	return nil, false
}

// Code is the code of the first fault in err's tree, "" when there is none.
func Code(err error) string {
	if e, ok := Of(err); ok {
		return e.Code
	}
	return ""
}
