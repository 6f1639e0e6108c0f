package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/receipt"
	"tim/tui/text"
)

var issued = time.Date(2026, 11, 21, 7, 5, 12, 0, time.UTC)

func voucherOf(code string) receipt.Voucher {
	off := money.VND(30_000)
	return receipt.Voucher{Shop: receipt.Shop{Name: "Tim"}, Zone: time.FixedZone("ICT", 7*3600), Code: code, Gives: loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &off}, IssuedAt: issued}
}

// kept are the names of the files in a folder, each readable by the shop's user alone.
func kept(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", e.Name(), info.Mode(), err)
		}
		names = append(names, e.Name())
	}
	return names
}

func TestAVouchersFilesShowTheEndOfItsCodeOnly(t *testing.T) {
	f := files{dir: filepath.Join(t.TempDir(), "receipts"), lang: text.Vietnamese}
	const code, alike = "912345678901234560", "955500066677784560"
	for range 2 { // printed again, it takes its former place
		saved, err := f.PrintVoucher(t.Context(), voucherOf(code))
		if err != nil || saved != filepath.Join(f.dir, "voucher-4560-20261121-140512.txt") {
			t.Fatalf("%s, %v", saved, err)
		}
	}
	other, err := f.PrintVoucher(t.Context(), voucherOf(alike))
	if err != nil || other != filepath.Join(f.dir, "voucher-4560-20261121-140512-2.txt") {
		t.Fatalf("%s, %v", other, err)
	}
	want := []string{"voucher-4560-20261121-140512-2.32.txt", "voucher-4560-20261121-140512-2.png", "voucher-4560-20261121-140512-2.txt",
		"voucher-4560-20261121-140512.32.txt", "voucher-4560-20261121-140512.png", "voucher-4560-20261121-140512.txt"}
	if got := kept(t, f.dir); !slices.Equal(got, want) {
		t.Errorf("files %q, want %q", got, want)
	}
	for name, groups := range map[string]string{want[3]: "9123 4567 8901 2345 60", want[0]: "9555 0006 6677 7845 60"} {
		if slip, err := os.ReadFile(filepath.Join(f.dir, name)); err != nil || !strings.Contains(string(slip), groups) {
			t.Errorf("%s is not in %s, %v", groups, name, err)
		}
	}
}

func TestACopyOfASlipLiesBesideIt(t *testing.T) {
	f := files{dir: t.TempDir(), lang: text.English}
	slip := receipt.Return{Number: "TH-01-000045", Zone: time.UTC, Of: "HD-01-000123", Refund: 32_000}
	first, err := f.PrintReturn(t.Context(), slip)
	if err != nil {
		t.Fatal(err)
	}
	slip.Reprint = true
	again, err := f.PrintReturn(t.Context(), slip)
	if err != nil || first == again {
		t.Fatalf("%s and %s, %v", first, again, err)
	}
	if got, want := kept(t, f.dir), []string{"TH-01-000045-copy.32.txt", "TH-01-000045-copy.txt", "TH-01-000045.32.txt", "TH-01-000045.txt"}; !slices.Equal(got, want) {
		t.Errorf("files %q, want %q", got, want)
	}
	for file, copied := range map[string]bool{first: false, again: true} {
		if paper, err := os.ReadFile(file); err != nil || strings.Contains(string(paper), "COPY") != copied {
			t.Errorf("%s: %v\n%s", file, err, paper)
		}
	}
}

func TestAFolderThatCannotBeWrittenIsSaid(t *testing.T) {
	occupied := filepath.Join(t.TempDir(), "receipts")
	if err := os.WriteFile(occupied, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	f := files{dir: occupied, lang: text.Vietnamese}
	if saved, err := f.PrintVoucher(t.Context(), voucherOf("912345678901234560")); err == nil || saved != "" {
		t.Errorf("%q, %v", saved, err)
	}
	if saved, err := f.PrintReturn(t.Context(), receipt.Return{Number: "TH-01-000045", Zone: time.UTC}); err == nil || saved != "" {
		t.Errorf("%q, %v", saved, err)
	}
}
