package loyalty

import (
	"slices"
	"strings"
	"time"
)

// Stamped are postings as they count: what a till with its clock ahead dated beyond its receipt counts from that receipt,
// as the postings of kind Stamp among them say (SHARES 22). Its lots arise, open and lapse as much earlier; those that
// lapse on a day of the year keep the day that the receipt told. An event that is stamped twice has the earlier instant.
// Postings that are stamped already stay as they are, and so does the caller's list.
func Stamped(postings []Posting) []Posting {
	stamps := stampsOf(postings)
	if len(stamps) == 0 {
		return postings
	}
	list := slices.Clone(postings)
	for i := range list {
		if at, there := stamps[EventOf(list[i].Ref.ID)]; there && list[i].Kind != Stamp { // or a second look would find others
			list[i].stamp(at)
		}
	}
	return list
}

// stampsOf are the instants that events count from at the latest, by event id; nil where there are none.
func stampsOf(postings []Posting) map[string]time.Time {
	var stamps map[string]time.Time
	for i := range postings {
		p := &postings[i]
		if p.Kind != Stamp {
			continue
		}
		if stamps == nil {
			stamps = map[string]time.Time{}
		}
		if at, twice := stamps[p.Stamped]; !twice || p.Ref.At.Before(at) {
			stamps[p.Stamped] = p.Ref.At
		}
	}
	return stamps
}

// EventOf is the event of a posting's id.
func EventOf(id string) string {
	if i := strings.LastIndexByte(id, '/'); i >= 0 {
		return id[:i]
	}
	return id
}

// stamp lets a posting count no later than at.
func (p *Posting) stamp(at time.Time) {
	if p.Ref.At.After(at) {
		p.Ref.At = at
	}
	ahead := func(l Lot) bool { return l.AroseAt.After(at) }
	if !slices.ContainsFunc(p.Lots, ahead) {
		return
	}
	p.Lots = slices.Clone(p.Lots)
	for i := range p.Lots {
		if ahead(p.Lots[i]) {
			p.Lots[i].earlier(p.Lots[i].AroseAt.Sub(at))
		}
	}
}

// earlier moves a lot and what its rule counts from its arising. A child lot lapses with its family, so of that only its
// grace moves.
func (l *Lot) earlier(by time.Duration) {
	l.AroseAt, l.UsableAt = l.AroseAt.Add(-by), l.UsableAt.Add(-by)
	x := &l.Expiry
	if !x.NotBefore.IsZero() {
		x.NotBefore = x.NotBefore.Add(-by)
	}
	if l.Root == l.ID && (x.Mode == ExpiryAfterAccrual || x.Mode == ExpiryAfterLastOrder) {
		x.LapsesAt = x.LapsesAt.Add(-by)
	}
}
