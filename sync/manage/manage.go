// Package manage is the manager's desk's way to central: every question and change is one of central's public door (sync/api), so that
// there is one set of rules, whoever asks. At a till the requests go through the till's own link (uplink.Managers), from elsewhere with
// the admin token and the name of who sits there.
package manage

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/sync/client"
)

// pageMax is how many items of a list one request asks for.
const pageMax = 500

// Config is where central is, and who asks.
type Config = client.Config

// Central asks a central in a manager's name. Errors are those of a client.Client: central's own faults, of a refused document all
// fields'; link.down, link.other; the transport's own.
type Central struct{ central *client.Client }

// New checks where central is. Faults: url.invalid, url.plain (http beyond loopback), ca.invalid.
func New(c Config) (*Central, error) {
	central, err := client.New(c)
	return &Central{central}, err
}

// get reads a document.
func get[T any](ctx context.Context, c *Central, path string, query url.Values) (document T, err error) {
	return document, c.central.Get(ctx, path, query, &document)
}

// all reads a whole list, page by page.
func all[T any](ctx context.Context, c *Central, path string, query url.Values) (items []T, err error) {
	q := url.Values{"limit": {strconv.Itoa(pageMax)}}
	for name, values := range query {
		q[name] = values
	}
	for {
		page, err := get[client.List[T]](ctx, c, path, q)
		if err != nil {
			return nil, err
		}
		items = append(items, page.Items...)
		if page.Next == "" {
			return items, nil
		}
		q.Set("cursor", page.Next)
	}
}

// Versions is every version of the programme, oldest first, scheduled ones too.
func (c *Central) Versions(ctx context.Context) (loyalty.Versions, error) {
	versions, err := get[client.List[loyalty.Program]](ctx, c, "/v1/program/versions", nil)
	return versions.Items, err
}

// Program is the newest version, be it only scheduled, and the ETag that a Put of its successor names; before the first version the
// programme that is in force without any.
func (c *Central) Program(ctx context.Context) (doc loyalty.Program, etag string, err error) {
	versions, err := c.Versions(ctx)
	if err != nil {
		return doc, "", err
	}
	if n := len(versions); n > 0 {
		return versions[n-1], office.ETag(versions[n-1]), nil
	}
	doc, err = get[loyalty.Program](ctx, c, "/v1/program", nil)
	return doc, office.ETag(doc), err
}

// PutProgram stores a version in the name of who asks, and answers with it and its ETag. Without an EffectiveFrom that is to come it
// holds at once. Faults: program.changed when etag isn't the newest's; fault.Fields of Program.Validate.
func (c *Central) PutProgram(ctx context.Context, doc loyalty.Program, etag string) (stored loyalty.Program, next string, err error) {
	body, err := json.Marshal(doc)
	if err != nil {
		return doc, etag, fmt.Errorf("encode the programme: %w", err)
	}
	ask := client.Request{Method: http.MethodPut, Path: "/v1/program", Body: body}
	if etag != "" {
		ask.Headers = map[string]string{"If-Match": etag}
	}
	if _, err = c.central.Ask(ctx, ask, &stored); err != nil {
		return doc, etag, err
	}
	return stored, office.ETag(stored), nil
}

// Preview is what recent orders would have earned under a document; nothing is stored. It is asked for in parts, so that central answers
// others in between; progress, nil: nobody watches, is told how many orders were looked at. Faults: fault.Fields of Program.Validate;
// field.range on "orders".
func (c *Central) Preview(ctx context.Context, doc loyalty.Program, q office.PreviewQuery, progress func(done, total int)) (office.Preview, error) {
	q, err := q.Checked()
	if err != nil {
		return office.Preview{}, err
	}
	var sum office.PreviewSum
	for cursor := ""; ; {
		query := url.Values{"limit": {strconv.Itoa(min(office.PageMax, q.Orders-sum.Looked))}, "cursor": {cursor}}
		var part office.Preview
		if err := c.central.Put(ctx, http.MethodPost, "/v1/program/preview?"+query.Encode(), doc, &part); err != nil {
			return office.Preview{}, err
		}
		sum.Add(part)
		if progress != nil {
			progress(sum.Looked, q.Orders)
		}
		if cursor = part.Next; cursor == "" || sum.Looked >= q.Orders {
			break
		}
	}
	if progress != nil {
		progress(sum.Looked, sum.Looked) // there may be fewer than were wanted
	}
	whole := sum.Whole()
	return whole, c.introduce(ctx, whole.Gain, whole.Lose)
}

