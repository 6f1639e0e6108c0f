package hub_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"tim/domain/journal"
	"tim/domain/share"
	"tim/sync/hub"
	"tim/sync/wire"
)

func journalTake(lot string, n int64) journal.Move {
	return journal.Move{Kind: journal.MoveTake, Lot: lot, N: n}
}

func TestAJournalIsTakenOnceHoweverOftenItIsSent(t *testing.T) {
	c := open(t)
	a := c.enrolled("Quận 1")
	for range 9 {
		a.write()
	}
	first := a.next(0)
	for range 3 { // answers were lost
		if answer := a.push(first); answer.Mark.Acked != 10 || answer.Hash != a.head.Hash || answer.Forked || answer.Retired {
			t.Fatalf("%+v", answer)
		}
	}
	a.write()
	a.write()
	if answer := a.push(a.next(11)); answer.Mark.Acked != 10 || answer.Forked {
		t.Errorf("behind a gap: %+v", answer)
	}
	if answer := a.push(a.next(10)); answer.Mark.Acked != 12 || answer.Hash != a.head.Hash {
		t.Errorf("%+v", answer)
	}
}

func TestASealThatIsNotTheTillsStoresNothing(t *testing.T) {
	c := open(t)
	a := c.enrolled("Quận 1")
	thief := newKey(t)
	for what, spoil := range map[string]func(p *wire.Push){
		"another key": func(p *wire.Push) { p.Seals[0].Signature = thief.Sign(p.Seals[0].Message()) },
		"a changed event": func(p *wire.Push) {
			changed := append([]byte(nil), p.Records[0]...)
			changed[len(changed)-1] ^= 1
			p.Records[0] = changed
		},
		"no seal": func(p *wire.Push) { p.Seals = nil },
	} {
		p := a.next(0)
		spoil(p)
		status, body := a.say(wire.SyncDoor, p)
		var answer wire.Answer
		if status == http.StatusOK {
			c.read(body, &answer)
		}
		if status < 500 && answer.Mark.Acked != 0 || status >= 500 {
			t.Errorf("%s: %d, stored up to %d", what, status, answer.Mark.Acked)
		}
	}
	if answer := a.push(a.next(0)); answer.Mark.Acked != 1 || answer.Forked {
		t.Errorf("the till's own: %+v", answer)
	}
}

func TestAClonedFileIsFoundOut(t *testing.T) {
	c := open(t)
	a := c.enrolled("Quận 1")
	a.push(a.next(0))
	clone := *a
	a.write(journalTake("lot", 1))
	clone.write(journalTake("lot", 2))
	a.push(a.next(1))
	if answer := clone.push(clone.next(1)); !answer.Forked {
		t.Errorf("the clone isn't told: %+v", answer)
	}
	if g := a.ask(1, "anh", 10, true); g.Refused == "" || len(g.Units) != 0 {
		t.Errorf("a forked epoch was granted %+v", g)
	}
}

func TestAGrantIsTheSameHoweverOftenItIsAskedFor(t *testing.T) {
	c := open(t)
	lot := c.member("anh", "0912345678", 500)
	a := c.enrolled("Quận 1")
	first := a.ask(1, "anh", 300, true)
	if total(first) != 300 || first.Units[0].Right != lot {
		t.Fatalf("%+v", first)
	}
	for range 3 {
		if again := a.ask(1, "anh", 300, true); total(again) != 300 {
			t.Errorf("asked again: %+v", again)
		}
	}
	a.get(first)
	if again := a.ask(1, "anh", 300, true); again.Refused != "share.closed" {
		t.Errorf("asked for what was got: %+v", again)
	}
	if rest := a.ask(2, "anh", 300, true); total(rest) != 200 {
		t.Errorf("asked for more than is left: %+v", rest)
	}
	a.write(journal.Move{Kind: journal.MoveClosed, Request: 2, Incarnation: 1}) // given up
	if rest := a.ask(3, "anh", 300, true); total(rest) != 200 {
		t.Errorf("what was closed isn't free again: %+v", rest)
	}
}

