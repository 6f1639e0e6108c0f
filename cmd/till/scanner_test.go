package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"tim/cmd/till/demo"
	"tim/domain/catalog"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/tui/text"
)

// goods are the demo's products that a scanner sells, one code each.
func goods() []catalog.Product {
	return slices.DeleteFunc(demo.Products(), func(p catalog.Product) bool { return len(p.Barcodes) == 0 || p.Weighed })
}

// rung is what a cashier should have rung up.
type rung struct {
	order []string // SKUs as first scanned
	of    map[string]int64
	due   money.VND
}

func (r *rung) add(p catalog.Product) {
	if r.of == nil {
		r.of = map[string]int64{}
	}
	if r.of[p.SKU] == 0 {
		r.order = append(r.order, p.SKU)
	}
	r.of[p.SKU]++
	r.due += p.Price
}

// holds that a cart is exactly that, in that order.
func (r *rung) holds(t *testing.T, o sale.Order) {
	t.Helper()
	var want, got []string
	for _, sku := range r.order {
		want = append(want, fmt.Sprint(sku, " ", r.of[sku]))
	}
	for _, l := range o.Lines {
		got = append(got, fmt.Sprint(l.SKU, " ", int64(l.Quantity/money.Units(1))))
	}
	if !slices.Equal(got, want) {
		t.Errorf("rung up\n%v, want\n%v", got, want)
	}
}

// tapAt is a finger on a cell and off it.
func tapAt(x, y int) string {
	return fmt.Sprintf("\x1b[<0;%d;%dM\x1b[<0;%d;%dm", x+1, y+1, x+1, y+1)
}

// leaves ends the program as a cashier does and gives the cart that stays.
func (h *hands) leaves() sale.Order {
	h.t.Helper()
	h.press("\x03")
	if code := h.ended(); code != 0 {
		h.t.Fatalf("exit %d", code)
	}
	carts, _ := opened(h.t, h.dir)
	if len(carts) != 1 {
		h.t.Fatalf("%d carts, want one", len(carts))
	}
	return carts[0]
}

// 300 scans in one piece, and some at a scanner's pace with every end that scanners send: all are sold, in order, none is
// merged, and what was half typed stays.
func TestScansWithoutAPauseAreAllSoldInOrder(t *testing.T) {
	h := openHands(t, "", "demo", t.TempDir())
	h.signedIn()
	h.paced(handMs, "cam s")
	all, want := goods(), rung{}
	var burst strings.Builder
	for i := range 300 {
		p := all[i*7%len(all)]
		want.add(p)
		burst.WriteString(p.Barcodes[0] + "\r")
	}
	h.shows("│ cam s ")
	time.Sleep(handMs)
	h.send(burst.String())
	h.shows(text.Amount(want.due), "│ cam s ")
	for i, ends := range []string{"\r", "\n", "\r\n", "\t", "\r"} {
		for _, begins := range []string{"", "]E0"} {
			p := all[(i*31+7)%len(all)]
			want.add(p)
			h.send(begins + p.Barcodes[0] + ends)
		}
		p := all[(i*17+3)%len(all)]
		want.add(p)
		h.scans(p.Barcodes[0]+"\r", text.Amount(want.due), strings.Repeat("\x7f", len(p.Barcodes[0])))
	}
	h.shows(text.Amount(want.due), "│ cam s ")
	if h.bells() != 0 {
		t.Errorf("%d bells, and nothing was refused", h.bells())
	}
	cart := h.leaves()
	want.holds(t, cart)
}

