package hub_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"tim/domain/journal"
	"tim/domain/share"
	"tim/sync/wire"
)

func TestACodeEnrolsOneTillOnce(t *testing.T) {
	c := open(t)
	code := c.code("Quận 1")
	first := &till{central: c, key: newKey(t), held: share.NewHeld(), at: noon}
	answer, status := first.enrol(code, 0)
	if status != http.StatusOK || answer.Till != "01" || answer.Epoch != 1 || answer.Shop != "Quận 1" || answer.Token == "" || answer.Mark.Incarnation != 1 {
		t.Fatalf("%d %+v", status, answer)
	}
	again, status := first.enrol(code, 0) // its answer was lost
	if status != http.StatusOK || again.Till != "01" || again.Epoch != 1 {
		t.Errorf("the same enrolment again: %d %+v", status, again)
	}
	thief := &till{central: c, key: newKey(t), held: share.NewHeld(), at: noon}
	if answer, status := thief.enrol(code, 0); status != http.StatusForbidden {
		t.Errorf("another till by a used code: %d %+v", status, answer)
	}
	late := c.code("Quận 1")
	c.later(10 * time.Minute)
	if answer, status := thief.enrol(late, 0); status != http.StatusForbidden {
		t.Errorf("a code of 10 minutes ago: %d %+v", status, answer)
	}
	c.later(time.Minute)
	if answer, status := thief.enrol(c.code("Quận 3"), 0); status != http.StatusOK || answer.Till != "02" {
		t.Errorf("the next till: %d %+v", status, answer)
	}
}

func TestCodesCannotBeTriedOut(t *testing.T) {
	c := open(t)
	guess := &till{central: c, key: newKey(t), held: share.NewHeld(), at: noon}
	limited := 0
	for range 20 {
		if _, status := guess.enrol("AAAA-BBBB-CCCC-DDDD", 0); status == http.StatusTooManyRequests {
			limited++
		}
	}
	if limited != 14 {
		t.Errorf("%d of 20 tries from one address were stopped, want all but 6", limited)
	}
	c.later(time.Minute)
	if _, status := guess.enrol(c.code("Quận 1"), 0); status != http.StatusOK {
		t.Errorf("a minute later: %d", status)
	}
}

func TestOnlyTheTillItselfIsHeard(t *testing.T) {
	c := open(t)
	a, b := c.enrolled("Quận 1"), c.enrolled("Quận 3")
	body := wire.Pack(a.next(0))
	path, other := wire.SyncDoor.Path(a.till), wire.SyncDoor.Path(b.till)
	at := noon.Add(time.Minute)
	for _, try := range []struct {
		what   string
		send   func() (int, []byte)
		status int
		code   string
	}{
		{"no token", func() (int, []byte) { return c.post(path, body, nil) }, 401, "token.missing"},
		{"a guessed token", func() (int, []byte) { return a.send(path, "01.1.2.x", a.key, at, body) }, 401, "token.unknown"},
		{"a changed token", func() (int, []byte) { return a.send(path, a.token[:len(a.token)-2]+"xx", a.key, at, body) }, 401, "token.unknown"},
		{"a token for another epoch", func() (int, []byte) {
			return a.send(path, strings.Replace(a.token, "01.1.", "01.2.", 1), a.key, at, body)
		}, 401, "token.unknown"},
		{"another till's path", func() (int, []byte) { return a.send(other, a.token, a.key, at, body) }, 403, "token.till"},
		{"another till's key", func() (int, []byte) { return a.send(path, a.token, b.key, at, body) }, 401, "request.forged"},
		{"no signature", func() (int, []byte) {
			return c.post(path, body, map[string]string{"Authorization": "Bearer " + a.token})
		}, 401, "request.unsigned"},
		{"another speaker in the message", func() (int, []byte) {
			p := b.next(0)
			return a.send(path, a.token, a.key, at, wire.Pack(p))
		}, 403, "speaker.other"},
		{"an epoch nobody has", func() (int, []byte) {
			p := a.next(0)
			p.Journal = 9
			return a.send(path, a.token, a.key, at, wire.Pack(p))
		}, 404, "till.unknown"},
		{"no message", func() (int, []byte) { return a.send(path, a.token, a.key, at, []byte("hello")) }, 400, "message.unreadable"},
		{"a message that grows", func() (int, []byte) {
			return a.send(path, a.token, a.key, at, wire.Pack(&wire.Page{Items: []wire.Item{{Value: make([]byte, wire.BodyMax+1)}}}))
		}, 400, "message.unreadable"},
		{"a body too long", func() (int, []byte) { return a.send(path, a.token, a.key, at, make([]byte, wire.BodyMax+1)) }, 413, "body.too_long"},
		{"a pull as long as a push", func() (int, []byte) {
			return a.send(wire.FeedDoor.Path(a.till), a.token, a.key, at, make([]byte, 17<<10))
		}, 413, "body.too_long"},
		{"too many events", func() (int, []byte) {
			p := a.next(0)
			for range wire.EventsMax {
				p.Records = append(p.Records, p.Records[0])
			}
			return a.send(path, a.token, a.key, at, wire.Pack(p))
		}, 413, "push.too_long"},
		{"an impossible mark", func() (int, []byte) {
			p := a.next(0)
			p.Speaker.Heard.Incarnation = 1 << 63
			return a.send(path, a.token, a.key, at, wire.Pack(p))
		}, 422, "mark.range"},
	} {
		t.Run(try.what, func(t *testing.T) {
			status, body := try.send()
			c.refused(status, body, try.status, try.code)
		})
	}
	if a.push(a.next(0)).Mark.Acked != 1 {
		t.Error("the till itself isn't heard")
	}
}

