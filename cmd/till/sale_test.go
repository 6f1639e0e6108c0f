package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"tim/storage/bolt"
)

func TestASaleWithPointsInARealTerminal(t *testing.T) {
	k := openTerminal(t)
	k.shows("1111")
	k.types("1111")
	k.shows("F9")
	for range 3 {
		k.types("2000000000015")
	}
	k.types("3*2000000000022")
	k.shows("141.000")
	k.types("0912345678")
	k.shows("♥ Nguyễn Thị Ánh", "500")
	k.keys("F7")
	k.shows("70")
	k.keys("Enter")
	k.shows("Đã dùng 70 điểm")
	k.keys("F9")
	k.keys("Enter")
	k.shows("HD-01-000001", "48", "478")
	receipt := k.receipt("HD-01-000001.txt")
	for _, want := range []string{"71.000", "48.340", "47.660", "478"} {
		if !strings.Contains(receipt, want) {
			t.Errorf("the receipt doesn't say %s:\n%s", want, receipt)
		}
	}
	k.verified()
}

func TestAKilledTillComesBackWithItsCart(t *testing.T) {
	k := openTerminal(t)
	k.types("1111")
	k.shows("F9")
	k.types("3*2000000000015")
	k.types("0912345678")
	k.shows("♥ Nguyễn Thị Ánh", "96.000")
	k.keys("F7")
	k.keys("Enter")
	k.shows("Đã dùng 48 điểm")
	k.kill()
	k.start()
	k.types("1111")
	k.shows("♥ Nguyễn Thị Ánh", "Sữa tươi Đồng Xanh 1L", "48.000")
	k.keys("F9")
	k.keys("Enter")
	k.shows("HD-01-000001")
	k.kill()
	k.start()
	k.types("1111")
	k.types("2000000000022")
	k.shows("15.000")
	k.keys("F9")
	k.keys("Enter")
	k.shows("HD-01-000002")
	k.verified()
}

func TestTapsWorkLikeKeys(t *testing.T) {
	k := openTerminal(t)
	k.types("1111")
	k.shows("F9")
	k.types("2000000000015")
	k.types("0912345678")
	k.tap("♥ Nguyễn Thị Ánh")
	k.shows("SỬ DỤNG")
	k.tap("SỬ DỤNG")
	k.shows("Đã dùng 16 điểm")
	k.tap("F9")
	k.shows("Tiền mặt")
	k.keys("Enter")
	k.shows("HD-01-000001")
}

func TestAChangedJournalShowsWhenTheTillStarts(t *testing.T) {
	k := openTerminal(t)
	k.types("1111")
	k.shows("F9")
	k.types("2000000000015")
	k.shows("32.000")
	k.keys("F9")
	k.keys("Enter")
	k.shows("HD-01-000001")
	k.kill()
	tamper(t, filepath.Join(k.dir, bolt.LedgerFile), "HD-01-000001", "HD-01-000007")
	k.start()
	k.shows("Sổ nhật ký bị sửa từ sự kiện")
}

// tamper changes what the newest values of a file say, as a thief with a tool would.
func tamper(t *testing.T, path, from, to string) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Update(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(_ []byte, b *bbolt.Bucket) error {
			changed := map[string][]byte{}
			err := b.ForEach(func(k, v []byte) error {
				if bytes.Contains(v, []byte(from)) {
					changed[string(k)] = bytes.ReplaceAll(v, []byte(from), []byte(to))
				}
				return nil
			})
			for k, v := range changed {
				err = errors.Join(err, b.Put([]byte(k), v))
			}
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (k *terminal) receipt(name string) string {
	k.t.Helper()
	text, err := os.ReadFile(filepath.Join(k.dir, "receipts", name))
	if err != nil {
		k.t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\u00a0", " ")
}

// verified leaves the till and proves its journal with the program itself.
func (k *terminal) verified() {
	k.t.Helper()
	k.kill()
	path, err := program()
	if err != nil {
		k.t.Fatal(err)
	}
	if out, err := exec.Command(path, "verify", "--data", k.dir).CombinedOutput(); err != nil {
		k.t.Errorf("till verify: %v\n%s", err, out)
	}
	exported, err := exec.Command(path, "export", "--data", k.dir).Output()
	if err != nil {
		k.t.Fatal(err)
	}
	file := filepath.Join(k.t.TempDir(), "ledger.jsonl")
	if err := os.WriteFile(file, exported, 0o600); err != nil {
		k.t.Fatal(err)
	}
	if out, err := exec.Command(path, "verify", file).CombinedOutput(); err != nil {
		k.t.Errorf("till verify of its export: %v\n%s", err, out)
	}
}