// An unknown code stops every scan behind it, each with the error tone, until the cashier has seen it; what was sold before
// and what comes after is right, and the ledger has the count.
func TestScansBehindAnUnknownCodeAreRefusedAloud(t *testing.T) {
	const unknown, refusedEach = "8934563138165", 3
	h := openHands(t, "", "demo", t.TempDir())
	h.signedIn()
	all, want, refused := goods(), rung{}, 0
	var burst strings.Builder
	for i := range 60 {
		p := all[i]
		if i%20 == 10 {
			burst.WriteString(unknown + "\r" + strings.Repeat(p.Barcodes[0]+"\r", refusedEach) + keyEsc)
			refused += 1 + refusedEach
		}
		want.add(p)
		burst.WriteString(p.Barcodes[0] + "\r")
	}
	h.send(burst.String())
	h.shows(text.Amount(want.due))
	for end := time.Now().Add(screenWait); h.bells() < 2*refused && time.Now().Before(end); time.Sleep(20 * time.Millisecond) { // the last tones are under way
	}
	if got := h.bells(); got != 2*refused {
		t.Errorf("%d bells for %d refused scans, want two each", got, refused)
	}
	want.holds(t, h.leaves())
	if n := strings.Count(strings.Join(exported(t, h.dir), " "), "codes.refused"); n != 3 {
		t.Errorf("%d refusals in the journal, want 3", n)
	}
}

// A scan over any other screen is neither sold nor typed there nor an answer, and sounds. What was half typed there stays.
func TestAScanOverAnyOtherScreenSoundsAndDoesNothing(t *testing.T) {
	h := openHands(t, "", "demo", t.TempDir())
	h.shows("1111")
	h.scanRefused(demo.MilkCode) // no PIN
	h.scanRefused("123456")
	h.types("1111")
	h.shows("F9")
	h.types("0912345678")
	h.shows("♥ Nguyễn Thị Ánh")
	h.paced(scannerMs, demo.MilkCode+"\r")
	h.shows("32.000")
	for name, s := range map[string]struct{ keys, shows, typed string }{
		"pay":      {keyF9, "Tiền mặt", "5"},
		"points":   {keyF7, "SỬ DỤNG", "7"},
		"products": {keyF2, "Esc Đóng", "sua"},
		"members":  {keyF3, "Esc Đóng", "anh"},
		"menu":     {keyF12, "Hủy đơn đang mở", ""},
		"desk":     {keyF12 + keyF12, "PIN", "99"},
	} {
		t.Run(name, func(t *testing.T) {
			h.press(s.keys)
			h.shows(s.shows)
			h.paced(handMs, s.typed)
			time.Sleep(2 * handMs)
			h.scanRefused(demo.MilkCode)
			h.scanRefused("20000015")
			for range 3 {
				h.press(keyEsc)
			}
			h.shows("quét mã, gõ SĐT", "32.000")
		})
	}
	cart := h.leaves()
	if len(cart.Lines) != 1 || cart.Lines[0].Quantity != money.Units(1) || len(cart.Tenders) != 0 {
		t.Errorf("the cart became %+v", cart)
	}
}

// scanRefused scans a code, which is refused aloud.
func (h *hands) scanRefused(code string) {
	h.t.Helper()
	before := h.bells()
	if len(code) == len(demo.MilkCode) {
		h.paced(scannerMs, code+"\r")
	} else {
		h.send(code + "\r") // without a check digit nothing tells the halves of a code that a busy machine tears
	}
	h.shows("Chưa bán mã " + code)
	for end := time.Now().Add(screenWait); h.bells() < before+2; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			h.t.Fatalf("%s was refused with %d bells, want 2", code, h.bells()-before)
		}
	}
}

// An approval opens while the scanner goes on, and a search runs while it fires: scans are no PIN, and none is lost in a list.
func TestScansWhileADialogOpensAndASearchRuns(t *testing.T) {
	h := openHands(t, "", "demo", t.TempDir())
	h.signedIn()
	h.paced(scannerMs, demo.MilkCode+"\r")
	h.shows("32.000")
	h.send("=1000\r" + strings.Repeat(demo.CardCode+"\r", 5)) // the price needs a supervisor
	h.shows("Cần quản lý duyệt", "Chưa bán mã "+demo.CardCode)
	h.press(keyEsc)
	h.hides("Cần quản lý duyệt")
	for range 5 {
		h.paced(5*time.Millisecond, "sữa")
		time.Sleep(handMs)
		h.send(demo.CardCode + "\r")
		h.press(strings.Repeat("\x7f", 3))
	}
	h.shows("107.000")
	cart := h.leaves()
	if len(cart.Lines) != 2 || cart.Lines[0].UnitPrice != 32_000 || cart.Lines[1].Quantity != money.Units(5) {
		t.Errorf("the cart became %+v", cart.Lines)
	}
}