func TestARequestOfLongAgoIsRefused(t *testing.T) {
	c := open(t)
	a := c.enrolled("Quận 1")
	body, path := wire.Pack(a.next(0)), wire.SyncDoor.Path(a.till)
	old := noon.Add(-10 * time.Minute)
	a.push(a.next(0))
	if status, answer := a.send(path, a.token, a.key, noon.Add(-4*time.Minute), body); status != http.StatusOK {
		t.Errorf("overtaken on its way: %d %s", status, answer)
	}
	status, answer := a.send(path, a.token, a.key, old, body)
	c.refused(status, answer, http.StatusUnauthorized, "request.old")
	c.later(5 * time.Minute) // the till's clock was set back: it isn't locked out
	if status, _ := a.send(path, a.token, a.key, old, body); status != http.StatusOK {
		t.Errorf("5 minutes later: %d", status)
	}
}

func TestTokensAreReplacedDaily(t *testing.T) {
	c := open(t)
	a := c.enrolled("Quận 1")
	first := a.token
	if a.push(a.next(0)); a.token != first {
		t.Fatal("replaced at once")
	}
	c.later(25 * time.Hour)
	if a.push(a.next(1)); a.token == first {
		t.Fatal("not replaced after a day")
	}
	a.token = first // the answer was lost
	if a.push(a.next(1)); a.token == first {
		t.Fatal("not replaced again")
	}
	if a.push(a.next(1)).Token != "" {
		t.Error("replaced though it is new")
	}
	if status, _ := a.send(wire.SyncDoor.Path(a.till), first, a.key, a.at, wire.Pack(a.next(1))); status != http.StatusOK {
		t.Errorf("the other lane had the old one a moment ago: %d", status)
	}
	c.later(6 * time.Minute)
	status, body := a.send(wire.SyncDoor.Path(a.till), first, a.key, a.at, wire.Pack(a.next(1)))
	c.refused(status, body, http.StatusUnauthorized, "token.unknown")
}

