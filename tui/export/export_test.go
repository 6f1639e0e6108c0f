package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/font/sfnt"
	"pgregory.net/rapid"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/money"
	"tim/domain/receipt"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/shift"
	"tim/tui/export"
	"tim/tui/print"
	"tim/tui/text"
)

var update = flag.Bool("update", false, "write golden files")

var (
	zone      = time.FixedZone("+07", 7*3600)
	now       = time.Date(2026, 11, 21, 14, 5, 9, 0, zone)
	languages = map[string]text.Language{"vi": text.Vietnamese, "en": text.English}
)

// aZ is a closed shift, with a cashier's reason that a spreadsheet would compute.
func aZ() report.Paper {
	sum := report.Sum{
		Shift:   shift.Shift{ID: "s1", Till: "01", Cashier: "hong", Number: 17, OpenedAt: now.Add(-7 * time.Hour), Float: 2_000_000},
		Tickets: 86, Goods: 12_900_000, Discounts: 120_000, Vouchers: report.Tally{N: 3, Amount: 90_000}, PointsOff: 209_500, Net: 12_480_500,
		VAT: []sale.VATGroup{{Rate: money.Per100(8), Gross: 12_480_500, Net: 11_556_019, Tax: 924_481}}, Tax: 924_481,
		Returns: report.Tally{N: 2, Amount: 86_000}, Elsewhere: report.Tally{N: 1, Amount: 27_000},
		VATBack: []sale.VATGroup{{Rate: money.Per100(8), Gross: 86_000, Net: 79_630, Tax: 6_370}}, TaxBack: 6_370,
		Tenders: []report.Tenders{
			{Kind: sale.Cash, Paid: report.Tally{N: 61, Amount: 6_255_000}, Change: 1_843_000, Refunded: report.Tally{N: 1, Amount: 27_000}},
			{Kind: sale.Card, Paid: report.Tally{N: 20, Amount: 5_225_500}, Refunded: report.Tally{N: 1, Amount: 59_000}},
		},
		Earned: report.Points{N: 40, Points: 12_480, Value: 12_480_000}, Used: report.Points{N: 6, Points: 1_900, Value: 209_500}, PerPoint: 1_000,
		PaidIn: report.Tally{N: 1, Amount: 500_000}, PaidOut: report.Tally{N: 2, Amount: 65_000}, Drops: report.Tally{N: 1, Amount: 5_000_000},
		NoSales: 1, Approvals: 3, Receipts: [2]string{"HD-01-000312", "HD-01-000397"}, Grand: 1_204_330_500, Epochs: [2]uint32{1, 1}, First: 4_012, Last: 4_633,
	}
	count, _ := shift.Count([len(shift.Denominations)]int64{4, 3, 7, 4, 6, 3, 1, 4})
	z := report.Z{Sum: sum, Counted: shift.Declaration{Cash: count, Cards: 5_166_500}, Blind: true, Reason: "=HYPERLINK(\"http://x\",\"thối nhầm\")", Unsent: 12, Closer: "nam"}
	p := report.Paper{Shop: receipt.Shop{Name: "Cửa hàng Nguyễn Huệ", TaxCode: "0312345678"}, Zone: zone, At: now, Till: "01", Cashier: "Lê Thị Hồng", Sum: sum, Z: &z,
		Closer: "Trần Đức Nam", Head: "a1b2c3d4", Sealed: "0f1e2d3c"}
	p.Provenance = &report.Provenance{Till: "01", Epochs: [2]uint32{1, 1}, First: 4_012, Last: 4_634, Head: strings.Repeat("a1b2c3d4", 8), Sealed: [2]uint64{4_634, 4_635},
		Signature: strings.Repeat("0f1e2d3c", 16), PublicKey: strings.Repeat("99aabbcc", 8)}
	return p
}

// someRows are events with all that rows say, in words of people that mean harm.
func someRows() []report.Row {
	at := func(seq uint64, minute int, amount money.VND) report.Place {
		return report.Place{Writer: "01", Epoch: 1, Seq: seq, At: now.Add(time.Duration(minute) * time.Minute).UTC(), Amount: amount}
	}
	return []report.Row{
		{Place: at(4_012, 0, 2_000_000), Kind: journal.ShiftOpened, Actor: "Lê Thị Hồng", Shift: 17},
		{Place: at(4_013, 1, 71_000), Kind: journal.OrderPaid, Actor: "Lê Thị Hồng", Shift: 17, Order: "store/o1", Receipt: "HD-01-000312", Member: "09•• ••• 678", Points: 71,
			Tenders: []sale.Tender{{Kind: sale.Cash, Received: 100_000, Change: 29_000}}},
		{Place: at(4_019, 9, 12_000), Kind: journal.PriceOverridden, Actor: "Lê Thị Hồng", Approver: "@nam", Shift: 17, Order: "store/o2", Line: "+Cam \"sành\", loại 1", Reason: "-2+3\ndập"},
		{Place: at(4_030, 30, -86_000), Kind: journal.OrderReturned, Actor: "Lê Thị Hồng", Shift: 17, Order: "store/o1", Receipt: "HD-01-000312", Points: -86, Reason: "hàng lỗi"},
	}
}