// Two scanners at once, one a keyboard and one on a serial port, send 300 codes with unknown ones among them: each is sold or
// refused aloud, none is merged with another or lost.
func TestTwoScannersAtOnceLoseNothing(t *testing.T) {
	const unknown = "8934563138165"
	end, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer end.Close()
	defer tty.Close()
	h := openHands(t, "", "demo", t.TempDir(), "--scanner", tty.Name())
	h.signedIn()
	all := goods()
	var due money.VND
	of := map[string]int64{}
	sold := func(p catalog.Product) string { due, of[p.SKU] = due+p.Price, of[p.SKU]+1; return p.Barcodes[0] }
	var serial strings.Builder
	for i := range 100 {
		serial.WriteString(sold(all[i*7%len(all)]) + "\r")
	}
	both := make(chan error, 1)
	go func() { _, err := end.WriteString(serial.String()); both <- err }()
	for i := range 20 {
		h.paced(scannerMs, sold(all[i*3%len(all)])+"\r")
	}
	if err := <-both; err != nil {
		t.Fatal(err)
	}
	h.shows(text.Amount(due))
	for i := range 18 { // what stands behind an unknown code is refused by both, until the cashier has seen it
		h.send(unknown + "\r")
		h.shows("Không có mã " + unknown)
		before := h.bells()
		fmt.Fprintf(end, "%s\r\n", all[i].Barcodes[0])
		for give := time.Now().Add(screenWait); h.bells() == before && time.Now().Before(give); time.Sleep(20 * time.Millisecond) {
		}
		h.press(keyEsc)
		h.hides("Không có mã " + unknown)
		fmt.Fprintf(end, "]E0%s\t", sold(all[i]))
		for range 9 {
			fmt.Fprintf(end, "%s\n", sold(all[i]))
		}
		h.shows(text.Amount(due))
	}
	cart := h.leaves()
	got := map[string]int64{}
	for _, l := range cart.Lines {
		got[l.SKU] += int64(l.Quantity / money.Units(1))
	}
	if !maps.Equal(got, of) {
		t.Errorf("rung up %v, want %v", got, of)
	}
}

// scans scans at a scanner's pace, and once more where a busy machine tore the code, as a cashier does who sees nothing sold and takes
// away what stands in the field.
func (h *hands) scans(code, shows, clear string) {
	h.t.Helper()
	for range 5 {
		h.paced(scannerMs, code)
		for end := time.Now().Add(screenWait / 4); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			if picture, _ := h.tmux("capture-pane", "-p", "-t", "t"); strings.Contains(strings.ReplaceAll(picture, "\u00a0", " "), shows) {
				return
			}
		}
		h.press(clear)
	}
	h.t.Fatalf("%s is never sold", code)
}

// A scanner that types a sign before each code and nothing behind it sells as others do.
func TestAScannerWithAPrefixAndWithoutAnEnd(t *testing.T) {
	h := openHands(t, "", "demo", t.TempDir(), "--scan-prefix", "~", "--scan-no-end")
	h.signedIn()
	all, want := goods(), rung{}
	for i := range 6 {
		want.add(all[i])
		h.scans("~"+all[i].Barcodes[0], text.Amount(want.due), keyEsc)
	}
	for _, prefix := range []string{"~", ""} { // 60 in one piece: where one ends the next begins
		var run strings.Builder
		for i := range 60 {
			p := all[i*7%len(all)]
			want.add(p)
			run.WriteString(prefix + p.Barcodes[0])
		}
		time.Sleep(handMs)
		h.send(run.String())
		h.shows(text.Amount(want.due))
	}
	h.paced(handMs, "0912345678") // a hand's digits are no code, however long the pause
	h.shows("0912345678")
	want.holds(t, h.leaves())
}
