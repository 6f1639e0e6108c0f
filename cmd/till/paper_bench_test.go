package main

import (
	"fmt"
	"testing"
	"time"

	"tim/tui/print/papertest"
)

// BenchmarkEnterToPaper is the time from Enter on the pay screen of the real program in a terminal to the first byte of the paper, and
// to the drawer's pulse, at a printer on loopback; the sale and its job are on disk before either. Target: p99 50 ms. Run it with
// -benchtime 200x.
func BenchmarkEnterToPaper(b *testing.B) {
	for _, letters := range []string{"raster", "ascii"} {
		b.Run(letters, func(b *testing.B) {
			dir, p := madeShop(b), papertest.NewPrinter(b, 48)
			if out, err := tillCommand(b, "printer", "set", "--data", dir, "--to", "tcp://"+p.Addr(), "--letters", letters); err != nil {
				b.Fatalf("%v\n%s", err, out)
			}
			k := openPTY(b, dir)
			k.until("PIN")
			k.press("1111\r")
			k.rests()
			k.press("0\r")
			k.rests()
			papers, drawers := make([]time.Duration, b.N), make([]time.Duration, b.N)
			for i := range papers {
				k.press("2000000000015\r")
				k.rests()
				k.press("\x1b[20~") // F9
				k.rests()
				p.Forget()
				began := time.Now()
				k.press("\r")
				for p.First().IsZero() || p.Pulsed().IsZero() || len(p.Papers()) <= i {
					if time.Since(began) > screenWait {
						b.Fatal("no paper: " + fmt.Sprint(len(p.Papers()), " of ", i))
					}
					time.Sleep(time.Millisecond)
				}
				papers[i], drawers[i] = p.First().Sub(began), p.Pulsed().Sub(began)
			}
			percentiles(b, "paper", papers)
			percentiles(b, "drawer", drawers)
			b.ReportMetric(0, "ns/op")
		})
	}
}