func ledger(rows []report.Row) export.Rows {
	return func(each func(report.Row) error) (report.Provenance, error) {
		for _, r := range rows {
			if err := each(r); err != nil {
				return report.Provenance{}, err
			}
		}
		p := *aZ().Provenance
		p.Rows = int64(len(rows))
		return p, nil
	}
}

func one(p report.Paper) func(func(report.Paper) error) error {
	return func(each func(report.Paper) error) error { return each(p) }
}

func TestFilesAreAsTheyWere(t *testing.T) {
	for name, lang := range languages {
		for _, format := range []export.Format{export.CSV, export.Text} {
			ending := map[export.Format]string{export.CSV: "csv", export.Text: "txt"}[format]
			var z, rows bytes.Buffer
			if n, err := export.Papers(&z, export.Options{Format: format, Lang: lang}, one(aZ())); n != 1 || err != nil {
				t.Fatal(n, err)
			}
			if n, err := export.Ledger(&rows, export.Options{Format: format, Lang: lang, Zone: zone, Title: "Sổ ca số 17 · quầy 01"}, ledger(someRows())); n != 4 || err != nil {
				t.Fatal(n, err)
			}
			golden(t, "z_"+name+"."+ending, z.Bytes())
			golden(t, "ledger_"+name+"."+ending, rows.Bytes())
		}
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is\n%s\nwant\n%s, %v", name, got, want, err)
	}
}

