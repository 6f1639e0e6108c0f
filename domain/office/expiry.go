package office

import (
	"context"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
)

// ApplyDaysMax is the most days that points may be promised, when another expiry rule is applied to them.
const ApplyDaysMax = loyalty.DaysMax

// Reruling is what applying the expiry rule of a programme to the points that are there comes to (X5). A part of one has where to go on.
type Reruling struct {
	Members int    `json:"members"` // who have points under another rule
	Lots    int    `json:"lots"`
	Points  int64  `json:"points"`                // that are under another rule, or were until now
	Looked  int    `json:"looked"`                // members looked at
	Next    string `json:"next_cursor,omitempty"` // of a part: where the next one begins, empty on the last
}

// Add counts a part in; where to go on is the part's.
func (r *Reruling) Add(part Reruling) {
	r.Members, r.Lots, r.Points, r.Looked = r.Members+part.Members, r.Lots+part.Lots, r.Points+part.Points, r.Looked+part.Looked
	r.Next = part.Next
}

// StayingPart is how many points of a page of members stay under other expiry rules once the document is stored: a lot keeps the rule of its
// sale (X5). Faults: those of PutProgram's document; cursor.format.
func (o *Office) StayingPart(ctx context.Context, doc loyalty.Program, p Page) (Reruling, error) {
	if err := o.validate(doc); err != nil {
		return Reruling{}, err
	}
	return read(ctx, o, func(r Reader) (Reruling, error) {
		return o.rerulingPart(r, doc, o.now(), 0, p, func(string, []loyalty.LotRule) {})
	})
}

// ApplyExpiryPart lets the living lots of a page of members follow the programme in force from now on, and none of them lapse before so many
// days of 24 h are over (X5). Each page is one event and stands for itself: what was applied is left as it is, so whoever was interrupted
// begins anew. What a till sold meanwhile without its link comes under the rule of its sale, until this is done again. Faults: field.range
// on "days"; cursor.format.
func (o *Office) ApplyExpiryPart(ctx context.Context, days int, p Page) (Reruling, error) {
	if days < 0 || days > ApplyDaysMax {
		return Reruling{}, fault.At("days", "field.range", fault.Args{"value": int64(days), "min": int64(0), "max": int64(ApplyDaysMax)})
	}
	return write(ctx, o, func(tx Tx, now time.Time) (Reruling, error) {
		doc, err := program(tx, now)
		if err != nil {
			return Reruling{}, err
		}
		var postings []loyalty.Posting
		done, err := o.rerulingPart(tx, doc, now, days, p, func(member string, rules []loyalty.LotRule) {
			postings = append(postings, loyalty.Posting{Member: member, Kind: loyalty.Rerule, Rules: rules})
		})
		if err != nil || len(postings) == 0 {
			return done, err
		}
		return done, o.record(tx, journal.ExpiryApplied, now, now, &Posted{Postings: postings}, postings...)
	})
}

// rerulingPart goes over a page of members and hands on the rules that their lots get.
func (o *Office) rerulingPart(r Reader, doc loyalty.Program, now time.Time, days int, p Page, each func(member string, rules []loyalty.LotRule)) (part Reruling, err error) {
	zone, err := o.zone(doc)
	if err != nil {
		return part, err
	}
	rule, notBefore := doc.Freeze(loyalty.Tier{}, "", now, zone), now.Add(time.Duration(days)*24*time.Hour)
	members, next, err := r.FindMembers("", p.Bounded())
	if err != nil {
		return part, err
	}
	part.Looked, part.Next = len(members), next
	for _, m := range members {
		if m.Into != "" {
			continue // with whom it was merged into
		}
		state, err := fold(r, m.ID)
		if err != nil {
			return part, err
		}
		rules, points := state.At(now).Reruled(rule, notBefore)
		if rules == nil {
			continue
		}
		part.Members, part.Lots, part.Points = part.Members+1, part.Lots+len(rules), part.Points+points
		each(m.ID, rules)
	}
	return part, nil
}
