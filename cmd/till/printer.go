package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"tim/domain/receipt"
	"tim/domain/report"
	"tim/tui/print"
	"tim/tui/text"
)

// files keeps what is printed as text in a folder, in the widths of both papers. A paper printer comes with the devices.
type files struct {
	dir  string
	lang text.Language
}

// Print writes HD-01-000123.txt (48 columns) and HD-01-000123.32.txt, a copy beside its original.
func (f files) Print(_ context.Context, doc receipt.Document) (string, error) {
	return f.write(copied(doc.Number, doc.Reprint), func(columns int) []string { return print.Text(doc, columns, f.lang) })
}

// PrintReturn writes TH-01-000045.txt and TH-01-000045.32.txt in the same way.
func (f files) PrintReturn(_ context.Context, slip receipt.Return) (string, error) {
	return f.write(copied(slip.Number, slip.Reprint), func(columns int) []string { return print.Return(slip, columns, f.lang) })
}

// PrintVoucher writes a voucher's slip in both widths and its picture, voucher-4567-20261121-140500.txt, .32.txt and .png: the
// last digits of its code and when it was issued, because names of files are shown, listed and backed up where a code
// that is money must not be.
func (f files) PrintVoucher(_ context.Context, v receipt.Voucher) (string, error) {
	picture, err := print.VoucherPicture(v, f.lang)
	if err != nil {
		return "", err
	}
	lines := print.Voucher(v, print.Wide, f.lang)
	name, err := f.voucherName(v, lines[len(lines)-1])
	if err != nil {
		return "", err
	}
	if err := f.keep(name+".png", picture); err != nil {
		return "", err
	}
	return f.write(name, func(columns int) []string { return print.Voucher(v, columns, f.lang) })
}

// PrintReport writes Z-01-000017.txt and Z-01-000017.32.txt, an X by its instant, X-01-000017-140500.txt.
func (f files) PrintReport(_ context.Context, p report.Paper) (string, error) {
	name := fmt.Sprintf("Z-%s-%06d", p.Till, p.Sum.Shift.Number)
	if p.Z == nil {
		name = fmt.Sprintf("X-%s-%06d-%s", p.Till, p.Sum.Shift.Number, p.At.In(p.Zone).Format("150405"))
	}
	return f.write(copied(name, p.Copies > 0), func(columns int) []string { return print.Report(p, columns, f.lang) })
}

// voucherTail is how much of a code a file's name shows: what people compare, and too little to use it.
const voucherTail = 4

// voucherName is a name that no other voucher's slip has: those that end alike and were issued in the same second are
// numbered. A slip has its voucher's code as its last line, so that one printed again takes its former place.
func (f files) voucherName(v receipt.Voucher, code string) (string, error) {
	name := "voucher-" + v.Code[max(0, len(v.Code)-voucherTail):] + "-" + v.IssuedAt.In(v.Zone).Format("20060102-150405")
	for n := 1; ; n++ {
		numbered := name
		if n > 1 {
			numbered += "-" + strconv.Itoa(n)
		}
		slip, err := os.ReadFile(filepath.Join(f.dir, numbered+".txt"))
		if errors.Is(err, fs.ErrNotExist) || err == nil && bytes.HasSuffix(bytes.TrimSpace(slip), []byte(strings.TrimSpace(code))) {
			return numbered, nil
		}
		if err != nil {
			return "", fmt.Errorf("look for the voucher's slip: %w", err)
		}
	}
}

func copied(number string, again bool) string {
	if again {
		return number + "-copy"
	}
	return number
}

// write keeps a document in both widths and says where the wide one is.
func (f files) write(name string, draw func(columns int) []string) (string, error) {
	for suffix, columns := range map[string]int{".txt": print.Wide, ".32.txt": print.Narrow} {
		if err := f.keep(name+suffix, []byte(strings.Join(draw(columns), "\n")+"\n")); err != nil {
			return "", err
		}
	}
	return filepath.Join(f.dir, name+".txt"), nil
}

func (f files) keep(name string, data []byte) error {
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return fmt.Errorf("receipts' folder: %w", err)
	}
	if err := os.WriteFile(filepath.Join(f.dir, name), data, 0o600); err != nil {
		return fmt.Errorf("write what is printed: %w", err)
	}
	return nil
}
