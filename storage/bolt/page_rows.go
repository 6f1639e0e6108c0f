package bolt

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.etcd.io/bbolt"

	"tim/domain/catalog"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
)

// voucherCode is the code in a voucher item's key.
func voucherCode(key string) string { return key[strings.LastIndexByte(key, 0)+1:] }

func readProduct(value []byte) (p catalog.Product, err error) { return p, json.Unmarshal(value, &p) }

// dropSetting removes what central says is gone.
func dropSetting(tx *bbolt.Tx, kind office.ItemKind, key string) error {
	switch kind {
	case office.ItemShop:
		return tx.Bucket(shopBucket).Delete(shopKey)
	case office.ItemProgram:
		version, err := strconv.ParseUint(key, 10, 63)
		if err != nil {
			return fmt.Errorf("programme %q: %w", key, err)
		}
		return tx.Bucket(programsBucket).Delete(binary.BigEndian.AppendUint64(nil, version))
	case office.ItemStaff:
		return tx.Bucket(staffBucket).Delete([]byte(key))
	case office.ItemProduct:
		old, there, err := getProduct(tx, []byte(key))
		if err != nil || !there {
			return err
		}
		return errors.Join(dropCodes(tx, old), tx.Bucket(productsBucket).Delete([]byte(key)))
	case office.ItemReward:
		return tx.Bucket(rewardsBucket).Delete([]byte(key))
	case office.ItemReceived:
		return tx.Bucket(receivedBucket).Delete([]byte(key))
	}
	return nil
}

// putKnownMembers writes members as central sent them, in key order; nil ones are gone.
func putKnownMembers(tx *bbolt.Tx, byID map[string]*office.KnownMember) error {
	var docs, phones, tails, names, initials, tiers []entry
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		m := byID[id]
		if err := dropKnownMember(tx, id); err != nil {
			return err
		}
		switch {
		case m == nil:
			continue
		case m.Into != "":
			if err := putMerged(tx, m); err != nil {
				return err
			}
			continue
		}
		phone, tail, words := memberEntries(m.Member)
		docs = append(docs, entry{[]byte(id), journal.Encode(&m.Member)})
		phones, tails, names = append(phones, phone), append(tails, tail), append(names, words...)
		initials = append(initials, initialsEntry(id, string(tail.value))...)
		if m.Tier != "" {
			tiers = append(tiers, entry{[]byte(id), []byte(m.Tier)})
		}
		for _, alias := range aliasesOf(tx, id) {
			old, there, err := readMerged(tx, alias)
			if err != nil {
				return err
			}
			if there && old.Phone != m.Member.Phone && !m.Member.Erased() {
				phones = append(phones, entry{key: joinKey(old.Phone, id)})
			}
		}
	}
	return errors.Join(putSorted(tx, membersBucket, docs), putSorted(tx, phonesBucket, phones), putSorted(tx, tailsBucket, tails),
		putSorted(tx, namesBucket, names), putSorted(tx, initialsBucket, initials), putSorted(tx, tiersBucket, tiers))
}

// dropKnownMember forgets a member of the catalogue, a merged one too; one that isn't there is no error.
func dropKnownMember(tx *bbolt.Tx, id string) error {
	if tx.Bucket(membersBucket).Get([]byte(id)) != nil {
		err := errors.Join(dropIndex(tx, id), tx.Bucket(membersBucket).Delete([]byte(id)), tx.Bucket(tiersBucket).Delete([]byte(id)))
		if err != nil {
			return err
		}
	}
	old, there, err := readMerged(tx, id)
	if err != nil || !there {
		return err
	}
	err = errors.Join(tx.Bucket(intoBucket).Delete([]byte(id)), tx.Bucket(aliasesBucket).Delete(joinKey(old.Into, id)))
	if into, there, lost := getMember(tx, old.Into); lost != nil || there && into.Phone == old.Phone {
		return errors.Join(err, lost)
	}
	return errors.Join(err, tx.Bucket(phonesBucket).Delete(joinKey(old.Phone, old.Into)))
}

