package setup

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"tim/domain/fault"
	"tim/domain/money"
)

// At is one answer by its key, as it would be typed: "" for a limit that doesn't limit, and for a key that there isn't.
func (a Answers) At(key string) string {
	v := leaf(reflect.ValueOf(a), key)
	if !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return ""
	}
	b, err := json.Marshal(v.Interface())
	var text string
	if err == nil && json.Unmarshal(b, &text) != nil {
		text = string(b) // a number or a yes
	}
	return text
}

// With is the answers with one of them as it was typed: an amount without its dots, a percentage with a comma. Faults, at the key:
// field.required, number.format, money.format, money.range, percent.format, field.enum.
func (a Answers) With(key, typed string) (Answers, error) {
	next := a.clone()
	v := leaf(reflect.ValueOf(&next).Elem(), key)
	if !v.IsValid() {
		panic("setup: there is no answer " + key)
	}
	if err := set(v, strings.TrimSpace(typed)); err != nil {
		f, coded := fault.Of(err)
		if !coded {
			f = fault.New(fault.Invalid, "field.enum", fault.Args{"value": typed})
		}
		return a, fault.At(key, f.Code, f.Args)
	}
	return next, nil
}

// clone shares nothing with a, so that who holds a keeps what they have.
func (a Answers) clone() (next Answers) {
	b, err := json.Marshal(a)
	if err == nil {
		err = json.Unmarshal(b, &next)
	}
	if err != nil {
		panic(fmt.Sprintf("setup: answers can't be copied: %v", err))
	}
	return next
}

// leaf is the value at a key, "staff[0].pin"; the zero Value where there is none.
func leaf(v reflect.Value, key string) reflect.Value {
	for part := range strings.SplitSeq(key, ".") {
		name, index, listed := strings.Cut(strings.TrimSuffix(part, "]"), "[")
		v = member(v, name)
		if !listed || !v.IsValid() {
			if !v.IsValid() {
				return v
			}
			continue
		}
		i, err := strconv.Atoi(index)
		if err != nil || i < 0 || i >= v.Len() {
			return reflect.Value{}
		}
		v = v.Index(i)
	}
	return v
}

func member(v reflect.Value, name string) reflect.Value {
	if v.Kind() != reflect.Struct {
		return reflect.Value{}
	}
	for _, f := range reflect.VisibleFields(v.Type()) {
		if keyOf(f) == name {
			return v.FieldByIndex(f.Index)
		}
	}
	return reflect.Value{}
}

// set makes a value what was typed.
func set(v reflect.Value, typed string) error {
	if v.Kind() == reflect.Pointer {
		if typed == "" {
			v.SetZero()
			return nil
		}
		v.Set(reflect.New(v.Type().Elem()))
		return set(v.Elem(), typed)
	}
	_, isPercent := v.Interface().(money.Percent)
	_, isText := v.Addr().Interface().(encoding.TextUnmarshaler)
	_, isJSON := v.Addr().Interface().(json.Unmarshaler)
	switch {
	case v.Kind() == reflect.String:
		v.SetString(typed)
		return nil
	case v.Kind() == reflect.Bool:
		v.SetBool(typed == "true")
		return nil
	case typed == "":
		return fault.New(fault.Invalid, "field.required", nil)
	case isPercent:
		return json.Unmarshal([]byte(strconv.Quote(strings.ReplaceAll(typed, ",", "."))), v.Addr().Interface())
	case isText || isJSON:
		return json.Unmarshal([]byte(strconv.Quote(typed)), v.Addr().Interface())
	}
	n, err := strconv.ParseInt(typed, 10, 64)
	if err != nil {
		return fault.New(fault.Invalid, "number.format", fault.Args{"value": typed})
	}
	v.SetInt(n)
	return nil
}
