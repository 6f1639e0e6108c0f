package wire_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/sync/wire"
)

func key(seed byte) journal.Key {
	return journal.Key(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize)))
}

func TestARequestIsTheTillsOnlyAsItSignedIt(t *testing.T) {
	sent := wire.Request{Method: "POST", Path: wire.SyncDoor.Path("01"), Body: []byte("body"), At: time.UnixMilli(1_700_000_000_123).UTC()}
	at, signature := sent.Sign(key(1))
	got := sent
	got.At = time.Time{}
	if err := got.Verify(key(1).Public(), at, signature); err != nil || !got.At.Equal(sent.At) {
		t.Fatalf("%v at %v, sent at %v", err, got.At, sent.At)
	}
	for what, change := range map[string]func(*wire.Request){
		"another body":   func(r *wire.Request) { r.Body = []byte("bodY") },
		"another door":   func(r *wire.Request) { r.Path = wire.FeedDoor.Path("01") },
		"another till":   func(r *wire.Request) { r.Path = wire.SyncDoor.Path("02") },
		"another method": func(r *wire.Request) { r.Method = "GET" },
	} {
		r := sent
		change(&r)
		if err := r.Verify(key(1).Public(), at, signature); fault.Code(err) != "request.forged" {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := got.Verify(key(2).Public(), at, signature); fault.Code(err) != "request.forged" {
		t.Errorf("another till's key: %v", err)
	}
	if err := got.Verify(key(1).Public(), "1700000000124", signature); fault.Code(err) != "request.forged" {
		t.Errorf("another time: %v", err)
	}
	if err := got.Verify(key(1).Public(), "", ""); fault.Code(err) != "request.unsigned" {
		t.Errorf("no signature: %v", err)
	}
}

func TestABodyArrivesAndNoneGrowsBeyondItsLimit(t *testing.T) {
	sent := &wire.Page{Applied: 7, Items: []wire.Item{{Kind: wire.ItemMember, Key: "m", Value: bytes.Repeat([]byte("x"), 5000)}}}
	body := wire.Pack(sent)
	if len(body) > 200 {
		t.Errorf("%d bytes", len(body))
	}
	var got wire.Page
	if err := wire.Unpack(body, &got); err != nil || got.Applied != 7 || len(got.Items) != 1 || len(got.Items[0].Value) != 5000 {
		t.Fatalf("%+v, %v", got, err)
	}
	bomb := wire.Pack(&wire.Page{Items: []wire.Item{{Value: make([]byte, wire.BodyMax+1)}}})
	if len(bomb) > wire.BodyMax/100 {
		t.Fatalf("the bomb has %d bytes", len(bomb))
	}
	for what, b := range map[string][]byte{"a bomb": bomb, "no zstd": []byte("hello"), "cut": body[:len(body)-3], "nothing": nil} {
		if err := wire.Unpack(b, &wire.Page{}); fault.Code(err) != "message.unreadable" {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestAFaultTravelsAsItsCode(t *testing.T) {
	cause := errors.New("/secret/path")
	f := wire.FaultOf(fault.Wrap(fault.Conflict, "share.short", cause, fault.Args{"want": int64(5), "have": int64(3)}))
	if strings.Contains(f.Err().Error(), "secret") {
		t.Errorf("the cause travels: %v", f.Err())
	}
	e, ok := fault.Of(f.Err())
	if !ok || e.Kind != fault.Conflict || e.Code != "share.short" || e.Args["have"] != "3" || e.Args["want"] != "5" {
		t.Errorf("%+v", e)
	}
	if plain := wire.FaultOf(cause); plain.Reason != "internal" || len(plain.Args) != 0 {
		t.Errorf("%+v", plain)
	}
}