// cells reads a CSV back as a spreadsheet would: by its stable keys.
func cells(t interface{ Fatal(...any) }, file []byte) []map[string]string {
	file, marked := bytes.CutPrefix(file, []byte("\ufeff"))
	all, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil || !marked || len(all) == 0 {
		t.Fatal("no CSV of UTF-8:", err)
	}
	var rows []map[string]string
	for _, line := range all[1:] {
		row := map[string]string{}
		for i, head := range all[0] {
			key := head[strings.LastIndexByte(head, '(')+1 : len(head)-1]
			row[key] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// numbered puts another number into each figure of a value, from n on, and gives them by where they stand.
func numbered(v reflect.Value, path string, n *int64, found map[int64]string) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Type != reflect.TypeFor[time.Time]() {
				numbered(v.Field(i), path+"."+f.Name, n, found)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			numbered(v.Index(i), fmt.Sprint(path, i), n, found)
		}
	case reflect.Int64:
		*n++
		v.SetInt(*n)
		found[*n] = path
	}
}

// No figure of a Z is lost in its CSV: each of them gets a number that no other has, and each number is in a cell.
func TestEachFigureOfAZIsInItsCSV(t *testing.T) {
	for _, lang := range languages {
		p := aZ()
		sum, n, figures := p.Sum, int64(7_000_000), map[int64]string{}
		numbered(reflect.ValueOf(&sum).Elem(), "Sum", &n, figures)
		sum.VAT[0].Rate, sum.VATBack[0].Rate = money.Per100(8), money.Per100(5)
		z := *p.Z
		z.Sum, z.Left, z.Unsent, z.Counted.Cards, z.Counted.Bank, z.Counted.Cash.Amount = sum, 8_000_001, 8_000_002, 8_000_003, 8_000_004, 8_000_005
		p.Sum, p.Z = sum, &z
		for _, extra := range []int64{8_000_001, 8_000_002, 8_000_003, 8_000_004, 8_000_005, int64(sum.Turnover()), int64(sum.Cash().Expected), int64(z.Over())} {
			figures[extra] = "of the Z"
		}
		var b bytes.Buffer
		if _, err := export.Papers(&b, export.Options{Format: export.CSV, Lang: lang}, one(p)); err != nil {
			t.Fatal(err)
		}
		said := map[int64]bool{}
		for _, row := range cells(t, b.Bytes()) {
			for _, column := range []string{"count", "points", "amount"} {
				if v, err := strconv.ParseInt(row[column], 10, 64); err == nil {
					said[max(v, -v)] = true
				}
			}
		}
		for v, where := range figures {
			if elsewhere := strings.HasSuffix(where, "Rate") || strings.HasPrefix(where, "Sum.Shift.Counted"); !elsewhere && !said[max(v, -v)] {
				t.Errorf("%s = %d is in no cell", where, v)
			}
		}
	}
}

// Columns can be summed: the figures of the sales come to what was turned over, and those of the drawer to what it should hold.
func TestFiguresOfAZAddUp(t *testing.T) {
	var b bytes.Buffer
	if _, err := export.Papers(&b, export.Options{Format: export.CSV}, one(aZ())); err != nil {
		t.Fatal(err)
	}
	amounts := map[string]int64{}
	for _, row := range cells(t, b.Bytes()) {
		amounts[row["section"]+"."+row["key"]], _ = strconv.ParseInt(row["amount"], 10, 64)
	}
	sum := func(keys ...string) (n int64) {
		for _, k := range keys {
			if _, there := amounts[k]; !there {
				t.Errorf("there is no %s", k)
			}
			n += amounts[k]
		}
		return n
	}
	if got := sum("sales.goods", "sales.discounts", "sales.vouchers", "sales.points_off", "sales.shipping"); got != sum("sales.net") || got != 12_480_500 {
		t.Errorf("sales come to %d", got)
	}
	if got := sum("sales.net", "sales.returns"); got != sum("sales.turnover") {
		t.Errorf("the turnover is %d", got)
	}
	if got := sum("drawer.float", "drawer.cash_sales", "drawer.cash_refunds", "drawer.paid_in", "drawer.paid_out", "drawer.drops"); got != sum("drawer.expected") {
		t.Errorf("the drawer should hold %d", got)
	}
}

// What is counted blind is in no form of an X.
func TestABlindXTellsNoDrawer(t *testing.T) {
	p := aZ()
	p.Z, p.Hidden = nil, true
	for _, format := range []export.Format{export.CSV, export.Text, export.JSONL} {
		var b bytes.Buffer
		if _, err := export.Papers(&b, export.Options{Format: format}, one(p)); err != nil {
			t.Fatal(err)
		}
		for _, told := range []string{"6255000", "6.255.000", "5225500", "5.225.500", "3663000"} {
			if strings.Contains(b.String(), told) {
				t.Errorf("%s tells %s", format, told)
			}
		}
	}
}

// Rows read back from a CSV are the rows that were written, whatever people wrote into them, and no cell of theirs is computed.
func TestRowsComeBackFromACSV(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringOf(rapid.SampledFrom([]rune("=+-@aệ\"',;\n \t0(")))
		var rows []report.Row
		for i := range rapid.IntRange(0, 5).Draw(t, "rows") {
			rows = append(rows, report.Row{Place: report.Place{Writer: "01", Epoch: 2, Seq: uint64(i + 1), At: now, Amount: money.VND(rapid.Int64Range(-1_000, 1_000).Draw(t, "amount"))},
				Kind: journal.OrderPaid, Points: rapid.Int64Range(-9, 9).Draw(t, "points"), Line: words.Draw(t, "goods"), Reason: words.Draw(t, "reason"), Actor: words.Draw(t, "who")})
		}
		var b bytes.Buffer
		if _, err := export.Ledger(&b, export.Options{Format: export.CSV, Zone: zone}, ledger(rows)); err != nil {
			t.Fatal(err)
		}
		got := cells(t, b.Bytes())
		if len(got) != len(rows)+1 || got[len(rows)]["kind"] != "proof" || !strings.Contains(got[len(rows)]["reason"], "head=a1b2c3d4") {
			t.Fatalf("%d rows of %d, %v", len(got), len(rows), got)
		}
		said := func(v int64) string {
			if v == 0 {
				return ""
			}
			return strconv.FormatInt(v, 10)
		}
		for i, r := range rows {
			for key, want := range map[string]string{"seq": fmt.Sprint(r.Seq), "amount": said(int64(r.Amount)), "points": said(r.Points), "goods": r.Line, "reason": r.Reason,
				"actor": r.Actor, "at": "2026-11-21 14:05:09", "kind": "order.paid"} {
				cell := got[i][key]
				if key == "goods" || key == "reason" || key == "actor" {
					if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
						t.Fatalf("%s %q is computed", key, cell)
					}
					cell = strings.TrimPrefix(cell, "'")
					want = strings.TrimPrefix(want, "'")
				}
				if cell != want {
					t.Fatalf("%s is %q, want %q", key, cell, want)
				}
			}
		}
	})
}

