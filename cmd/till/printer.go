package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"tim/domain/receipt"
	"tim/tui/print"
	"tim/tui/text"
)

// files keeps receipts as text in a folder, in the widths of both papers. A paper printer comes with the devices.
type files struct {
	dir  string
	lang text.Language
}

// Print writes HD-01-000123.txt (48 columns) and HD-01-000123.32.txt, a copy beside its original.
func (f files) Print(_ context.Context, doc receipt.Document) (string, error) {
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return "", fmt.Errorf("receipts' folder: %w", err)
	}
	name := doc.Number
	if doc.Reprint {
		name += "-copy"
	}
	wide := filepath.Join(f.dir, name+".txt")
	for file, columns := range map[string]int{wide: 48, filepath.Join(f.dir, name+".32.txt"): 32} {
		lines := print.Text(doc, columns, f.lang)
		if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
			return "", fmt.Errorf("write the receipt: %w", err)
		}
	}
	return wide, nil
}

// PrintReturn implements counter.Printer.
func (f files) PrintReturn(context.Context, receipt.Return) (string, error) { return "", nil }

// PrintVoucher implements counter.Printer.
func (f files) PrintVoucher(context.Context, receipt.Voucher) (string, error) { return "", nil }
