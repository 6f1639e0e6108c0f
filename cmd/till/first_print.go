package main

import (
	"context"
	"time"

	"tim/cmd/till/printer"
	"tim/domain/fault"
	"tim/domain/setup"
	"tim/tui/print"
	"tim/tui/print/escpos"
)

// testMax is how long a printer may take to swallow a test.
const testMax = 5 * time.Second

// TestPrint implements first.Maker. Fault: printer.away (value).
func (k *firstMaker) TestPrint(ctx context.Context, p setup.Printer) error {
	columns := map[int]int{58: print.Narrow, 80: print.Wide}[p.Paper]
	encoder, err := escpos.NewEncoder()
	if err != nil {
		return err
	}
	lang := k.main.lang
	rows := print.Test([]string{p.To}, k.main.Now(), time.Local, columns, lang)
	ctx, stop := context.WithTimeout(ctx, testMax)
	defer stop()
	if err := printer.Send(ctx, p.To, encoder.Paper(rows, escpos.Format{Columns: columns, Mode: escpos.Raster})); err != nil {
		return fault.Wrap(fault.Unavailable, "printer.away", err, fault.Args{"value": p.To})
	}
	return nil
}
