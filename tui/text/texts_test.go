package text

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

// TestNoTextIsMissing reads every sentence of every screen in both languages; those that take arguments are given some.
func TestNoTextIsMissing(t *testing.T) {
	for name, texts := range map[string]*Texts{"vi": In(Vietnamese), "en": In(English)} {
		written := 0
		eachText(t, name, reflect.ValueOf(*texts), &written)
		if written < 150 {
			t.Errorf("%s: only %d texts were read", name, written)
		}
	}
}

func eachText(t *testing.T, path string, v reflect.Value, written *int) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			eachText(t, path+"."+v.Type().Field(i).Name, v.Field(i), written)
		}
	case reflect.Array, reflect.Slice:
		if v.Len() == 0 {
			t.Errorf("%s is empty", path)
		}
		for i := range v.Len() {
			eachText(t, fmt.Sprintf("%s[%d]", path, i), v.Index(i), written)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			eachText(t, fmt.Sprintf("%s[%v]", path, key), v.MapIndex(key), written)
		}
	case reflect.String:
		*written++
		if s := v.String(); strings.TrimSpace(s) == "" || strings.Contains(s, "%!") {
			t.Errorf("%s is %q", path, s)
		}
	case reflect.Func:
		if v.IsNil() {
			t.Errorf("%s is missing", path)
			return
		}
		args := make([]reflect.Value, v.Type().NumIn())
		for i := range args {
			args[i] = sample(v.Type().In(i))
		}
		if v.Type().IsVariadic() {
			args = args[:len(args)-1]
		}
		for _, out := range v.Call(args) { // some say nothing about an argument that never comes
			if s := out.String(); strings.Contains(s, "%!") {
				t.Errorf("%s() is %q", path, s)
			}
			*written++
		}
	}
}

func sample(t reflect.Type) reflect.Value {
	v := reflect.New(t).Elem()
	switch {
	case t == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Date(2026, 11, 21, 14, 5, 0, 0, time.UTC)))
	case v.CanInt():
		v.SetInt(12_000)
	case v.CanUint():
		v.SetUint(1)
	case t.Kind() == reflect.String:
		v.SetString("Ánh")
	}
	return v
}
