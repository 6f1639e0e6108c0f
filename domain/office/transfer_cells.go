package office

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/money"
)

// The columns of the common kinds: each gives the place in a document that it stands for.

func textColumn[T any](name string, at func(*T) *string) column[T] {
	return column[T]{name, textCell,
		func(v *T, cell string) error { *at(v) = cell; return nil },
		func(v *T) string { return *at(v) }}
}

func timeColumn[T any](name string, at func(*T) *time.Time) column[T] {
	return column[T]{name, textCell,
		func(v *T, cell string) (err error) { *at(v), err = parseTime(cell); return err },
		func(v *T) string { return timeCell(*at(v)) }}
}

// timeCell is an instant in UTC, so that the same state gives the same file.
func timeCell(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// parseTime reads RFC 3339. Fault: time.format.
func parseTime(s string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, fault.New(fault.Invalid, "time.format", nil)
	}
	return milli(t), nil
}

func countColumn[T any](name string, at func(*T) *int64) column[T] {
	return column[T]{name, numberCell,
		func(v *T, cell string) (err error) { *at(v), err = strconv.ParseInt(cell, 10, 64); return err },
		func(v *T) string { return countCell(*at(v)) }}
}

// countCell is a number, an absent one for 0.
func countCell(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func boolColumn[T any](name string, at func(*T) *bool) column[T] {
	return column[T]{name, boolCell,
		func(v *T, cell string) (err error) { *at(v), err = strconv.ParseBool(cell); return err },
		func(v *T) string { return strconv.FormatBool(*at(v)) }}
}

func listColumn[T any](name string, at func(*T) *[]string) column[T] {
	return column[T]{name, listCell,
		func(v *T, cell string) error {
			*at(v) = nil
			for _, part := range strings.Split(cell, listSeparator) {
				*at(v) = append(*at(v), strings.TrimSpace(part))
			}
			return nil
		},
		func(v *T) string { return strings.Join(*at(v), listSeparator) }}
}

func amountColumn[T any](name string, at func(*T) *money.VND) column[T] {
	return column[T]{name, textCell,
		func(v *T, cell string) (err error) { *at(v), err = money.Parse(cell); return err },
		func(v *T) string { return at(v).Decimal().String() }}
}

// jsonColumn keeps a part of a document as JSON; empty says when there is none.
func jsonColumn[T, P any](name string, at func(*T) *P, empty func(P) bool) column[T] {
	return column[T]{name, jsonCell,
		func(v *T, cell string) error { return json.Unmarshal([]byte(cell), at(v)) },
		func(v *T) string {
			if empty(*at(v)) {
				return ""
			}
			b, err := json.Marshal(*at(v))
			if err != nil {
				panic("office: " + name + ": " + err.Error()) // plain data
			}
			return string(b)
		}}
}

// optionalColumn is a column of a value that may be absent.
func optionalColumn[T, P any](name string, kind cellKind, at func(*T) **P, parse func(string) (P, error), write func(P) string) column[T] {
	return column[T]{name, kind,
		func(v *T, cell string) error {
			p, err := parse(cell)
			*at(v) = &p
			return err
		},
		func(v *T) string {
			if *at(v) == nil {
				return ""
			}
			return write(**at(v))
		}}
}

func optionalCount[T any](name string, at func(*T) **int64) column[T] {
	return optionalColumn(name, numberCell, at, func(s string) (int64, error) { return strconv.ParseInt(s, 10, 64) },
		func(n int64) string { return strconv.FormatInt(n, 10) })
}

func optionalAmount[T any](name string, at func(*T) **money.VND) column[T] {
	return optionalColumn(name, textCell, at, money.Parse, func(v money.VND) string { return v.Decimal().String() })
}

func optionalPercent[T any](name string, at func(*T) **money.Percent) column[T] {
	return optionalColumn(name, textCell, at, money.ParsePercent, money.Percent.String)
}
