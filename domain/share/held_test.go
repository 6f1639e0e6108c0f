package share_test

import (
	"encoding/hex"
	"reflect"
	"slices"
	"testing"

	"tim/domain/journal"
	"tim/domain/share"
)

func closed(request, incarnation uint64) journal.Move {
	return journal.Move{Kind: journal.MoveClosed, Request: request, Incarnation: incarnation}
}

func gets(request uint64, n int64) journal.Move {
	return journal.Move{Kind: journal.MoveGot, Lot: "lot", N: n, Request: request, Incarnation: 1}
}

func TestRequestsAreGotInAnyOrderUntilTheyAreClosed(t *testing.T) {
	held := share.NewHeld()
	for _, m := range []journal.Move{closed(2, 1), gets(5, 10), gets(3, 1), gets(7, 100), gets(7, 100)} {
		held.Apply(journal.Event{Moves: []journal.Move{m}})
	}
	before := held.Requests()
	if !before.Equal(share.Requests{Closed: 2, Incarnation: 1, Got: []uint64{3, 5, 7}}) || held.Units("lot") != 211 {
		t.Errorf("%+v, %d held", before, held.Units("lot"))
	}
	for request, may := range map[uint64]bool{1: false, 2: false, 3: false, 4: true, 5: false, 6: true, 8: true} {
		if held.MayGet(request, 1) != may || held.MayGet(request, 2) {
			t.Errorf("request %d: %v", request, !may)
		}
	}
	held.Apply(journal.Event{Moves: []journal.Move{closed(5, 2), closed(4, 1)}}) // an older word changes nothing
	if after := held.Requests(); !after.Equal(share.Requests{Closed: 5, Incarnation: 2, Got: []uint64{7}}) || len(before.Got) != 3 {
		t.Errorf("%+v behind %+v", after, before)
	}
	again := share.StoredHeld(slices.Collect(held.Each), held.Requests())
	if !reflect.DeepEqual(again, held) {
		t.Errorf("stored and read back: %+v, %+v", again, held)
	}
}

func TestStoredFormsVersion1(t *testing.T) {
	for pinned, v := range map[string]journal.Coder{
		"0105040303078f4e": &share.Requests{Closed: 5, Incarnation: 4, Got: []uint64{3, 7, 9999}},
		"0106726563616c6c": &share.Note{Why: "recall"},
	} {
		if got := hex.EncodeToString(journal.Encode(v)); got != pinned {
			t.Errorf("%T is written as %s, files hold %s", v, got, pinned)
		}
		raw, _ := hex.DecodeString(pinned)
		back := reflect.New(reflect.TypeOf(v).Elem()).Interface().(journal.Coder)
		if err := journal.Decode(raw, back); err != nil || !reflect.DeepEqual(back, v) {
			t.Errorf("%T reads as %+v, %v", v, back, err)
		}
	}
}
