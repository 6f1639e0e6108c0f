package main

import (
	"context"
	"strings"
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
	rows := []print.Row{{Text: "♥ Tim", Large: true}, {Rule: true}, {Text: strings.Repeat("1234567890", 5)[:columns]},
		{Text: "Sữa tươi Đồng Xanh 1L  32.000 ₫"}, {Rule: true}, {Code: &print.Code{Text: "TIM-TEST"}}}
	ctx, stop := context.WithTimeout(ctx, testMax)
	defer stop()
	if err := printer.Send(ctx, p.To, encoder.Paper(rows, escpos.Format{Columns: columns, Mode: escpos.Raster})); err != nil {
		return fault.Wrap(fault.Unavailable, "printer.away", err, fault.Args{"value": p.To})
	}
	return nil
}
