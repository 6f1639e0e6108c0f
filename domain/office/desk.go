package office

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"tim/domain/desk"
	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/receipt"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/share"
	"tim/domain/shift"
)

// Desk is the supervisor's desk over all shops' tills, as far as central has their journals. Days are those of the zone; nil is UTC's.
func (o *Office) Desk(limits report.Limits, zone *time.Location) *desk.Desk {
	if zone == nil {
		zone = time.UTC
	}
	all := allDesk{o, zone}
	return desk.New(desk.Config{Source: all, Papers: all, Notes: all, Zone: zone, Now: o.now, Limits: limits})
}

// allDesk is what a desk reads at central.
type allDesk struct {
	o    *Office
	zone *time.Location
}

// counterDoc is what central itself reads of a shop's document.
type counterDoc struct {
	Name    string       `json:"name"`
	Address string       `json:"address"`
	TaxCode string       `json:"tax_code"`
	Phone   string       `json:"phone"`
	Returns string       `json:"returns"`
	Policy  shift.Policy `json:"policy"`
}

func shopOf(r Notes, id string) (doc counterDoc, err error) {
	b, err := r.Note(shopDocument(), id)
	if err == nil && b != nil {
		if err = json.Unmarshal(b, &doc); err != nil {
			err = fmt.Errorf("the document of shop %s: %w", id, err)
		}
	}
	doc.Name = cmp.Or(doc.Name, id)
	return doc, err
}

// Tills implements desk.Source.
func (a allDesk) Tills(ctx context.Context) ([]desk.Till, error) {
	return read(ctx, a.o, func(r Reader) (list []desk.Till, err error) {
		programs, err := r.Programs()
		if err != nil {
			return nil, err
		}
		all, err := r.Tills()
		if err != nil {
			return nil, err
		}
		_, needs, err := holdingsOf(r, all)
		if err != nil {
			return nil, err
		}
		perPoint := programs.At(a.o.now()).Use.ValuePerPoint
		shops, present := map[string]counterDoc{}, map[string]int{}
		for _, t := range all {
			if BranchOf(t.Holder) > 0 {
				continue
			}
			one, err := a.till(r, t, shops)
			if err != nil {
				return nil, err
			}
			one.PerPoint, one.Unsent = perPoint, behindOf(t, needs)
			if one.Unsent > 0 {
				one.Oldest = t.SpokenAt // they were there when it last spoke, and central hasn't seen when they were written
			}
			i, there := present[t.Writer]
			if !there {
				present[t.Writer], list = len(list), append(list, one)
				continue
			}
			list[i] = goingOn(list[i], one) // they come by epoch
		}
		return list, nil
	})
}

// goingOn is a till's next epoch with what there is still to say of the one before: events that central lacks, and a broken journal.
func goingOn(former, next desk.Till) desk.Till {
	next.Unsent += former.Unsent
	if next.Oldest.IsZero() || !former.Oldest.IsZero() && former.Oldest.Before(next.Oldest) {
		next.Oldest = former.Oldest
	}
	if former.Chain == report.ChainBroken {
		next.Chain = former.Chain
	}
	maps.Copy(next.Keys, former.Keys)
	return next
}

func (a allDesk) till(r Reader, t Till, shops map[string]counterDoc) (one desk.Till, err error) {
	shop, known := shops[t.Shop]
	if !known {
		if shop, err = shopOf(r, t.Shop); err != nil {
			return one, err
		}
		shops[t.Shop] = shop
	}
	one = desk.Till{Number: t.Writer, Shop: t.Shop, Name: shop.Name, Epoch: t.Epoch, Seq: t.Seq, Heard: t.SpokenAt, Chain: report.ChainGood,
		Open: shop.Policy.Open, DropFrom: shop.Policy.DropFrom(), Keys: map[uint32]ed25519.PublicKey{t.Epoch: t.PublicKey}}
	if t.Seq == 0 {
		one.Chain = report.ChainUnknown
		return one, nil
	}
	broken, err := isBroken(r, t.Holder)
	switch {
	case err != nil:
		return one, err
	case broken:
		one.Chain = report.ChainBroken
	case t.Forked:
		one.Chain = report.ChainForked
	}
	newest, _, err := r.TillEvents(t.Holder, t.Seq-1, 1)
	if err == nil && len(newest) > 0 {
		one.Skew = newest[0].Event.Wall.Sub(newest[0].Event.At)
	}
	return one, err
}

