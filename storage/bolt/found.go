package bolt

import (
	"bytes"
	"encoding/json"
	"fmt"

	"go.etcd.io/bbolt"

	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
)

// Founding is all that the catalogue of a till that stands alone holds, for the central that it gets: what was filled in, and
// nothing of what the till wrote itself. It reads while its Members are gone over.
func (t *Till) Founding(shop string) (f office.Founding, err error) {
	f = office.Founding{Shop: shop, Members: t.founders}
	s, err := t.readShop()
	if err != nil {
		return f, err
	}
	if f.Document, err = json.Marshal(s); err != nil {
		return f, fmt.Errorf("encode the shop: %w", err)
	}
	if f.Staff, err = t.readStaff(); err != nil {
		return f, err
	}
	if f.Programs, err = t.readPrograms(); err != nil {
		return f, err
	}
	if f.Rewards, err = t.readRewards(); err != nil {
		return f, err
	}
	err = t.fromCatalog("what the till knows", func(tx *bbolt.Tx) error {
		f.Count = tx.Bucket(membersBucket).Stats().KeyN
		return tx.Bucket(productsBucket).ForEach(func(sku, _ []byte) error {
			p, _, err := getProduct(tx, sku)
			f.Products = append(f.Products, p)
			return err
		})
	})
	return f, err
}

// founders goes over the catalogue's members.
func (t *Till) founders(put func(office.Founder) error) error {
	return t.fromCatalog("members", func(tx *bbolt.Tx) error {
		return tx.Bucket(membersBucket).ForEach(func(id, doc []byte) error {
			m, err := founder(tx, string(id), doc)
			if err != nil {
				return err
			}
			return put(m)
		})
	})
}

func founder(tx *bbolt.Tx, id string, doc []byte) (m office.Founder, err error) {
	if err := journal.Decode(doc, &m.Member); err != nil {
		return m, fmt.Errorf("member %s: %w", id, err)
	}
	prefix := joinKey(id, "")
	c := tx.Bucket(historyBucket).Cursor()
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
		p, err := decodePosting(k, v)
		if err != nil {
			return m, err
		}
		m.Postings = append(m.Postings, p)
	}
	err = eachVoucher(tx, id, func(v loyalty.Voucher) { m.Vouchers = append(m.Vouchers, v) })
	return m, err
}
