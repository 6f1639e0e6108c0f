package bolt_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"go.etcd.io/bbolt"

	"tim/domain/fault"
	"tim/storage/bolt"
	"tim/storage/storetest"
)

// soldTill is a closed till's directory with some sales and members.
func soldTill(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	till := open(t, dir)
	b := storetest.NewBook(t, till)
	for range 5 {
		b.Sell(t, 2, "m1")
	}
	if err := till.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// contents is every file of a directory by name.
func contents(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	files := map[string][32]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		files[d.Name()] = sha256.Sum256(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// refused wants the till not to open for that reason, naming file, and nothing in the directory to change.
func refused(t *testing.T, dir, code, file string) *fault.Error {
	t.Helper()
	before := contents(t, dir)
	till, err := bolt.OpenTill(dir, bolt.Options{LockWait: time.Millisecond})
	if err == nil {
		till.Close()
	}
	f, ok := fault.Of(err)
	if !ok || f.Code != code || f.Args["file"] != filepath.Join(dir, file) {
		t.Fatalf("opened with %v, want %s of %s", err, code, file)
	}
	if after := contents(t, dir); !maps.Equal(before, after) {
		t.Errorf("files changed: %d before, %d after", len(before), len(after))
	}
	return f
}

func TestNewerFilesAreRefusedUntouched(t *testing.T) {
	for _, file := range []string{bolt.LedgerFile, bolt.CatalogFile} {
		dir := soldTill(t)
		db, err := bbolt.Open(filepath.Join(dir, file), 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		var know uint32
		err = db.Update(func(tx *bbolt.Tx) error {
			meta := tx.Bucket([]byte("meta"))
			know = binary.BigEndian.Uint32(meta.Get([]byte("version")))
			return meta.Put([]byte("version"), binary.BigEndian.AppendUint32(nil, know+1))
		})
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		f := refused(t, dir, "file.newer", file)
		if f.Args["have"] != int64(know+1) || f.Args["know"] != int64(know) {
			t.Errorf("%s: %v", file, f)
		}
	}
}

func TestOneTillAtATime(t *testing.T) {
	dir := soldTill(t)
	first := open(t, dir)
	refused(t, dir, "file.locked", bolt.LedgerFile)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := open(t, dir)
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestDamagedFilesAreRefusedUntouched(t *testing.T) {
	for _, file := range []string{bolt.LedgerFile, bolt.CatalogFile} {
		for name, spoil := range map[string]func(raw []byte) []byte{
			"empty":       func([]byte) []byte { return nil },
			"one byte":    func([]byte) []byte { return []byte{1} },
			"text":        func([]byte) []byte { return []byte(strings.Repeat("this is no database\n", 1000)) },
			"cut at 4096": func(raw []byte) []byte { return raw[:4096] },
			"cut at 8192": func(raw []byte) []byte { return raw[:8192] },
			"cut at 8193": func(raw []byte) []byte { return raw[:8193] },
			"cut at 20 k": func(raw []byte) []byte { return raw[:20_000] },
			"both heads":  func(raw []byte) []byte { return append(bytes.Repeat([]byte{0xFF}, 8192), raw[8192:]...) },
			"pages of FF": func(raw []byte) []byte {
				return append(bytes.Clone(raw[:8192]), bytes.Repeat([]byte{0xFF}, len(raw)-8192)...)
			},
			"pages of 0": func(raw []byte) []byte { return append(bytes.Clone(raw[:8192]), make([]byte, len(raw)-8192)...) },
		} {
			t.Run(file+" "+name, func(t *testing.T) {
				dir := soldTill(t)
				path := filepath.Join(dir, file)
				raw, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, spoil(raw), 0o600); err != nil {
					t.Fatal(err)
				}
				refused(t, dir, "file.damaged", file)
				if bad, err := bolt.CheckDir(dir); bad != path || fault.Code(err) != "file.damaged" {
					t.Errorf("the check finds %q, %v", bad, err)
				}
			})
		}
	}
}

func TestForeignFilesAreRefused(t *testing.T) {
	for file, other := range map[string]string{bolt.LedgerFile: bolt.CatalogFile, bolt.CatalogFile: bolt.LedgerFile} {
		dir := soldTill(t)
		raw, err := os.ReadFile(filepath.Join(dir, other))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, file), raw, 0o600); err != nil {
			t.Fatal(err)
		}
		refused(t, dir, "file.damaged", file)
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, bolt.LedgerFile), 0o700); err != nil {
		t.Fatal(err)
	}
	refused(t, dir, "file.damaged", bolt.LedgerFile)
}

func TestADeletedLedgerIsNotStartedAnew(t *testing.T) {
	dir := soldTill(t)
	if err := os.Remove(filepath.Join(dir, bolt.LedgerFile)); err != nil {
		t.Fatal(err)
	}
	refused(t, dir, "file.missing", bolt.LedgerFile)
}

func TestReadOnlyFiles(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everything; TestFaultsOfTheSystem has the codes")
	}
	dir := soldTill(t)
	if err := os.Chmod(filepath.Join(dir, bolt.LedgerFile), 0o400); err != nil {
		t.Fatal(err)
	}
	refused(t, dir, "file.readonly", bolt.LedgerFile)
}