// Roll implements desk.Source: of the till's present epoch, which took over what was open before.
func (a allDesk) Roll(ctx context.Context, till string) (report.Roll, error) {
	return read(ctx, a.o, func(r Reader) (roll report.Roll, err error) {
		t, err := epochOf(r, share.Holder{Writer: till})
		if err != nil {
			return roll, err
		}
		roll, _, err = rollOf(r, t.String())
		return roll, err
	})
}

// Shifts implements desk.Source.
func (a allDesk) Shifts(ctx context.Context, till string, before int64, limit int) ([]report.Filed, error) {
	return read(ctx, a.o, func(r Reader) ([]report.Filed, error) { return shiftsOf(r, till, before, limit) })
}

// Events implements desk.Source.
func (a allDesk) Events(ctx context.Context, till string, epoch uint32, after uint64, most int) (records []journal.Record, seals []journal.Seal, err error) {
	_, err = read(ctx, a.o, func(r Reader) (outcome, error) {
		records, seals, err = r.TillEvents(share.Holder{Writer: till, Epoch: epoch}, after, most)
		return unchanged, err
	})
	return records, seals, err
}

// Shop implements desk.Papers.
func (a allDesk) Shop(ctx context.Context, id string) (receipt.Shop, error) {
	return read(ctx, a.o, func(r Reader) (receipt.Shop, error) {
		doc, err := shopOf(r, id)
		return doc.head(), err
	})
}

func (d counterDoc) head() receipt.Shop {
	return receipt.Shop{Name: d.Name, Address: d.Address, TaxCode: d.TaxCode, Phone: d.Phone, Returns: d.Returns}
}

// Staff implements desk.Papers.
func (a allDesk) Staff(ctx context.Context, shop string) (map[string]string, error) {
	return read(ctx, a.o, func(r Reader) (map[string]string, error) { return staffOf(r, shop) })
}

func staffOf(r Notes, shop string) (map[string]string, error) {
	names := map[string]string{}
	return names, eachNote(r, staffSpace(shop), "", func(n Note) (bool, error) {
		var s shift.Staff
		if err := journal.Decode(n.Value, &s); err != nil {
			return false, fmt.Errorf("staff %s: %w", n.Key, err)
		}
		names[s.ID] = s.Name
		return true, nil
	})
}

// Member implements desk.Papers.
func (a allDesk) Member(ctx context.Context, id string) (string, error) {
	return read(ctx, a.o, func(r Reader) (string, error) {
		m, err := r.Member(id)
		if absent(err) {
			return "", nil
		}
		return cmp.Or(ident.MaskPhone(m.Phone), m.Name), err
	})
}

// Order implements desk.Papers.
func (a allDesk) Order(ctx context.Context, key string) (order sale.Order, paper report.OrderPaper, err error) {
	_, err = read(ctx, a.o, func(r Reader) (outcome, error) {
		if order, err = r.Order(key); err != nil {
			return unchanged, err
		}
		paper, err = a.paper(r, order)
		return unchanged, err
	})
	return order, paper, err
}

