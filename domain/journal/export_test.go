package journal_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
)

// export is a journal's lines: of batches 1, 2-3, 4-6, 7-8, confirmed up to 3 and 6. The header is line 0, events and seals follow
// the two confirmations.
func (s stored) export(t testing.TB, k journal.Key) []string {
	t.Helper()
	var b bytes.Buffer
	x, err := journal.NewExporter(&b, journal.Exporting{Public: k.Public(), Events: uint64(len(s.events)), Central: key(8).Public(), Confirmed: s.confirmed})
	for _, r := range s.events {
		var e journal.Event
		err = errors.Join(err, journal.Decode(r.bytes, &e), x.Event(journal.Record{Event: e, Bytes: r.bytes, Hash: r.hash}))
		if r.seal != nil {
			err = errors.Join(err, x.Seal(*r.seal))
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(b.String(), "\n")
	return lines[:len(lines)-1]
}

func kept(sizes ...int) stored {
	s := keep(key(1), sizes...)
	s.confirmed = []journal.Confirmation{s.confirm(3), s.confirm(6)}
	return s
}

func read(lines []string) (journal.Exported, uint64, error) {
	last := uint64(0)
	x, err := journal.ReadExport(strings.NewReader(strings.Join(lines, "")), journal.Known{}, func(r journal.Record) { last = r.Event.Seq })
	return x, last, err
}

func TestAnExportIsReadAsItWasWritten(t *testing.T) {
	s := kept(1, 2, 3, 2)
	x, last, err := read(s.export(t, key(1)))
	if err != nil || x.Broken != nil || last != 8 || x.Head.Seq != 8 || x.Head.Hash != s.events[7].hash || x.Confirmed.Head.Seq != 6 {
		t.Errorf("%+v up to %d, %v", x, last, err)
	}
	if !x.Public.Equal(key(1).Public()) || !x.Central.Equal(key(8).Public()) {
		t.Errorf("by %x and %x", x.Public, x.Central)
	}
	for name, known := range map[string]journal.Known{"export.key": {Public: key(2).Public()}, "central.key": {Central: key(2).Public()}} {
		lines := strings.Join(s.export(t, key(1)), "")
		if _, err := journal.ReadExport(strings.NewReader(lines), known, func(journal.Record) {}); fault.Code(err) != name {
			t.Errorf("%v, want %s", err, name)
		}
	}
}

// Lines that fill many blocks are the same journal.
func TestALongExportIsReadInOrder(t *testing.T) {
	s := keep(key(1), slices.Repeat([]int{2, 3}, 2_000)...)
	next, lines := uint64(1), strings.Join(s.export(t, key(1)), "")
	bytes := int64(0)
	known := journal.Known{Read: func(n int64) { bytes = n }}
	x, err := journal.ReadExport(strings.NewReader(lines), known, func(r journal.Record) {
		if r.Event.Seq != next || r.Hash != journal.Link(r.Prev, r.Bytes) {
			t.Fatalf("event %d comes at %d", r.Event.Seq, next)
		}
		next++
	})
	if err != nil || x.Broken != nil || x.Head.Seq != 10_000 || next != 10_001 || bytes < int64(len(lines))-2_000 {
		t.Errorf("%+v, %v; %d events, %d of %d bytes", x.Head, err, next-1, bytes, len(lines))
	}
	at := strings.Index(lines, `{"seq":7777,`)
	spoilt := lines[:at+9] + "8" + lines[at+10:]
	if x, err := journal.ReadExport(strings.NewReader(spoilt), journal.Known{}, func(journal.Record) {}); err != nil || x.Broken == nil || x.Broken.Seq != 7_777 {
		t.Errorf("%+v, %v", x.Broken, err)
	}
}

// Lines: 0 header, 1 and 2 confirmations; event 1, seal; events 2 3, seal; 4 5 6, seal; 7 8, seal.
func TestAnExportNamesWhatWasDoneToIt(t *testing.T) {
	event := func(seq int) int { return []int{0, 3, 5, 6, 8, 9, 10, 12, 13}[seq] }
	seal := func(to int) int { return event(to) + 1 }
	edit := func(at int, old, new string) func(l []string) []string {
		return func(l []string) []string {
			if !strings.Contains(l[at], old) {
				panic(l[at])
			}
			l[at] = strings.Replace(l[at], old, new, 1)
			return l
		}
	}
	flip := func(at int, field string) func(l []string) []string {
		return func(l []string) []string {
			i := strings.Index(l[at], field) + len(field) + 30
			c := byte('0')
			if l[at][i] == c {
				c = '1'
			}
			l[at] = l[at][:i] + string(c) + l[at][i+1:]
			return l
		}
	}
	for name, test := range map[string]struct {
		do     func(l []string) []string
		seq    uint64
		reason string
	}{
		"a byte of an event":              {flip(event(5), `"bytes":"`), 5, journal.EventChanged},
		"a byte of its hash":              {flip(event(5), `"hash":"`), 5, journal.EventChanged},
		"the instant said beside":         {edit(event(5), `"at":"1970-01-01T00:00:00.003Z"`, `"at":"1970-01-01T00:00:00.004Z"`), 5, journal.EventChanged},
		"the kind said beside":            {edit(event(5), `order.paid`, `order.voided`), 5, journal.EventChanged},
		"the id said beside":              {edit(event(5), `"id":"3 1"`, `"id":"3 2"`), 5, journal.EventChanged},
		"a seq":                           {edit(event(5), `"seq":5`, `"seq":6`), 5, journal.JournalGap},
		"a byte of a signature":           {flip(seal(6), `"signature":"`), 4, journal.SealForged},
		"a byte of a signed message":      {flip(seal(6), `"message":"`), 4, journal.SealForged},
		"a seal's beginning":              {edit(seal(6), `"from":4`, `"from":5`), 4, journal.SealMissing},
		"no seal":                         {func(l []string) []string { return slices.Delete(l, seal(6), seal(6)+1) }, 4, journal.SealMissing},
		"no event":                        {func(l []string) []string { return slices.Delete(l, event(5), event(5)+1) }, 5, journal.JournalGap},
		"no batch":                        {func(l []string) []string { return slices.Delete(l, event(4), seal(6)+1) }, 4, journal.JournalGap},
		"no first event":                  {func(l []string) []string { return slices.Delete(l, event(1), event(1)+1) }, 1, journal.JournalGap},
		"an event twice":                  {func(l []string) []string { return slices.Insert(l, event(5), l[event(4)]) }, 5, journal.JournalGap},
		"two swapped":                     {func(l []string) []string { l[event(4)], l[event(5)] = l[event(5)], l[event(4)]; return l }, 4, journal.JournalGap},
		"an event of another journal":     {func(l []string) []string { l[event(5)] = kept(1, 3, 3, 1).export(t, key(1))[9]; return l }, 5, journal.EventChanged},
		"a cut behind a batch":            {func(l []string) []string { return l[:seal(6)+1] }, 7, journal.JournalCut},
		"a cut within a batch":            {func(l []string) []string { return l[:event(8)] }, 7, journal.SealMissing},
		"a cut within a line":             {func(l []string) []string { l[event(8)] = l[event(8)][:40]; return l[:event(8)+1] }, 8, journal.LineUnreadable},
		"nothing but a header":            {func(l []string) []string { return l[:1] }, 1, journal.JournalCut},
		"a cut, and the header with it":   {func(l []string) []string { return edit(0, `"events":8`, `"events":3`)(l[:seal(3)+1]) }, 4, journal.JournalCut},
		"less said than there is":         {edit(0, `"events":8`, `"events":7`), 8, journal.JournalCut},
		"a line that is none":             {func(l []string) []string { return slices.Insert(l, event(5), "{}\n") }, 5, journal.LineUnreadable},
		"an empty line":                   {func(l []string) []string { return slices.Insert(l, event(5), "\n") }, 5, journal.LineUnreadable},
		"a field more":                    {edit(event(5), `"hash"`, `"note":"x","hash"`), 5, journal.LineUnreadable},
		"fields in another order":         {edit(event(5), `{"seq":5,"id":"3 1"`, `{"id":"3 1","seq":5`), 5, journal.LineUnreadable},
		"a space":                         {edit(event(5), `"seq":5`, `"seq": 5`), 5, journal.LineUnreadable},
		"a longer number":                 {edit(event(5), `"seq":5`, `"seq":05`), 5, journal.LineUnreadable},
		"no hex":                          {edit(event(5), `"bytes":"0`, `"bytes":"g`), 5, journal.LineUnreadable},
		"half a byte":                     {edit(event(5), `"bytes":"0`, `"bytes":"`), 5, journal.LineUnreadable},
		"a line behind the end":           {func(l []string) []string { return append(l, "x") }, 9, journal.LineUnreadable},
		"a confirmation of another event": {edit(1, `"confirmed":3`, `"confirmed":4`), 4, journal.ConfirmationForged},
		"a confirmation's signature":      {flip(2, `"signature":"`), 6, journal.ConfirmationForged},
		"a confirmation's instant":        {edit(1, `.003Z`, `.004Z`), 3, journal.ConfirmationForged},
		"a confirmation that is none":     {edit(1, `"confirmed":3`, `"confirmed":"3"`), 1, journal.LineUnreadable},
		"another key":                     {func(l []string) []string { return keep(key(2), 1, 2, 3, 2).signedAs(t, l) }, 1, journal.SealForged},
		"rewritten by the till's own key": {func(l []string) []string { return append(l[:3], kept(1, 2, 2, 3).export(t, key(1))[3:]...) }, 6, journal.JournalRewritten},
	} {
		t.Run(name, func(t *testing.T) {
			s := kept(1, 2, 3, 2)
			lines := s.export(t, key(1))
			x, last, err := read(test.do(lines))
			if err != nil || x.Broken == nil || *x.Broken != (journal.Break{Seq: test.seq, Reason: test.reason}) {
				t.Errorf("breaks at %+v, %v; want %d %s", x.Broken, err, test.seq, test.reason)
			}
			if x.Broken != nil && x.Broken.Reason != journal.SealForged && x.Broken.Reason != journal.SealMissing && last > test.seq {
				t.Errorf("event %d was handed on", last)
			}
		})
	}
}

// signedAs is an export's header and confirmations before another journal's events.
func (s stored) signedAs(t testing.TB, lines []string) []string {
	return append(lines[:3], s.export(t, key(2))[1:]...)
}

func TestWhatIsNoExportIsRefused(t *testing.T) {
	for _, text := range []string{"", "\n", "{}\n", `{"format":"tim journal 3","public_key":"` + hex.EncodeToString(key(1).Public()) + "\"}\n",
		`{"format":"tim journal 2","public_key":"00"}` + "\n", "PK\x03\x04\n"} {
		if x, err := journal.ReadExport(strings.NewReader(text), journal.Known{}, func(journal.Record) {}); fault.Code(err) != "export.format" {
			t.Errorf("%q: %+v, %v", text, x, err)
		}
	}
}

// What was exported before there were confirmations is read for ever.
func TestAnExportOfBeforeIsRead(t *testing.T) {
	s := keep(key(1), 1, 2)
	lines := s.export(t, key(1))
	lines[0] = fmt.Sprintf(`{"format":"tim journal 1","public_key":"%x","rule":"as then"}`+"\n", []byte(key(1).Public()))
	if x, last, err := read(lines); err != nil || x.Broken != nil || last != 3 || !x.Confirmed.At.Equal(time.Time{}) {
		t.Errorf("%+v up to %d, %v", x, last, err)
	}
}

func FuzzReadExport(f *testing.F) {
	lines := kept(1, 2, 3, 2).export(f, key(1))
	f.Add([]byte(strings.Join(lines, "")))
	f.Add([]byte(strings.Join(lines[:4], "")))
	f.Fuzz(func(t *testing.T, text []byte) {
		next := uint64(1)
		x, err := journal.ReadExport(bytes.NewReader(text), journal.Known{}, func(r journal.Record) {
			if r.Event.Seq != next {
				t.Fatalf("event %d comes at %d", r.Event.Seq, next)
			}
			next++
		})
		if err == nil && x.Broken == nil && x.Head.Seq != next-1 {
			t.Errorf("%d events, the head is %d", next-1, x.Head.Seq)
		}
	})
}
