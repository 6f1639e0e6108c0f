package sim

import (
	"slices"
	"time"

	"tim/domain/journal"
	"tim/domain/office"
	"tim/domain/share"
	"tim/sync/wire"
)

// held is a pull that waits for something to say.
type held struct {
	pull   *wire.Pull
	shop   string
	life   int // of central's program: a killed one answers nobody
	until  time.Time
	answer func(body []byte, fine bool)
	page   *wire.Page // as it was last looked at
	seen   uint64     // news by then
	done   bool
}

// ends says whether there is nothing to wait for any more.
func (h *held) ends(c *center) bool { return h.done || !c.up || h.life != c.life }

// look answers a pull, or lets it wait for something to say.
func (c *center) look(h *held) {
	if h.ends(c) {
		return
	}
	first := h.page == nil
	page, err := c.hub.Pull(c.w.ctx, h.pull)
	if c.dies(err) {
		return
	}
	if err != nil {
		h.done = true
		c.refuse(err, h.answer)
		return
	}
	h.page, h.seen = page, c.news.n
	if len(page.Items) > 0 || page.Anew || page.More || len(page.Recalls) > 0 || !c.w.now.Before(h.until) {
		h.done = true
		h.answer(journal.Encode(page), true)
		return
	}
	c.waiting = append(c.waiting, h)
	if first {
		c.w.at(h.until, func() { c.enough(h) })
	}
}

// enough answers a pull that has waited for nothing. Where there is no news for it, nor more of its till's own journal, it still
// says the same.
func (c *center) enough(h *held) {
	switch {
	case h.ends(c):
	case c.news.concern(h) || c.news.took[h.speaker()] > h.seen:
		c.look(h)
	default:
		h.done = true
		h.answer(journal.Encode(h.page), true)
	}
}

func (h *held) speaker() share.Holder {
	return share.Holder{Writer: h.pull.Speaker.Till, Epoch: h.pull.Speaker.Epoch}
}

// news are what central wrote that somebody may wait for: the number of the newest of each kind.
type news struct {
	n       uint64
	scopes  map[string]uint64
	holders map[share.Holder]uint64 // recalls, retirements
	took    map[share.Holder]uint64 // parts of their journals
	rings   bool                    // soon
}

func newNews() news {
	return news{scopes: map[string]uint64{}, holders: map[share.Holder]uint64{}, took: map[share.Holder]uint64{}}
}

// concern says whether a pull that was looked at would say something else now.
func (n *news) concern(h *held) bool {
	for _, scope := range office.Scopes(office.Feed(h.pull.Feed), h.shop) {
		if n.scopes[scope] > h.seen {
			return true
		}
	}
	return n.holders[h.speaker()] > h.seen
}

// changed is told of every durable write: those whom it concerns look again a moment later, once for all that came by then.
func (c *center) changed(n office.News) {
	c.news.n++
	for _, scope := range n.Scopes {
		c.news.scopes[scope] = c.news.n
	}
	for _, h := range slices.Concat(n.Recalled, n.Retired) {
		c.news.holders[h] = c.news.n
	}
	if c.news.rings || len(c.waiting) == 0 {
		return
	}
	c.news.rings = true
	life := c.life
	c.w.after(50*time.Millisecond, func() {
		if c.life == life {
			c.ring()
		}
	})
}

// ring lets those look again whom news concern.
func (c *center) ring() {
	waiting := c.waiting
	c.waiting, c.news.rings = nil, false
	for _, h := range waiting {
		switch {
		case h.ends(c):
		case c.news.concern(h):
			c.look(h)
		default:
			c.waiting = append(c.waiting, h)
		}
	}
}
