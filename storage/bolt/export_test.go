package bolt

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"
)

// CutLedger calls each with every state that a power cut could leave the till's ledger in, at every write from now on.
func (t *Till) CutLedger(tb testing.TB, r *rand.Rand, each func(image []byte)) {
	cutting(tb, t.ledger, t.path(LedgerFile), r, each)
}

// CutCatalog is CutLedger for the catalogue; not across its compaction.
func (t *Till) CutCatalog(tb testing.TB, r *rand.Rand, each func(image []byte)) {
	cutting(tb, t.catalog, t.path(CatalogFile), r, each)
}

// Cut is CutLedger for central's store in a directory.
func (c *Central) Cut(tb testing.TB, dir string, r *rand.Rand, each func(image []byte)) {
	cutting(tb, c.db, filepath.Join(dir, CentralFile), r, each)
}

func cutting(tb testing.TB, db *bbolt.DB, path string, r *rand.Rand, each func(image []byte)) {
	tb.Helper()
	first, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	db.AllocSize = 64 << 10
	d := disk{synced: first}
	onWrite(db, func(data []byte, off int64, write func() (int, error)) (int, error) {
		meta := off < 2*int64(os.Getpagesize())
		if meta { // bbolt has synced the pages before it writes their root
			d.sync()
		}
		d.unsynced = append(d.unsynced, wrote{off, append([]byte(nil), data...)})
		d.cuts(r, each)
		if meta {
			d.sync()
		}
		return write()
	})
}
