package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"go.etcd.io/bbolt"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/storage/storetest"
)

type testSeed struct{}

func (testSeed) Read(b []byte) (int, error) { return copy(b, storetest.KeySeed), nil }

func openTest(t *testing.T, dir string) *Till {
	t.Helper()
	if _, err := LoadOrCreateKey(dir, testSeed{}); err != nil {
		t.Fatal(err)
	}
	till, err := OpenTill(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return till
}

// onWrite puts a function between bbolt and its file. It reaches into bbolt, and panics when bbolt renames it.
func onWrite(db *bbolt.DB, each func(b []byte, off int64, write func() (int, error)) (int, error)) {
	field := reflect.ValueOf(db).Elem().FieldByName("ops").FieldByName("writeAt")
	hook := (*func([]byte, int64) (int, error))(unsafe.Pointer(field.UnsafeAddr()))
	write := *hook
	*hook = func(b []byte, off int64) (int, error) {
		return each(b, off, func() (int, error) { return write(b, off) })
	}
}

// disk rebuilds what a power cut could leave: all that was synced, and any part of what was written since.
type disk struct {
	synced   []byte
	unsynced []wrote
}

type wrote struct {
	off  int64
	data []byte
}

func (d *disk) sync() {
	for _, w := range d.unsynced {
		d.synced = put(d.synced, w, nil)
	}
	d.unsynced = nil
}

const sector = 512

// put applies a write, torn at sectors when r isn't nil.
func put(image []byte, w wrote, r *rand.Rand) []byte {
	if need := int(w.off) + len(w.data); need > len(image) {
		image = append(image, make([]byte, need-len(image))...)
	}
	for at := 0; at < len(w.data); at += sector {
		if r == nil || r.IntN(2) == 0 {
			copy(image[int(w.off)+at:], w.data[at:min(at+sector, len(w.data))])
		}
	}
	return image
}

// cuts gives images of the file as a power cut now could leave it: all written, only the newest, random parts.
func (d *disk) cuts(r *rand.Rand, each func(image []byte)) {
	for variant := range 5 {
		image := append([]byte(nil), d.synced...)
		for i, w := range d.unsynced {
			newest := i == len(d.unsynced)-1
			switch {
			case variant == 0, variant == 1 && newest:
				image = put(image, w, nil)
			case variant == 2:
				torn := r
				if !newest {
					torn = nil
				}
				image = put(image, w, torn)
			case variant > 2 && r.IntN(2) == 0:
				image = put(image, w, r)
			}
		}
		each(image)
	}
}

// A till that loses its power at any write of its sales opens again, verifies, and has every sale that was answered.
func TestPowerCutsLoseNoSale(t *testing.T) {
	dir := t.TempDir()
	till := openTest(t, dir)
	b := storetest.NewBook(t, till)
	till.ledger.AllocSize = 64 << 10
	for range 6 {
		b.Sell(t, 2, "m1")
	}
	first, err := os.ReadFile(filepath.Join(dir, LedgerFile))
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	d, r := disk{synced: first}, rand.New(rand.NewPCG(seed, 1))
	trial := newTrial(t, dir)
	states := 0
	cut := func() {
		d.cuts(r, func(image []byte) { states++; trial.open(t, image, b.Head.Seq) })
	}
	onWrite(till.ledger, func(data []byte, off int64, write func() (int, error)) (int, error) {
		meta := off < 2*int64(os.Getpagesize())
		if meta { // bbolt has synced the pages before it writes their root
			d.sync()
		}
		d.unsynced = append(d.unsynced, wrote{off, append([]byte(nil), data...)})
		cut()
		if meta {
			d.sync()
		}
		return write()
	})
	trial.batch = 2
	for i := range 3 {
		b.Sell(t, 1+i, fmt.Sprint("m", i))
		cut()
	}
	v := b.Voucher("m1")
	b.Commit(t, b.Redeem(v))
	b.SellWith(t, v)
	cut()
	t.Logf("%d states", states)
	if err := till.Close(); err != nil {
		t.Fatal(err)
	}
}

// trial opens images in a directory of its own, with the key and the catalogue of the till that wrote them.
type trial struct {
	dir   string
	batch uint64 // the most events of one commit
}

func newTrial(t *testing.T, from string) *trial {
	t.Helper()
	dir := t.TempDir()
	key, err := os.ReadFile(filepath.Join(from, KeyFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, KeyFile), key, 0o600); err != nil {
		t.Fatal(err)
	}
	return &trial{dir: dir}
}

func (tr *trial) open(t *testing.T, image []byte, answered uint64) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(tr.dir, LedgerFile), image, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Check(filepath.Join(tr.dir, LedgerFile)); err != nil {
		t.Fatal(err)
	}
	broken, sum, err := Verify(t.Context(), tr.dir, nil)
	if err != nil || broken != nil {
		t.Fatalf("breaks at %+v, %v", broken, err)
	}
	if sum.Head.Seq < answered || sum.Head.Seq > answered+tr.batch {
		t.Fatalf("the journal ends at %d, answered were %d", sum.Head.Seq, answered)
	}
}

