package api

import (
	"bytes"
	"encoding"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"tim/domain/fault"
	"tim/domain/money"
)

// Limits that keep a hostile document cheap.
const (
	faultsMax = 100 // reported of one document
	depthMax  = 32
)

// Decode reads a JSON document into v, a pointer to a struct, the way the contract wants it: names match exactly, unknown and
// doubled names are refused, and every field at fault is reported at once with its JSON path. null stands for an absent field,
// and an absent field keeps the value that it had, so defaults are set by the caller. Types that read their own JSON are asked;
// when they fail with a coded fault, its code is reported at their path. Faults: json.format when it isn't one JSON object;
// else fault.Fields of field.unknown, field.duplicate, field.type (want) and the codes of the types' own readers.
func Decode(document []byte, v any) error {
	if !json.Valid(document) {
		return fault.New(fault.Invalid, "json.format", nil)
	}
	s := scanner{rest: document}
	raw := s.value()
	if raw[0] != '{' {
		return fault.New(fault.Invalid, "json.format", nil)
	}
	var r documentReader
	r.read("", raw, reflect.ValueOf(v).Elem(), 0)
	return r.faults.OrNil()
}

type documentReader struct{ faults fault.Fields }

func (r *documentReader) add(path, code string, args fault.Args) {
	if len(r.faults) < faultsMax {
		r.faults = append(r.faults, fault.At(path, code, args))
	}
}

// read fills v from raw, which is one valid JSON value without spaces around it.
func (r *documentReader) read(path string, raw []byte, v reflect.Value, depth int) {
	if string(raw) == "null" {
		if v.Kind() == reflect.Pointer {
			v.SetZero()
		}
		return
	}
	if depth > depthMax {
		r.add(path, "field.type", fault.Args{"want": wanted(v)})
		return
	}
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	if readsItself(v) {
		r.itself(path, raw, v)
		return
	}
	switch {
	case v.Kind() == reflect.Struct && raw[0] == '{':
		r.object(path, raw, v, depth)
	case v.Kind() == reflect.Slice && raw[0] == '[':
		r.list(path, raw, v, depth)
	case v.Kind() == reflect.Struct || v.Kind() == reflect.Slice || json.Unmarshal(raw, v.Addr().Interface()) != nil:
		r.add(path, "field.type", fault.Args{"want": wanted(v)})
	}
}

func (r *documentReader) itself(path string, raw []byte, v reflect.Value) {
	err := json.Unmarshal(raw, v.Addr().Interface())
	if err == nil {
		return
	}
	if f, ok := fault.Of(err); ok {
		r.add(path, f.Code, f.Args)
		return
	}
	r.add(path, "field.type", fault.Args{"want": wanted(v)})
}

func (r *documentReader) object(path string, raw []byte, v reflect.Value, depth int) {
	known := fieldsOf(v.Type())
	seen := make([]bool, len(known))
	s := scanner{rest: raw[1:]}
	for s.more() {
		name := s.name()
		value := s.value()
		at := clip(name)
		if path != "" {
			at = path + "." + at
		}
		i, ok := find(known, name)
		switch {
		case !ok:
			r.add(at, "field.unknown", nil)
		case known[i].ignored:
		case seen[i]:
			r.add(at, "field.duplicate", nil)
		default:
			seen[i] = true
			r.read(at, value, v.FieldByIndex(known[i].index), depth+1)
		}
	}
}

func (r *documentReader) list(path string, raw []byte, v reflect.Value, depth int) {
	v.SetLen(0)
	s := scanner{rest: raw[1:]}
	for i := 0; s.more(); i++ {
		v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
		r.read(path+"["+strconv.Itoa(i)+"]", s.value(), v.Index(i), depth+1)
	}
	if v.IsNil() {
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	}
}

// field is one that a document may name.
type field struct {
	name    string
	index   []int
	ignored bool // tagged strict:"answer": answers carry it, and a document sent back may repeat it
}

var fieldsByType sync.Map // reflect.Type → []field

func fieldsOf(t reflect.Type) []field {
	if have, ok := fieldsByType.Load(t); ok {
		return have.([]field)
	}
	var fields []field
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || name == "-" || name == "" {
			continue
		}
		fields = append(fields, field{name: name, index: f.Index, ignored: f.Tag.Get("strict") == "answer"})
	}
	have, _ := fieldsByType.LoadOrStore(t, fields)
	return have.([]field)
}

func find(fields []field, name string) (int, bool) {
	for i := range fields {
		if fields[i].name == name {
			return i, true
		}
	}
	return 0, false
}

var (
	unmarshaler     = reflect.TypeFor[json.Unmarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
)

func readsItself(v reflect.Value) bool {
	t := reflect.PointerTo(v.Type())
	return t.Implements(unmarshaler) || t.Implements(textUnmarshaler)
}

// wanted names the JSON that a field takes.
func wanted(v reflect.Value) string {
	switch v.Interface().(type) {
	case money.VND, money.Percent, money.Quantity:
		return "decimal"
	}
	if readsItself(v) {
		return "string"
	}
	switch v.Kind() {
	case reflect.Bool:
		return "boolean"
	case reflect.String:
		return "string"
	case reflect.Int, reflect.Int64:
		return "integer"
	case reflect.Slice:
		return "array"
	}
	return "object"
}

// scanner walks bytes that are known to be valid JSON.
type scanner struct{ rest []byte }

func (s *scanner) space() { s.rest = bytes.TrimLeft(s.rest, " \t\r\n,:") }

// more says whether another member or element follows.
func (s *scanner) more() bool {
	s.space()
	return s.rest[0] != '}' && s.rest[0] != ']'
}

func (s *scanner) name() string {
	raw := s.value()
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1])
	}
	var name string
	if json.Unmarshal(raw, &name) != nil {
		return string(raw)
	}
	return name
}

// value cuts the next value off.
func (s *scanner) value() []byte {
	s.space()
	depth, i := 0, 0
	for ; i < len(s.rest); i++ {
		switch s.rest[i] {
		case '"':
			i += quoted(s.rest[i:])
		case '{', '[':
			depth++
		case '}', ']':
			depth--
			if depth < 0 {
				return s.cut(i)
			}
		case ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return s.cut(i)
			}
		}
		if depth == 0 && (s.rest[i] == '"' || s.rest[i] == '}' || s.rest[i] == ']') {
			return s.cut(i + 1)
		}
	}
	return s.cut(i)
}

func (s *scanner) cut(n int) []byte {
	raw := s.rest[:n]
	s.rest = s.rest[n:]
	return raw
}

// quoted is where the string that starts b ends, counted from its start.
func quoted(b []byte) int {
	for i := 1; ; i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
}
