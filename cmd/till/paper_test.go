package main

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"tim/domain/sale"
	"tim/tui/print/papertest"
)

// paperDay is a demo till in a terminal with a printer on loopback.
type paperDay struct {
	*terminal
	printer *papertest.Printer
}

func openPaperDay(t *testing.T, more ...string) paperDay {
	t.Helper()
	d := paperDay{openTerminal(t), papertest.NewPrinter(t, 48)}
	d.shows("1111")
	d.command(append([]string{"printer", "set", "--to", "tcp://" + d.printer.Addr(), "--drawer", "2", "--letters", "ascii"}, more...)...)
	d.types("1111")
	d.shows("F9")
	return d
}

// command runs the program beside the till, and gives what it says.
func (d paperDay) command(args ...string) string {
	d.t.Helper()
	out, err := tillCommand(d.t, append(args, "--data", d.dir)...)
	if err != nil {
		d.t.Fatalf("till %q: %v\n%s", args, err, out)
	}
	return out
}

func tillCommand(t testing.TB, args ...string) (string, error) {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(path, args...).CombinedOutput()
	return string(out), err
}

// sells sells a milk for cash.
func (d paperDay) sells(receipt string) {
	d.t.Helper()
	d.types("2000000000015")
	d.shows("32.000", "Sữa tươi")
	d.keys("F9")
	d.keys("Enter")
	d.shows(receipt)
}

// soon waits until something holds.
func (d paperDay) soon(what string, holds func() bool) {
	d.t.Helper()
	for end := time.Now().Add(screenWait); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			d.t.Fatalf("never came: %s\n%s", what, d.command("printer"))
		}
	}
}

// printed waits for so many papers, and gives the last one's text.
func (d paperDay) printed(n int) string {
	d.t.Helper()
	d.soon("a paper", func() bool { return len(d.printer.Papers()) >= n })
	papers := d.printer.Papers()
	if len(papers) != n {
		d.t.Errorf("%d papers, want %d", len(papers), n)
	}
	return strings.Join(papers[n-1].Text, "\n")
}

// A day at a counter whose printer has every fault: selling never waits, each paper comes out once, and the drawer opens for each cash
// sale that its printer can be reached for.
func TestADayWithAPrinterThatFails(t *testing.T) {
	d := openPaperDay(t)
	opened := 0
	opens := func() {
		t.Helper()
		opened++
		d.soon("the drawer", func() bool { return len(d.printer.Pulses()) == opened })
	}
	d.sells("HD-01-000001")
	opens()
	if paper := d.printed(1); !strings.Contains(paper, "HD-01-000001") || !strings.Contains(paper, "TONG CONG") {
		t.Errorf("the paper says\n%s", paper)
	}
	d.printer.Set(papertest.Faults{PaperOut: true})
	d.sells("HD-01-000002")
	d.shows("▲ Hết giấy")
	opens()
	d.printer.Set(papertest.Faults{CoverOpen: true})
	d.shows("▲ Nắp máy in mở")
	d.sells("HD-01-000003")
	opens()
	d.printer.Set(papertest.Faults{Slow: 20 * time.Millisecond})
	d.hides("▲")
	d.printed(3)
	d.sells("HD-01-000004")
	opens()
	d.printed(4)
	d.printer.Set(papertest.Faults{HangUp: true})
	d.sells("HD-01-000005")
	d.shows("▲ Máy in")
	opens()
	d.printer.Off()
	d.shows("▲ Máy in tắt")
	d.sells("HD-01-000006")
	d.shows("mở bằng chìa khóa")
	d.command("labels", "--search", "2000000000015", "--to", "printer")
	d.command("print-test")
	if out := d.command("printer"); !strings.Contains(out, "4 chờ in") || !strings.Contains(out, "HD-01-000005") {
		t.Errorf("it stands as\n%s", out)
	}
	d.kill()
	d.printer.Set(papertest.Faults{})
	d.printer.On()
	d.start()
	d.types("1111")
	d.shows("F9")
	d.printed(8)
	for i, want := range []string{"HD-01-000005", "HD-01-000006", "2000000000015", "IN THU"} {
		if paper := strings.Join(d.printer.Papers()[4+i].Text, "\n"); !strings.Contains(paper, want) || strings.Contains(paper, "CO THE DA IN") {
			t.Errorf("behind the crash a paper says\n%s\nwant %s", paper, want)
		}
	}
	d.sells("HD-01-000007")
	opens()
	d.printed(9)
	if out := d.command("printer"); !strings.Contains(out, "0 chờ in") {
		t.Errorf("it stands as\n%s", out)
	}
	d.verified()
}

func TestThePrintersPageDropsAndHasBack(t *testing.T) {
	d := openPaperDay(t)
	d.printer.Set(papertest.Faults{PaperOut: true})
	d.sells("HD-01-000001")
	d.shows("▲ Hết giấy")
	d.types("/printer")
	d.shows("Tình trạng", "HD-01-000001")
	d.keys("DC")
	d.shows("Đã bỏ HD-01-000001", "Không có bản nào")
	d.keys("C-z")
	d.shows("HD-01-000001 lại chờ in")
	d.keys("F8")
	d.shows("In thử")
	d.printer.Set(papertest.Faults{})
	if paper := d.printed(2); !strings.Contains(paper, "IN THU") {
		t.Errorf("the test says\n%s", paper)
	}
	d.verified()
}

