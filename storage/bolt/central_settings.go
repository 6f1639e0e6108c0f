package bolt

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/office"
)

// Reward implements office.Vouchers.
func (r centralReader) Reward(id string) (p loyalty.Reward, err error) {
	err = r.document(rewardsBucket, id, "reward.unknown", &p)
	return p, err
}

// Rewards implements office.Vouchers.
func (r centralReader) Rewards(p office.Page) (rewards []loyalty.Reward, next string, err error) {
	next, err = pageOf(r.tx.Bucket(rewardsBucket), nil, p, func(_, doc []byte) (bool, error) {
		var reward loyalty.Reward
		err := json.Unmarshal(doc, &reward)
		rewards = append(rewards, reward)
		return true, err
	})
	return rewards, next, err
}

// document reads a JSON document; unknown is the fault of there being none.
func (r centralReader) document(bucket []byte, key, unknown string, v any) error {
	var doc []byte
	if key != "" {
		doc = r.get(bucket, []byte(key))
	}
	if doc == nil {
		return fault.New(fault.NotFound, unknown, nil)
	}
	if err := json.Unmarshal(doc, v); err != nil {
		return fmt.Errorf("%s %q: %w", bucket, key, err)
	}
	return nil
}

// keptPrograms is every version, decoded once: each order asks for them. The bucket's sequence counts what was put.
type keptPrograms struct {
	sequence uint64
	versions loyalty.Versions
}

// Programs implements office.Settings.
func (r centralReader) Programs() (loyalty.Versions, error) {
	b := r.tx.Bucket(programsBucket)
	if r.programs == nil { // this transaction has put one
		return readPrograms(b)
	}
	if kept := r.programs.Load(); kept != nil && kept.sequence == b.Sequence() {
		return slices.Clone(kept.versions), nil
	}
	versions, err := readPrograms(b)
	if err == nil {
		r.programs.Store(&keptPrograms{b.Sequence(), versions})
	}
	return slices.Clone(versions), err
}

func readPrograms(b *bbolt.Bucket) (list loyalty.Versions, err error) {
	err = b.ForEach(func(_, doc []byte) error {
		var p loyalty.Program
		if err := json.Unmarshal(doc, &p); err != nil {
			return fmt.Errorf("programme version: %w", err)
		}
		list = append(list, p)
		return nil
	})
	return list, err
}

func (t *centralTx) putProgram(p loyalty.Program) error {
	t.programs = nil
	if t.chunk == nil { // a chunk counts when it is written
		_, err := t.tx.Bucket(programsBucket).NextSequence()
		t.keep(err)
	}
	return t.putJSON(programsBucket, programKey(p.Version), p)
}

func programKey(version int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(version)) }

// A product's value is what a search looks at, folded, then a zero byte, then JSON: a search decodes only what it finds.

// Product implements office.Settings.
func (r centralReader) Product(sku string) (office.Product, error) {
	var value []byte
	if sku != "" {
		value = r.get(productsBucket, []byte(sku))
	}
	if value == nil {
		return office.Product{}, fault.New(fault.NotFound, "product.unknown", fault.Args{"code": sku})
	}
	return decodeProduct([]byte(sku), value)
}

func decodeProduct(sku, value []byte) (p office.Product, err error) {
	_, doc, _ := bytes.Cut(value, []byte{0})
	if err := json.Unmarshal(doc, &p); err != nil {
		return p, fmt.Errorf("product %q: %w", sku, err)
	}
	return p, nil
}

func (t *centralTx) putProduct(p office.Product) error {
	doc, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("encode product: %w", err)
	}
	t.put(productsBucket, []byte(p.SKU), append(append([]byte(p.Searched()), 0), doc...))
	return nil
}

// FindProducts implements office.Settings.
func (r centralReader) FindProducts(text string, p office.Page) (products []office.Product, next string, err error) {
	words := catalog.Words(text)
	next, err = pageOf(r.tx.Bucket(productsBucket), nil, p, func(sku, value []byte) (bool, error) {
		search, _, _ := bytes.Cut(value, []byte{0})
		if len(words) > 0 && catalog.Match(string(search), words) == catalog.NoMatch {
			return false, nil
		}
		product, err := decodeProduct(sku, value)
		products = append(products, product)
		return true, err
	})
	return products, next, err
}

// Quarantined implements office.Settings.
func (r centralReader) Quarantined(p office.Page) (items []office.Quarantined, next string, err error) {
	next, err = pageOf(r.tx.Bucket(waitingBucket), nil, p, func(key, _ []byte) (bool, error) {
		item, err := r.QuarantinedItem(string(key[instantSize:]))
		items = append(items, item)
		return true, err
	})
	return items, next, err
}

// QuarantinedItem implements office.Settings.
func (r centralReader) QuarantinedItem(id string) (item office.Quarantined, err error) {
	err = r.document(quarantineBucket, id, "quarantine.unknown", &item)
	return item, err
}

func (t *centralTx) putQuarantined(item office.Quarantined) error {
	old, err := t.QuarantinedItem(item.ID)
	if _, coded := fault.Of(err); err != nil && !coded {
		return err
	}
	if err == nil && !old.Done {
		t.delete(waitingBucket, append(appendInstant(nil, old.At), old.ID...))
	}
	if !item.Done {
		t.put(waitingBucket, append(appendInstant(nil, item.At), item.ID...), []byte{})
	}
	return t.putJSON(quarantineBucket, []byte(item.ID), item)
}
