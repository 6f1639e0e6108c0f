package office

import (
	"encoding/binary"
	"time"

	"tim/domain/mutant"
)

// The spaces of notes that feeds keep. A scope is what one feed reads of: all shops' part, one shop's, the chain's.
const (
	headSpace  = "feed"       // "" → the newest position
	floorSpace = "feed.floor" // scope → cursors below this position miss something
	seenSpace  = "seen"       // member → sightings
	shopsSpace = "shops"      // shop where somebody was seen → nothing

	commonScope = "common"
	chainScope  = "chain"
)

func shopScope(shop string) string  { return "shop:" + shop }
func atSpace(scope string) string   { return "feed.at:" + scope }   // position → kind, gone, key
func ofSpace(scope string) string   { return "feed.of:" + scope }   // kind, key → position, gone, mark
func goneSpace(scope string) string { return "feed.gone:" + scope } // position → the instant that a tombstone was made at
func hereSpace(shop string) string  { return "seen.at:" + shop }    // member → day last seen
func daysSpace(shop string) string  { return "seen.day:" + shop }   // day, member → nothing
func staffSpace(shop string) string { return "staff:" + shop }      // id → shift.Staff
func shopDocument() string          { return "shop" }               // shop → JSON

// noted is a number that a note holds, 0 where there is none.
func noted(r Notes, space, key string) (uint64, error) {
	b, err := r.Note(space, key)
	if err != nil || len(b) < 8 {
		return 0, err
	}
	return binary.BigEndian.Uint64(b), nil
}

// numbered8 is a number as a key or value, so that they sort as they count.
func numbered8(n uint64) string { return string(binary.BigEndian.AppendUint64(nil, n)) }

// stamp is where a key stands in a scope.
type stamp struct {
	n    uint64
	kind ItemKind
	key  string
	gone bool
}

func (s stamp) of() string { return string([]byte{byte(s.kind)}) + s.key }

func flag(gone bool) byte {
	if gone {
		return 1
	}
	return 0
}

func readStamp(n Note) stamp {
	return stamp{n: binary.BigEndian.Uint64([]byte(n.Key)), kind: ItemKind(n.Value[0]), gone: n.Value[1] == 1, key: string(n.Value[2:])}
}

// Tombstones are kept for so long; a cursor older than one that is forgotten copies anew.
const (
	tombstonesKept = 120 * 24 * time.Hour
	tombstoneSpare = 3 // how many each new one forgets: more than one, so that they can't pile up
)

// touch moves a key to the newest position of a scope. mark is kept with it for the writer.
func touch(tx Tx, scope string, s stamp, mark string, now time.Time) error {
	head, err := noted(tx, headSpace, "")
	if err != nil {
		return err
	}
	if mutant.CountsBySequence {
		own, err := tx.(Tills).Head()
		if err != nil {
			return err
		}
		head = own.Seq
	}
	s.n = head + 1
	if err := untouch(tx, scope, s); err != nil {
		return err
	}
	at := append([]byte{byte(s.kind), flag(s.gone)}, s.key...)
	of := append([]byte(numbered8(s.n)), flag(s.gone))
	for _, w := range []struct {
		space, key string
		value      []byte
	}{{atSpace(scope), numbered8(s.n), at}, {ofSpace(scope), s.of(), append(of, mark...)}, {headSpace, "", []byte(numbered8(s.n))}} {
		if err := tx.PutNote(w.space, w.key, w.value); err != nil {
			return err
		}
	}
	if !s.gone {
		return nil
	}
	if err := tx.PutNote(goneSpace(scope), numbered8(s.n), []byte(numbered8(uint64(now.UnixMilli())))); err != nil {
		return err
	}
	return forgetTombstones(tx, scope, now)
}

// untouch removes where a key stood.
func untouch(tx Tx, scope string, s stamp) error {
	old, err := tx.Note(ofSpace(scope), s.of())
	if err != nil || old == nil {
		return err
	}
	n := string(old[:8])
	if old[8] == 1 {
		if err := tx.PutNote(goneSpace(scope), n, nil); err != nil {
			return err
		}
	}
	return tx.PutNote(atSpace(scope), n, nil)
}

// marked is what the writer kept with a key's position, "" where there is none.
func marked(r Notes, scope string, kind ItemKind, key string) (string, error) {
	b, err := r.Note(ofSpace(scope), stamp{kind: kind, key: key}.of())
	if err != nil || b == nil {
		return "", err
	}
	return string(b[9:]), nil
}

// forgetTombstones drops some that are older than they are kept.
func forgetTombstones(tx Tx, scope string, now time.Time) error {
	oldest, err := tx.Notes(goneSpace(scope), "", tombstoneSpare)
	if err != nil {
		return err
	}
	for _, note := range oldest {
		made := time.UnixMilli(int64(binary.BigEndian.Uint64(note.Value)))
		value, err := tx.Note(atSpace(scope), note.Key)
		if err != nil || now.Sub(made) < tombstonesKept {
			return err
		}
		if value == nil {
			continue
		}
		s := readStamp(Note{note.Key, value})
		if err := untouch(tx, scope, s); err != nil {
			return err
		}
		if err := tx.PutNote(ofSpace(scope), s.of(), nil); err != nil {
			return err
		}
		if err := tx.PutNote(floorSpace, scope, []byte(note.Key)); err != nil {
			return err
		}
	}
	return nil
}

// copyAnew makes every cursor of a scope so far too old.
func copyAnew(tx Tx, scope string) error {
	head, err := noted(tx, headSpace, "")
	if err != nil {
		return err
	}
	if err := tx.PutNote(headSpace, "", []byte(numbered8(head+1))); err != nil {
		return err
	}
	return tx.PutNote(floorSpace, scope, []byte(numbered8(head+1)))
}
