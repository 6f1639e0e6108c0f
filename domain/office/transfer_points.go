package office

import (
	"time"

	"tim/domain/fault"
	"tim/domain/ident"
)

// owner is whose account a row is about: an id, or a phone.
type owner struct {
	id, phone string
}

func ownerColumns[T any](at func(*T) *owner) []column[T] {
	return []column[T]{
		textColumn("customer_id", func(v *T) *string { return &at(v).id }),
		textColumn("phone", func(v *T) *string { return &at(v).phone }),
	}
}

// check brings the phone into the stored form.
func (w *owner) check() fault.Fields {
	if w.phone == "" {
		if w.id == "" {
			return fault.Fields{fault.At("phone", "field.required", nil)}
		}
		return nil
	}
	e164, err := ident.NormalisePhone(w.phone)
	if err != nil {
		return fault.Fields{fault.At("phone", fault.Code(err), nil)}
	}
	w.phone = e164
	return nil
}

// find is the member; an id and a phone must lead to the same. Faults: customer.unknown on the column.
func (w *owner) find(r Members) (m Member, err error) {
	if w.id != "" {
		if m, err = resolve(r, w.id); err != nil {
			return m, unknownOn("customer_id", err)
		}
	}
	if w.phone == "" {
		return m, nil
	}
	byPhone, err := resolveByPhone(r, w.phone)
	if err == nil && m.ID != "" && m.ID != byPhone.ID {
		err = fault.At("phone", "phone.taken", fault.Args{"existing_id": byPhone.ID})
	}
	return byPhone, unknownOn("phone", err)
}

func unknownOn(field string, err error) error {
	if absent(err) {
		return fault.At(field, "customer.unknown", nil)
	}
	return err
}

// balanceRow is what a member brings along from elsewhere.
type balanceRow struct {
	owner
	Opening
	at time.Time
}

var balanceColumns = append(ownerColumns(func(b *balanceRow) *owner { return &b.owner }),
	countColumn("points", func(b *balanceRow) *int64 { return &b.Points }),
	countColumn("ranking_points", func(b *balanceRow) *int64 { return &b.Ranking }),
	timeColumn("at", func(b *balanceRow) *time.Time { return &b.at }),
)

// balanceRows posts opening balances to members that are there, one a member and file.
func (o *Office) balanceRows(r Reader, now time.Time) (*rows[balanceRow], error) {
	terms, err := o.terms(r)
	return &rows[balanceRow]{
		columns: balanceColumns,
		check: func(b *balanceRow) fault.Fields {
			faults := append(b.owner.check(), inRange("points", b.Points, 0)...)
			faults = append(faults, inRange("ranking_points", b.Ranking, 0)...)
			at, err := backdated(b.at, now)
			b.at = at
			return append(faults, fieldsOf(err)...)
		},
		names:  func(b *balanceRow) []string { return b.owner.names() },
		verify: func(r Reader, b *balanceRow) error { _, err := b.find(r); return err },
		put: func(tx Tx, _ int64, b *balanceRow) (outcome, error) {
			m, err := b.find(tx)
			if err != nil || b.Opening == (Opening{}) {
				return unchanged, err
			}
			return created, o.open(tx, m.ID, b.Opening, b.at, terms, now)
		},
	}, err
}

func (w *owner) names() []string {
	if w.phone != "" {
		return []string{"phone " + w.phone}
	}
	return []string{"customer_id " + w.id}
}

// adjustmentRow is points given or taken by hand.
type adjustmentRow struct {
	owner
	Adjustment
}

var adjustmentColumns = append(ownerColumns(func(a *adjustmentRow) *owner { return &a.owner }),
	textColumn("reason", func(a *adjustmentRow) *string { return &a.Reason }),
	countColumn("points", func(a *adjustmentRow) *int64 { return &a.Points }),
	timeColumn("at", func(a *adjustmentRow) *time.Time { return &a.At }),
)

// adjustmentRows adjusts accounts in the order of the rows (A4); by who acts, "" where nobody said.
func (o *Office) adjustmentRows(r Reader, now time.Time, by string) (*rows[adjustmentRow], error) {
	terms, err := o.terms(r)
	return &rows[adjustmentRow]{
		columns: adjustmentColumns,
		check: func(a *adjustmentRow) fault.Fields {
			checked, err := a.Adjustment.checked(now, by)
			a.Adjustment = checked
			return append(a.owner.check(), fieldsOf(err)...)
		},
		names:  func(*adjustmentRow) []string { return nil },
		verify: func(r Reader, a *adjustmentRow) error { _, err := a.find(r); return err },
		put: func(tx Tx, _ int64, a *adjustmentRow) (outcome, error) {
			m, err := a.find(tx)
			if err != nil {
				return unchanged, err
			}
			return created, onField("points", o.adjust(tx, m.ID, a.Adjustment, terms, now))
		},
	}, err
}
