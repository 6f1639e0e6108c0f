package office

import (
	"context"
	"strings"
	"time"
	"unicode"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/loyalty"
)

// MemberIDMax is the greatest length of a member's id, bytes: letters, digits, dots, dashes and underscores.
const MemberIDMax = 64

// NewMember is who begins to collect points (API.md).
type NewMember struct {
	ID       string            `json:"id,omitempty"` // "" to have one minted
	Phone    string            `json:"phone"`
	Name     string            `json:"name"`
	Email    string            `json:"email,omitempty"`
	Birthday string            `json:"birthday,omitempty"`
	JoinedAt time.Time         `json:"joined_at,omitzero"` // default now
	Consents []catalog.Consent `json:"consents,omitempty"`
	Opening  Opening           `json:"opening,omitzero"`
}

// Opening is what a member brings along: a lot that arose at joined_at, and ranking points; 0 or more.
type Opening struct {
	Points  int64 `json:"points"`
	Ranking int64 `json:"ranking_points"`
}

// MemberPatch changes the fields that are not nil.
type MemberPatch struct {
	Phone    *string            `json:"phone,omitempty"`
	Name     *string            `json:"name,omitempty"`
	Email    *string            `json:"email,omitempty"`
	Birthday *string            `json:"birthday,omitempty"`
	Consents *[]catalog.Consent `json:"consents,omitempty"`
}

// CreateMember stores a new member. Faults: phone.taken (Conflict, existing_id), id.taken (Conflict), fault.Fields as
// catalog.Member.Checked, id.format, at.future on joined_at, field.range on opening.
func (o *Office) CreateMember(ctx context.Context, n NewMember) (Member, error) {
	return write(ctx, o, func(tx Tx, now time.Time) (Member, error) {
		m, err := n.member(now)
		if err != nil {
			return Member{}, err
		}
		if err := unknownYet(tx, m); err != nil {
			return Member{}, err
		}
		terms, err := o.terms(tx)
		if err != nil {
			return Member{}, err
		}
		return o.enlist(tx, m, n.Opening, terms, now)
	})
}

// member is n as it would be stored, without id when it names none, or every field's fault.
func (n NewMember) member(now time.Time) (Member, error) {
	m := Member{CreatedAt: now, Member: catalog.Member{ID: n.ID, Phone: n.Phone, Name: n.Name, Email: n.Email, Birthday: n.Birthday,
		JoinedAt: milli(n.JoinedAt), Consents: inMillis(n.Consents)}}
	if m.JoinedAt.IsZero() {
		m.JoinedAt = now
	}
	var faults fault.Fields
	if n.ID != "" && !isMemberID(n.ID) {
		faults = append(faults, fault.At("id", "id.format", fault.Args{"max": int64(MemberIDMax)}))
	}
	if m.JoinedAt.After(now) {
		faults = append(faults, fault.At("joined_at", "at.future", nil))
	}
	faults = append(faults, inRange("opening.points", n.Opening.Points, 0)...)
	faults = append(faults, inRange("opening.ranking_points", n.Opening.Ranking, 0)...)
	checked, err := m.Member.Checked()
	m.Member = checked
	return m, append(faults, fieldsOf(err)...).OrNil()
}

// Check is every fault of the document itself, by JSON path.
func (n NewMember) Check(now time.Time) error {
	_, err := n.member(now)
	return err
}

// unknownYet refuses an id or a phone that somebody has.
func unknownYet(r Members, m Member) error {
	if m.ID != "" {
		if _, err := r.Member(m.ID); err == nil {
			return fault.New(fault.Conflict, "id.taken", fault.Args{"existing_id": m.ID})
		} else if !absent(err) {
			return err
		}
	}
	return phoneFree(r, m.ID, m.Phone)
}

// phoneFree refuses a phone that leads to another member.
func phoneFree(r Members, id, phone string) error {
	other, err := resolveByPhone(r, phone)
	switch {
	case absent(err) || err == nil && other.ID == id:
		return nil
	case err != nil:
		return err
	}
	return fault.New(fault.Conflict, "phone.taken", fault.Args{"existing_id": other.ID})
}

// enlist stores a checked new member with what it brings along.
func (o *Office) enlist(tx Tx, m Member, opening Opening, terms *terms, now time.Time) (Member, error) {
	if m.ID == "" {
		m.ID = o.mint.New(now)
	}
	m.Key = o.mint.Bytes(journal.PersonalKeySize)
	if err := o.keep(tx, journal.MemberCreated, m, now); err != nil {
		return m, err
	}
	if opening == (Opening{}) {
		return m, nil
	}
	return m, o.open(tx, m.ID, opening, m.JoinedAt, terms, now)
}

