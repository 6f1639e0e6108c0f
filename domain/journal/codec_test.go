package journal_test

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/journal"
)

// goldenEvent and goldenSeal are what testdata pins: once written, these bytes mean this for ever.
func goldenEvent() journal.Event {
	at := time.Date(2026, 11, 21, 7, 5, 3, 217e6, time.UTC)
	return journal.Event{
		Writer: "01", Epoch: 2, Seq: 300, ID: "0193516d-9f41-7000-8000-0123456789ab", At: at, Wall: at.Add(-time.Second),
		Boot: "b1", Mono: -5, Kind: journal.OrderPaid, Actor: "s1",
		Moves: []journal.Move{
			{Kind: journal.MoveArise, Lot: "store/1", N: 48},
			{Kind: journal.MoveClaw, Lot: "store/0#2", N: 130, Burn: 7},
			{Kind: journal.MoveGot, Lot: "store/9", N: 1, Request: 1 << 40, Incarnation: 3, Holder: "02/1"},
		},
		Body: []byte("thân sự kiện"),
	}
}

func goldenSeal() journal.Seal {
	s := journal.Seal{Writer: "01", Epoch: 2, From: 299, To: 300, Hash: journal.Link(journal.Hash{}, []byte("event"))}
	s.Signature = key(1).Sign(s.Message())
	return s
}

func goldenConfirmation() journal.Confirmation {
	head := journal.Head{Writer: "01", Epoch: 2, Seq: 300, Hash: journal.Link(journal.Hash{}, []byte("event"))}
	return journal.Confirm(key(8), head, time.UnixMilli(1_800_000_000_123))
}

func golden(t *testing.T, file string) []byte {
	t.Helper()
	text, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	b, err := hex.DecodeString(strings.Join(strings.Fields(string(text)), ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestGoldenBytes(t *testing.T) {
	event, seal, word := goldenEvent(), goldenSeal(), goldenConfirmation()
	for _, test := range []struct {
		file      string
		want, got journal.Coder
	}{{"event_v1.hex", &event, new(journal.Event)}, {"seal_v1.hex", &seal, new(journal.Seal)}, {"confirmation_v1.hex", &word, new(journal.Confirmation)}} {
		pinned := golden(t, test.file)
		if b := journal.Encode(test.want); !bytes.Equal(b, pinned) {
			t.Errorf("%s: now written as %x", test.file, b)
		}
		if err := journal.Decode(pinned, test.got); err != nil || !reflect.DeepEqual(test.got, test.want) {
			t.Errorf("%s: read as %+v, %v", test.file, test.got, err)
		}
	}
	var s journal.Seal
	if err := journal.Decode(golden(t, "seal_v1.hex"), &s); err != nil || !s.Valid(key(1).Public()) {
		t.Errorf("the pinned signature isn't valid: %v", err)
	}
	var c journal.Confirmation
	if err := journal.Decode(golden(t, "confirmation_v1.hex"), &c); err != nil || !c.Valid(key(8).Public()) {
		t.Errorf("the pinned confirmation isn't valid: %v", err)
	}
}

func instants() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		if rapid.Bool().Draw(t, "zero") {
			return time.Time{}
		}
		return time.UnixMilli(rapid.Int64Range(-62135596799999, 253402300799999).Draw(t, "ms")).UTC()
	})
}

func bodies() *rapid.Generator[[]byte] {
	return rapid.Custom(func(t *rapid.T) []byte {
		if b := rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "bytes"); len(b) > 0 {
			return b
		}
		return nil
	})
}

func events() *rapid.Generator[journal.Event] {
	return rapid.Custom(func(t *rapid.T) journal.Event {
		e := journal.Event{
			Writer: rapid.String().Draw(t, "writer"), Epoch: rapid.Uint32().Draw(t, "epoch"), Seq: rapid.Uint64().Draw(t, "seq"),
			ID: rapid.String().Draw(t, "id"), At: instants().Draw(t, "at"), Wall: instants().Draw(t, "wall"), Boot: rapid.String().Draw(t, "boot"),
			Mono: rapid.Int64().Draw(t, "mono"), Kind: journal.Kind(rapid.Uint16().Draw(t, "kind")), Actor: rapid.String().Draw(t, "actor"),
			Body: bodies().Draw(t, "body"),
		}
		for range rapid.IntRange(0, 4).Draw(t, "moves") {
			e.Moves = append(e.Moves, journal.Move{
				Kind: journal.MoveKind(rapid.Uint8().Draw(t, "move")), Lot: rapid.String().Draw(t, "lot"), N: rapid.Int64().Draw(t, "n"),
				Burn: rapid.Int64().Draw(t, "burn"), Request: rapid.Uint64().Draw(t, "request"),
				Incarnation: rapid.Uint64().Draw(t, "incarnation"), Holder: rapid.String().Draw(t, "holder")})
		}
		return e
	})
}

func TestEventsReadBackAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := events().Draw(t, "event")
		b := journal.Encode(&want)
		var got journal.Event
		if err := journal.Decode(b, &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v, %v, want %+v", got, err, want)
		}
		cut := rapid.IntRange(0, len(b)-1).Draw(t, "cut")
		if err := journal.Decode(b[:cut], new(journal.Event)); !errors.Is(err, journal.ErrCanonical) {
			t.Fatalf("its first %d of %d bytes read as an event: %v", cut, len(b), err)
		}
		if err := journal.Decode(append(b, 0), new(journal.Event)); !errors.Is(err, journal.ErrCanonical) {
			t.Fatalf("a byte behind it is accepted: %v", err)
		}
	})
}

func TestInstantsAreKeptToTheMillisecond(t *testing.T) {
	e := journal.Event{At: time.Date(2026, 11, 21, 14, 5, 0, 1_999_999, time.FixedZone("+7", 7*3600))}
	var got journal.Event
	if err := journal.Decode(journal.Encode(&e), &got); err != nil || got.At != time.Date(2026, 11, 21, 7, 5, 0, 1e6, time.UTC) {
		t.Errorf("%v, %v", got.At, err)
	}
}

// pair is a value with one field of each kind.
type pair struct {
	n    uint64
	flag bool
	at   time.Time
	list []string
	opt  *int64
}

func (p *pair) Code(c *journal.Codec) {
	c.Version(1)
	journal.Uint(c, &p.n)
	c.Bool(&p.flag)
	c.Time(&p.at)
	journal.Strings(c, &p.list)
	journal.Optional(c, &p.opt, journal.Int[int64])
}

func TestOnlyTheShortestFormIsRead(t *testing.T) {
	if err := journal.Decode([]byte{1, 0, 0, 0, 0, 0}, new(pair)); err != nil {
		t.Fatal(err)
	}
	// the instants that have a shorter form: the zero time as its milliseconds, and the least number
	least := []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01}
	year1 := binary.AppendVarint(nil, time.Time{}.UnixMilli())
	for name, b := range map[string][]byte{
		"nothing":                 {},
		"version 0":               {0, 0, 0, 0, 0, 0},
		"a longer number":         {1, 0x80, 0x00, 0, 0, 0, 0},
		"a number over 64 bits":   append([]byte{1}, bytes.Repeat([]byte{0xff}, 11)...),
		"a third bool":            {1, 0, 2, 0, 0, 0},
		"a list longer than said": {1, 0, 0, 0, 200, 1, 0},
		"a text longer than said": {1, 0, 0, 0, 1, 9, 'x', 0},
		"a third presence mark":   {1, 0, 0, 0, 0, 2, 0},
		"the zero time in full":   append(append([]byte{1, 0, 0}, year1...), 0, 0),
		"the least instant":       append(append([]byte{1, 0, 0}, least...), 0, 0),
		"a byte too many":         {1, 0, 0, 0, 0, 0, 0},
	} {
		err := journal.Decode(b, new(pair))
		if !errors.Is(err, journal.ErrCanonical) || errors.Is(err, journal.ErrNewer) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := journal.Decode([]byte{2, 0, 0, 0, 0, 0}, new(pair)); !errors.Is(err, journal.ErrNewer) {
		t.Errorf("a newer version: %v", err)
	}
}

func FuzzDecodeEvent(f *testing.F) {
	event := goldenEvent()
	f.Add(journal.Encode(&event))
	f.Add(journal.Encode(&journal.Event{}))
	f.Fuzz(func(t *testing.T, b []byte) {
		var e journal.Event
		if journal.Decode(b, &e) == nil && !bytes.Equal(journal.Encode(&e), b) {
			t.Fatalf("%x and %x are the same event", b, journal.Encode(&e))
		}
	})
}

func FuzzDecodeSeal(f *testing.F) {
	seal := goldenSeal()
	f.Add(journal.Encode(&seal))
	f.Fuzz(func(t *testing.T, b []byte) {
		var s journal.Seal
		if journal.Decode(b, &s) == nil && !bytes.Equal(journal.Encode(&s), b) {
			t.Fatalf("%x and %x are the same seal", b, journal.Encode(&s))
		}
		s.Valid(key(1).Public())
	})
}

func TestKindNames(t *testing.T) {
	seen := map[string]bool{}
	for k := journal.JournalOpened; k <= journal.MemberAttached; k++ {
		name := k.String()
		if !strings.Contains(name, ".") || seen[name] {
			t.Errorf("kind %d is called %q", k, name)
		}
		seen[name] = true
	}
	if got := journal.Kind(9999).String(); got != "9999" {
		t.Errorf("an unknown kind is called %q", got)
	}
}
