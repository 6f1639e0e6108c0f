package bolt

import (
	"bytes"
	"crypto/ed25519"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/office"
	"tim/storage/storetest"
)

// copyDir is where these tests keep the copy of the central in dir.
func copyDir(dir string) string { return filepath.Join(dir, "copy") }

func openCopied(t *testing.T, dir string) *Central {
	t.Helper()
	c, err := tryCopied(t, dir, false)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func tryCopied(t *testing.T, dir string, anew bool) (*Central, error) {
	t.Helper()
	if _, err := LoadOrCreateCentralKey(dir, testSeed{}); err != nil {
		t.Fatal(err)
	}
	return OpenCentral(dir, CentralOptions{Key: storetest.Key(), Journal: copyDir(dir), NewJournal: anew})
}

func fileSome(t *testing.T, c *Central, from, to int) {
	t.Helper()
	for n := from; n < to; n++ {
		if err := fileN(c, n); err != nil {
			t.Fatal(err)
		}
	}
}

// disks are what lies in a directory and the copy in it, by name.
type disks map[string][]byte

func readDisks(t *testing.T, dir string) disks {
	t.Helper()
	d := disks{}
	for _, pattern := range []string{CentralFile, "copy/*.redo"} {
		names, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			rel, _ := filepath.Rel(dir, name)
			d[rel] = b
		}
	}
	return d
}