// keep stores a member and what happened to it; the journal has the person only as ciphertext.
func (o *Office) keep(tx Tx, kind journal.Kind, m Member, now time.Time) error {
	sealed := journal.SealPersonal(m.Key, o.mint.Bytes(journal.PersonalNonceSize), journal.Encode(&m.Member))
	if err := o.record(tx, kind, now, now, &catalog.MemberCreated{ID: m.ID, Sealed: sealed}); err != nil {
		return err
	}
	return tx.Put(m)
}

// PatchMember changes a member. Faults: customer.unknown, customer.erased, phone.taken, those of catalog.Member.Checked.
func (o *Office) PatchMember(ctx context.Context, id string, p MemberPatch) (Member, error) {
	return write(ctx, o, func(tx Tx, now time.Time) (Member, error) {
		m, err := resolve(tx, id)
		if err == nil && m.Erased() {
			err = fault.New(fault.Conflict, "customer.erased", nil)
		}
		if err != nil {
			return m, err
		}
		before := journal.Encode(&m.Member)
		p.apply(&m.Member)
		if m.Member, err = m.Member.Checked(); err != nil {
			return m, err
		}
		if string(journal.Encode(&m.Member)) == string(before) {
			return m, nil
		}
		if err := phoneFree(tx, m.ID, m.Phone); err != nil {
			return m, err
		}
		return m, o.keep(tx, journal.MemberChanged, m, now)
	})
}

func (p MemberPatch) apply(m *catalog.Member) {
	for field, value := range map[*string]*string{&m.Phone: p.Phone, &m.Name: p.Name, &m.Email: p.Email, &m.Birthday: p.Birthday} {
		if value != nil {
			*field = *value
		}
	}
	if p.Consents != nil {
		m.Consents = inMillis(*p.Consents)
	}
}

// Member reads one by any id that it ever had. Fault: customer.unknown.
func (o *Office) Member(ctx context.Context, id string) (Member, error) {
	return read(ctx, o, func(r Reader) (Member, error) { return resolve(r, id) })
}

// MemberByPhone reads one by its phone, in any form. Faults: phone.format, customer.unknown.
func (o *Office) MemberByPhone(ctx context.Context, phone string) (Member, error) {
	e164, err := ident.NormalisePhone(phone)
	if err != nil {
		return Member{}, err
	}
	return read(ctx, o, func(r Reader) (Member, error) { return resolveByPhone(r, e164) })
}

// FindMembers searches phone, tail of a phone, or name parts without diacritics; an empty text lists all by id. Who was
// merged is found too, as the member that it now is; who was erased isn't.
func (o *Office) FindMembers(ctx context.Context, text string, p Page) (members []Member, next string, err error) {
	p = p.Bounded()
	members, err = read(ctx, o, func(r Reader) (list []Member, err error) {
		seen := map[string]bool{}
		for {
			var some []Member
			if some, next, err = r.FindMembers(text, p); err != nil {
				return nil, err
			}
			for _, m := range some {
				if m.Erased() || m.Into != "" && strings.TrimSpace(text) == "" {
					continue
				}
				if m, err = resolve(r, m.ID); err != nil {
					return nil, err
				}
				if !seen[m.ID] {
					seen[m.ID] = true
					list = append(list, m)
				}
			}
			if len(list) > 0 || next == "" {
				return list, nil
			}
			p.Cursor = next
		}
	})
	return members, next, err
}

func isMemberID(s string) bool {
	return s != "" && len(s) <= MemberIDMax && !strings.ContainsFunc(s, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._-", r)
	})
}

func milli(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Millisecond)
}

func inMillis(consents []catalog.Consent) []catalog.Consent {
	var list []catalog.Consent
	for _, c := range consents {
		c.At = milli(c.At)
		list = append(list, c)
	}
	return list
}

// inRange is the fault of a number of points below least or above what any account may hold.
func inRange(field string, value, least int64) fault.Fields {
	if value >= least && value <= loyalty.PointsMax {
		return nil
	}
	return fault.Fields{fault.At(field, "field.range", fault.Args{"value": value, "min": least, "max": loyalty.PointsMax})}
}

// fieldsOf is every fault of one document's check.
func fieldsOf(err error) fault.Fields {
	if err == nil {
		return nil
	}
	if list, ok := err.(fault.Fields); ok {
		return list
	}
	if one, ok := fault.Of(err); ok {
		return fault.Fields{one}
	}
	panic("office: a check that fails without a fault: " + err.Error())
}
