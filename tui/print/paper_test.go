package print_test

import (
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"tim/domain/catalog"
	"tim/domain/receipt"
	"tim/domain/sale"
	"tim/tui/print"
	"tim/tui/print/escpos"
	"tim/tui/print/papertest"
	"tim/tui/text"
)

// rowsOf are all papers that a shop hands out as rows, by the names of their golden files.
func rowsOf(t testing.TB) map[string]func(columns int, lang text.Language) []print.Row {
	all := map[string]func(columns int, lang text.Language) []print.Row{}
	for name, doc := range receipts(t) {
		all[name] = func(columns int, lang text.Language) []print.Row { return print.ReceiptRows(doc, columns, lang) }
	}
	for name, doc := range returns(t) {
		all["return-"+name] = func(columns int, lang text.Language) []print.Row { return print.ReturnRows(doc, columns, lang) }
	}
	for name, v := range vouchers() {
		all["voucher-"+name] = func(columns int, lang text.Language) []print.Row { return print.VoucherRows(v, columns, lang) }
	}
	for name, doc := range reports() {
		all["report-"+name] = func(columns int, lang text.Language) []print.Row { return print.ReportRows(doc, columns, lang) }
	}
	invoiced := receipts(t)["vouchers"]
	invoiced.Invoice = receipt.Invoice{Number: sale.InvoiceNumber{Symbol: "1C26MAA", Series: "M1-26-ABCDE", N: 17}, Page: lookupAddress,
		Buyer: sale.Buyer{TaxCode: "0100109106", Name: "Tập đoàn Công nghiệp - Viễn thông Quân đội", Address: "Lô D26 Khu đô thị mới Cầu Giấy, phường Yên Hòa, Hà Nội"}}
	all["invoiced"] = func(columns int, lang text.Language) []print.Row { return print.ReceiptRows(invoiced, columns, lang) }
	all["labels"] = func(columns int, lang text.Language) []print.Row { return print.Labels(labelled(), columns, lang) }
	all["test"] = func(columns int, lang text.Language) []print.Row {
		return print.Test([]string{"tcp://192.168.1.50:9100 · 80 mm · 48 · raster · drawer 2"}, now, zone, columns, lang)
	}
	for name, doc := range transfers(t) {
		all["transfer-"+name] = func(columns int, lang text.Language) []print.Row { return print.TransferRows(doc, columns, lang) }
	}
	return all
}

const lookupAddress = "https://tracuu.example.vn/hoa-don?mst=0312345678&kh=1C26MAA&so=M1-26-ABCDE-00000000017"

// labelled is goods as shelves have them: a code of theirs, a name that doesn't fit, weighed ones, the shop's own.
func labelled() []catalog.Product {
	return []catalog.Product{
		{SKU: "SUA-1L", Name: "Sữa tươi tiệt trùng Vinamilk không đường hộp 1 lít", Price: 32_000, Unit: "hộp", Barcodes: []string{"8934673101011"}},
		{SKU: "CAM", Name: "Cam sành", Price: 45_000, Unit: "kg", Weighed: true},
		{SKU: "NUOC-MAM-NAM-NGU-500ML", Name: "Nước mắm Nam Ngư đệ nhị", Price: 1_234_500, Unit: "thùng", Barcodes: []string{"18934804012347"}},
		{SKU: "TRUNG", Name: "Trứng gà", Price: 3_500, Unit: "quả", Barcodes: []string{"96385074"}},
	}
}