// paper draws an order's papers as its till would.
func (a allDesk) paper(r Reader, o sale.Order) (p report.OrderPaper, err error) {
	shop, names := counterDoc{}, map[string]string{}
	t, err := epochOf(r, share.Holder{Writer: o.Till})
	if err == nil {
		if shop, err = shopOf(r, t.Shop); err != nil {
			return p, err
		}
		if names, err = staffOf(r, t.Shop); err != nil {
			return p, err
		}
	} else if !absent(err) { // an order of another channel has no till
		return p, err
	}
	name := func(id string) string { return cmp.Or(names[id], id) }
	member, account, err := a.account(r, o.Member)
	if err != nil {
		return p, err
	}
	sold := receipt.Sold{Shop: shop.head(), Zone: a.zone, Order: o, Cashier: name(o.Cashier), Reprint: true, Member: member.Member, Account: account}
	for _, use := range o.Vouchers {
		v, err := r.Voucher(use.ID)
		if absent(err) {
			continue
		}
		if err != nil {
			return p, err
		}
		sold.Used = append(sold.Used, v)
	}
	p.Receipt = receipt.Build(sold)
	taken := receipt.Taken{Shop: shop.head(), Zone: a.zone, Order: o, Member: member.Member, Account: account, Reprint: true}
	p.Returns = receipt.Slips(taken, name)
	p.Why.Earned, p.Why.Lot = o.Points()
	return p, nil
}

// account is an order's member as of now, zero of none and of one who is forgotten.
func (a allDesk) account(r Reader, id string) (m Member, account loyalty.Account, err error) {
	if id == "" {
		return m, account, nil
	}
	if m, err = r.Member(id); absent(err) {
		return Member{}, account, nil
	}
	if err != nil {
		return m, account, err
	}
	present, err := presentID(r, id)
	if err != nil {
		return m, account, err
	}
	state, err := fold(r, present)
	if err != nil {
		return m, account, err
	}
	return m, state.At(a.o.now()), nil
}

// Noted implements desk.Notes: exceptions are alerts, those that are alerts' were dealt with.
func (a allDesk) Noted(ctx context.Context) ([]report.Alert, error) {
	return read(ctx, a.o, func(r Reader) (list []report.Alert, err error) {
		err = eachListed(r.Exceptions, func(e Exception) (bool, error) {
			list = append(list, alertOf(e))
			return true, nil
		})
		return list, err
	})
}

func alertOf(e Exception) report.Alert {
	a := report.Alert{ID: e.ID, By: e.By, Reason: e.Reason}
	if report.Rule(e.Kind).Known() {
		return a
	}
	a.Kind, a.Member, a.Detail, a.At = e.Kind, e.Member, e.Detail, e.At
	a.Finding = report.Finding{Till: e.Till.Writer, Member: e.Member, From: e.At, To: e.At, N: 1,
		Evidence: []report.Place{{Writer: e.Till.Writer, Epoch: e.Till.Epoch, Seq: e.Seq, At: e.At}}}
	return a
}

// Reconcile implements desk.Notes. What a rule found becomes an exception by that, so that there is one list of what was looked into.
func (a allDesk) Reconcile(ctx context.Context, alert report.Alert, by, reason string) error {
	word := Reconciliation{ID: alert.ID, By: by, Reason: reason}
	_, err := write(ctx, a.o, func(tx Tx, now time.Time) (Exception, error) {
		if err := word.check(); err != nil {
			return Exception{}, err
		}
		e, err := exception(tx, alert.ID)
		switch {
		case err == nil && !e.ReconciledAt.IsZero():
			return e, nil
		case absent(err) && alert.Rule.Known() && len(alert.Finding.Evidence) > 0:
			first := alert.Finding.Evidence[0]
			e = Exception{ID: alert.ID, At: now, Kind: string(alert.Rule), Till: share.Holder{Writer: first.Writer, Epoch: first.Epoch}, Seq: first.Seq,
				Member: alert.Finding.Member}
		case absent(err):
			return e, fault.New(fault.NotFound, "alert.unknown", nil)
		case err != nil:
			return e, err
		}
		return a.o.reconcile(tx, e, word, now)
	})
	return err
}
