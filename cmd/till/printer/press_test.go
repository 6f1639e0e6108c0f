package printer_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/creack/pty"

	"tim/cmd/till/printer"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/receipt"
	"tim/storage/bolt"
	"tim/tui/print/escpos"
	"tim/tui/print/papertest"
	"tim/tui/text"
)

// bench is a press at work on a till's files, with what it said.
type bench struct {
	*printer.Press
	t    *testing.T
	file *bolt.Till
	end  func()

	disk *disk

	mu      sync.Mutex
	notices []string
}

// disk is the till's, which may fail.
type disk struct {
	counter.Spool
	broken atomic.Bool
}

func (d *disk) KeepJob(ctx context.Context, j counter.Job) error {
	if d.broken.Load() {
		return fault.New(fault.Unavailable, "file.full", nil)
	}
	return d.Spool.KeepJob(ctx, j)
}

func (d *disk) DropJob(ctx context.Context, id string) error {
	if d.broken.Load() {
		return fault.New(fault.Unavailable, "file.full", nil)
	}
	return d.Spool.DropJob(ctx, id)
}

func settings(to string) printer.Settings {
	return printer.Settings{To: to, Paper: 80, Letters: escpos.Folded, Drawer: "2", DrawerOpen: "high"}
}

// start opens a press on the files of a directory; jobs that are kept there are drawn as receipts of their number.
func start(t *testing.T, dir string, s printer.Settings) *bench {
	t.Helper()
	return startDrawing(t, dir, s, func() {})
}