func TestUncleanStopIsSeen(t *testing.T) {
	dir := soldTill(t)
	if bolt.Unclean(dir) {
		t.Error("a clean stop looks unclean")
	}
	till := open(t, dir)
	if !bolt.Unclean(dir) {
		t.Error("a running till isn't marked")
	}
	if err := till.Close(); err != nil {
		t.Fatal(err)
	}
	if bolt.Unclean(dir) {
		t.Error("the mark is left")
	}
}

func TestAHalfMadeFileIsNoObstacle(t *testing.T) {
	dir := t.TempDir()
	for _, file := range []string{bolt.LedgerFile, bolt.CatalogFile} { // killed while they were made
		if err := os.WriteFile(filepath.Join(dir, file+".new"), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := open(t, dir).Close(); err != nil {
		t.Fatal(err)
	}
}

func TestAFullDisk(t *testing.T) {
	dir := soldTill(t)
	till, err := bolt.OpenTill(dir, bolt.Options{LedgerMax: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	b := storetest.NewBook(t, till)
	var sold int
	for err == nil {
		cart := b.Cart(40, "m1")
		if err = b.Try(b.OpenCart(cart)); err == nil {
			sold++
		}
	}
	if f, ok := fault.Of(err); !ok || f.Code != "ledger.full" || f.Kind != fault.Unavailable {
		t.Fatalf("the full disk says %v", err)
	}
	start, err := till.Start(t.Context())
	if err != nil || start.Head != b.Head || len(start.Carts) != sold {
		t.Errorf("behind it the ledger stands at %+v with %d carts, %v", start.Head, len(start.Carts), err)
	}
	if err := till.Close(); err != nil {
		t.Fatal(err)
	}
	till = open(t, dir) // there is room again
	b.Store = till
	b.Sell(t, 1, "m1")
	if err := till.Close(); err != nil {
		t.Fatal(err)
	}
	harness.Check(t, dir)
}

// checkDirEnv makes the test binary check a directory and nothing else: the child process of
// TestTheCheckFindsDamagedPages.
const checkDirEnv = "TIM_TEST_CHECK_DIR"

func TestCheckDirChild(t *testing.T) {
	dir := os.Getenv(checkDirEnv)
	if dir == "" {
		t.Skip("only a child process runs this")
	}
	if file, err := bolt.CheckDir(dir); err != nil {
		t.Fatal(file, err)
	}
}

// Whatever a damaged page does to the process that looks at it, the process that started it learns of the damage.
func TestTheCheckFindsDamagedPages(t *testing.T) {
	dir := soldTill(t)
	path := filepath.Join(dir, bolt.LedgerFile)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	check := func() error {
		child := exec.Command(os.Args[0], "-test.run=^TestCheckDirChild$", "-test.timeout=20s")
		child.Env = append(os.Environ(), checkDirEnv+"="+dir)
		return child.Run()
	}
	if err := check(); err != nil {
		t.Fatalf("the whole file: %v", err)
	}
	const page = 4096
	for at := 2 * page; at < len(raw); at += page {
		if kind := binary.LittleEndian.Uint16(raw[at+8:]); kind&0x13 == 0 || free(t, path, at/page) {
			continue
		}
		spoilt := bytes.Clone(raw)
		for i := at + 8; i < at+page; i++ {
			spoilt[i] ^= 0xA5
		}
		if err := os.WriteFile(path, spoilt, 0o600); err != nil {
			t.Fatal(err)
		}
		if check() == nil {
			t.Errorf("damage of page %d isn't found", at/page)
		}
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// free says whether nothing refers to a page.
func free(t *testing.T, path string, id int) bool {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true, PreLoadFreelist: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	is := true
	err = db.View(func(tx *bbolt.Tx) error {
		info, err := tx.Page(id)
		is = info == nil || info.Type == "free"
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return is
}

func TestTheKeyIsMadeOnceAndKeptToOneself(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "till")
	key, err := bolt.LoadOrCreateKey(dir, seed{})
	if err != nil || !bytes.Equal(key, storetest.Key()) {
		t.Fatal(key, err)
	}
	path := filepath.Join(dir, bolt.KeyFile)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v", info.Mode(), err)
	}
	again, err := bolt.LoadOrCreateKey(dir, iotest.ErrReader(errors.New("no entropy is needed")))
	if err != nil || !bytes.Equal(again, key) {
		t.Errorf("loaded %v, %v", again, err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := bolt.LoadOrCreateKey(dir, seed{}); fault.Code(err) != "key.open" {
		t.Errorf("a key that others read: %v", err)
	}
	if err := errors.Join(os.Chmod(path, 0o600), os.WriteFile(path, []byte("garbage"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if _, err := bolt.LoadOrCreateKey(dir, seed{}); fault.Code(err) != "key.damaged" {
		t.Errorf("a damaged key: %v", err)
	}
}

func TestNoKeyWithoutEntropy(t *testing.T) {
	dir := t.TempDir()
	if _, err := bolt.LoadOrCreateKey(dir, iotest.ErrReader(errors.New("none"))); err == nil {
		t.Error("a key was made of nothing")
	}
	if files := contents(t, dir); len(files) != 0 {
		t.Errorf("left %d files", len(files))
	}
}

func TestNoNewKeyForAJournalThatIsThere(t *testing.T) {
	for _, anchor := range []bool{true, false} {
		dir := soldTill(t)
		if err := os.Remove(filepath.Join(dir, bolt.KeyFile)); err != nil {
			t.Fatal(err)
		}
		if !anchor {
			if err := os.Remove(filepath.Join(dir, bolt.AnchorFile)); err != nil {
				t.Fatal(err)
			}
		}
		before := contents(t, dir)
		if _, err := bolt.LoadOrCreateKey(dir, seed{}); fault.Code(err) != "key.missing" {
			t.Errorf("%v", err)
		}
		if _, _, err := bolt.Verify(t.Context(), dir, nil); fault.Code(err) != "key.missing" {
			t.Errorf("verified without the key: %v", err)
		}
		if !maps.Equal(before, contents(t, dir)) {
			t.Error("files changed")
		}
	}
	dir := t.TempDir() // a ledger that holds nothing yet may have one
	till, err := bolt.OpenTill(dir, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := till.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := bolt.LoadOrCreateKey(dir, seed{}); err != nil {
		t.Error(err)
	}
}
