package counter

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"slices"

	"tim/domain/desk"
	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/receipt"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
)

// Desk is the supervisor's desk over this till's own ledger. It changes nothing but what is reconciled there, and may be asked beside
// Do. chain is what the verification of the journal came to so far.
func (c *Counter) Desk(limits report.Limits, chain func() report.ChainState) *desk.Desk {
	own := ownDesk{books{&c.Config, chain}, c}
	return desk.New(desk.Config{Source: own, Papers: own, Notes: own, Zone: c.Zone, Now: c.clock, Limits: limits})
}

// ShutDesk is the desk over the ledger of a till that nobody sells at: papers and ledgers only, and nothing is written. Of the config it
// takes Ledger, Members, Settings, Key, Zone and Now.
func ShutDesk(c Config, limits report.Limits) *desk.Desk {
	shut := shutDesk{books{&c, func() report.ChainState { return report.ChainUnknown }}}
	return desk.New(desk.Config{Source: shut, Papers: shut, Notes: shut, Zone: c.Zone, Now: c.Now, Limits: limits})
}

// books is what a desk reads of this till, through the ports.
type books struct {
	c     *Config
	chain func() report.ChainState
}

// ownDesk is what a desk reads and writes of a till that is open.
type ownDesk struct {
	books
	c *Counter
}

// shutDesk is what a desk reads of a till that isn't open.
type shutDesk struct{ books }

func shut() error { return fault.New(fault.Unavailable, "desk.shut", nil) }

// Order implements desk.Papers. Fault: desk.shut.
func (shutDesk) Order(context.Context, string) (sale.Order, report.OrderPaper, error) {
	return sale.Order{}, report.OrderPaper{}, shut()
}

// Noted implements desk.Notes.
func (shutDesk) Noted(context.Context) ([]report.Alert, error) { return nil, nil }

// Reconcile implements desk.Notes. Fault: desk.shut.
func (shutDesk) Reconcile(context.Context, report.Alert, string, string) error { return shut() }

// Tills implements desk.Source: this one.
func (o books) Tills(ctx context.Context) ([]desk.Till, error) {
	start, err := o.c.Ledger.Start(ctx)
	if err != nil {
		return nil, err
	}
	shop, err := o.c.Settings.Shop(ctx)
	if err != nil {
		return nil, err
	}
	programs, err := o.c.Settings.Programs(ctx)
	if err != nil {
		return nil, err
	}
	t := desk.Till{Number: start.Head.Writer, Name: shop.Name, Epoch: start.Head.Epoch, Seq: start.Head.Seq, Chain: o.chain(),
		Keys: map[uint32]ed25519.PublicKey{start.Head.Epoch: o.c.Key.Public()},
		Open: shop.Policy.Open, DropFrom: shop.Policy.DropFrom(), PerPoint: programs.At(start.At).Use.ValuePerPoint}
	if start.Chain != nil {
		err = o.unsent(ctx, start, &t)
	}
	return []desk.Till{t}, err
}

// unsent is what central doesn't have yet, by its last word.
func (o books) unsent(ctx context.Context, start Start, t *desk.Till) error {
	acked := start.Chain.Acked
	if o.c.Link != nil {
		acked = max(acked, o.c.Link.Acked())
	}
	t.Skew = -start.Chain.Offset
	if acked >= t.Seq {
		return nil
	}
	t.Unsent = int64(t.Seq - acked)
	_, records, _, err := o.c.Ledger.Events(ctx, t.Epoch, acked, 1, foldPageBytes)
	if err == nil && len(records) > 0 {
		t.Oldest = records[0].Event.At
	}
	return err
}

// Roll implements desk.Source.
func (o books) Roll(ctx context.Context, _ string) (report.Roll, error) {
	start, err := o.c.Ledger.Start(ctx)
	return start.Roll, err
}

// Shifts implements desk.Source.
func (o books) Shifts(ctx context.Context, _ string, before int64, limit int) ([]report.Filed, error) {
	return o.c.Ledger.Shifts(ctx, before, limit)
}

// Events implements desk.Source.
func (o books) Events(ctx context.Context, _ string, epoch uint32, after uint64, most int) ([]journal.Record, []journal.Seal, error) {
	_, records, seals, err := o.c.Ledger.Events(ctx, epoch, after, most, foldPageBytes)
	if fault.Code(err) == "ledger.moved" { // of an epoch that isn't carried
		return nil, nil, nil
	}
	return records, seals, err
}

// Shop implements desk.Papers.
func (o books) Shop(ctx context.Context, _ string) (receipt.Shop, error) {
	shop, err := o.c.Settings.Shop(ctx)
	return shop.head(), err
}

// Staff implements desk.Papers.
func (o books) Staff(ctx context.Context, _ string) (map[string]string, error) {
	staff, err := o.c.Settings.Staff(ctx)
	names := make(map[string]string, len(staff))
	for _, s := range staff {
		names[s.ID] = s.Name
	}
	return names, err
}

// Member implements desk.Papers.
func (o books) Member(ctx context.Context, id string) (string, error) {
	m, err := o.c.Members.Member(ctx, id)
	if fault.Code(err) == "member.unknown" {
		return "", nil
	}
	return cmp.Or(ident.MaskPhone(m.Phone), m.Name), err
}

// Order implements desk.Papers.
func (o ownDesk) Order(ctx context.Context, key string) (order sale.Order, paper report.OrderPaper, err error) {
	o.c.acquire()
	defer o.c.release()
	if order, err = o.c.Ledger.Order(ctx, key); err != nil {
		return order, paper, err
	}
	now := o.c.clock()
	m, err := o.c.attach(ctx, order.Member)
	if err != nil && fault.Code(err) != "member.unknown" {
		return order, paper, err
	}
	p := o.c.paper(o.c.shop, o.c.staff)
	said, err := o.c.saidOf(ctx, p, order.Receipt, m, o.c.head.Hash, now)
	if err != nil {
		return order, paper, err
	}
	s, err := o.c.soldOf(ctx, order, m, said)
	if err != nil {
		return order, paper, err
	}
	paper.Receipt = p.draw(s, m, said, true)
	for i := range order.Returns {
		slip, err := o.c.slip(ctx, p, order, i, m, o.c.head.Hash, now)
		if err != nil {
			return order, paper, err
		}
		paper.Returns = append(paper.Returns, slip)
	}
	paper.Why.Earned, paper.Why.Lot = order.Points()
	return order, paper, nil
}

// Noted implements desk.Notes: what was reconciled here is in the journal, and nothing else is known.
func (o ownDesk) Noted(context.Context) ([]report.Alert, error) { return nil, nil }

// Reconcile implements desk.Notes, by an event of this till's. Faults: approval.role (name) of who is no supervisor, staff.gone;
// field.required and field.too_long on "reason".
func (o ownDesk) Reconcile(ctx context.Context, a report.Alert, by, reason string) error {
	o.c.acquire()
	defer o.c.release()
	i := slices.IndexFunc(o.c.staff, func(s shift.Staff) bool { return s.ID == by })
	switch {
	case i < 0:
		return fault.New(fault.Forbidden, "staff.gone", nil)
	case o.c.staff[i].Role < shift.Supervisor:
		return fault.New(fault.Forbidden, "approval.role", fault.Args{"name": o.c.staff[i].Name})
	}
	reason, err := shift.Reason(reason, true)
	if err != nil {
		return err
	}
	w := o.c.begin(o.c.now())
	w.actor = by
	w.event(journal.AlertReconciled, &report.Reconciled{ID: a.ID, Reason: reason})
	return o.c.commit(ctx, w)
}