// JSON lines have the rows as they are, and what proves them.
func TestJSONLinesAreTheRows(t *testing.T) {
	var b bytes.Buffer
	if n, err := export.Ledger(&b, export.Options{Format: export.JSONL}, ledger(someRows())); n != 4 || err != nil {
		t.Fatal(n, err)
	}
	lines := json.NewDecoder(&b)
	for _, want := range someRows() {
		var got report.Row
		if err := lines.Decode(&got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, want %+v, %v", got, want, err)
		}
	}
	var end struct{ Provenance report.Provenance }
	if err := lines.Decode(&end); err != nil || end.Provenance.Head != aZ().Provenance.Head {
		t.Errorf("%+v, %v", end, err)
	}
}

func TestAFullDiskIsSaid(t *testing.T) {
	full := errors.New("the disk is full")
	for _, format := range []export.Format{export.CSV, export.JSONL, export.Text, export.PDF} {
		if _, err := export.Papers(failing{full}, export.Options{Format: format}, one(aZ())); !errors.Is(err, full) {
			t.Errorf("a Z as %s: %v", format, err)
		}
		if format == export.PDF {
			continue
		}
		if _, err := export.Ledger(failing{full}, export.Options{Format: format, Zone: zone}, ledger(someRows())); !errors.Is(err, full) {
			t.Errorf("a ledger as %s: %v", format, err)
		}
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// The font draws all that stands on a Z in Vietnamese, whatever it is called.
func TestTheFontHasEveryVietnameseLetter(t *testing.T) {
	file, err := os.ReadFile("font/JetBrainsMono-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	font, err := sfnt.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	letters := "aăâbcdđeêghiklmnoôơpqrstuưvxy"
	for _, vowels := range []string{"àảãáạ", "ằẳẵắặ", "ầẩẫấậ", "èẻẽéẹ", "ềểễếệ", "ìỉĩíị", "òỏõóọ", "ồổỗốộ", "ờởỡớợ", "ùủũúụ", "ừửữứự", "ỳỷỹýỵ"} {
		letters += vowels
	}
	letters += strings.ToUpper(letters) + "0123456789₫−–×•…()" + strings.Join(slices.Concat(print.Report(aZ(), 72, text.Vietnamese), print.Report(aZ(), 72, text.English)), "")
	for _, r := range letters {
		if i, err := font.GlyphIndex(nil, r); i == 0 || err != nil {
			t.Errorf("%q has no letter: %v", r, err)
		}
	}
}

// A PDF has each Z on pages of its own, is the same bytes every time, and takes names that no font has.
func TestAPDFHasEachZOnPagesOfItsOwn(t *testing.T) {
	p := aZ()
	p.Cashier = "Lê 😀 漢字"
	two := func(each func(report.Paper) error) error { return errors.Join(each(p), each(aZ())) }
	var files [2]bytes.Buffer
	for i := range files {
		if n, err := export.Papers(&files[i], export.Options{Format: export.PDF}, two); n != 2 || err != nil {
			t.Fatal(n, err)
		}
	}
	if !bytes.Equal(files[0].Bytes(), files[1].Bytes()) {
		t.Error("two files of one Z differ")
	}
	if pages := bytes.Count(files[0].Bytes(), []byte("/Type /Page\n")); pages != 4 || !bytes.HasPrefix(files[0].Bytes(), []byte("%PDF-")) {
		t.Errorf("%d pages", pages)
	}
	if dir := os.Getenv("TIM_PDF"); dir != "" {
		_ = os.WriteFile(filepath.Join(dir, "z.pdf"), files[0].Bytes(), 0o644)
	}
}

func TestAFormatIsSaidOrInTheName(t *testing.T) {
	all := []export.Format{export.CSV, export.Text, export.JSONL}
	for _, c := range []struct {
		said, file string
		want       export.Format
	}{{"", "", export.CSV}, {"text", "", export.Text}, {"", "/a.b/z.txt", export.Text}, {"", "so.01.jsonl", export.JSONL}, {"CSV", "x.txt", export.CSV}} {
		if got, err := export.ParseFormat(c.said, c.file, all...); got != c.want || err != nil {
			t.Errorf("%+v: %q, %v", c, got, err)
		}
	}
	for _, c := range [][2]string{{"xls", ""}, {"", "z"}, {"", "z.pdf"}} {
		if _, err := export.ParseFormat(c[0], c[1], all...); fault.Code(err) != "format.unknown" {
			t.Errorf("%v: %v", c, err)
		}
	}
}

// BenchmarkLedger is how many events a second become rows of a CSV.
func BenchmarkLedger(b *testing.B) {
	rows := func(each func(report.Row) error) (report.Provenance, error) {
		for range b.N {
			if err := each(someRows()[1]); err != nil {
				return report.Provenance{}, err
			}
		}
		return report.Provenance{}, nil
	}
	b.ReportAllocs()
	if _, err := export.Ledger(io.Discard, export.Options{Format: export.CSV, Zone: zone}, rows); err != nil {
		b.Fatal(err)
	}
}
