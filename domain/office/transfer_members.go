package office

import (
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/journal"
)

// memberRow is a member as files have it: what creates one, and what central adds.
type memberRow struct {
	NewMember
	createdAt time.Time
	into      string // merged into
	member    Member // checked
}

var memberColumns = []column[memberRow]{
	textColumn("id", func(m *memberRow) *string { return &m.ID }),
	textColumn("phone", func(m *memberRow) *string { return &m.Phone }),
	textColumn("name", func(m *memberRow) *string { return &m.Name }),
	textColumn("email", func(m *memberRow) *string { return &m.Email }),
	textColumn("birthday", func(m *memberRow) *string { return &m.Birthday }),
	timeColumn("joined_at", func(m *memberRow) *time.Time { return &m.JoinedAt }),
	timeColumn("created_at", func(m *memberRow) *time.Time { return &m.createdAt }),
	textColumn("merged_into", func(m *memberRow) *string { return &m.into }),
	jsonColumn("consents", func(m *memberRow) *[]catalog.Consent { return &m.Consents },
		func(c []catalog.Consent) bool { return len(c) == 0 }),
	countColumn("opening.points", func(m *memberRow) *int64 { return &m.Opening.Points }),
	countColumn("opening.ranking_points", func(m *memberRow) *int64 { return &m.Opening.Ranking }),
}

// memberRows imports members. A row whose id is there already changes that member, but for where it leads; its phone must lead to
// nobody else.
func (o *Office) memberRows(r Reader, now time.Time) (*rows[memberRow], error) {
	terms, err := o.terms(r)
	merged := map[string]int64{} // the row that names each id
	return &rows[memberRow]{
		columns: memberColumns,
		check:   func(m *memberRow) fault.Fields { return m.check(now) },
		names:   (*memberRow).names,
		verify: func(r Reader, m *memberRow) error {
			_, err := m.known(r)
			return err
		},
		put: func(tx Tx, n int64, m *memberRow) (outcome, error) {
			if m.into != "" {
				merged[m.into] = n
			}
			return o.putMemberRow(tx, m, terms, now)
		},
		finish: func(r Reader, fail func(int64, *fault.Error)) error {
			for id, n := range merged {
				if _, err := r.Member(id); absent(err) {
					fail(n, fault.At("merged_into", "customer.unknown", nil))
				} else if err != nil {
					return err
				}
			}
			return nil
		},
	}, err
}

// check brings a row into the stored form.
func (m *memberRow) check(now time.Time) fault.Fields {
	member, err := m.NewMember.member(now)
	faults := fieldsOf(err)
	if !m.createdAt.IsZero() {
		member.CreatedAt = m.createdAt
	}
	if member.CreatedAt.After(now) {
		faults = append(faults, fault.At("created_at", "at.future", nil))
	}
	if m.into != "" && (m.ID == "" || m.ID == m.into) {
		faults = append(faults, fault.At("merged_into", "merge.same", nil))
	}
	m.member = member
	return faults
}

func (m *memberRow) names() []string {
	var names []string
	if m.ID != "" {
		names = append(names, "id "+m.ID)
	}
	if m.into == "" && m.member.Phone != "" {
		names = append(names, "phone "+m.member.Phone)
	}
	return names
}

// known is the stored member of the row's id, if there is one. Faults as unknownYet.
func (m *memberRow) known(r Members) (*Member, error) {
	if m.ID != "" {
		old, err := r.Member(m.ID)
		if err == nil {
			if old.Erased() {
				return nil, fault.At("id", "customer.erased", nil)
			}
			if m.Opening != (Opening{}) {
				return nil, fault.At("opening", "id.taken", fault.Args{"existing_id": m.ID})
			}
			if err := m.leadsAs(r, old); err != nil {
				return nil, err
			}
			if old.Phone != m.member.Phone && m.into == "" {
				err = phoneFree(r, m.ID, m.member.Phone)
			}
			return &old, onField("phone", err)
		}
		if !absent(err) {
			return nil, err
		}
	}
	if m.into != "" {
		return nil, nil
	}
	return nil, onField("phone", phoneFree(r, m.ID, m.member.Phone))
}

// leadsAs refuses a row of a stored member that says of it that it was merged where it wasn't: files merge who is new only.
func (m *memberRow) leadsAs(r Members, old Member) error {
	if m.into == "" {
		return nil
	}
	to, _, err := leadsTo(r, m.into)
	if err == nil && (old.Into == "" || to.ID != old.Into) {
		err = fault.At("merged_into", "id.taken", fault.Args{"existing_id": old.ID})
	}
	return err
}

// leadsTo is where an id leads so far: who stands for it, or false and the id of a member who isn't there yet.
func leadsTo(r Members, id string) (m Member, there bool, err error) {
	for m.Into = id; m.Into != ""; {
		id = m.Into
		if m, err = r.Member(id); absent(err) {
			return Member{Member: catalog.Member{ID: id}}, false, nil
		} else if err != nil {
			return m, false, err
		}
	}
	return m, true, nil
}

// onField names the field of a fault that has none.
func onField(field string, err error) error {
	if f, ok := fault.Of(err); ok && f.Field == "" {
		at := *f
		at.Field = field
		return &at
	}
	return err
}

func (o *Office) putMemberRow(tx Tx, m *memberRow, terms *terms, now time.Time) (outcome, error) {
	old, err := m.known(tx)
	if err != nil {
		return unchanged, err
	}
	if old == nil {
		stored, err := o.enlist(tx, m.member, m.Opening, terms, now)
		if err != nil || m.into == "" {
			return created, err
		}
		to, there, err := leadsTo(tx, m.into)
		switch {
		case err != nil:
			return created, err
		case to.ID == stored.ID: // rows that lead to each other
			return created, fault.At("merged_into", "merge.same", nil)
		case there && to.Erased():
			return created, fault.At("merged_into", "customer.erased", nil)
		}
		return created, o.merge(tx, stored, to, now)
	}
	same := *old
	same.Member = m.member.Member
	if m.JoinedAt.IsZero() {
		same.JoinedAt = old.JoinedAt
	}
	if string(journal.Encode(&same.Member)) == string(journal.Encode(&old.Member)) {
		return unchanged, nil
	}
	return changed, o.keep(tx, journal.MemberChanged, same, now)
}
