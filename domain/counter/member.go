package counter

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/sale"
)

// ConsentText is the version of the consent texts that the till shows.
const ConsentText = "2026-11"

// attached is the cart's member with the account, folded once and stepped on.
type attached struct {
	profile  catalog.Member
	vouchers []loyalty.Voucher // newest first
	receipts map[string]string // by order: the number, of orders that vouchers were used on
	fold     *loyalty.State
	trusted  trusted         // of this till's epoch
	unknown  bool            // central has not told of the account yet: only what was done here since is in it
	now      loyalty.Account // the account at now.AsOf, kept because a use case asks for it again and again
}

// at is the account at an instant.
func (m *attached) at(now time.Time) loyalty.Account {
	if !m.now.AsOf.Equal(now) {
		m.now = m.fold.At(now)
	}
	return m.now
}

// attach reads a member and folds the account; "" is nobody.
func (c *Counter) attach(ctx context.Context, id string) (*attached, error) {
	if id == "" {
		return nil, nil
	}
	profile, err := c.Members.Member(ctx, id)
	if err != nil {
		return nil, err
	}
	postings, err := c.Members.Postings(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read the account: %w", err)
	}
	vouchers, err := c.Members.VouchersOf(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read the vouchers: %w", err)
	}
	told, err := c.Members.Accounted(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("look for the account: %w", err)
	}
	m := &attached{profile: profile, fold: loyalty.Fold(postings), vouchers: vouchers, unknown: !told}
	for _, p := range postings {
		m.trusted = m.trusted.and(p, c.head.Writer, c.head.Epoch)
	}
	return m, nil
}

// add steps account and vouchers on by what was just written of this member.
func (m *attached) add(b Batch) {
	m.vouchers = m.changed(b)
	for _, p := range b.Postings {
		if p.Member != m.profile.ID {
			continue
		}
		m.now, m.trusted = loyalty.Account{}, m.trusted.and(p, b.Before.Writer, b.Before.Epoch)
		if !m.fold.Apply(p) {
			m.fold = m.fold.With(p)
		}
	}
}

// changed are the member's vouchers behind a batch, newest first.
func (m *attached) changed(b Batch) []loyalty.Voucher {
	list := slices.Clone(m.vouchers)
	for _, v := range b.Vouchers {
		if v.Member != m.profile.ID {
			continue
		}
		if i := slices.IndexFunc(list, func(old loyalty.Voucher) bool { return old.ID == v.ID }); i >= 0 {
			list[i] = v
		} else {
			list = slices.Insert(list, 0, v)
		}
	}
	return list
}

// with is the account as if those postings had been written too.
func (m *attached) with(now time.Time, more ...loyalty.Posting) loyalty.Account {
	if len(more) == 0 {
		return m.at(now)
	}
	return m.fold.With(more...).At(now)
}

// within is the account behind what a write does so far, and those postings.
func (m *attached) within(w *write, more ...loyalty.Posting) loyalty.Account {
	var all []loyalty.Posting
	for _, p := range w.batch.Postings {
		if p.Member == m.profile.ID {
			all = append(all, p)
		}
	}
	return m.with(w.now, append(all, more...)...)
}

func (c *Counter) attachPhone(ctx context.Context, phone string, now time.Time) error {
	m, err := c.Members.ByPhone(ctx, phone)
	if fault.Code(err) == "member.unknown" {
		return fault.New(fault.NotFound, "phone.unknown", fault.Args{"phone": phone})
	}
	if err != nil {
		return err
	}
	return c.attachMember(ctx, AttachMember{Member: m.ID}, now)
}

// attachMember names the customer of the open cart, or of a new one. Points of the member before go back first.
func (c *Counter) attachMember(ctx context.Context, a AttachMember, now time.Time) error {
	member, err := c.attach(ctx, a.Member)
	if err != nil {
		return err
	}
	if a.Member == c.cart.Member && c.cart.ID != "" {
		return nil
	}
	if err := c.furnish(ctx, member); err != nil {
		return err
	}
	return c.setMember(ctx, c.begin(now), member)
}

