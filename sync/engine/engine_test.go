package engine_test

import (
	"errors"
	"testing"
	"time"

	"tim/domain/share"
	"tim/sync/engine"
	"tim/sync/wire"
)

func TestATillClosesAtItsStartAndPushesThatFirst(t *testing.T) {
	r := newRig(t, known())
	if c := did[engine.Close](r); len(c) != 1 || c[0].Incarnation != 1 {
		t.Fatalf("closings %v", c)
	}
	if r.up == nil || r.up.After != 5 || r.up.Push.Journal != 1 {
		t.Fatalf("push %+v", r.up)
	}
	if r.status.Online || r.status.Waiting != 1 {
		t.Errorf("status %+v before any answer", r.status)
	}
	r.answer()
	if !r.status.Online || r.status.Waiting != 0 || r.status.Code != "" {
		t.Errorf("status %+v", r.status)
	}
}

func TestWhatIsWrittenIsPushedAtOnceAndOneAtATime(t *testing.T) {
	r := online(t)
	r.write()
	if r.up == nil || r.up.After != 6 {
		t.Fatalf("push %+v", r.up)
	}
	r.write()
	r.answer(func(in *engine.Answered) { in.Answer.Mark.Acked = 7 })
	if r.up == nil || r.up.After != 7 {
		t.Fatalf("the second push %+v", r.up)
	}
	r.answer()
	if r.up != nil || r.status.Waiting != 0 {
		t.Fatalf("push %+v, status %+v", r.up, r.status)
	}
}

func TestADeadCentralIsAskedLessAndLessOften(t *testing.T) {
	r := online(t)
	since := r.now
	r.write()
	for fails := range 14 {
		id, failed := r.up.ID, r.now
		r.up = nil
		r.step(engine.Failed{ID: id, Code: "central.failed"})
		if r.status.Online || r.status.Code == "" || r.status.Since.Before(since) || r.status.Waiting != uint64(fails+1) {
			t.Fatalf("status %+v", r.status)
		}
		r.write() // waits as well
		for r.up == nil {
			r.after(100 * time.Millisecond)
		}
		least := min(time.Second<<fails, 150*time.Second)
		if wait := r.now.Sub(failed); wait < least || wait > 2*least+100*time.Millisecond {
			t.Errorf("failure %d: tried again after %v, at least %v", fails+1, wait, least)
		}
	}
}

func TestTheLaneThatFindsALinkAgainTellsTheOther(t *testing.T) {
	r := online(t)
	r.write()
	for range 8 {
		id := r.up.ID
		r.up = nil
		r.step(engine.Failed{ID: id, Code: "link.down"})
		for r.up == nil {
			r.after(time.Second)
		}
	}
	id := r.up.ID
	r.up = nil
	r.step(engine.Failed{ID: id, Code: "link.down"})
	for r.pull == nil {
		r.after(100 * time.Millisecond)
	}
	if r.up != nil {
		t.Skip("both lanes happened to try at once")
	}
	r.page(wire.Page{Cursor: wire.Cursor{Incarnation: 1, N: 10}})
	if r.up == nil {
		t.Error("the lane up goes on waiting for minutes")
	}
}

func TestAPushThatIsNeverAnsweredIsGivenUp(t *testing.T) {
	r := online(t)
	r.write()
	sent := r.now
	for r.up != nil {
		r.after(time.Second)
	}
	if r.now.Sub(sent) > 15*time.Second || r.status.Code != "link.slow" {
		t.Errorf("after %v: %+v", r.now.Sub(sent), r.status)
	}
}

func TestLessIsSentOverASlowLink(t *testing.T) {
	r := online(t)
	for range 300 {
		r.head++
	}
	r.write()
	if r.up.Events != wire.EventsMax {
		t.Fatalf("%d events", r.up.Events)
	}
	r.after(time.Minute)
	if r.up == nil || r.up.Events >= wire.EventsMax {
		t.Fatalf("%+v", r.up)
	}
	for r.pull == nil {
		r.after(time.Second)
	}
	if r.pull.Pull.Limit >= wire.PageMax {
		t.Errorf("%+v", r.pull)
	}
}

func TestAUseIsGrantedAndGot(t *testing.T) {
	r := online(t)
	r.step(engine.Wish{ID: 1, Member: "m", Points: 300, Use: true})
	if r.up == nil || len(r.up.Push.Asks) != 1 || r.up.Push.Asks[0].Request != 101 || !r.up.Push.Asks[0].Use {
		t.Fatalf("push %+v", r.up)
	}
	r.answer(func(in *engine.Answered) { in.Answer.Grants = []wire.Grant{{Request: 101, Units: points(300)}} })
	if g := did[engine.Got](r); len(g) != 1 || g[0].Request != 101 || g[0].Incarnation != 1 {
		t.Fatalf("got %+v", g)
	}
	if s, there := r.settled[1]; !there || s.Code != "" {
		t.Fatalf("settled %+v %v", s, there)
	}
	if r.up == nil { // the event of having got it
		t.Error("what was got isn't pushed")
	}
}