// at makes a directory of its own with these disks and central's key.
func (d disks) at(t *testing.T, from string) string {
	t.Helper()
	dir := trialDir(t, from)
	if err := os.MkdirAll(copyDir(dir), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, b := range d {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// newest is the copy's newest file.
func (d disks) newest() string {
	return slices.Max(slices.DeleteFunc(slices.Collect(maps.Keys(d)), func(name string) bool { return name == CentralFile }))
}

func (d disks) with(name string, b []byte) disks {
	d = maps.Clone(d)
	if d[name] = b; b == nil {
		delete(d, name)
	}
	return d
}

// wantOrders opens what a power cut left, and says how many orders are in it; the same must come of an older file.
func wantOrders(t *testing.T, d disks, from string, oldest []byte, want ...int) {
	t.Helper()
	t.Helper()
	count := func(d disks) int {
		t.Helper()
		dir := d.at(t, from)
		if err := openCopied(t, dir).Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := VerifyCopy(t.Context(), dir, copyDir(dir)); err != nil {
			t.Fatal(err)
		}
		return int(wantWhole(t, dir).Orders)
	}
	n := count(d)
	if !slices.Contains(want, n) {
		t.Fatalf("%d orders, want one of %v", n, want)
	}
	if m := count(d.with(CentralFile, oldest)); m != n && m != n+1 { // what is in the copy alone was never answered
		t.Fatalf("%d orders, and %d of the oldest file", n, m)
	}
}

// A central that loses its power at any write of its copy or of its store has every order that was answered, with its own
// file and with an older one.
func TestCopyPowerCutsLoseNoOrder(t *testing.T) {
	dir := t.TempDir()
	c := openCopied(t, dir)
	c.db.AllocSize = 64 << 10
	oldest := readDisks(t, dir)[CentralFile]
	fileSome(t, c, 0, 4)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 3))
	n, store := 4, disk{}
	onWrite(c.db, func(data []byte, off int64, write func() (int, error)) (int, error) {
		meta := off < 2*int64(os.Getpagesize())
		if meta {
			store.sync()
		}
		store.unsynced = append(store.unsynced, wrote{off, bytes.Clone(data)})
		now := readDisks(t, dir)
		store.cuts(r, func(image []byte) { wantOrders(t, now.with(CentralFile, image), dir, oldest, n, n+1) })
		if meta {
			store.sync()
		}
		return write()
	})
	for ; n < 7; n++ {
		before := readDisks(t, dir)
		store = disk{synced: bytes.Clone(before[CentralFile])}
		fileSome(t, c, n, n+1)
		after := readDisks(t, dir)
		for range 8 { // the copy's own write, torn
			wantOrders(t, before.with(after.newest(), torn(r, before[after.newest()], after[after.newest()])), dir, oldest, n, n+1)
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
}

// torn is a file of whose last write only some sectors came to the disk, and perhaps its new length.
func torn(r *rand.Rand, before, after []byte) []byte {
	image := bytes.Clone(before)
	if r.IntN(2) == 0 {
		image = append(image, make([]byte, max(0, len(after)-len(before)))...)
	}
	for at := 0; at < len(image); at += sector {
		if end := min(at+sector, len(image)); r.IntN(2) == 0 {
			copy(image[at:end], after[at:min(end, len(after))])
		}
	}
	return image
}

// What can't be made one with the store is refused, by what is wrong with it, and left as it is.
func TestCopiesThatDoNotFitAreRefused(t *testing.T) {
	dir := t.TempDir()
	c := openCopied(t, dir)
	fileSome(t, c, 0, 3)
	c.redo.max = c.redo.size // the next record begins another file
	oldest := readDisks(t, dir)[CentralFile]
	fileSome(t, c, 3, 6)
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	whole := readDisks(t, dir)
	newest := whole.newest()
	first := slices.Min(slices.Collect(maps.Keys(whole.with(CentralFile, nil))))
	elsewhere := func(orders int) disks { // the same central's, begun again
		dir := disks{}.at(t, dir)
		c := openCopied(t, dir)
		fileSome(t, c, 10, 10+orders)
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		return readDisks(t, dir)
	}
	flip := func(name string, at int) disks {
		b := bytes.Clone(whole[name])
		b[at] ^= 1
		return whole.with(name, b)
	}
	newer := bytes.Clone(whole[newest])
	binary.BigEndian.PutUint32(newer[len(redoMagic):], redoVersion+1)
	other := elsewhere(2)
	for name, test := range map[string]struct {
		d    disks
		code string
	}{
		"gone":                      {disks{CentralFile: whole[CentralFile]}, "copy.missing"},
		"of a newer version":        {whole.with(newest, newer), "copy.newer"},
		"a header is damaged":       {flip(newest, 20), "copy.damaged"},
		"damaged before its end":    {flip(newest, redoHeaderSize+redoPrefixSize+5), "copy.damaged"},
		"an old file is damaged":    {flip(first, redoHeaderSize+redoPrefixSize+5).with(CentralFile, elsewhere(0)[CentralFile]), "copy.other"},
		"its end is gone":           {whole.with(newest, whole[newest][:redoHeaderSize]), "copy.behind"},
		"its newest file is gone":   {whole.with(newest, nil), "copy.behind"},
		"begun anew":                {other.with(CentralFile, whole[CentralFile]), "copy.other"},
		"doesn't go back so far":    {whole.with(first, nil).with(CentralFile, nil), "copy.gap"},
		"of a store without a copy": {whole.with(CentralFile, plainStore(t, dir)), "copy.gap"},
	} {
		t.Run(name, func(t *testing.T) {
			trial := test.d.at(t, dir)
			if c, err := tryCopied(t, trial, false); fault.Code(err) != test.code {
				t.Errorf("%v, %v, want %s", c, err, test.code)
			}
			if now := readDisks(t, trial); !maps.EqualFunc(now, test.d, bytes.Equal) {
				t.Error("something was changed")
			}
		})
	}
	t.Run("another key", func(t *testing.T) {
		key := journal.Key(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{9}, ed25519.SeedSize)))
		if _, err := OpenCentral(whole.at(t, dir), CentralOptions{Key: key, Journal: copyDir(whole.at(t, dir))}); fault.Code(err) != "copy.other" {
			t.Error(err)
		}
	})
	t.Run("the first file is damaged", func(t *testing.T) {
		if _, err := tryCopied(t, flip(first, redoHeaderSize+redoPrefixSize+5).with(CentralFile, nil).at(t, dir), false); fault.Code(err) != "copy.damaged" {
			t.Error(err)
		}
	})
	t.Run("all of it is good", func(t *testing.T) {
		wantOrders(t, whole, dir, oldest, 6)
		wantOrders(t, whole.with(CentralFile, nil), dir, oldest, 6)
	})
	t.Run("begun anew by somebody's word", func(t *testing.T) {
		trial := whole.with(newest, nil).at(t, dir)
		c, err := tryCopied(t, trial, true)
		if err != nil || !c.Recovery().Begun {
			t.Fatal(c, err)
		}
		fileSome(t, c, 20, 22)
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		if sum := wantWhole(t, trial); sum.Orders != 8 {
			t.Errorf("%d orders", sum.Orders)
		}
		if _, err := VerifyCopy(t.Context(), trial, copyDir(trial)); err != nil {
			t.Error(err)
		}
	})
}

// plainStore is a store with orders of which no copy is kept.
func plainStore(t *testing.T, from string) []byte {
	t.Helper()
	dir := trialDir(t, from)
	c, err := OpenCentral(dir, CentralOptions{Key: storetest.Key()})
	if err != nil {
		t.Fatal(err)
	}
	fileSome(t, c, 0, 2)
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	return readDisks(t, dir)[CentralFile]
}

// Two ways that went on from one place aren't taken for one.
func TestAForkedCopyIsRefused(t *testing.T) {
	dir := t.TempDir()
	c := openCopied(t, dir)
	fileSome(t, c, 0, 2)
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	ways := [2]disks{}
	for i := range ways {
		way := readDisks(t, dir).at(t, dir)
		c := openCopied(t, way)
		fileSome(t, c, 10*(i+1), 10*(i+1)+2+i)
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		ways[i] = readDisks(t, way)
	}
	for i, store := range ways {
		if _, err := tryCopied(t, ways[1-i].with(CentralFile, store[CentralFile]).at(t, dir), false); err == nil {
			t.Errorf("way %d is taken for the other's", i)
		} else if code := fault.Code(err); code != "copy.forked" && code != "copy.behind" {
			t.Error(err)
		}
	}
}

// A copy that can't be written answers nobody, and nothing of that is in the store.
func TestNothingIsAnsweredThatTheCopyLacks(t *testing.T) {
	dir := t.TempDir()
	c := openCopied(t, dir)
	fileSome(t, c, 0, 2)
	readOnly, err := os.Open(c.redo.file.Name())
	if err != nil {
		t.Fatal(err)
	}
	c.redo.close()
	c.redo.file = readOnly
	for n := range 2 {
		if err := fileN(c, 2+n); fault.Code(err) != "copy.failed" || !errors.Is(err, errUnsure) {
			t.Fatal(err)
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	wantOrders(t, readDisks(t, dir), dir, nil, 2)
}

// A bulk load whose end didn't come to the copy never was; one whose end did is done again.
func TestABulkLoadCountsByItsEnd(t *testing.T) {
	dir := t.TempDir()
	c := openCopied(t, dir)
	fileSome(t, c, 0, 2)
	before := readDisks(t, dir)
	err := c.Bulk(t.Context(), func(tx office.Tx) error {
		for i := range 3000 {
			if err := tx.Put(office.Product{Product: catalog.Product{SKU: fmt.Sprint("SP", i), Name: "Sữa"}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	after := readDisks(t, dir)
	log := after[after.newest()]
	var ends []int64
	file := redoFile{path: filepath.Join(dir, after.newest())}
	if err := file.readHeader(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := file.scan(true, func(r redoRecord) error { ends = append(ends, r.end); return nil }); err != nil || len(ends) < 4 {
		t.Fatal(ends, err)
	}
	for i, end := range ends[1:] {
		trial := before.with(after.newest(), log[:end]).at(t, dir)
		c := openCopied(t, trial)
		var list []office.Product
		err := c.Read(t.Context(), func(r office.Reader) (err error) {
			list, _, err = r.FindProducts("", office.Page{Limit: 1000})
			return err
		})
		if want := map[bool]int{false: 0, true: 1000}[i == len(ends)-2]; err != nil || len(list) != want {
			t.Errorf("cut behind record %d of %d: %d products, %v", i+2, len(ends), len(list), err)
		}
		fileSome(t, c, 5, 6)
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		wantOrders(t, readDisks(t, trial), dir, before[CentralFile], 3)
	}
}