func TestTwoTillsNeverTakeMoreThanThereIs(t *testing.T) {
	c := open(t)
	lot := c.member("anh", "0912345678", 500)
	a, b := c.enrolled("Quận 1"), c.enrolled("Quận 3")
	tills, taken := []*till{a, b}, int64(0)
	for round := range uint64(12) {
		for _, one := range tills {
			if g := one.ask(round+1, "anh", 60, true); len(g.Units) > 0 {
				one.get(g)
			}
			if n := min(one.held.Units(lot), 45); n > 0 {
				one.write(journalTake(lot, n))
				taken += n
			}
		}
	}
	for _, one := range tills {
		one.push(one.next(one.heard.Acked))
	}
	if taken > 500 || taken < 400 {
		t.Errorf("%d of 500 points were taken", taken)
	}
	if a.held.Units(lot)+b.held.Units(lot)+taken > 500 {
		t.Errorf("%d held, %d held, %d taken of 500", a.held.Units(lot), b.held.Units(lot), taken)
	}
}

// The customer stands at B; A has her points and its poll waits: it hears of the recall at once, gives back, B gets them.
func TestARecallGoesRound(t *testing.T) {
	c := open(t)
	lot := c.member("anh", "0912345678", 500)
	a, b := c.enrolled("Quận 1"), c.enrolled("Quận 3")
	a.get(a.ask(1, "anh", 500, false))
	a.push(a.next(a.heard.Acked))
	cursor := a.caughtUp()
	polled := make(chan wire.Page, 1)
	speaking := *a
	go func() { polled <- speaking.pull(cursor, true) }()
	c.waiting(1)
	if g := b.ask(1, "anh", 200, true); len(g.Units) != 0 || g.Elsewhere != 200 {
		t.Fatalf("what another till has was granted: %+v", g)
	}
	page := <-polled
	if len(page.Recalls) != 1 || page.Recalls[0].Right != lot || page.Recalls[0].N != 200 {
		t.Fatalf("told %+v", page.Recalls)
	}
	a.write(journal.Move{Kind: journal.MoveReturn, Lot: lot, N: 200})
	p := a.next(a.heard.Acked)
	p.Recalled = []uint64{page.Recalls[0].ID}
	if answer := a.push(p); len(answer.Recalls) != 0 {
		t.Errorf("answered, and still recalled: %+v", answer.Recalls)
	}
	if g := b.ask(1, "anh", 200, true); total(g) != 200 {
		t.Errorf("what came back isn't granted: %+v", g)
	}
}

func TestACentralThatHearsOfMoreThanItHasFreezes(t *testing.T) {
	c := open(t)
	c.member("anh", "0912345678", 500)
	a, b := c.enrolled("Quận 1"), c.enrolled("Quận 3")
	a.push(a.next(0))
	b.push(b.next(0))
	a.heard.Central += 1000 // of a central that was restored since
	if g := a.ask(1, "anh", 10, true); g.Refused != "share.incarnation" {
		t.Errorf("granted by a central that lost its memory: %+v", g)
	}
	if a.heard.Incarnation != 2 {
		t.Fatalf("incarnation %d", a.heard.Incarnation)
	}
	a.write(journal.Move{Kind: journal.MoveClosed, Request: 1, Incarnation: 2})
	if g := a.ask(2, "anh", 10, true); g.Refused != "share.frozen" {
		t.Errorf("granted before all have spoken: %+v", g)
	}
	if _, err := c.office.Waive(context.Background(), share.Holder{Writer: b.till}, "admin"); err != nil {
		t.Fatal(err)
	}
	if g := a.ask(3, "anh", 10, true); total(g) != 10 {
		t.Errorf("not granted though the silent one is waived: %+v", g)
	}
}

func TestAPollIsWokenByWhatItsShopHears(t *testing.T) {
	c := open(t)
	a := c.enrolled("Quận 1")
	cursor := a.caughtUp()
	polled := make(chan wire.Page, 1)
	go func() { polled <- a.pull(cursor, true) }()
	c.waiting(1)
	c.product("SUA")
	page := <-polled
	if len(page.Items) != 1 || page.Items[0].Kind != wire.ItemProduct || page.Items[0].Key != "SUA" {
		t.Errorf("%+v", page)
	}
	if page.Cursor.N <= cursor.N {
		t.Errorf("the cursor stays at %d", page.Cursor.N)
	}
}