func TestACashierWaitsForADeadCentralOnceAndShortly(t *testing.T) {
	r := online(t)
	r.step(engine.Wish{ID: 1, Member: "m", Points: 300, Use: true})
	r.after(engine.UseWithin)
	if s, there := r.settled[1]; !there || s.Code != "share.late" {
		t.Fatalf("settled %+v %v", s, there)
	}
	if r.status.Online || r.status.Code != "link.slow" {
		t.Errorf("status %+v", r.status)
	}
	if c := did[engine.Close](r); len(c) != 2 {
		t.Errorf("%d closings: what was given up must be closed", len(c))
	}
	r.step(engine.Wish{ID: 2, Member: "m", Points: 300, Use: true})
	if s := r.settled[2]; s.Code != "share.offline" {
		t.Errorf("the next one %+v", s)
	}
	r.answer(func(in *engine.Answered) { in.Answer.Grants = []wire.Grant{{Request: 101, Units: points(300)}} })
	if len(did[engine.Got](r)) != 0 {
		t.Error("a grant that was given up is got")
	}
	if !r.status.Online {
		t.Errorf("status %+v behind an answer", r.status)
	}
}

func TestWhatOthersHoldIsAwaitedTwoSeconds(t *testing.T) {
	r := online(t)
	r.step(engine.Wish{ID: 1, Member: "m", Points: 300, Use: true})
	r.answer(func(in *engine.Answered) {
		in.Answer.Grants = []wire.Grant{{Request: 101, Units: points(100), Elsewhere: 200}}
	})
	r.answer() // of the event
	if r.up != nil {
		t.Fatal("asked again at once")
	}
	r.after(100 * time.Millisecond)
	if r.up == nil || r.up.Push.Asks[0].Request != 102 || r.up.Push.Asks[0].Points != 200 {
		t.Fatalf("%+v", r.up)
	}
	elsewhere := func(in *engine.Answered) { in.Answer.Grants = []wire.Grant{{Request: 102, Elsewhere: 200}} }
	r.answer(elsewhere)
	r.after(100 * time.Millisecond)
	if r.up == nil || r.up.Push.Asks[0].Request != 102 {
		t.Fatalf("the same again: %+v", r.up)
	}
	r.answer(elsewhere)
	for r.settled[1].Wish == 0 && r.now.Before(start.Add(time.Minute)) {
		r.after(50 * time.Millisecond)
		if r.up != nil && len(r.up.Push.Asks) > 0 {
			r.answer(elsewhere)
		}
	}
	s := r.settled[1]
	if waited := r.now.Sub(start); s.Code != "points.elsewhere" || s.Elsewhere != 200 || waited > engine.RecallWithin+50*time.Millisecond {
		t.Errorf("%+v after %v", s, waited)
	}
	if !r.e.Online() {
		t.Error("a central that answered counts as dead")
	}
}

func TestARecallIsAnsweredOnceAndOnlyWhenItIsGivenBack(t *testing.T) {
	r := online(t)
	recall := wire.Recall{ID: 7, Right: "lot", N: 50}
	r.disk = errors.New("full")
	r.page(wire.Page{Cursor: wire.Cursor{Incarnation: 1, N: 10}, Recalls: []wire.Recall{recall}})
	if r.up != nil {
		t.Fatalf("answered without giving back: %+v", r.up)
	}
	r.disk = nil
	r.page(wire.Page{Cursor: wire.Cursor{Incarnation: 1, N: 10}, Recalls: []wire.Recall{recall}})
	if g := did[engine.GiveBack](r); len(g) != 2 || g[1].Recall != 7 || g[1].Units[0] != (share.Units{Right: "lot", N: 50}) {
		t.Fatalf("%+v", g)
	}
	// The event may go up in a push of its own; the answer follows it, never leads.
	for range 2 {
		if len(r.up.Push.Recalled) > 0 {
			break
		}
		r.answer()
	}
	if len(r.up.Push.Recalled) != 1 || r.up.Push.Recalled[0] != 7 {
		t.Fatalf("%+v", r.up)
	}
	r.answer(func(in *engine.Answered) { in.Answer.Recalls = []wire.Recall{recall} })
	if g := did[engine.GiveBack](r); len(g) != 2 {
		t.Errorf("%d times", len(g))
	}
}

