package memory

import (
	"reflect"
	"sync"
)

// deep is a copy of v that shares nothing that could be changed with it. A struct with unexported fields (an instant, a
// decimal) is a value that is never changed.
func deep[T any](v T) T {
	to := reflect.ValueOf(&v).Elem()
	if shares(to.Type()) {
		detach(to)
	}
	return v
}

// deepDocument is deep of a document, whatever its kind.
func deepDocument(doc any) any {
	to := reflect.New(reflect.TypeOf(doc)).Elem()
	to.Set(reflect.ValueOf(doc))
	if shares(to.Type()) {
		detach(to)
	}
	return to.Interface()
}

// detach gives a value its own copy of everything behind it.
func detach(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); shares(f.Type()) {
				detach(f)
			}
		}
	case reflect.Slice:
		detachSlice(v)
	case reflect.Map:
		detachMap(v)
	case reflect.Pointer:
		if !v.IsNil() {
			own := reflect.New(v.Type().Elem())
			own.Elem().Set(v.Elem())
			detach(own.Elem())
			v.Set(own)
		}
	}
}

func detachSlice(v reflect.Value) {
	if v.IsNil() {
		return
	}
	own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	reflect.Copy(own, v)
	if shares(v.Type().Elem()) {
		for i := range own.Len() {
			detach(own.Index(i))
		}
	}
	v.Set(own)
}

func detachMap(v reflect.Value) {
	if v.IsNil() {
		return
	}
	own := reflect.MakeMapWithSize(v.Type(), v.Len())
	for each := v.MapRange(); each.Next(); {
		value := reflect.New(v.Type().Elem()).Elem()
		value.Set(each.Value())
		detach(value)
		own.SetMapIndex(each.Key(), value)
	}
	v.Set(own)
}

// sharing is what shares has found out about types: that never changes.
var sharing sync.Map // reflect.Type → bool

// shares says whether copies of a type share something that could be changed.
func shares(t reflect.Type) bool {
	if known, there := sharing.Load(t); there {
		return known.(bool)
	}
	some := sharesAny(t)
	sharing.Store(t, some)
	return some
}

func sharesAny(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice, reflect.Map, reflect.Pointer:
		return true
	case reflect.Struct:
		some := false
		for i := range t.NumField() {
			f := t.Field(i)
			if !f.IsExported() {
				return false
			}
			some = some || shares(f.Type)
		}
		return some
	case reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16,
		reflect.Uint32, reflect.Uint64, reflect.String, reflect.Array:
		return false
	}
	panic("memory: a document with a " + t.String())
}
