package main

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
)

// typed is the bytes of "sữa tươi" as they reach a terminal, by who types it. Logs of real input methods have the same form.
var typed = map[string]string{
	"a word as an input method commits it":         "sữa tươi",
	"decomposed":                                   norm.NFD.String("sữa tươi"),
	"half of it decomposed":                        "sữa " + norm.NFD.String("tươi"),
	"taken back and typed again, Unikey":           "su\x7fưa\x7f\x7fữa tuo\x7fơ\x7f\x7fươi",
	"the same on Windows":                          "su\bưa\b\bữa tuo\bơ\b\bươi",
	"each letter taken back as a decomposed one":   "su\x7f" + norm.NFD.String("ữ") + "a tư" + norm.NFD.String("ơ") + "i",
	"a tone typed behind the syllable, decomposed": "sưa\x7f\x7f" + "u\u031b\u0303" + "a tươi",
	"pasted":                               "\x1b[200~sữa tươi\x1b[201~",
	"pasted, decomposed":                   "\x1b[200~" + norm.NFD.String("sữa tươi") + "\x1b[201~",
	"pasted in two":                        "\x1b[200~sữa \x1b[201~\x1b[200~tươi\x1b[201~",
	"pasted with signs that move a cursor": "\x1b[200~sữa\x01\x07\t tươi\x1b[201~\x7f\x7f\x7f\x7f\x7f\x7f tươi",
	"the tone committed when the cursor has gone on":     "sửa\x1b[D\x7f\x1b[Cx\x7f\x1b[Dữ\x1b[C tươi",
	"letters of two bytes cut between two reads of each": "sữa tươi",
}

// Whatever way Vietnamese comes, the field has it once, composed, and the search behind it finds the goods.
func TestVietnameseInEveryWayThatTerminalsSendIt(t *testing.T) {
	h := openHands(t, "", "demo", t.TempDir())
	h.signedIn()
	for name, log := range typed {
		t.Run(name, func(t *testing.T) {
			time.Sleep(2 * handMs)
			if strings.HasPrefix(name, "letters of two bytes") {
				for i := range len(log) {
					h.send(log[i : i+1])
					time.Sleep(2 * time.Millisecond)
				}
			} else {
				h.send(log)
			}
			h.shows("│ sữa tươi ")
			h.press(keyEsc)
			h.hides("│ sữa tươi")
			time.Sleep(handMs)
			h.send(log + "\r") // an input method commits the last word together with Enter
			h.shows("Sữa tươi Đồng Xanh 1L")
			h.press(keyEsc)
			h.press(keyEsc)
			h.shows("quét mã, gõ SĐT")
		})
	}
	if h.bells() != 0 {
		t.Errorf("%d bells: something was taken for a scan", h.bells())
	}
}

// Digits in full width, as a Japanese or Chinese input method types them, sell; a paste that never ends holds nothing up, and
// neither sells nor answers anything.
func TestFullWidthDigitsAndAPasteWithoutItsEnd(t *testing.T) {
	h := openHands(t, "", "demo", t.TempDir())
	h.signedIn()
	h.send("２００００００００００１５\r")
	h.shows("32.000")
	h.send("３＊２００００００００００２２\r")
	h.shows("77.000")
	h.send("\x1b[200~2000000000022\r\n\x1b[201~")
	h.shows("92.000")
	h.send("\x1b[200~2000000000022\r2000000000015\r\x1b[201~")
	h.shows("Chỉ dán từng mã một: 2 dòng")
	h.send("\x1b[200~sữa")
	time.Sleep(1100 * time.Millisecond) // the pause behind which a key is no part of a paste
	h.paced(scannerMs, "2000000000022\r")
	h.shows("107.000", "│ sữa ")
	h.press(keyEsc)
	h.hides("│ sữa")
	h.send("\x1b[200~" + strings.Repeat("2000000000022\r", 5_000)) // longer than any paste may be
	h.shows("Chỉ dán từng mã một")
	time.Sleep(1100 * time.Millisecond)
	h.paced(scannerMs, "2000000000015\r")
	h.shows("139.000")
	if cart := h.leaves(); len(cart.Lines) != 2 {
		t.Errorf("the cart became %+v", cart.Lines)
	}
}

// A phone rolled over the keys as fast as hands can is a phone, on the order screen and in a form; Telex in a hurry is no scan.
func TestFastHandsAreNoScanner(t *testing.T) {
	h := openHands(t, "", "demo", t.TempDir())
	h.signedIn()
	h.press("/")
	h.press("\x7f")
	for _, gap := range []time.Duration{8 * time.Millisecond, 35 * time.Millisecond} {
		time.Sleep(2 * handMs)
		h.paced(gap, "tieengs vieetj")
		h.shows("│ tieengs vieetj ")
		h.press(keyEsc)
		h.hides("│ tieengs")
	}
	time.Sleep(2 * handMs)
	h.paced(35*time.Millisecond, "0912345678\r")
	h.shows("♥ Nguyễn Thị Ánh")
	h.press(keyF3)
	h.shows("Esc Đóng")
	time.Sleep(2 * handMs)
	h.paced(35*time.Millisecond, "0912345678\r")
	h.press(keyEsc)
	h.press(keyEsc)
	h.shows("quét mã, gõ SĐT")
	if h.bells() != 0 {
		t.Errorf("%d bells: hands were taken for a scanner", h.bells())
	}
}