func TestAnotherIncarnationIsClosedAndNothingOfTheOldIsGot(t *testing.T) {
	r := online(t)
	r.step(engine.Wish{ID: 1, Member: "m", Points: 300, Use: true})
	r.answer(func(in *engine.Answered) {
		in.Answer.Mark = wire.Mark{Incarnation: 2, Central: 1, Acked: 2} // it lost events of ours
		in.Answer.Grants = []wire.Grant{{Request: 101, Units: points(300)}}
	})
	if len(did[engine.Got](r)) != 0 {
		t.Fatal("got a grant of an incarnation that isn't closed yet")
	}
	if c := did[engine.Close](r); len(c) != 2 || c[1].Incarnation != 2 {
		t.Fatalf("closings %+v", c)
	}
	if h := did[engine.Heard](r); h[len(h)-1].Mark.Incarnation != 2 {
		t.Fatalf("heard %+v", h)
	}
	if r.up == nil || r.up.After != 2 || r.up.Push.Asks[0].Request != 102 {
		t.Fatalf("what central lost goes up again, and the wish by a new number: %+v", r.up)
	}
}

func TestALyingCentralIsNotBelieved(t *testing.T) {
	for code, lie := range map[string]func(*engine.Answered){
		"central.unchained": func(in *engine.Answered) { in.Chained = false },
		"central.older":     func(in *engine.Answered) { in.Answer.Mark.Central = 1 },
	} {
		r := online(t)
		r.write()
		r.answer(lie)
		if r.status.Online || r.status.Code != code || r.status.Waiting != 1 {
			t.Errorf("%s: %+v", code, r.status)
		}
		if r.after(2 * time.Second); r.up == nil || r.up.After != 6 {
			t.Errorf("%s: %+v", code, r.up)
		}
	}
	r := online(t)
	r.write()
	for range 2 {
		r.answer(func(in *engine.Answered) { in.Answer.Mark.Acked = 6 })
	}
	r.answer(func(in *engine.Answered) { in.Answer.Mark.Acked = 6 })
	if r.up != nil || r.status.Code != "central.stuck" || r.status.Waiting != 1 {
		t.Errorf("a central that takes nothing: %+v, %+v", r.up, r.status)
	}
}

func TestAForkOrALostFileIsSaidAndSalesGoUpWhereTheyCan(t *testing.T) {
	for code, said := range map[string]func(*engine.Answered){
		"till.forked": func(in *engine.Answered) { in.Answer.Forked = true },
		"till.behind": func(in *engine.Answered) { in.Answer.Mark.Acked = 500 },
	} {
		r := online(t)
		r.write()
		r.answer(said)
		r.write()
		if goes := code == "till.forked"; (r.up != nil) != goes || r.status.Code != code || r.e.Online() {
			t.Errorf("%s: %+v, %+v", code, r.up, r.status)
		}
	}
	r := online(t)
	r.write()
	r.answer(func(in *engine.Answered) { in.Answer.Retired = true })
	r.write()
	if r.up == nil || r.status.Code != "till.retired" {
		t.Errorf("a retired till's sales still go up: %+v, %+v", r.up, r.status)
	}
}

func TestTheLinkCutByHandIsHealedAtOnce(t *testing.T) {
	r := online(t)
	r.page(wire.Page{Cursor: wire.Cursor{Incarnation: 1, N: 10}, Recalls: []wire.Recall{{ID: 7, Right: "lot", N: 50}}})
	for len(r.up.Push.Recalled) == 0 {
		r.answer()
	}
	r.step(engine.Link{Up: false})
	if r.status.Online || r.status.Code != "link.cut" || r.pull != nil {
		t.Fatalf("%+v", r.status)
	}
	r.write()
	r.after(time.Hour / 2)
	if r.up != nil || r.status.Waiting != 2 {
		t.Fatalf("%+v, %+v", r.up, r.status)
	}
	r.step(engine.Link{Up: true})
	if r.up == nil || r.pull == nil || len(r.up.Push.Recalled) != 1 {
		t.Fatalf("%+v, %+v: what was on its way is sent again", r.up, r.pull)
	}
	r.answer()
	if !r.status.Online || r.status.Waiting != 0 {
		t.Errorf("%+v", r.status)
	}
}

func TestAClosingComesHourlyAndTheTillLooksAtWhatItKeepsWhenIdle(t *testing.T) {
	r := online(t)
	for range 300 {
		r.after(15 * time.Second)
		if r.up != nil {
			r.answer()
		}
		if r.pull != nil {
			r.page(wire.Page{Cursor: wire.Cursor{Incarnation: 1, N: 10}})
		}
	}
	if c := did[engine.Close](r); len(c) != 2 {
		t.Errorf("%d closings in 75 minutes", len(c))
	}
	if r.looks < 60 || r.looks > 80 {
		t.Errorf("%d looks in 75 minutes", r.looks)
	}
	r.step(engine.Surplus{Units: points(9)})
	if g := did[engine.GiveBack](r); len(g) != 1 || g[0].Recall != 0 {
		t.Errorf("%+v", g)
	}
	r.answer()
	r.step(engine.Link{Up: false})
	r.step(engine.Surplus{Units: points(9)})
	if g := did[engine.GiveBack](r); len(g) != 1 {
		t.Error("given back without a link")
	}
}