// startDrawing is start, with what happens before a paper of those jobs is drawn.
func startDrawing(t *testing.T, dir string, s printer.Settings, redraw func()) *bench {
	t.Helper()
	file, err := bolt.OpenTill(dir, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, file: file, disk: &disk{Spool: file}}
	if s, err = s.Checked(); err != nil {
		t.Fatal(err)
	}
	b.Press, err = printer.Open(t.Context(), printer.Config{Settings: s, Spool: b.disk, Lang: text.Vietnamese, Now: time.Now, Notice: func(n counter.Notice) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.notices = append(b.notices, n.Code)
	}, Redraw: func(_ context.Context, j counter.Job) (counter.Paper, error) {
		redraw()
		if j.Of == "gone" {
			return counter.Paper{}, fault.New(fault.NotFound, "order.unknown", nil)
		}
		return paper(j.Number), nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	b.Start(ctx)
	b.end = sync.OnceFunc(func() {
		cancel()
		b.Wait()
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(b.end)
	return b
}

func paper(number string) counter.Paper {
	return counter.Paper{Receipt: &receipt.Document{Shop: receipt.Shop{Name: "Cửa hàng Nguyễn Huệ"}, Number: number, Zone: time.UTC, Head: "a1b2c3d4"}}
}

// sells keeps a job as a sale's write does and hands its paper over.
func (b *bench) sells(n int) counter.Job {
	b.t.Helper()
	j := counter.Job{ID: fmt.Sprintf("0192-%04d", n), Kind: counter.PaperReceipt, Of: "order", Number: fmt.Sprintf("HD-01-%06d", n), At: time.UnixMilli(int64(n)).UTC()}
	if err := b.file.KeepJob(b.t.Context(), j); err != nil {
		b.t.Fatal(err)
	}
	b.Take(j, paper(j.Number))
	return j
}

func (b *bench) said(code string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.Contains(strings.Join(b.notices, " "), code)
}

// soon waits until something holds.
func (b *bench) soon(what string, holds func() bool) {
	b.t.Helper()
	for end := time.Now().Add(20 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			b.t.Fatalf("never came: %s; it stands as %+v", what, b.Status())
		}
	}
}

func (b *bench) trouble(code string) {
	b.t.Helper()
	b.soon("trouble "+code, func() bool { return b.Status().Trouble == code })
}

// printed waits for papers with those numbers, in that order, each once and nothing besides; "!" before one says that it is marked.
func (b *bench) printed(p *papertest.Printer, numbers ...string) {
	b.t.Helper()
	b.soon("nothing waits", func() bool { return len(b.Status().Jobs) == 0 })
	b.soon("nothing is kept", func() bool { jobs, err := b.file.Jobs(b.t.Context()); return err == nil && len(jobs) == 0 })
	var got []string
	for _, paper := range p.Papers() {
		mark, text := "", strings.Join(paper.Text, "\n")
		if strings.Contains(text, "CO THE DA IN ROI") {
			mark = "!"
		}
		_, number, _ := strings.Cut(text, "So ")
		got = append(got, mark+number[:min(12, len(number))])
	}
	if strings.Join(got, " ") != strings.Join(numbers, " ") {
		b.t.Errorf("printed %q, want %q", got, numbers)
	}
}

func (b *bench) pulses(p *papertest.Printer, n int) {
	b.t.Helper()
	b.soon(fmt.Sprint(n, " pulses"), func() bool { return len(p.Pulses()) >= n })
	if got := p.Pulses(); len(got) != n {
		b.t.Errorf("pulses at %v, want %d", got, n)
	}
}

func TestPapersComeOutOnceAndInOrderAndTheDrawerBefore(t *testing.T) {
	p := papertest.NewPrinter(t, 48)
	b := start(t, t.TempDir(), settings("tcp://"+p.Addr()))
	b.OpenDrawer()
	b.sells(1)
	b.sells(2)
	b.OpenDrawer()
	b.sells(3)
	b.printed(p, "HD-01-000001", "HD-01-000002", "HD-01-000003")
	b.pulses(p, 2)
	if s := b.Status(); !s.On || s.Trouble != "" || s.Drawer != counter.DrawerShut {
		t.Errorf("it stands as %+v", s)
	}
}

// Whatever keeps a printer from printing: it is said, the paper waits, comes out once and unmarked when it can, and the drawer opens
// meanwhile where the printer can be reached.
func TestAPaperWaitsForItsPrinter(t *testing.T) {
	for code, f := range map[string]papertest.Faults{"printer.paper_out": {PaperOut: true}, "printer.cover_open": {CoverOpen: true}} {
		t.Run(code, func(t *testing.T) {
			p := papertest.NewPrinter(t, 48)
			p.Set(f)
			b := start(t, t.TempDir(), settings("tcp://"+p.Addr()))
			b.sells(1)
			b.trouble(code)
			b.OpenDrawer()
			b.pulses(p, 1)
			if len(p.Papers()) != 0 {
				t.Error("a paper came out of a printer without")
			}
			p.Set(papertest.Faults{})
			b.printed(p, "HD-01-000001")
			b.trouble("")
			b.pulses(p, 1)
		})
	}
}

func TestAPaperWaitsForAPrinterThatIsOffOrHangsUp(t *testing.T) {
	p := papertest.NewPrinter(t, 48)
	b := start(t, t.TempDir(), settings("tcp://"+p.Addr()))
	b.sells(1)
	b.printed(p, "HD-01-000001")
	p.Off()
	b.sells(2)
	b.trouble("printer.off")
	p.On()
	b.printed(p, "HD-01-000001", "HD-01-000002")
	p.Set(papertest.Faults{HangUp: true})
	b.sells(3)
	b.trouble("printer.hung_up")
	p.Set(papertest.Faults{})
	b.printed(p, "HD-01-000001", "HD-01-000002", "HD-01-000003")
	p.Set(papertest.Faults{Stuck: true})
	b.sells(4)
	b.trouble("printer.silent")
	p.Set(papertest.Faults{})
	b.printed(p, "HD-01-000001", "HD-01-000002", "HD-01-000003", "HD-01-000004")
}

// The roll ends within a paper: the printer holds the rest, and the drawer opens on the connection that the paper has.
func TestTheRollEndsWithinAPaper(t *testing.T) {
	p := papertest.NewPrinter(t, 48)
	p.Set(papertest.Faults{Single: true})
	b := start(t, t.TempDir(), settings("tcp://"+p.Addr()))
	b.soon("it was looked at", func() bool { return b.Status().Drawer == counter.DrawerShut && p.Talking() == 0 })
	p.Set(papertest.Faults{Single: true, Slow: 100 * time.Millisecond})
	b.sells(1)
	b.soon("a paper begins", func() bool { return !p.First().IsZero() })
	p.Set(papertest.Faults{Single: true, PaperOut: true})
	b.trouble("printer.paper_out")
	b.OpenDrawer()
	b.pulses(p, 1)
	p.Set(papertest.Faults{})
	b.printed(p, "HD-01-000001")
	b.pulses(p, 1)
}

// A line that breaks within a paper leaves half of one: the whole one says that.
func TestAPaperThatWasBrokenOffIsPrintedAgainWithAMark(t *testing.T) {
	p := papertest.NewPrinter(t, 48)
	b := start(t, t.TempDir(), settings("tcp://"+p.Addr()))
	p.Set(papertest.Faults{DropAfter: 60})
	b.sells(1)
	b.sells(2)
	b.printed(p, "!HD-01-000001", "HD-01-000002")
}

// After a crash what waited comes out: plain where nothing of it can have come out, marked where it may have.
func TestACrashLosesAndDoublesNoPaper(t *testing.T) {
	dir, p := t.TempDir(), papertest.NewPrinter(t, 48)
	p.Set(papertest.Faults{PaperOut: true})
	b := start(t, dir, settings("tcp://"+p.Addr()))
	b.sells(1)
	second := b.sells(2)
	b.trouble("printer.paper_out")
	second.Begun = true
	if err := b.file.KeepJob(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	gone := second
	gone.ID, gone.Of, gone.Number = "0192-0000", "gone", "HD-01-000000"
	if err := b.file.KeepJob(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	b.end()
	p.Set(papertest.Faults{})
	b = start(t, dir, settings("tcp://"+p.Addr()))
	b.soon("what can't be drawn is all that waits", func() bool { s := b.Status(); return len(s.Jobs) == 1 && s.Jobs[0].Trouble == "order.unknown" })
	if err := b.Drop(t.Context(), b.Status().Jobs[0].Place); err != nil {
		t.Fatal(err)
	}
	b.printed(p, "HD-01-000001", "!HD-01-000002")
}

func TestTheDrawerStaysShutWhenItIsTooLate(t *testing.T) {
	p := papertest.NewPrinter(t, 48)
	b := start(t, t.TempDir(), settings("tcp://"+p.Addr()))
	p.Off()
	b.OpenDrawer()
	b.soon("it is said", func() bool { return b.said("drawer.unopened") })
	p.On()
	b.sells(1)
	b.printed(p, "HD-01-000001")
	b.pulses(p, 0)
	p.SetDrawer(true)
	b.OpenDrawer()
	b.soon("the drawer is open", func() bool { return b.Status().Drawer == counter.DrawerOpen })
}

// A printer that ends its side of a connection may still read: the drawer is told, and the cashier that nobody knows whether it heard.
func TestTheDrawerIsToldByALineThatIsHalfClosed(t *testing.T) {
	p := papertest.NewPrinter(t, 48)
	p.Set(papertest.Faults{HangUp: true})
	b := start(t, t.TempDir(), settings("tcp://"+p.Addr()))
	b.OpenDrawer()
	b.pulses(p, 1)
	b.soon("it is said", func() bool { return b.said("drawer.unsure") })
}

func TestAJobThatWasDroppedCanBeHadBack(t *testing.T) {
	p := papertest.NewPrinter(t, 48)
	p.Set(papertest.Faults{PaperOut: true})
	b := start(t, t.TempDir(), settings("tcp://"+p.Addr()))
	for n := range 3 {
		b.sells(n + 1)
	}
	b.trouble("printer.paper_out")
	for range 2 {
		if err := b.Drop(t.Context(), b.Status().Jobs[0].Place); err != nil {
			t.Fatal(err)
		}
	}
	if s := b.Status(); len(s.Jobs) != 1 || s.Dropped == nil || s.Dropped.Number != "HD-01-000002" {
		t.Errorf("it stands as %+v", s)
	}
	if jobs, err := b.file.Jobs(t.Context()); err != nil || len(jobs) != 1 {
		t.Errorf("kept are %v, %v", jobs, err)
	}
	if err := b.Restore(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := b.Restore(t.Context()); fault.Code(err) != "job.unknown" {
		t.Errorf("had back twice: %v", err)
	}
	p.Set(papertest.Faults{})
	b.printed(p, "HD-01-000002", "HD-01-000003")
}

// What a full disk can't forget still waits, and what it can't keep can be had back later.
func TestAPaperIsDroppedAndHadBackOnDiskFirst(t *testing.T) {
	p := papertest.NewPrinter(t, 48)
	p.Set(papertest.Faults{PaperOut: true})
	b := start(t, t.TempDir(), settings("tcp://"+p.Addr()))
	place := b.sells(1).ID
	b.trouble("printer.paper_out")
	b.disk.broken.Store(true)
	if err := b.Drop(t.Context(), place); fault.Code(err) != "file.full" {
		t.Errorf("dropped on a full disk: %v", err)
	}
	if s := b.Status(); len(s.Jobs) != 1 || s.Dropped != nil {
		t.Errorf("it stands as %+v", s)
	}
	b.disk.broken.Store(false)
	if err := b.Drop(t.Context(), place); err != nil {
		t.Fatal(err)
	}
	b.disk.broken.Store(true)
	if err := b.Restore(t.Context()); fault.Code(err) != "file.full" {
		t.Errorf("had back on a full disk: %v", err)
	}
	b.disk.broken.Store(false)
	if err := b.Restore(t.Context()); err != nil {
		t.Errorf("had back once there is room: %v", err)
	}
	p.Set(papertest.Faults{})
	b.printed(p, "HD-01-000001")
}

func TestAPaperThatIsDroppedWhileItIsDrawnStaysInside(t *testing.T) {
	dir, p := t.TempDir(), papertest.NewPrinter(t, 48)
	p.Set(papertest.Faults{PaperOut: true})
	b := start(t, dir, settings("tcp://"+p.Addr()))
	place := b.sells(1).ID
	b.end()
	p.Set(papertest.Faults{})
	drawing, dropped := make(chan bool), make(chan bool)
	b = startDrawing(t, dir, settings("tcp://"+p.Addr()), func() { close(drawing); <-dropped })
	<-drawing
	if err := b.Drop(t.Context(), place); err != nil {
		t.Fatal(err)
	}
	close(dropped)
	b.sells(2)
	b.printed(p, "HD-01-000002")
}

// Printers that never answer are the cheap ones: what they take counts as printed.
func TestAPrinterThatNeverAnswersPrints(t *testing.T) {
	p := papertest.NewPrinter(t, 48)
	p.Set(papertest.Faults{Deaf: true})
	b := start(t, t.TempDir(), settings("tcp://"+p.Addr()))
	b.OpenDrawer()
	b.sells(1)
	b.soon("a paper came out", func() bool { return len(p.Papers()) == 1 })
	b.printed(p, "HD-01-000001")
	b.pulses(p, 1)
	p.Off()
	b.sells(2)
	b.trouble("printer.off")
	p.On()
	b.soon("both came out", func() bool { return len(p.Papers()) == 2 })
	b.trouble("")
}

// A serial port and a device file are the same to a printer; here a pseudo terminal is its end of the cable.
func TestAPrinterAtASerialPort(t *testing.T) {
	for name, scheme := range map[string]string{"serial": "serial://", "device": ""} {
		t.Run(name, func(t *testing.T) {
			end, tty, err := pty.Open()
			if err != nil {
				t.Fatal(err)
			}
			defer end.Close()
			defer tty.Close()
			in := make(chan []byte, 64)
			go func() {
				defer close(in)
				for {
					buf := make([]byte, 4096)
					n, err := end.Read(buf)
					if err != nil {
						return
					}
					in <- buf[:n]
				}
			}()
			to := tty.Name()
			if scheme != "" {
				to = scheme + tty.Name() + "?baud=115200"
			}
			s := settings(to)
			s.Answers, s.Drawer = "no", "none"
			b := start(t, t.TempDir(), s)
			b.sells(1)
			paper := papertest.NewInterpreter(48)
			for deadline := time.After(20 * time.Second); len(paper.Papers) == 0; {
				select {
				case data := <-in:
					if name == "device" { // nobody made that terminal raw
						data = []byte(strings.ReplaceAll(string(data), "\r\n", "\n"))
					}
					paper.Feed(data)
				case <-deadline:
					t.Fatal("no paper")
				}
			}
			if len(paper.Faults) > 0 || !strings.Contains(paper.Seen(), "HD-01-000001") {
				t.Errorf("%q, faults %q", paper.Seen(), paper.Faults)
			}
		})
	}
}

func TestACUPSQueueGetsTheBytesAsTheyAre(t *testing.T) {
	dir := t.TempDir()
	script := "#!/bin/sh\nprintf '%s\\n' \"$*\" >>" + dir + "/args\ncat >>" + dir + "/bytes\n[ ! -e " + dir + "/refuse ]\n"
	if err := os.WriteFile(filepath.Join(dir, "lp"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	b := start(t, t.TempDir(), settings("cups://quay1"))
	b.sells(1)
	b.soon("nothing waits", func() bool { return len(b.Status().Jobs) == 0 })
	paper := papertest.NewInterpreter(48)
	data, err := os.ReadFile(filepath.Join(dir, "bytes"))
	if err != nil {
		t.Fatal(err)
	}
	paper.Feed(data)
	args, _ := os.ReadFile(filepath.Join(dir, "args"))
	if len(paper.Papers) != 1 || len(paper.Faults) > 0 || string(args) != "-s -d quay1 -o raw -\n" {
		t.Errorf("%d papers, faults %q, lp %q", len(paper.Papers), paper.Faults, args)
	}
	if err := os.WriteFile(filepath.Join(dir, "refuse"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	b.sells(2)
	b.trouble("printer.off")
}

func TestSettingsSayWhichFieldIsWrong(t *testing.T) {
	for field, s := range map[string]printer.Settings{
		"to": {To: "usb"}, "paper": {Paper: 76}, "columns": {Columns: 12}, "letters": {Letters: "utf8"}, "drawer": {Drawer: "3"},
		"drawer_open": {DrawerOpen: "open"}, "answers": {Answers: "maybe"}, "page": {Page: 256}, "capitals": {Capitals: -1},
	} {
		if _, err := s.Checked(); err == nil || !strings.Contains(fmt.Sprintf("%+v", err), field) {
			t.Errorf("%+v: %v, want a fault at %s", s, err, field)
		}
	}
	for _, to := range []string{"tcp://10.0.0.9", "tcp://[fe80::1]:9101", "/dev/usb/lp0", "cups://quay1", "serial:///dev/ttyS0?baud=115200&flow=rts"} {
		s, err := printer.Settings{To: to, Paper: 58}.Checked()
		if err != nil || s.Columns != 32 || s.Letters != escpos.Raster {
			t.Errorf("%s: %+v, %v", to, s, err)
		}
	}
	for _, to := range []string{"tcp://", "tcp://a/b", "serial://ttyS0", "serial:///dev/ttyS0?baud=77", "serial:///dev/ttyS0?flow=x", "cups:///q", "http://a", "lp0"} {
		if _, err := (printer.Settings{To: to}).Checked(); err == nil {
			t.Errorf("%s is an address", to)
		}
	}
}