// What the commands draw is what the printer burns.
func TestAReceiptAndLabelsAreDrawnAsPaperShowsThem(t *testing.T) {
	d := openPaperDay(t, "--paper", "58")
	d.sells("HD-01-000001")
	dir := t.TempDir()
	receipt, labels := filepath.Join(dir, "receipt.png"), filepath.Join(dir, "labels.png")
	d.command("print", "HD-01-000001", receipt)
	d.command("labels", labels, "--search", "2000000000015")
	if p := decoded(t, receipt); p.Bounds().Dx() != 384 {
		t.Errorf("a receipt of %v", p.Bounds())
	}
	reads(t, receipt, "QR-Code:HD-01-000001-")
	reads(t, labels, "EAN-13:2000000000015")
	if out, err := tillCommand(t, "labels", labels, "--search", "xyzzy", "--data", d.dir); err == nil || !strings.Contains(out, "Không có hàng nào") {
		t.Errorf("labels of nothing: %q, %v", out, err)
	}
	if out, err := tillCommand(t, "printer", "set", "--paper", "76", "--data", d.dir); err == nil || !strings.Contains(out, "76") {
		t.Errorf("a roll of 76 mm: %q, %v", out, err)
	}
}

// A transfer is asked for on paper by a key, or at once where the printer's page says so; what comes out, and what the command draws
// on either roll, is the code that is on the screen.
func TestATransfersCodeIsPrinted(t *testing.T) {
	d := openPaperDay(t)
	d.types("2000000000015")
	d.shows("32.000", "Sữa tươi")
	d.keys("F9", "Tab", "Tab", "Tab")
	d.shows("▸ Chuyển khoản")
	d.keys("Enter")
	found := d.shows("Chờ khách chuyển khoản", "F5 In mã QR")
	d.keys("F5")
	d.shows("Đã in mã chuyển khoản Q01")
	if paper := d.printed(1); !strings.Contains(paper, "CHUA THANH TOAN") || !strings.Contains(paper, "32.000") {
		t.Errorf("the paper says\n%s", paper)
	}
	memo := regexp.MustCompile(`Q01[0-9A-F]{8}`).FindString(found)
	payload, err := sale.VietQR("970436", "0000000000", 32_000, memo)
	if err != nil {
		t.Fatal(err)
	}
	for _, paper := range []string{"58", "80"} {
		d.command("printer", "set", "--paper", paper, "--letters", "raster")
		file := filepath.Join(t.TempDir(), paper+".png")
		d.command("print", memo, file)
		reads(t, file, "QR-Code:"+payload)
	}
	d.keys("DC") // nobody waits any more
	d.shows("THU TIỀN")
	if out, err := tillCommand(t, "print", memo, filepath.Join(t.TempDir(), "none.png"), "--data", d.dir); err == nil || !strings.Contains(out, "không chờ khoản chuyển") {
		t.Errorf("a transfer that isn't waited for: %q, %v", out, err)
	}
	d.keys("Escape")
	d.shows("F12")
	d.types("/printer")
	d.shows("in khi bấm F5")
	d.keys("F6")
	d.shows("in ngay khi chờ")
	d.keys("Escape")
	d.hides("Mã QR")
	d.keys("Escape")
	d.shows("Sữa tươi", "32.000")
	d.keys("F9", "Tab", "Tab", "Tab")
	d.shows("▸ Chuyển khoản")
	d.keys("Enter")
	d.shows("Chờ khách chuyển khoản")
	d.printed(2)
	d.verified()
}

// reads holds that somebody else's program reads a code in a picture.
func reads(t *testing.T, file, want string) {
	t.Helper()
	if _, err := exec.LookPath("zbarimg"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("zbarimg is missing")
		}
		t.Skip("needs zbarimg: apt-get install zbar-tools")
	}
	if out, err := exec.Command("zbarimg", "-q", file).Output(); err != nil || !strings.Contains(string(out), want) {
		t.Errorf("%s: read %q, %v, want %s", filepath.Base(file), out, err, want)
	}
}

func decoded(t *testing.T, file string) image.Image {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Whenever the power goes, each sale that is on disk has its paper: once and plain, or once more with the mark that says so.
func TestPowerCutsLoseAndDoubleNoPaper(t *testing.T) {
	dir, p := t.TempDir(), papertest.NewPrinter(t, 48)
	sellUntilKilled(t, dir, 2*time.Second) // the shop is made
	if out, err := tillCommand(t, "printer", "set", "--data", dir, "--to", "tcp://"+p.Addr(), "--letters", "ascii"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	before := wholeOnDisk(t, dir)
	for round := range 5 {
		sellUntilKilled(t, dir, time.Duration(1500+230*round)*time.Millisecond)
	}
	if out, err := tillCommand(t, "printer", "retry", "--data", dir); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	plain, marked := map[string]int{}, map[string]int{}
	for _, paper := range p.Papers() {
		said := strings.Join(paper.Text, "\n")
		_, number, _ := strings.Cut(said, "So HD-")
		if number = "HD-" + number[:9]; strings.Contains(said, "CO THE DA IN ROI") {
			marked[number]++
		} else {
			plain[number]++
		}
	}
	sold := wholeOnDisk(t, dir)
	for n := before + 1; n <= sold; n++ {
		number := receiptOf(n)
		if plain[number] > 1 || plain[number]+marked[number] == 0 {
			t.Errorf("%s came out %d times plain and %d times marked", number, plain[number], marked[number])
		}
	}
	if sold == before {
		t.Error("nothing was sold: the test proves nothing")
	}
	t.Logf("%d sales around 5 kills, %d papers marked", sold-before, len(marked))
}
