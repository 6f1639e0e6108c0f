package bolt

import (
	"errors"
	"fmt"

	"go.etcd.io/bbolt"
)

// A catalogue is compacted behind a bulk load when it is at least so long and so many of its pages are free: the
// list of free pages is written anew by every transaction.
const (
	compactMin   = 16 << 20 // bytes
	compactFree  = 4        // one in so many
	compactBatch = 32 << 20 // bytes a transaction
)

// compact copies the catalogue into a new file without its free pages and lets that take the old one's place. Reads
// go on until the moment of the exchange.
func (t *Till) compact() error {
	if !t.loose() {
		return nil
	}
	path := t.path(CatalogFile)
	fresh, err := guarded(path+".new", bbolt.Options{Timeout: lockWait, FreelistType: bbolt.FreelistMapType, InitialMmapSize: mapSize})
	if err != nil {
		return err
	}
	fresh.AllocSize = growth
	t.swap.RLock()
	err = bbolt.Compact(fresh, t.catalog, compactBatch)
	t.swap.RUnlock()
	if err != nil {
		return errors.Join(fmt.Errorf("compact the catalogue: %w", fileFault(path, err)), fresh.Close())
	}
	t.swap.Lock()
	defer t.swap.Unlock()
	if err := Publish(fresh.Path(), path); err != nil {
		return errors.Join(err, fresh.Close())
	}
	old := t.catalog
	t.catalog = fresh
	if err := old.Close(); err != nil {
		return fmt.Errorf("close the old catalogue: %w", err)
	}
	return nil
}

// loose says whether the catalogue has many free pages.
func (t *Till) loose() bool {
	t.swap.RLock()
	defer t.swap.RUnlock()
	var size int64
	if err := t.catalog.View(func(tx *bbolt.Tx) error { size = tx.Size(); return nil }); err != nil {
		return false
	}
	free := int64(t.catalog.Stats().FreePageN+t.catalog.Stats().PendingPageN) * int64(t.catalog.Info().PageSize)
	return size >= compactMin && free*compactFree >= size
}
