package program

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
)

// settingAt is the setting of a JSON path; the zero Value where the document has none.
func settingAt(v reflect.Value, path string) reflect.Value {
	for path != "" {
		part, rest, _ := strings.Cut(path, ".")
		name, place, indexed := strings.Cut(part, "[")
		v = byName(v, name)
		if indexed && v.IsValid() {
			i, err := strconv.Atoi(strings.TrimSuffix(place, "]"))
			if err != nil || i < 0 || i >= v.Len() {
				return reflect.Value{}
			}
			v = v.Index(i)
		}
		if !v.IsValid() {
			return v
		}
		path = rest
	}
	return v
}

func byName(v reflect.Value, name string) reflect.Value {
	if v.Kind() != reflect.Struct {
		return reflect.Value{}
	}
	for i := range v.NumField() {
		if tag, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ","); tag == name {
			return v.Field(i)
		}
	}
	return reflect.Value{}
}

// typedAs is a setting as somebody would type it; "" of a limit that there isn't.
func typedAs(v reflect.Value) string {
	if !v.IsValid() {
		return ""
	}
	switch x := v.Interface().(type) {
	case money.Percent:
		return strings.ReplaceAll(x.String(), ".", ",")
	case loyalty.ExpiryMode:
		return x.String()
	case []int64:
		return strings.Trim(fmt.Sprint(x), "[]")
	case []string:
		return strings.Join(x, ", ")
	}
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return ""
		}
		return typedAs(v.Elem())
	}
	return fmt.Sprint(reflect.Indirect(v).Interface())
}

// readInto reads what was typed into a setting, which stays as it was where that can't be read. Faults: field.required, number.format,
// money.format, money.range, percent.format, field.enum.
func readInto(v reflect.Value, path, typed string) error {
	typed = strings.TrimSpace(typed)
	if v.Kind() == reflect.Pointer {
		if typed == "" {
			v.SetZero()
			return nil
		}
		into := reflect.New(v.Type().Elem())
		if err := readInto(into.Elem(), path, typed); err != nil {
			return err
		}
		v.Set(into)
		return nil
	}
	switch x := v.Addr().Interface().(type) {
	case *[]int64:
		return readNumbers(x, path, typed)
	case *string:
		*x = typed
		return nil
	}
	if typed == "" {
		return fault.At(path, "field.required", nil)
	}
	return readOne(v, path, typed)
}

// readOne reads what can't be empty.
func readOne(v reflect.Value, path, typed string) error {
	switch x := v.Addr().Interface().(type) {
	case *money.VND:
		got, err := money.Parse(strings.ReplaceAll(typed, ".", ""))
		return read(x, got, path, err)
	case *money.Percent:
		got, err := money.ParsePercent(strings.ReplaceAll(typed, ",", "."))
		return read(x, got, path, err)
	case *loyalty.ExpiryMode:
		return at(path, x.UnmarshalText([]byte(typed)))
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(typed == "true")
	case reflect.String:
		v.SetString(typed)
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(typed, 10, 64)
		if err != nil {
			return fault.At(path, "number.format", fault.Args{"value": typed})
		}
		v.SetInt(n)
	}
	return nil
}

func read[T any](into *T, got T, path string, err error) error {
	if err == nil {
		*into = got
	}
	return at(path, err)
}

// at is a fault of a field; nil of nil.
func at(path string, err error) error {
	if f, ok := fault.Of(err); ok {
		return fault.At(path, f.Code, f.Args)
	}
	return err
}

// readNumbers reads numbers with blanks or commas between them.
func readNumbers(into *[]int64, path, typed string) error {
	numbers := []int64{}
	for _, part := range strings.FieldsFunc(typed, func(r rune) bool { return r == ' ' || r == ',' || r == ';' || r == '%' }) {
		n, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return fault.At(path, "number.format", fault.Args{"value": part})
		}
		numbers = append(numbers, n)
	}
	*into = numbers
	return nil
}