// A disk that fills up or breaks at any write of a commit leaves nothing of the batch; a full one goes on when
// there is room, a broken one only after the till was opened anew.
func TestDisksThatFailAtAnyWrite(t *testing.T) {
	for failure, code := range map[error]string{syscall.ENOSPC: "ledger.full", syscall.EROFS: "ledger.readonly", syscall.EIO: ""} {
		t.Run(failure.Error(), func(t *testing.T) {
			for at, done := 1, false; !done; at++ {
				done = failingWrite(t, at, failure, code)
			}
		})
	}
}

// failingWrite fails the at-th write of a sale's last commit; true when there are fewer.
func failingWrite(t *testing.T, at int, failure error, code string) bool {
	t.Helper()
	dir := t.TempDir()
	till := openTest(t, dir)
	b := storetest.NewBook(t, till)
	b.Sell(t, 1, "m1")
	cart, v := b.Cart(2, "m1"), b.Voucher("m1")
	b.Commit(t, b.OpenCart(cart))
	b.Commit(t, b.Redeem(v))
	before := b.Head
	finish := func() counter.Batch {
		order, _ := b.PaidOrder(cart)
		batch := b.Change(journal.OrderPaid, order, v.Use(cart.Key(), b.Now))
		batch.Slips, batch.Issued = 1, map[string]int64{v.Reward: 1}
		return batch
	}
	writes := 0
	onWrite(till.ledger, func(_ []byte, _ int64, write func() (int, error)) (int, error) {
		if writes++; writes == at {
			return 0, failure
		}
		return write()
	})
	err := b.Try(finish())
	if writes < at {
		return err == nil
	}
	if !errors.Is(err, failure) || fault.Code(err) != code {
		t.Fatalf("write %d: %v", at, err)
	}
	start, err := till.Start(t.Context())
	if err != nil || start.Head != before || len(start.Carts) != 1 || start.Receipts != 1 || start.Slips != 0 || start.Issued != nil {
		t.Fatalf("write %d: stands at %+v, %v", at, start, err)
	}
	if got, err := till.Voucher(t.Context(), v.ID); err != nil || !reflect.DeepEqual(got, v) {
		t.Fatalf("write %d: voucher %+v, %v", at, got, err)
	}
	if again := b.Try(finish()); (again == nil) != (code != "") {
		t.Fatalf("write %d: then %v", at, again)
	}
	if err := till.Close(); err != nil {
		t.Fatal(err)
	}
	if broken, _, err := Verify(t.Context(), dir, nil); broken != nil || err != nil {
		t.Fatalf("write %d: breaks at %+v, %v", at, broken, err)
	}
	return false
}

