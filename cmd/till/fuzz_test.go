package main

import (
	"context"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tim/cmd/till/demo"
	"tim/domain/counter"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/storage/bolt"
	"tim/tui/app"
	"tim/tui/style"
	"tim/tui/text"
)

// shopFiles are a demo shop's, its shift open, made once and copied for each run.
var shopFiles = sync.OnceValues(func() (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "tim-shop-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	m, f := atTest(func() time.Time { return fuzzed }, 1), &flags{data: dir}
	s, err := m.open(context.Background(), dir)
	if err != nil {
		return nil, err
	}
	if err := m.furnish(context.Background(), f, s, false); err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, name := range []string{bolt.LedgerFile, bolt.CatalogFile, bolt.AnchorFile, "till.key", linkFile} {
		if files[name], err = os.ReadFile(filepath.Join(dir, name)); err != nil {
			return nil, err
		}
	}
	return files, nil
})

// fuzzed is when the shop was made. Time and chance are the same in each run, so that a tape is enough to see it again.
var fuzzed = time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)

func atTest(now func() time.Time, seed byte) *Main {
	return &Main{Stdout: io.Discard, Stderr: io.Discard, Now: now, Entropy: rand.NewChaCha8([32]byte{seed}), Getenv: func(string) string { return "" }}
}

// FuzzTerminal presses, scans, pastes, taps and resizes whatever comes into mind, at the screens of a real till on a real file. No
// panic; every line is as wide as the window; no money is negative; in the end the journal is proven, no receipt's number is
// missing or there twice, the drawer has what the orders say, and no point came from nowhere or is gone.
//
//	go test ./cmd/till -run FuzzTerminal -fuzz FuzzTerminal -fuzztime 10m -fuzzminimizetime 10x
func FuzzTerminal(f *testing.F) {
	for _, seed := range []string{
		"\x07\x00\x00\x00\x09\x00\x00", "\x0a\x02\x07\x00\x00\x06\x00\x00\x00\x00\x09\x00\x00", "\x07\x01\x07\x05\x02\x07\x00",
		"\x07\x00\x00\x0a\x05\x0a\x00", "\x07\x00\x00\x00\x0c\x0f\x0c\x05\x17\x0d\x30\x14\x0b\x00", "\x0a\x02\x00\x06\x00\x02\x00\x06\x00\x09",
		"\x07\x00\x00\x00\x09\x00\x00\x0a\x0a\x00\x00\x00\x09", "\x07\x00\x00\x00\x09\x00\x00\x0a\x0a\x00\x00\x00\x08\x07\x01\x00\x09\x00",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, tape []byte) {
		const events = 400 // a longer tape finds nothing that two don't
		w := openWhim(t, tape)
		for range events {
			if len(w.tape) == 0 || w.quit {
				break
			}
			w.event()
		}
		w.holding = false
		w.answers()
		w.settled()
	})
}

// whim is hands without a mind at a till without a terminal.
type whim struct {
	t       *testing.T
	tape    []byte
	dir     string
	shop    *shop
	counter *counter.Counter
	model   tea.Model
	cmds    []tea.Cmd
	now     time.Time
	size    [2]int
	holding bool // answers come late
	quit    bool
	members map[string]int64 // balances as they were
}

