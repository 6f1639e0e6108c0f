package engine

import (
	"cmp"
	"slices"
	"time"

	"tim/sync/wire"
)

// pull asks for what changed: the shop's feed waits at central while nothing has; the chain's is looked at now and then, and
// during a long copy of it the shop's isn't forgotten.
func (e *Engine) pull() {
	if e.cut || e.retired != "" || e.applying != nil || !e.down.free(e.now) {
		return
	}
	f, wait := e.nextFeed()
	e.pulled, e.waited, e.polledAt = f, wait, e.now
	within := pullWithin
	if wait {
		within = pollWithin
	}
	id := e.send(&e.down, within)
	if f.Copying {
		e.do(SendCopy{ID: id, Copy: wire.Copy{Speaker: e.speaker(), Feed: f.of, After: f.After, At: f.Cursor, Limit: e.items}})
		return
	}
	e.do(SendPull{ID: id, Pull: wire.Pull{Speaker: e.speaker(), Feed: f.of, Cursor: f.Cursor, Limit: e.items, Wait: wait}})
}

func (e *Engine) nextFeed() (f *feed, wait bool) {
	busy := e.chain.Copying || e.chain.more || !e.now.Before(e.chain.dueAt)
	switch {
	case e.shop.Copying || e.shop.more:
		return &e.shop, false
	case busy && e.now.Sub(e.shop.seenAt) < shopEvery:
		return &e.chain, false
	}
	return &e.shop, !busy
}

func (e *Engine) pullFailed(code string, slow bool) {
	e.down.id = 0
	if slow {
		e.items = max(pageMin, e.items/2)
	}
	e.fail(&e.down, code)
}

func (in Paged) apply(e *Engine) {
	if in.ID == 0 || in.ID != e.down.id {
		return
	}
	e.down.id = 0
	e.items = min(wire.PageMax, 2*e.items)
	f, p := e.pulled, in.Page
	if p.Cursor.Incarnation > e.heard.Incarnation {
		e.present.asked = false // a push hears the whole mark
	}
	fresh := e.knownAnew(p.Recalls)
	e.recall(p.Recalls)
	if p.Anew || p.Cursor.Incarnation > f.Cursor.Incarnation && !f.Copying {
		e.heal(&e.down, &e.up)
		f.Place, f.more = Place{Copying: true}, false
		if f.anews++; f.anews > 1 {
			e.down.next = e.now.Add(e.delay(min(f.anews, pauseFails)))
		}
		return
	}
	at := f.Behind(p)
	if code := f.doubt(p, at); code != "" {
		e.fail(&e.down, code)
		return
	}
	e.heal(&e.down, &e.up)
	f.seenAt = e.now
	if !f.Copying {
		f.anews = 0
	}
	if at == f.Place && p.Applied <= f.applied {
		f.more, f.dueAt = false, e.now.Add(chainEvery)
		e.pause(fresh)
		return
	}
	e.emptyPolls = 0
	e.applying = &ApplyPage{Feed: f.of, Page: p, Copy: f.Copying, From: f.After, At: at}
	e.act(*e.applying)
}

// knownAnew says whether there is a recall that wasn't heard before.
func (e *Engine) knownAnew(list []wire.Recall) bool {
	return slices.ContainsFunc(list, func(r wire.Recall) bool { return !e.knows(r) })
}

// pause keeps polls that come back at once with nothing new from running in a circle.
func (e *Engine) pause(news bool) {
	if news || !e.waited || e.now.Sub(e.polledAt) >= pollQuick {
		e.emptyPolls = 0
		return
	}
	e.emptyPolls++
	e.down.next = e.now.Add(e.delay(min(e.emptyPolls, pauseFails)))
}

// Behind is where a feed stands behind a page.
func (p Place) Behind(page wire.Page) Place {
	if !p.Copying {
		return Place{Cursor: page.Cursor}
	}
	at := Place{Cursor: p.Cursor, Copying: page.More, After: p.After}
	if p.After == (wire.Place{}) {
		at.Cursor = page.Cursor
	}
	if n := len(page.Items); n > 0 {
		at.After = wire.Place{Kind: page.Items[n-1].Kind, Key: page.Items[n-1].Key}
	}
	if !at.Copying {
		at.After = wire.Place{}
	}
	return at
}

// doubt says why a page isn't taken: it leads back, or promises more and doesn't lead on.
func (f *feed) doubt(p wire.Page, at Place) string {
	if f.Copying {
		behind := cmp.Or(cmp.Compare(at.After.Kind, f.After.Kind), cmp.Compare(at.After.Key, f.After.Key)) > 0
		if at.Cursor == (wire.Cursor{}) || p.More && !behind {
			return "central.stuck"
		}
		return ""
	}
	switch {
	case cmp.Or(cmp.Compare(at.Cursor.Incarnation, f.Cursor.Incarnation), cmp.Compare(at.Cursor.N, f.Cursor.N)) < 0:
		return "central.older"
	case at == f.Place && (p.More || len(p.Items) > 0):
		return "central.stuck"
	}
	return ""
}

// applied is what came of a page that was to be stored.
func (e *Engine) applied(code string) {
	act, f := e.applying, e.pulled
	e.applying = nil
	if e.pageCode = code; code != "" {
		e.pageFails++
		e.down.next = e.now.Add(e.delay(e.pageFails))
		return
	}
	e.pageFails = 0
	f.Place, f.more, f.applied = act.At, act.Page.More && !act.Copy, act.Page.Applied
	if !f.more && !f.Copying {
		f.dueAt = e.now.Add(chainEvery)
	}
	if act.Copy && !f.Copying {
		f.dueAt = time.Time{} // what changed during the copy
	}
}
