package desk_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
)

// busyTill has a suspended shift, one sold under meanwhile, and events before any shift.
func busyTill(k *till) {
	k.do(counter.SignIn{Staff: "nam", PIN: "9999"}, counter.SignOut{})
	k.open("c0")
	for range 3 {
		k.scan(2, "m001", false)
		k.pay()
	}
	k.do(counter.SuspendShift{})
	k.open("c1")
	k.scan(1, "", false)
	k.pay()
	k.close(0)
	k.do(counter.SignIn{Staff: "c0", PIN: "1111"}, counter.ResumeShift{Shift: k.last.Shifts[0].ID})
	k.scan(4, "m000", true)
	k.pay()
	k.close(0)
	k.push()
}

// rows are all that a reader hands on, and what proves them.
func (c *chain) rows(d interface {
	Rows(ctx context.Context, q report.LedgerQuery, each func(report.Row) error) (report.Provenance, error)
}, q report.LedgerQuery) (all []report.Row, p report.Provenance) {
	c.t.Helper()
	p, err := d.Rows(c.t.Context(), q, func(r report.Row) error {
		all = append(all, r)
		return nil
	})
	c.must(err)
	return all, p
}

// All events of a shift come in one stream, here and elsewhere: those that the desk lists page by page, filtered or not, and what proves them
// is what the till's exported journal says.
func TestAStreamOfEventsIsWhatTheDeskLists(t *testing.T) {
	c := newChain(t, 1, 2)
	k := c.tills[0]
	busyTill(k)
	journals := string(exported(t, c, k))
	for _, q := range []report.LedgerQuery{
		{Shift: report.ShiftID{Till: "01", Number: 1}}, {Shift: report.ShiftID{Till: "01", Number: 2}}, {Shift: report.ShiftID{Till: "01"}},
		{Shift: report.ShiftID{Till: "01"}, Kinds: []journal.Kind{journal.OrderPaid}, Least: 64_000},
		{Shift: report.ShiftID{Till: "01"}, Member: "0001"}, {Shift: report.ShiftID{Till: "01", Number: 1}, Cashier: "thu ngan 0", Text: "HD-01"},
	} {
		var listed []report.Row
		for next, more := "", true; more; more = next != "" {
			page := q
			page.After, page.Limit = next, 3
			rows, following, err := c.own.Ledger(t.Context(), page)
			c.must(err)
			listed, next = append(listed, rows...), following
		}
		here, proof := c.rows(c.own, q)
		there, same := c.rows(c.desk, q)
		if !reflect.DeepEqual(here, listed) || !reflect.DeepEqual(there, listed) {
			t.Errorf("%+v: %d rows here, %d elsewhere, %d listed", q, len(here), len(there), len(listed))
		}
		if proof != same || proof.Rows != int64(len(listed)) || proof.Signature == "" {
			t.Errorf("%+v is proven by %+v, elsewhere %+v", q, proof, same)
		}
		line := fmt.Sprintf(`"seq":%d,`, proof.Last)
		i := strings.Index(journals, line)
		if i < 0 || !strings.Contains(strings.SplitN(journals[i:], "\n", 2)[0], proof.Head) || !strings.Contains(journals, proof.PublicKey) ||
			!strings.Contains(journals, proof.Signature) {
			t.Errorf("the exported journal doesn't have %+v", proof)
		}
	}
}

// All that a till wrote is each shift's own events, and what was written under none.
func TestATillsLedgerIsItsShifts(t *testing.T) {
	c := newChain(t, 1, 2)
	busyTill(c.tills[0])
	all, proof := c.rows(c.own, report.LedgerQuery{Shift: report.ShiftID{Till: "01"}})
	if uint64(len(all)) != c.tills[0].sent || proof.First != 1 || proof.Last != c.tills[0].sent {
		t.Errorf("%d of %d events, proven %+v", len(all), c.tills[0].sent, proof)
	}
	for n := int64(1); n <= 2; n++ {
		of, _ := c.rows(c.own, report.LedgerQuery{Shift: report.ShiftID{Till: "01", Number: n}})
		among := slices.DeleteFunc(slices.Clone(all), func(r report.Row) bool { return r.Shift != n })
		if len(of) == 0 || !reflect.DeepEqual(of, among) {
			t.Errorf("shift %d has %d events, of all %d are its", n, len(of), len(among))
		}
	}
	if all[0].Shift != 0 {
		t.Errorf("%+v was written before there was a shift", all[0])
	}
}