func openWhim(t *testing.T, tape []byte) *whim {
	t.Helper()
	files, err := shopFiles()
	if err != nil {
		t.Fatal(err)
	}
	w := &whim{t: t, tape: tape, dir: t.TempDir(), now: fuzzed.Add(time.Hour), members: map[string]int64{}}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(w.dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ctx, m := context.Background(), atTest(func() time.Time { return w.now }, 2)
	l, _, err := readLink(w.dir)
	if err != nil {
		t.Fatal(err)
	}
	if w.shop, err = m.openChecked(ctx, w.dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.shop.Close() })
	c, zone, err := m.counter(ctx, &flags{}, w.shop, station{chain: l, boot: m.boot(), pins: demo.PINs()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Do(ctx, counter.SignIn{Staff: "hong", PIN: "1111"}); err != nil {
		t.Fatal(err)
	}
	w.counter, w.size = c, [2]int{80, 24}
	w.balances(func(id string, points int64) { w.members[id] = points })
	w.model = app.New(app.Config{Till: c, Desk: w.shop.ownDesk(c), Zone: zone, Now: m.Now, Lang: text.Language(w.next() % 2), Theme: style.None})
	w.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	return w
}

// balances tells of all members of the demo.
func (w *whim) balances(each func(id string, points int64)) {
	w.t.Helper()
	for _, m := range demo.Members(w.now) {
		postings, err := w.shop.Postings(context.Background(), m.ID)
		if err != nil {
			w.t.Fatal(err)
		}
		each(m.ID, loyalty.Fold(postings).At(w.now).Balance)
	}
}

func (w *whim) next() byte {
	if len(w.tape) == 0 {
		return 0
	}
	b := w.tape[0]
	w.tape = w.tape[1:]
	return b
}

func (w *whim) send(msg tea.Msg) {
	next, cmd := w.model.Update(msg)
	w.model = next
	if cmd != nil {
		w.cmds = append(w.cmds, cmd)
	}
	if !w.holding {
		w.answers()
	}
	w.looks()
}

// answers runs what the screens asked for, and what follows from it.
func (w *whim) answers() {
	for len(w.cmds) > 0 && !w.quit {
		cmd := w.cmds[0]
		w.cmds = w.cmds[1:]
		w.answer(cmd())
	}
}

func (w *whim) answer(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil, tea.RawMsg:
	case tea.BatchMsg:
		w.cmds = append(w.cmds, msg...)
	case tea.QuitMsg:
		w.quit = true
	default:
		next, cmd := w.model.Update(msg)
		w.model = next
		if cmd != nil {
			w.cmds = append(w.cmds, cmd)
		}
	}
}

// looks holds what every frame must be.
func (w *whim) looks() {
	w.t.Helper()
	lines := strings.Split(w.model.View().Content, "\n")
	if len(lines) != w.size[1] {
		w.t.Fatalf("%d lines in a window of %d", len(lines), w.size[1])
	}
	for y, line := range lines {
		if width := ansi.StringWidth(line); width != w.size[0] {
			w.t.Fatalf("line %d is %d cells in a window of %d: %q", y, width, w.size[0], ansi.Strip(line))
		}
	}
	if t := w.counter.Look().Cart.Totals; min(t.Goods, t.Payable, t.Due, t.Change, t.Give, t.Paid, t.Base) < 0 {
		w.t.Fatalf("negative money: %+v", t)
	}
}

var (
	fuzzKeys = []tea.KeyPressMsg{
		{Code: tea.KeyEnter}, {Code: tea.KeyEscape}, {Code: tea.KeyTab}, {Code: tea.KeyUp}, {Code: tea.KeyDown}, {Code: tea.KeyLeft}, {Code: tea.KeyF7}, {Code: tea.KeyRight},
		{Code: tea.KeyF8}, {Code: tea.KeyF9}, {Code: tea.KeyF6}, {Code: tea.KeyF5}, {Code: tea.KeyF12}, {Code: tea.KeyDelete}, {Code: tea.KeyBackspace}, {Code: tea.KeyF1},
		{Code: tea.KeyF2}, {Code: tea.KeyF3}, {Code: tea.KeyF4}, {Code: 'z', Mod: tea.ModCtrl}, {Code: 'r', Mod: tea.ModCtrl}, {Code: 'x', Mod: tea.ModCtrl}, {Code: 'g', Mod: tea.ModCtrl},
		{Code: 'p', Mod: tea.ModCtrl}, {Code: 'y', Mod: tea.ModCtrl}, {Code: 'l', Mod: tea.ModCtrl}, {Code: 't', Mod: tea.ModCtrl}, {Code: tea.KeyHome}, {Code: tea.KeyEnd},
		{Code: tea.KeyPgDown}, {Code: tea.KeyPgUp}, {Code: tea.KeyTab, Mod: tea.ModShift}, {Code: 'h', Mod: tea.ModCtrl}, {Code: tea.KeyF10}, {Code: tea.KeyF11},
	}
	fuzzSigns = []rune("0123456789abcnuyễđ*/-=%,.+ \u0301\u0323２\U0001F6D2한")
	fuzzCodes = []string{demo.MilkCode, demo.CardCode, "2100001012458", "8934563138165", "HD-01-000001", "HD-01-000002", "TH-01-000001", "0912345678", "123456", "912345678901234560", "3*" + demo.MilkCode}
	fuzzLines = []string{"9999", "1111", "0912345678", "-", "-1", "=1000", "%10", "/pay", "50", "10", "HD-01-000001", "sữa", "5678", "3*", "999999999", "0905111222", "%100", "=0", "/undo", "/trahang"}
	fuzzSizes = [][2]int{{80, 24}, {60, 20}, {120, 40}, {59, 20}, {240, 70}, {61, 21}, {100, 22}, {1, 1}}
)

// event does the next thing on the tape.
func (w *whim) event() {
	const kinds = 14
	switch n := w.next(); n % kinds {
	case 0, 1, 2, 3, 4:
		w.press(150*time.Millisecond, fuzzKeys[int(w.next())%len(fuzzKeys)])
	case 5, 6:
		r := fuzzSigns[int(w.next())%len(fuzzSigns)]
		w.press(150*time.Millisecond, tea.KeyPressMsg{Code: r, Text: string(r)})
	case 7, 8:
		w.now = w.now.Add(time.Second)
		w.line(time.Duration(n/kinds%3)*8*time.Millisecond, fuzzCodes[int(w.next())%len(fuzzCodes)])
	case 9:
		w.tap(int(w.next()), int(w.next()), n/kinds%4 == 0)
	case 10:
		w.line(150*time.Millisecond, fuzzLines[int(w.next())%len(fuzzLines)])
	case 11:
		at := min(int(w.next())%32, len(w.tape))
		pasted := string(w.tape[:at])
		w.tape = w.tape[at:]
		w.send(tea.PasteMsg{Content: pasted + fuzzCodes[at%len(fuzzCodes)] + strings.Repeat("\n", at%2)})
	case 12:
		w.size = fuzzSizes[int(w.next())%len(fuzzSizes)]
		w.send(tea.WindowSizeMsg{Width: w.size[0], Height: w.size[1]})
	case 13:
		w.now = w.now.Add(time.Duration(w.next()) * time.Second)
		if w.holding = n/kinds%2 == 1; !w.holding {
			w.answers()
		}
	}
}

func (w *whim) press(gap time.Duration, k tea.KeyPressMsg) {
	w.now = w.now.Add(gap)
	w.send(k)
}

func (w *whim) line(gap time.Duration, s string) {
	for _, r := range s {
		w.press(gap, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	w.press(gap, tea.KeyPressMsg{Code: tea.KeyEnter})
}

func (w *whim) tap(x, y int, slides bool) {
	x, y = x%w.size[0], y%w.size[1]
	w.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	if slides {
		x = (x + 9) % w.size[0]
		w.send(tea.MouseMotionMsg{X: x, Y: y, Button: tea.MouseLeft})
		w.send(tea.MouseWheelMsg{X: x, Y: y, Button: tea.MouseWheelDown})
	}
	w.send(tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft})
}

// settled holds what must be when everything is on disk.
func (w *whim) settled() {
	w.t.Helper()
	ctx := context.Background()
	start, err := w.shop.Start(ctx)
	if err != nil || len(start.Roll.Shifts) == 0 {
		w.t.Fatalf("start: %v", err)
	}
	orders, err := w.shop.Latest(ctx, 10_000)
	if err != nil {
		w.t.Fatal(err)
	}
	var cash, net money.VND
	numbers := map[string]bool{}
	for _, o := range orders {
		if o.Receipt == "" {
			continue
		}
		totals := o.Totals()
		if numbers[o.Receipt] || totals.Paid != totals.Payable {
			w.t.Errorf("%s: paid %d of %d, there already: %v", o.Receipt, totals.Paid, totals.Payable, numbers[o.Receipt])
		}
		numbers[o.Receipt] = true
		net += totals.Payable
	}
	if len(numbers) != int(start.Receipts) {
		w.t.Errorf("%d receipts, the newest has number %d", len(numbers), start.Receipts)
	}
	var points, sold money.VND
	for _, f := range start.Roll.Shifts {
		sum := summed(w.t, w.shop.Till, f)
		sold += sum.Net
		points += money.VND(sum.Earned.Points - sum.Used.Points - sum.ClawedBack.Points + sum.Restored.Points - sum.Redeemed.Points + sum.HandedBack.Points)
		cash += sum.Cash().Expected
		if sum.Members > 0 {
			return // somebody new has an account that isn't among those below
		}
	}
	if start.Roll.Last == 1 && sold != net {
		w.t.Errorf("the shift's net sales are %d, the orders come to %d", sold, net)
	}
	var moved money.VND
	w.balances(func(id string, points int64) { moved += money.VND(points - w.members[id]) })
	if start.Roll.Last == 1 && moved != points {
		w.t.Errorf("the accounts moved by %d points, the journal says %d", moved, points)
	}
	if err := w.shop.Close(); err != nil {
		w.t.Fatal(err)
	}
	wholeFile(w.t, w.dir)
}