func TestStoppingEndsWhatWaits(t *testing.T) {
	c := open(t)
	a := c.enrolled("Quận 1")
	cursor := a.caughtUp()
	polled := make(chan wire.Page, 1)
	go func() { polled <- a.pull(cursor, true) }()
	c.waiting(1)
	c.server.Close()
	select {
	case <-polled:
	case <-time.After(10 * time.Second):
		t.Error("it waits still")
	}
}

func TestARetiredTillsPollIsToldSoAtOnce(t *testing.T) {
	c := open(t)
	a := c.enrolled("Quận 1")
	cursor := a.caughtUp()
	type reply struct {
		status int
		body   []byte
	}
	polled := make(chan reply, 1)
	go func() {
		status, body := a.say(wire.FeedDoor, &wire.Pull{Speaker: a.speaker(), Feed: wire.Shop, Cursor: cursor, Wait: true})
		polled <- reply{status, body}
	}()
	c.waiting(1)
	if _, err := c.office.Retire(context.Background(), share.Holder{Writer: "01"}, "admin"); err != nil {
		t.Fatal(err)
	}
	got := <-polled
	c.refused(got.status, got.body, http.StatusGone, "till.retired")
}

// The hub itself knows no network: a simulated world speaks to it with the same messages.
func TestTheHubAnswersWithoutANetwork(t *testing.T) {
	c := open(t)
	c.member("anh", "0912345678", 500)
	h := hub.Hub{Config: hub.Config{Central: c.office, Now: c.clock}}
	a := &till{central: c, key: newKey(t), held: share.NewHeld(), at: noon}
	e := &wire.Enrol{Ticket: c.code("Quận 1"), PublicKey: a.key.Public()}
	e.Signature = a.key.Sign(e.Signed())
	say := func(m journal.Coder) journal.Coder {
		t.Helper()
		answer, err := h.Handle(t.Context(), m)
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
	a.begin(*say(e).(*wire.Enrolled))
	p := a.next(0)
	p.Asks = []wire.Ask{{Request: 1, Member: "anh", Points: 60}}
	answer := say(p).(*wire.Answer)
	if answer.Mark.Acked != 1 || answer.Hash != a.head.Hash || total(answer.Grants[0]) != 60 || !answer.Clock.Wall.Equal(noon) || answer.Newest != wire.Version {
		t.Errorf("%+v", answer)
	}
	copied := say(&wire.Copy{Speaker: a.speaker(), Feed: wire.Chain, Limit: 10}).(*wire.Page)
	if len(copied.Items) != 1 || copied.Items[0].Key != "anh" || copied.More {
		t.Errorf("%+v", copied)
	}
	if pulled := say(&wire.Pull{Speaker: a.speaker(), Feed: wire.Chain, Cursor: copied.Cursor, Wait: true}).(*wire.Page); len(pulled.Items) != 0 || pulled.Anew {
		t.Errorf("%+v", pulled)
	}
	if fetched := say(&wire.Fetch{Speaker: a.speaker(), Journal: 1}).(*wire.Fetched); len(fetched.Records) != 1 || len(fetched.Seals) != 1 {
		t.Errorf("%+v", fetched)
	}
}

func TestATillWaitsAFewTimesAtMost(t *testing.T) {
	c := open(t)
	a := c.enrolled("Quận 1")
	cursor := a.caughtUp()
	pull := wire.Pack(&wire.Pull{Speaker: a.speaker(), Feed: wire.Shop, Cursor: cursor, Wait: true})
	send := func() (int, []byte) { return a.send(wire.FeedDoor.Path(a.till), a.token, a.key, a.at, pull) }
	answered := make(chan int, 4)
	for range 4 {
		go func() {
			status, _ := send()
			answered <- status
		}()
	}
	c.waiting(4)
	status, body := send()
	c.refused(status, body, http.StatusTooManyRequests, "rate.limit")
	c.server.Close()
	for range 4 {
		if status := <-answered; status != http.StatusOK {
			t.Errorf("%d", status)
		}
	}
}