func TestARetiredTillIsHeardButToldNothing(t *testing.T) {
	c := open(t)
	lot := c.member("anh", "0912345678", 500)
	a := c.enrolled("Quận 1")
	a.get(a.ask(1, "anh", 300, true))
	a.push(a.next(1))
	cursor := a.caughtUp()
	retired, err := c.office.Retire(context.Background(), share.Holder{Writer: a.till}, "admin")
	if err != nil || retired.Exposure != 300 {
		t.Fatalf("%+v, %v", retired, err)
	}
	a.write(journalTake(lot, 120)) // it was spent unseen
	late := a.next(2)
	late.Asks = []wire.Ask{{Request: 2, Member: "anh", Points: 10, Use: true}}
	answer := a.push(late)
	if !answer.Retired || answer.Mark.Acked != 3 || len(answer.Grants) != 0 || answer.Token != "" {
		t.Errorf("its late events: %+v", answer)
	}
	stolen := a.speaker()
	stolen.Heard.Incarnation++ // its word freezes nobody
	for _, said := range []struct {
		door wire.Door
		m    journal.Coder
	}{
		{wire.FeedDoor, &wire.Pull{Speaker: stolen, Feed: wire.Shop, Cursor: cursor}},
		{wire.FeedDoor, &wire.Pull{Speaker: stolen, Feed: wire.Shop, Cursor: cursor, Wait: true}},
		{wire.CopyDoor, &wire.Copy{Speaker: stolen, Feed: wire.Chain}},
		{wire.JournalDoor, &wire.Fetch{Speaker: stolen, Journal: 1}},
	} {
		status, body := a.say(said.door, said.m)
		c.refused(status, body, http.StatusGone, "till.retired")
	}
	if mark, err := c.office.Mark(context.Background(), share.Holder{Writer: a.till, Epoch: a.epoch}); err != nil || mark.Incarnation != 1 {
		t.Errorf("central took its word: %+v, %v", mark, err)
	}
	e := wire.Enrol{Till: a.till, PublicKey: a.key.Public(), Former: a.epoch}
	e.Signature = a.key.Sign(e.Signed())
	status, body := c.post(wire.EnrolPath, wire.Pack(&e), nil)
	c.refused(status, body, http.StatusGone, "till.retired")
}

func TestANewEpochEndsTheFormer(t *testing.T) {
	c := open(t)
	a := c.enrolled("Quận 1")
	a.push(a.next(0))
	old := *a
	answer, status := a.enrol("", 1)
	if status != http.StatusOK || answer.Epoch != 2 {
		t.Fatalf("%d %+v", status, answer)
	}
	a.begin(answer)
	a.push(a.next(0))
	if answer := old.push(old.next(1)); !answer.Retired {
		t.Errorf("the former epoch isn't told: %+v", answer)
	}
	status, body := old.say(wire.FeedDoor, &wire.Pull{Speaker: old.speaker(), Feed: wire.Shop})
	c.refused(status, body, http.StatusConflict, "epoch.retired")
	var fetched wire.Fetched
	status, body = a.say(wire.JournalDoor, &wire.Fetch{Speaker: a.speaker(), Journal: 1})
	if c.read(body, &fetched); status != http.StatusOK || len(fetched.Records) != 1 || !bytes.Equal(fetched.Records[0], old.records[0].Bytes) || fetched.Head.Seq != 1 {
		t.Errorf("its former journal: %d %+v", status, fetched)
	}
}

// However much a manager asks at a till, of a great preview or of all members, the till itself goes on being heard.
func TestWhatAManagerAsksLeavesTheTillItsTurns(t *testing.T) {
	c := open(t)
	a, limited := c.enrolled("Quận 1"), 0
	for range 120 {
		if status, _ := a.say(wire.ManageDoor, &wire.Managing{Speaker: a.speaker(), By: "mai", Method: "GET", Path: "/v1/liability"}); status == http.StatusTooManyRequests {
			limited++
		}
	}
	if limited != 20 {
		t.Errorf("%d of 120 of the manager's were stopped, want those beyond the burst", limited)
	}
	if a.push(a.next(0)).Mark.Acked != 1 {
		t.Error("the till isn't heard")
	}
}

func TestATillThatAsksTooMuchWaits(t *testing.T) {
	c := open(t)
	a, b := c.enrolled("Quận 1"), c.enrolled("Quận 1")
	limited := 0
	for range 120 {
		if status, _ := a.say(wire.SyncDoor, a.next(0)); status == http.StatusTooManyRequests {
			limited++
		}
	}
	if limited != 20 {
		t.Errorf("%d of 120 were stopped, want those beyond the burst", limited)
	}
	if b.push(b.next(0)).Mark.Acked != 1 {
		t.Error("another till isn't heard")
	}
}