// introduce names members. Who is known no more stays without a name.
func (c *Central) introduce(ctx context.Context, lists ...[]office.MemberPreview) error {
	for _, list := range lists {
		for i := range list {
			m, err := get[office.Member](ctx, c, "/v1/customers/"+url.PathEscape(list[i].ID), nil)
			if err != nil && fault.Code(err) != "customer.unknown" {
				return err
			}
			list[i].Name, list[i].Phone = m.Name, ident.MaskPhone(m.Phone)
		}
	}
	return nil
}

// Liability is what members' points are worth at an instant, the zero time for now. It is asked for in parts; progress, nil: nobody
// watches, is told how many members were looked at, the last time of how many.
func (c *Central) Liability(ctx context.Context, at time.Time, progress func(done, total int)) (office.Liability, error) {
	query := url.Values{"limit": {strconv.Itoa(office.PageMax)}}
	if !at.IsZero() {
		query.Set("at", at.UTC().Format(time.RFC3339Nano))
	}
	var sum office.LiabilitySum
	for {
		part, err := get[office.Liability](ctx, c, "/v1/liability", query)
		if err != nil {
			return office.Liability{}, err
		}
		sum.Add(part)
		total := 0
		if part.Next == "" {
			total = sum.Looked()
		}
		if progress != nil {
			progress(sum.Looked(), total)
		}
		if part.Next == "" {
			return sum.Whole(), nil
		}
		query.Set("cursor", part.Next)
		query.Set("at", part.At.UTC().Format(time.RFC3339Nano)) // one instant for all
	}
}

// Staying is how many points stay under other expiry rules once a document is stored (X5). progress is told as by Liability.
func (c *Central) Staying(ctx context.Context, doc loyalty.Program, progress func(done, total int)) (office.Reruling, error) {
	return c.reruling(ctx, "/v1/program/expiry/preview", doc, progress)
}

// ApplyExpiry lets the points that are there follow the expiry rule in force from now on, none lapsing before so many days (X5). Whoever was
// interrupted asks again: what is done is left as it is. Fault: field.range on "days".
func (c *Central) ApplyExpiry(ctx context.Context, days int, progress func(done, total int)) (office.Reruling, error) {
	return c.reruling(ctx, "/v1/program/expiry", map[string]int{"days": days}, progress)
}

func (c *Central) reruling(ctx context.Context, path string, document any, progress func(done, total int)) (sum office.Reruling, err error) {
	query := url.Values{"limit": {strconv.Itoa(office.PageMax)}}
	for {
		var part office.Reruling
		if err := c.central.Put(ctx, http.MethodPost, path+"?"+query.Encode(), document, &part); err != nil {
			return sum, err
		}
		sum.Add(part)
		total := 0
		if part.Next == "" {
			total = sum.Looked
		}
		if progress != nil {
			progress(sum.Looked, total)
		}
		if part.Next == "" {
			return sum, nil
		}
		query.Set("cursor", part.Next)
	}
}

// Rewards is all of them by id, retired ones too.
func (c *Central) Rewards(ctx context.Context) ([]loyalty.Reward, error) {
	return all[loyalty.Reward](ctx, c, "/v1/rewards", nil)
}

// PutReward adds or changes one; a retired one is back by it. Fault: fault.Fields of Reward.Validate.
func (c *Central) PutReward(ctx context.Context, r loyalty.Reward) (stored loyalty.Reward, err error) {
	return stored, c.central.Put(ctx, http.MethodPut, "/v1/rewards/"+url.PathEscape(r.ID), r, &stored)
}

// RetireReward takes one off the list. Fault: reward.unknown.
func (c *Central) RetireReward(ctx context.Context, id string) (stored loyalty.Reward, err error) {
	_, err = c.central.Ask(ctx, client.Request{Method: http.MethodDelete, Path: "/v1/rewards/" + url.PathEscape(id)}, &stored)
	return stored, err
}