// setMember writes the cart with its new member. Who came before gets the points back in the same write.
func (c *Counter) setMember(ctx context.Context, w *write, member *attached) error {
	cart, fresh := c.openCart(w.now)
	if fresh {
		w.opened(cart)
	}
	cart = c.giveBack(w, cart)
	cart, left, err := c.nameMember(w, cart, member)
	if err != nil {
		return err
	}
	w.put(cart)
	if err := c.commit(ctx, w); err != nil {
		return err
	}
	former := c.cart
	c.cart = cart
	c.remember(former, w)
	c.serve(c.member)
	c.joined(member, w)
	c.last, c.returned = nil, nil
	c.keepMark()
	c.notice = &Notice{Code: "member.detached", Also: left}
	if member != nil {
		c.notice = &Notice{Code: "member.attached", Args: fault.Args{"name": member.profile.Name}, Also: left}
		if n := c.heldBy(member.profile.ID); n > 0 {
			c.notice = c.notice.and(&Notice{Code: "member.held", Args: fault.Args{"n": n}})
		}
	}
	return nil
}

// nameMember is the cart with its new member, nil for a walk-in, and without the vouchers that this one may not use.
func (c *Counter) nameMember(w *write, cart sale.Order, member *attached) (sale.Order, *Notice, error) {
	id := ""
	if member != nil {
		id = member.profile.ID
	}
	cart, err := cart.Attach(id)
	if err != nil {
		return cart, nil, err
	}
	w.event(journal.MemberAttached, &sale.Attachment{Order: cart.Key(), Member: id, Total: cart.Totals().Payable, Typed: true})
	return c.recheckVouchers(w, cart, cart.Use.Points)
}

// joined makes a member the cart's, once that is written.
func (c *Counter) joined(member *attached, w *write) {
	if c.member = member; member != nil {
		member.add(w.batch)
	}
}

// createMember creates a member here and attaches it, in one write. The journal holds the person's data only under
// the member's own key.
func (c *Counter) createMember(ctx context.Context, a CreateMember, now time.Time) error {
	member, err := c.newMember(ctx, a, now)
	if err != nil {
		return err
	}
	created := NewMember{Member: member, Key: c.mint.Bytes(32)}
	sealed := journal.SealPersonal(created.Key, c.mint.Bytes(12), journal.Encode(&member))
	w := c.begin(now)
	w.event(journal.MemberCreated, &catalog.MemberCreated{ID: member.ID, Sealed: sealed})
	w.batch.Members = []NewMember{created}
	joining := &attached{profile: member, fold: loyalty.Fold(nil)}
	if err := c.furnish(ctx, joining); err != nil {
		return err
	}
	if err := c.setMember(ctx, w, joining); err != nil {
		return err
	}
	c.notice = &Notice{Code: "member.created", Args: fault.Args{"name": member.Name}, Also: c.notice.Also}
	return nil
}

func (c *Counter) newMember(ctx context.Context, a CreateMember, now time.Time) (catalog.Member, error) {
	m := catalog.Member{ID: c.mint.New(now), Name: strings.TrimSpace(a.Name), JoinedAt: now}
	consent := func(p catalog.Purpose) {
		m.Consents = append(m.Consents, catalog.Consent{Purpose: p, TextVersion: ConsentText, At: now, Method: "till"})
	}
	var faults fault.Fields
	if a.Points {
		consent(catalog.PurposePoints)
	} else {
		faults = append(faults, fault.At("consents", "consent.required", nil))
	}
	if a.News {
		consent(catalog.PurposeNews)
	}
	phone, err := ident.NormalisePhone(a.Phone)
	if err != nil {
		faults = append(faults, fault.At("phone", "phone.format", nil))
	} else {
		m.Phone = phone
	}
	checked, err := m.Checked()
	var more fault.Fields
	if errors.As(err, &more) {
		for _, f := range more {
			if f.Field != "phone" {
				faults = append(faults, f)
			}
		}
	}
	if len(faults) > 0 {
		return m, faults
	}
	other, err := c.Members.ByPhone(ctx, phone)
	if err == nil {
		return m, fault.Fields{{Kind: fault.Conflict, Code: "phone.taken", Field: "phone", Args: fault.Args{"name": other.Name, "id": other.ID}}}
	}
	if fault.Code(err) != "member.unknown" {
		return m, err
	}
	return checked, nil
}

// setLater switches between handing over at once and later delivery.
func (c *Counter) setLater(ctx context.Context, a SetLater, now time.Time) error {
	if c.cart.ID == "" {
		return fault.New(fault.Invalid, "order.empty", nil)
	}
	cart, err := c.cart.ForLater(a.Later)
	if err != nil {
		return err
	}
	return c.saveCart(ctx, c.begin(now), cart)
}
