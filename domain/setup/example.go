package setup

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// Example is a file of answers with every key that comment knows, in their order: each behind its comment, each with its default. A
// limit that doesn't limit stands as a comment of its own. Read reads it as Default.
func Example(k Kind, english bool, comment func(key string) string) []byte {
	e := example{comment: comment}
	e.table("", reflect.ValueOf(Default(k, english)))
	return bytes.TrimLeft(e.out.Bytes(), "\n")
}

// example is such a file as it is written.
type example struct {
	out     bytes.Buffer
	comment func(key string) string
}

// table writes the plain keys of a struct, then those that are tables of their own.
func (e *example) table(path string, v reflect.Value) {
	var inner []reflect.StructField
	for _, f := range reflect.VisibleFields(v.Type()) {
		kind, tables := f.Type.Kind(), f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct
		if (kind == reflect.Struct || tables) && !plain(v.FieldByIndex(f.Index)) {
			inner = append(inner, f)
			continue
		}
		e.key(join(path, keyOf(f)), keyOf(f), v.FieldByIndex(f.Index))
	}
	for _, f := range inner {
		key, field := join(path, keyOf(f)), v.FieldByIndex(f.Index)
		about := e.comment(key)
		if about == "" {
			continue
		}
		if f.Type.Kind() == reflect.Struct {
			fmt.Fprintf(&e.out, "\n# %s\n[%s]\n", about, key)
			e.table(key, field)
			continue
		}
		fmt.Fprintf(&e.out, "\n# %s\n", about)
		for i := range field.Len() {
			if i > 0 {
				e.out.WriteByte('\n')
			}
			fmt.Fprintf(&e.out, "[[%s]]\n", key)
			e.table(key, field.Index(i))
		}
	}
}

// plain says whether a struct is written as one value: money and instants are.
func plain(v reflect.Value) bool {
	_, is := v.Interface().(json.Marshaler)
	return is
}

func (e *example) key(path, name string, v reflect.Value) {
	about := e.comment(path)
	if about == "" {
		return
	}
	b, err := json.Marshal(v.Interface())
	if err != nil {
		panic(fmt.Sprintf("setup: the default of %s: %v", path, err))
	}
	line, off := fmt.Sprintf("%s = %s", name, b), ""
	if v.Kind() == reflect.Pointer && v.IsNil() || v.Kind() == reflect.Map {
		line, off = name+" =", "# " // nothing limits
	}
	fmt.Fprintf(&e.out, "%s%-40s # %s\n", off, line, about)
}

func keyOf(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