func TestAStreamEndsWithItsReadersError(t *testing.T) {
	c := newChain(t, 1, 2)
	busyTill(c.tills[0])
	full := errors.New("the disk is full")
	q := report.LedgerQuery{Shift: report.ShiftID{Till: "01", Number: 1}}
	for _, read := range []func(context.Context, report.LedgerQuery, func(report.Row) error) (report.Provenance, error){c.own.Rows, c.desk.Rows} {
		seen := 0
		if _, err := read(t.Context(), q, func(report.Row) error { seen++; return full }); !errors.Is(err, full) || seen != 1 {
			t.Errorf("behind %d rows: %v", seen, err)
		}
		q := q
		q.Shift.Number = 9
		if _, err := read(t.Context(), q, func(report.Row) error { return nil }); fault.Code(err) != "shift.unknown" {
			t.Error(err)
		}
		q.Shift = report.ShiftID{Till: "77"}
		if _, err := read(t.Context(), q, func(report.Row) error { return nil }); fault.Code(err) != "till.unknown" {
			t.Error(err)
		}
	}
}

// The pages of a list of shifts have each shift of all tills once, newest first, here and elsewhere.
func TestShiftsArePagedOverAllTills(t *testing.T) {
	c := newChain(t, 3, 0)
	for round := range 4 {
		for i, k := range c.tills {
			k.now = c.now.Add(time.Duration(round) * time.Hour)
			if i == 1 {
				k.now = k.now.Add(time.Minute)
			}
			k.open("c0")
			k.do(counter.CountDrawer{Amount: k.last.Shift.Float}, counter.CloseShift{})
		}
	}
	for _, k := range c.tills {
		k.push()
	}
	whole, err := c.own.Shifts(t.Context(), report.ShiftQuery{Limit: 100})
	c.must(err)
	if len(whole) != 12 || whole[0].ID.Till != "02" || whole[1].ID.Till != "01" || whole[2].ID.Till != "03" || whole[0].Shift.State != shift.Closed {
		t.Fatalf("%d shifts, %+v first", len(whole), whole[0].ID)
	}
	for _, q := range []report.ShiftQuery{{Limit: 5}, {Limit: 4}, {Limit: 1, Till: "02"}, {Limit: 5, From: whole[7].Shift.OpenedAt}} {
		want := slices.DeleteFunc(slices.Clone(whole), func(l report.Line) bool {
			return q.Till != "" && l.ID.Till != q.Till || l.Shift.OpenedAt.Before(q.From)
		})
		for _, read := range []func(context.Context, report.ShiftQuery) ([]report.Line, error){c.own.Shifts, c.desk.Shifts} {
			var got []report.Line
			for page := q; ; page.Behind = got[len(got)-1].Opening() {
				lines, err := read(t.Context(), page)
				c.must(err)
				if got = append(got, lines...); len(lines) < q.Limit {
					break
				}
			}
			if len(got) != len(want) {
				t.Fatalf("%+v: %d shifts of %d", q, len(got), len(want))
			}
			for i := range got {
				if got[i].ID != want[i].ID {
					t.Errorf("%+v: place %d is %+v, want %+v", q, i, got[i].ID, want[i].ID)
				}
			}
		}
	}
}

// Alerts come page by page for whoever asks for a limit, each once, and all at once for whoever doesn't.
func TestAlertsComeInPages(t *testing.T) {
	c := newChain(t, 1, 0)
	k := c.tills[0]
	k.open("c0")
	for range 5 { // quick refunds, an hour apart
		for range 3 {
			k.scan(1, "", false)
			sold := k.pay()
			k.do(counter.Return{Order: sold.Key(), Receipt: sold.Receipt, Lines: []sale.ReturnLine{{ID: "1", Quantity: money.Units(1)}}})
		}
		k.now = k.now.Add(26 * time.Hour)
	}
	k.close(0)
	k.push()
	c.must(c.own.CatchUp(t.Context()))
	all, err := c.own.Alerts(t.Context(), time.Time{}, time.Time{})
	c.must(err)
	if len(all) < 3 {
		t.Fatalf("only %d alerts", len(all))
	}
	if whole, next := c.alerts(nil); len(whole) != len(all) || next != "" {
		t.Errorf("%d alerts of %d at once, then %q", len(whole), len(all), next)
	}
	var got []report.Alert
	for cursor, more := "", true; more; more = cursor != "" {
		page, next := c.alerts(url.Values{"limit": {"2"}, "cursor": {cursor}})
		got, cursor = append(got, page...), next
		if len(page) > 2 || len(got) > len(all) {
			t.Fatalf("a page of %d", len(page))
		}
	}
	for i := range all {
		if len(got) != len(all) || got[i].ID != all[i].ID {
			t.Fatalf("by pages %d alerts of %d", len(got), len(all))
		}
	}
}

// alerts are a page as anybody gets it.
func (c *chain) alerts(query url.Values) ([]report.Alert, string) {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, c.url+"/v1/alerts?"+query.Encode(), nil)
	c.must(err)
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultClient.Do(r)
	c.must(err)
	defer answer.Body.Close()
	var page struct {
		Items []report.Alert
		Next  string `json:"next_cursor"`
	}
	c.must(json.NewDecoder(answer.Body).Decode(&page))
	return page.Items, page.Next
}