func TestFaultsOfTheSystem(t *testing.T) {
	for err, code := range map[error]string{
		syscall.ENOSPC: "file.full", syscall.EDQUOT: "file.full", syscall.EROFS: "file.readonly", syscall.EACCES: "file.readonly",
		syscall.EPERM: "file.readonly", fmt.Errorf("file resize error: %s", syscall.ENOSPC): "file.full", syscall.EIO: "",
	} {
		got := fileFault("/till/ledger.db", &os.PathError{Op: "open", Path: "x", Err: err})
		if fault.Code(got) != code || !errors.Is(got, err) {
			t.Errorf("%v is %v", err, got)
		}
	}
}

func TestMigrationsRunOnceAndWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	mark := func(name string) func(*bbolt.Tx) error {
		return func(tx *bbolt.Tx) error { _, err := tx.CreateBucket([]byte(name)); return err }
	}
	one := schema{name: "x", steps: []func(*bbolt.Tx) error{mark("a")}}
	failing := schema{name: "x", steps: append(one.steps, mark("b"), func(tx *bbolt.Tx) error {
		return errors.Join(mark("c")(tx), errors.New("step 3 fails"))
	})}
	three := schema{name: "x", steps: append(one.steps, mark("b"), mark("c"))}
	for i, step := range []struct {
		schema  schema
		version uint32
		fails   bool
	}{{one, 1, false}, {one, 1, false}, {failing, 2, true}, {three, 3, false}, {three, 3, false}} {
		db, err := openFile(path, step.schema, lockWait, 0)
		if (err != nil) != step.fails {
			t.Fatalf("step %d: %v", i, err)
		}
		if err != nil {
			if db, err = guarded(path, bbolt.Options{Timeout: lockWait}); err != nil {
				t.Fatal(err)
			}
		}
		err = db.View(func(tx *bbolt.Tx) error {
			if got := binary.BigEndian.Uint32(tx.Bucket(metaBucket).Get(versionKey)); got != step.version {
				t.Errorf("step %d: version %d", i, got)
			}
			for n, name := range []string{"a", "b", "c"} {
				if there := tx.Bucket([]byte(name)) != nil; there != (uint32(n) < step.version) {
					t.Errorf("step %d: bucket %s: %v", i, name, there)
				}
			}
			return nil
		})
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

// The catalogue is compacted behind a load that left it loose, and nothing is lost by that.
func TestCompactionKeepsTheCatalogue(t *testing.T) {
	dir := t.TempDir()
	till := openTest(t, dir)
	defer till.Close()
	size := func() int64 {
		info, err := os.Stat(filepath.Join(dir, CatalogFile))
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	bulk := func(name string, n int) {
		t.Helper()
		err := till.Fill(func(w *CatalogWriter) error {
			for i := range n {
				w.Member(testMember(i, fmt.Sprintf("%s %d", name, i)))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	bulk("Nguyễn Văn", 30_000)
	before := size()
	bulk("Trần Thị", 30_000) // replaces every page of the first load
	if after := size(); after > before*5/4 {
		t.Errorf("%d bytes became %d", before, after)
	}
	for _, i := range []int{0, 12_345, 29_999} {
		m, err := till.ByPhone(t.Context(), testMember(i, "").Phone)
		if err != nil || m.Name != fmt.Sprintf("Trần Thị %d", i) {
			t.Errorf("member %d is %+v, %v", i, m, err)
		}
	}
	if got, err := till.FindMembers(t.Context(), "nguyen", 5); len(got) != 0 || err != nil {
		t.Errorf("an old name finds %v, %v", got, err)
	}
	if err := Check(filepath.Join(dir, CatalogFile)); fault.Code(err) != "file.locked" {
		t.Errorf("the compacted file isn't locked: %v", err)
	}
}

func testMember(i int, name string) catalog.Member {
	return catalog.Member{ID: fmt.Sprintf("%08d", i), Name: name, Phone: fmt.Sprintf("+849%08d", i), JoinedAt: time.UnixMilli(1).UTC()}
}