// putMerged lets an id and its phone lead to the member that it was merged into. Its account is that one's.
func putMerged(tx *bbolt.Tx, m *office.KnownMember) error {
	id := m.Member.ID
	merged := mergedMember{Into: m.Into, Phone: m.Member.Phone}
	return errors.Join(tx.Bucket(intoBucket).Put([]byte(id), journal.Encode(&merged)),
		tx.Bucket(aliasesBucket).Put(joinKey(m.Into, id), []byte{}),
		tx.Bucket(phonesBucket).Put(joinKey(m.Member.Phone, m.Into), []byte{}))
}

// Tier is the id of the tier that a member held when central last told of it, "" the lowest. Of one whose account isn't
// known here there is no better.
func (t *Till) Tier(member string) (tier string, err error) {
	err = t.fromCatalog("a tier", func(tx *bbolt.Tx) error {
		id, err := leadsTo(tx, member)
		tier = string(tx.Bucket(tiersBucket).Get([]byte(id)))
		return err
	})
	return tier, err
}

// putAccounts writes accounts in key order, or parks those that something here isn't in. What is parked and waits for
// nothing any more is what central has.
func (l *pageLoad) putAccounts(tx *bbolt.Tx) error {
	for _, member := range slices.Sorted(maps.Keys(l.accounts)) {
		if err := l.putAccount(tx, member, l.accounts[member]); err != nil {
			return err
		}
	}
	for _, member := range slices.Sorted(maps.Keys(l.parked)) {
		if l.ahead[member] || tx.Bucket(parkedBucket).Get([]byte(member)) == nil { // it is in another's that was taken just now
			continue
		}
		row := l.parked[member]
		row.Epoch, row.Seq = l.epoch, l.applied
		if err := settle(tx, member, row); err != nil {
			return err
		}
	}
	return nil
}

func (l *pageLoad) putAccount(tx *bbolt.Tx, member string, row *accountRow) error {
	key := []byte(member)
	switch {
	case row == nil && tx.Bucket(intoBucket).Get(key) != nil:
		return nil // it stays until the other's account has it
	case row == nil:
		return errors.Join(tx.Bucket(accountsBucket).Delete(key), tx.Bucket(parkedBucket).Delete(key))
	case l.ahead[member]:
		return tx.Bucket(parkedBucket).Put(key, journal.Encode(row))
	}
	return settle(tx, member, row)
}

// settle takes an account, and ends what it replaces: a parked one, those of members merged into it, and the history of a
// till that stood alone.
func settle(tx *bbolt.Tx, member string, row *accountRow) error {
	err := tx.Bucket(parkedBucket).Delete([]byte(member))
	for _, id := range row.Carried.Also {
		err = errors.Join(err, tx.Bucket(accountsBucket).Delete([]byte(id)), tx.Bucket(parkedBucket).Delete([]byte(id)))
	}
	for _, id := range append([]string{member}, row.Carried.Also...) {
		prefix := joinKey(id, "")
		c := tx.Bucket(historyBucket).Cursor()
		for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Seek(prefix) {
			if err := c.Delete(); err != nil {
				return err
			}
		}
	}
	b := tx.Bucket(accountsBucket)
	b.FillPercent = fillPercent
	return errors.Join(err, b.Put([]byte(member), journal.Encode(row)))
}

func (l *pageLoad) putVouchers(tx *bbolt.Tx) error {
	byCode := map[string]loyalty.Voucher{}
	mark := sentWith{l.epoch, l.applied, l.copy}
	for code, v := range l.vouchers {
		if v == nil {
			if err := dropVoucher(tx, code); err != nil {
				return err
			}
			continue
		}
		byCode[code] = *v
		if err := tx.Bucket(appliedBucket).Put([]byte(code), mark.bytes()); err != nil {
			return err
		}
	}
	return putVouchers(tx, byCode)
}

func dropVoucher(tx *bbolt.Tx, code string) error {
	old, err := catalogVoucher(tx, code)
	if err != nil || old == nil {
		return err
	}
	return errors.Join(tx.Bucket(memberVouchersBucket).Delete(memberVoucher(*old)), tx.Bucket(vouchersBucket).Delete([]byte(code)),
		tx.Bucket(appliedBucket).Delete([]byte(code)))
}