func TestAFirstCopyGoesOnWhereItStoodAndTheShopIsNotForgotten(t *testing.T) {
	s := known()
	s.Chain = engine.Place{Cursor: wire.Cursor{Incarnation: 1, N: 4}, Copying: true, After: wire.Place{Kind: wire.ItemMember, Key: "b"}}
	r := newRig(t, s)
	r.answer()
	shop := wire.Page{Cursor: wire.Cursor{Incarnation: 1, N: 10}}
	if r.pull == nil || r.pull.Pull.Wait {
		t.Fatalf("%+v", r.pull)
	}
	r.page(shop)
	if c := r.copying; c == nil || c.Copy.After.Key != "b" || c.Copy.At.N != 4 || c.Copy.Feed != wire.Chain {
		t.Fatalf("%+v", r.copying)
	}
	r.after(time.Second)
	r.page(wire.Page{Cursor: wire.Cursor{Incarnation: 1, N: 99}, More: true, Items: []wire.Item{{Kind: wire.ItemMember, Key: "k"}}})
	if p := r.pages[0]; p.From.Key != "b" || p.At.After.Key != "k" || !p.At.Copying || p.At.Cursor.N != 4 || !p.Copy {
		t.Fatalf("%+v", p)
	}
	if r.pull == nil || r.pull.Pull.Feed != wire.Shop {
		t.Fatal("the shop's feed is forgotten during a copy")
	}
	r.page(shop)
	r.page(wire.Page{Cursor: wire.Cursor{Incarnation: 1, N: 99}, Items: []wire.Item{{Kind: wire.ItemMember, Key: "z"}}})
	if p := r.pages[1]; p.At.Copying || p.At.Cursor.N != 4 {
		t.Fatalf("%+v", p)
	}
	if r.pull == nil || r.pull.Pull.Feed != wire.Chain || r.pull.Pull.Cursor.N != 4 {
		t.Errorf("what changed during the copy: %+v", r.pull)
	}
}

func TestAPageThatCannotBeStoredIsAskedForAgain(t *testing.T) {
	r := online(t)
	r.disk = errors.New("full")
	page := wire.Page{Cursor: wire.Cursor{Incarnation: 1, N: 11}, Items: []wire.Item{{Kind: wire.ItemProduct, Key: "p"}}}
	r.page(page)
	if r.pull != nil || r.status.Code != "ledger.full" || !r.status.Online {
		t.Fatalf("%+v, %+v", r.pull, r.status)
	}
	r.disk = nil
	r.after(3 * time.Second)
	if r.pull == nil || r.pull.Pull.Cursor.N != 10 {
		t.Fatalf("%+v", r.pull)
	}
	r.page(page)
	if len(r.pages) != 1 || r.status.Code != "" || r.pull.Pull.Cursor.N != 11 {
		t.Errorf("%+v, %+v", r.pages, r.status)
	}
}

func TestACentralThatNeverLetsAPollWaitIsNotAskedInACircle(t *testing.T) {
	r := online(t)
	polls := 0
	for end := r.now.Add(5 * time.Minute); r.now.Before(end); {
		if r.pull != nil {
			polls++
			r.page(wire.Page{Cursor: wire.Cursor{Incarnation: 1, N: 10}, Recalls: []wire.Recall{{ID: 1, Right: "lot", N: 1}}})
		}
		if r.up != nil {
			r.answer()
		}
		r.after(time.Second)
	}
	if polls > 40 {
		t.Errorf("%d polls in 5 minutes", polls)
	}
}

func TestFormerJournalsGoUpBehindThePresentOne(t *testing.T) {
	s := known()
	s.Formers = []engine.Former{{Epoch: 7, Head: 3}}
	r := newRig(t, s)
	r.answer()
	if r.up == nil || r.up.Push.Journal != 7 || r.up.After != 0 {
		t.Fatalf("%+v", r.up)
	}
	r.answer(func(in *engine.Answered) { in.Head, in.Answer.Mark.Acked = 3, 1 })
	if r.up == nil || r.up.After != 1 {
		t.Fatalf("%+v", r.up)
	}
	r.answer(func(in *engine.Answered) { in.Head, in.Answer.Mark.Acked = 3, 3 })
	if r.up != nil || r.status.Waiting != 0 {
		t.Errorf("%+v, %+v", r.up, r.status)
	}
	r.write() // a restored central may have lost the former one too
	r.answer(func(in *engine.Answered) { in.Answer.Mark.Incarnation = 2 })
	r.answer()
	if r.up == nil || r.up.Push.Journal != 7 {
		t.Errorf("%+v", r.up)
	}
}
