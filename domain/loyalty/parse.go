package loyalty

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"tim/domain/fault"
	"tim/domain/money"
)

// DocumentMax is the size of the largest programme document, bytes.
const DocumentMax = 1 << 20

// answerOnly are fields that answers carry and a document sent back may repeat; they say nothing (API.md).
var answerOnly = map[string]bool{"warnings": true, "spend_per_point": true}

// ParseProgram reads a programme document (API.md): absent fields take their defaults, and the result is valid. Faults:
// json.format when it isn't one JSON object, json.too_long; else fault.Fields with every field's own: field.unknown,
// field.type (want), money.format, money.range, percent.format, and those of Validate. All at once: a field
// that can't be read doesn't hide what the rules say of the others (A3). Beside fault.Fields comes what could be read.
func ParseProgram(document []byte) (Program, error) {
	if len(document) > DocumentMax {
		return Program{}, fault.New(fault.Invalid, "json.too_long", fault.Args{"max": int64(DocumentMax)})
	}
	if err := jsonObject(document); err != nil {
		return Program{}, fault.Wrap(fault.Invalid, "json.format", err, nil)
	}
	p := Default()
	return p, Fill(document, &p).Also(p.Validate()).OrNil()
}

// Fill reads one JSON object into the struct that v points to, which holds the defaults: every field at fault is named, and those that
// are absent stay. Faults, by their JSON path: field.unknown, field.type (want), field.too_many, and those of the fields' own reading.
func Fill(document []byte, v any) fault.Fields {
	var r reader
	r.value("", document, reflect.ValueOf(v).Elem())
	return r.faults
}

func jsonObject(document []byte) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(document, &fields); err != nil {
		return err
	}
	if fields == nil {
		return fmt.Errorf("null where an object is wanted")
	}
	return nil
}

// reader fills values from JSON field by field, so that one bad field doesn't hide the others.
type reader struct{ faults fault.Fields }

// value fills v, which holds the default, from raw.
func (r *reader) value(path string, raw json.RawMessage, v reflect.Value) {
	raw = bytes.TrimSpace(raw)
	if v.Kind() == reflect.Pointer {
		if string(raw) == "null" {
			v.SetZero()
			return
		}
		v.Set(reflect.New(v.Type().Elem()))
		r.value(path, raw, v.Elem())
		return
	}
	if string(raw) == "null" {
		r.mistyped(path, v)
		return
	}
	if readsItself(v) {
		r.leaf(path, raw, v)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		r.object(path, raw, v)
	case reflect.Slice:
		r.list(path, raw, v)
	default:
		r.leaf(path, raw, v)
	}
}

// readsItself says whether the value's type knows its own JSON: money, percentages, instants, words.
func readsItself(v reflect.Value) bool {
	switch v.Addr().Interface().(type) {
	case json.Unmarshaler, encoding.TextUnmarshaler:
		return true
	}
	return false
}

func (r *reader) leaf(path string, raw json.RawMessage, v reflect.Value) {
	err := json.Unmarshal(raw, v.Addr().Interface())
	if err == nil {
		return
	}
	if f, ok := fault.Of(err); ok {
		r.faults = append(r.faults, fault.At(path, f.Code, f.Args))
		return
	}
	r.mistyped(path, v)
}

func (r *reader) mistyped(path string, v reflect.Value) {
	r.faults = append(r.faults, fault.At(path, "field.type", fault.Args{"want": wanted(v)}))
}

// wanted names the JSON that a field takes.
func wanted(v reflect.Value) string {
	switch v.Interface().(type) {
	case money.VND, money.Percent:
		return "decimal"
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
	if readsItself(v) {
		return "string"
	}
	return "object"
}

func (r *reader) object(path string, raw json.RawMessage, v reflect.Value) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		r.mistyped(path, v)
		return
	}
	known := map[string]reflect.Value{}
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		known[name] = v.Field(i)
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		at := clip(name)
		if path != "" {
			at = path + "." + at
		}
		if field, ok := known[name]; ok {
			r.value(at, fields[name], field)
		} else if !answerOnly[name] {
			r.faults = append(r.faults, fault.At(at, "field.unknown", nil))
		}
	}
}

// list replaces the default list. A tier that names no rate has 100 %.
func (r *reader) list(path string, raw json.RawMessage, v reflect.Value) {
	var elements []json.RawMessage
	if err := json.Unmarshal(raw, &elements); err != nil {
		r.mistyped(path, v)
		return
	}
	if len(elements) > ExcludedMax {
		r.faults = append(r.faults, fault.At(path, "field.too_many", fault.Args{"max": int64(ExcludedMax)}))
		return
	}
	list := reflect.MakeSlice(v.Type(), len(elements), len(elements))
	for i, raw := range elements {
		if tier, ok := list.Index(i).Addr().Interface().(*Tier); ok {
			tier.Rate = money.Per100(100)
		}
		r.value(fmt.Sprintf("%s[%d]", path, i), raw, list.Index(i))
	}
	v.Set(list)
}
