package wire_test

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/journal"
	"tim/sync/wire"
)

// messages are every message, empty.
func messages() []journal.Coder {
	return []journal.Coder{&wire.Push{}, &wire.Answer{}, &wire.Pull{}, &wire.Page{}, &wire.Copy{}, &wire.Fetch{}, &wire.Fetched{},
		&wire.Bring{}, &wire.Brought{}, &wire.SignIn{}, &wire.SignedIn{}, &wire.Staffing{}, &wire.Managing{}, &wire.Managed{}, &wire.Enrol{}, &wire.Enrolled{}, &wire.Fault{}}
}

// fill gives every field a value, so that one which a codec forgets comes back empty.
func fill(t *rapid.T, v reflect.Value) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(time.UnixMilli(rapid.Int64Range(1, 1<<41).Draw(t, "instant")).UTC()))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.Set(reflect.ValueOf(rapid.SliceOfN(rapid.Byte(), 1, 40).Draw(t, "bytes")).Convert(v.Type()))
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), rapid.IntRange(1, 3).Draw(t, "length"), 3))
		for i := range v.Len() {
			fill(t, v.Index(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			v.Index(i).SetUint(uint64(rapid.Byte().Draw(t, "byte")))
		}
	case reflect.String:
		v.SetString(rapid.StringN(1, 20, 60).Draw(t, "text"))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int64:
		v.SetInt(rapid.Int64Min(1).Draw(t, "number"))
	case reflect.Uint8:
		v.SetUint(uint64(rapid.Uint8Min(1).Draw(t, "small")))
	case reflect.Uint32:
		v.SetUint(uint64(rapid.Uint32Min(1).Draw(t, "number")))
	default:
		v.SetUint(rapid.Uint64Min(1).Draw(t, "number"))
	}
}

func TestEveryMessageArrivesAsItWasSent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, sent := range messages() {
			fill(t, reflect.ValueOf(sent).Elem())
			got := reflect.New(reflect.TypeOf(sent).Elem()).Interface().(journal.Coder)
			if err := journal.Decode(journal.Encode(sent), got); err != nil || !reflect.DeepEqual(got, sent) {
				t.Fatalf("%+v\narrived as\n%+v, %v", sent, got, err)
			}
		}
	})
}

// What comes over a link may be anything: it is read whole or refused, and what is read is written back as it came.
func FuzzMessages(f *testing.F) {
	for i, m := range messages() {
		f.Add(uint8(i), journal.Encode(m))
	}
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		all := messages()
		m := all[int(which)%len(all)]
		if journal.Decode(data, m) != nil {
			return
		}
		again := reflect.New(reflect.TypeOf(m).Elem()).Interface().(journal.Coder)
		if err := journal.Decode(journal.Encode(m), again); err != nil || !reflect.DeepEqual(m, again) {
			t.Errorf("%+v\nreads again as\n%+v, %v", m, again, err)
		}
	})
}
