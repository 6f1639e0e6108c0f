package memory

import (
	"context"
	"strings"
	"time"

	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
)

// pulled is what central sent by feeds and where they stand. What was written here and isn't in it is laid over it.
type pulled struct {
	places   tree[office.FeedPlace] // feed
	accounts tree[accountRow]       // member
	parked   tree[accountRow]       // member: came while events here weren't in it
	into     tree[merged]           // id
	aliases  tree[none]             // member 0 id
	tiers    tree[string]           // member → tier id, none of the lowest
	sent     tree[sentWith]         // code of a voucher
	received tree[sale.Received]    // the bank's id
}

// accountRow is an account as central sent it, never changed, and the last event of this till that is in it.
type accountRow struct {
	epoch uint32
	seq   uint64
	office.KnownAccount
}

// merged is where an id leads that was merged, and the phone that leads there too.
type merged struct{ into, phone string }

// sentWith is the last event of this till that is in a voucher that was sent, and the first copy that brought it.
type sentWith struct {
	epoch uint32
	seq   uint64
	copy  uint64
}

// counted says whether an event of this till is in what was sent with another one. Former epochs' are.
func counted(sentEpoch uint32, sentSeq uint64, epoch uint32, seq uint64) bool {
	return epoch < sentEpoch || epoch == sentEpoch && seq <= sentSeq
}

// hasIn says whether a voucher that was sent has in it what was written here.
func (p *pulled) hasIn(code string, own written) bool {
	with, there := p.sent.get(code)
	return there && counted(with.epoch, with.seq, own.epoch, own.seq)
}

// leadsTo is the id that a member's now leads to.
func (p *pulled) leadsTo(id string) string {
	if m, there := p.into.get(id); there {
		return m.into
	}
	return id
}

// ids are a member's present id, and those that were merged into it.
func (c *catalogue) ids(member string) []string {
	present := c.pulled.leadsTo(member)
	return append([]string{present}, c.aliasesOf(present)...)
}

func (c *catalogue) aliasesOf(id string) (ids []string) {
	prefix := join(id, "")
	for key := range c.pulled.aliases.under(prefix) {
		ids = append(ids, key[len(prefix):])
	}
	return ids
}

// known is what the catalogue knows of the account of a member with those ids, and what was sent of each id: alone, or
// with the member that it was merged into.
func (c *catalogue) known(ids []string) (list []loyalty.Posting, rows map[string]accountRow) {
	rows = map[string]accountRow{}
	apart := false // an account that was merged and isn't in the other yet
	for i, id := range ids {
		if _, there := rows[id]; there {
			continue
		}
		apart = apart || i > 0
		row, there := c.pulled.accounts.get(id)
		if !there {
			for _, p := range c.history.under(join(id, "")) {
				list = append(list, p.posting())
			}
			continue
		}
		row.KnownAccount = deep(row.KnownAccount)
		list = append(list, row.Postings(id)...)
		for _, id := range append([]string{id}, row.Carried.Also...) {
			rows[id] = row
		}
	}
	if apart { // they fold as one
		one := office.KnownAccount{At: time.UnixMilli(0).UTC(), Carried: loyalty.Carried{Also: ids[1:]}}
		list = append(list, one.Postings(ids[0])...)
		list[len(list)-1].Ref.ID = "merged"
	}
	return list, rows
}

// Tier is the id of the tier that a member held when central last told of it, "" the lowest.
func (t *Till) Tier(member string) (string, error) {
	s, err := t.disk.read(context.Background())
	if err != nil {
		return "", err
	}
	defer t.disk.done()
	tier, _ := s.catalog.pulled.tiers.get(s.catalog.pulled.leadsTo(member))
	return tier, nil
}

// ahead says whether something was written here of one of the ids that isn't in the page.
func (w *pageWriter) ahead(ids []string) bool {
	for _, id := range ids {
		for key := range w.till.posted.from(join(id, place(w.epoch, w.applied+1))) {
			if strings.HasPrefix(key, join(id, "")) {
				return true
			}
			break
		}
	}
	return false
}

// putMember adds or replaces a member as central sent it.
func (w *pageWriter) putMember(m office.KnownMember) {
	id, phone := m.Member.ID, m.Member.Phone
	w.dropMember(id)
	if m.Member.Erased() {
		w.till.here.drop(w.by, id)
		w.till.keys.delete(w.by, id)
	}
	if m.Into != "" {
		w.pulled.into.put(w.by, id, merged{m.Into, phone})
		w.pulled.aliases.put(w.by, join(m.Into, id), none{})
		w.members.byPhone.put(w.by, join(phone, m.Into), none{})
		return
	}
	w.Member(m.Member)
	if m.Tier != "" {
		w.pulled.tiers.put(w.by, id, m.Tier)
	}
	if m.Member.Erased() {
		return
	}
	for _, alias := range w.aliasesOf(id) {
		old, _ := w.pulled.into.get(alias)
		w.members.byPhone.put(w.by, join(old.phone, id), none{})
	}
}

// dropMember forgets a member, a merged one too; one that isn't there is no error.
func (w *pageWriter) dropMember(id string) {
	w.members.drop(w.by, id)
	w.pulled.tiers.delete(w.by, id)
	old, there := w.pulled.into.get(id)
	if !there {
		return
	}
	w.pulled.into.delete(w.by, id)
	w.pulled.aliases.delete(w.by, join(old.into, id))
	if into, there := w.members.byID.get(old.into); !there || into.Phone != old.phone {
		w.members.byPhone.delete(w.by, join(old.phone, old.into))
	}
}

// putAccount takes an account, or parks one that waits.
func (w *pageWriter) putAccount(member string, a account) {
	if a.waits {
		w.pulled.parked.put(w.by, member, a.accountRow)
	} else {
		w.settle(member, a.accountRow)
	}
}

// settle takes an account. It ends a parked one, those of members that were merged into it, and the
// history of a till that stood alone.
func (w *pageWriter) settle(member string, row accountRow) {
	w.pulled.parked.delete(w.by, member)
	for _, id := range row.Carried.Also {
		w.pulled.accounts.delete(w.by, id)
		w.pulled.parked.delete(w.by, id)
	}
	for _, id := range append([]string{member}, row.Carried.Also...) {
		var old []string
		for key := range w.history.under(join(id, "")) {
			old = append(old, key)
		}
		for _, key := range old {
			w.history.delete(w.by, key)
		}
	}
	w.pulled.accounts.put(w.by, member, row)
}

// unpark takes what is parked, didn't come and waits for nothing any more: it is what central has.
func (w *pageWriter) unpark(came accounts) {
	for _, parked := range keysOf(office.ItemAccount, w.pulled.parked) {
		row, there := w.pulled.parked.get(parked.Key) // not if it is in another's that was taken just now
		_, comes := came[parked.Key]
		if there && !comes && !w.ahead(append([]string{parked.Key}, row.Carried.Also...)) {
			row.epoch, row.seq = w.epoch, w.applied
			w.settle(parked.Key, row)
		}
	}
}