func encoder(t testing.TB) *escpos.Encoder {
	t.Helper()
	e, err := escpos.NewEncoder()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// printed is what a printer makes of one paper's bytes.
func printed(t *testing.T, data []byte, columns int) papertest.Paper {
	t.Helper()
	in := papertest.NewInterpreter(columns)
	in.Feed(data)
	if len(in.Faults) > 0 || in.Left() > 0 || len(in.Papers) != 1 {
		t.Fatalf("%d papers, %d bytes left, faults %q", len(in.Papers), in.Left(), in.Faults)
	}
	return in.Papers[0]
}

// differing counts the dots that only one of two pictures of a width has; blank lines at the end don't count.
func differing(a, b *image.Paletted) (n int) {
	for i := range max(len(a.Pix), len(b.Pix)) {
		dot := func(p *image.Paletted) uint8 {
			if i < len(p.Pix) {
				return p.Pix[i]
			}
			return 0
		}
		if dot(a) != dot(b) {
			n++
		}
	}
	return n
}

// What the printer burns is the picture that the till shows, to the dot but for the few that keep data from being obeyed.
func TestEveryPaperComesOutAsItsPicture(t *testing.T) {
	e := encoder(t)
	for name, rows := range rowsOf(t) {
		for _, columns := range []int{print.Narrow, 42, print.Wide} {
			f := escpos.Format{Columns: columns, Mode: escpos.Raster}
			list := rows(columns, text.Vietnamese)
			paper := printed(t, e.Paper(list, f), columns)
			if n := differing(paper.Picture, e.Picture(list, f)); n > 20 {
				t.Errorf("%s at %d columns differs in %d dots", name, columns, n)
			}
			keepPicture(t, name, columns, paper.Picture)
		}
	}
}

// keepPicture writes what came out where PAPERS names a folder, to be looked at.
func keepPicture(t *testing.T, name string, columns int, p *image.Paletted) {
	if dir := os.Getenv("PAPERS"); dir != "" {
		file := filepath.Join(dir, name+map[int]string{print.Narrow: "_58.png", 42: "_80-42.png", print.Wide: "_80.png"}[columns])
		if err := os.WriteFile(file, encoded(t, p), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAScannerReadsTheCodesThatThePrinterBurns(t *testing.T) {
	e, all := encoder(t), rowsOf(t)
	number, z := "QR-Code:HD-01-000123-A1B2C3D4\n", "QR-Code:Z-01-000017-"
	for _, mode := range []escpos.Mode{escpos.Raster, escpos.Folded, escpos.TCVN3} {
		for name, want := range map[string][]string{
			"demo":           {number},
			"vouchers":       {"QR-Code:" + freshCode + "\n", number, "QR-Code:" + pageAddress + "\n"},
			"voucher-amount": {"CODE-128:" + amountCode + "\n", "QR-Code:" + amountCode + "\n"},
			"report-z":       {z},
			"invoiced":       {"QR-Code:" + freshCode + "\n", number, "QR-Code:" + pageAddress + "\n", "QR-Code:" + lookupAddress + "\n"},
			"labels":         {"CODE-128:18934804012347\n", "CODE-128:96385074\n", "EAN-13:8934673101011\n"},
			"transfer-code":  {"QR-Code:" + transfers(t)["code"].QR + "\n"},
		} {
			for _, columns := range []int{print.Narrow, print.Wide} {
				f := escpos.Format{Columns: columns, Mode: mode, Page: papertest.Page, Capitals: papertest.Capitals}
				paper := printed(t, e.Paper(all[name](columns, text.Vietnamese), f), columns)
				if got := read(t, encoded(t, margined(paper.Picture))); !slices.EqualFunc(got, want, strings.HasPrefix) {
					t.Errorf("%s at %d columns in %s: read %q, want %q", name, columns, mode, got, want)
				}
			}
		}
	}
}

// margined is a paper on the white of its roll.
func margined(p *image.Paletted) *image.Paletted {
	const margin = 24
	out := image.NewPaletted(image.Rect(0, 0, p.Rect.Dx()+2*margin, p.Rect.Dy()+2*margin), p.Palette)
	for y := range p.Rect.Dy() {
		copy(out.Pix[(y+margin)*out.Stride+margin:], p.Pix[y*p.Stride:y*p.Stride+p.Rect.Dx()])
	}
	return out
}

// In the printer's own letters nothing is lost but what they lack: the lines are as wide, and the words as they were.
func TestThePrintersOwnLettersSayTheSame(t *testing.T) {
	e := encoder(t)
	for name, rows := range rowsOf(t) {
		for _, columns := range []int{print.Narrow, print.Wide} {
			list := rows(columns, text.Vietnamese)
			want := said(list, columns)
			plain := printed(t, e.Paper(list, escpos.Format{Columns: columns, Mode: escpos.Folded}), columns)
			own := printed(t, e.Paper(list, escpos.Format{Columns: columns, Mode: escpos.TCVN3, Page: papertest.Page, Capitals: papertest.Capitals}), columns)
			if got, want := catalog.Fold(strings.Join(plain.Text, "|")), catalog.Fold(standIns.Replace(strings.Join(want, "|"))); got != want {
				t.Errorf("%s at %d columns without diacritics:\n%s\nwant\n%s", name, columns, got, want)
			}
			if got, want := standIns.Replace(norm.NFC.String(strings.Join(own.Text, "\n"))), standIns.Replace(norm.NFC.String(strings.Join(want, "\n"))); got != want {
				t.Errorf("%s at %d columns in TCVN-3:\n%s\nwant\n%s", name, columns, got, want)
			}
		}
	}
}

var standIns = strings.NewReplacer("₫", "đ", "–", "-", "−", "-", "×", "x", "•", "*", "…", ".", "→", ">", "·", "-", "\u00a0", " ")

// said is the text of rows, captions of codes too, and an empty line where a code ends.
func said(rows []print.Row, columns int) (lines []string) {
	for _, r := range rows {
		if r.Code != nil {
			lines = append(append(lines, said(r.Code.Caption, columns)...), "")
			continue
		}
		lines = append(lines, print.Lines([]print.Row{r}, columns)...)
	}
	return lines
}

// The total is twice as high as the lines around it.
func TestTheTotalIsLarge(t *testing.T) {
	for name, list := range map[string][]print.Row{"receipt": rowsOf(t)["demo"](print.Wide, text.Vietnamese), "slip": rowsOf(t)["return-exchange"](print.Wide, text.Vietnamese)} {
		large := slices.DeleteFunc(slices.Clone(list), func(r print.Row) bool { return !r.Large })
		if len(large) != 1 || !strings.Contains(large[0].Text, "₫") {
			t.Errorf("large on the %s: %v", name, large)
		}
	}
}
