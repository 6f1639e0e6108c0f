package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/sale"
	"tim/tui/display"
	"tim/tui/text"
)

// openLink begins a till's end of the link.
func openLink(t testing.TB, dir string) *displays {
	t.Helper()
	d, err := openDisplays(dir, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// look is a display without a screen: what it is told comes out of a channel.
func look(t testing.TB, dir string) <-chan tea.Msg {
	t.Helper()
	path, release, err := socketPath(dir, displaySocket)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	heard, ended := make(chan tea.Msg), make(chan struct{})
	go func() {
		defer close(ended)
		follow(ctx, path, func(msg tea.Msg) {
			select {
			case heard <- msg:
			case <-ctx.Done():
			}
		})
	}()
	t.Cleanup(func() {
		stop()
		<-ended
		release()
	})
	return heard
}

// next waits for what a display is told.
func next(t testing.TB, heard <-chan tea.Msg) tea.Msg {
	t.Helper()
	select {
	case msg := <-heard:
		return msg
	case <-time.After(screenWait):
		t.Fatal("the display hears nothing")
		return nil
	}
}

// cart is an open order of a shop with a number, to tell one state from another.
func cart(n int) counter.State {
	s := counter.State{Revision: uint64(n), Till: "01"}
	s.Cart.Order.Lines = []sale.Line{{ID: "1", Name: "Cam sành", Quantity: 1245}}
	s.Cart.Totals.Lines = make([]sale.LineTotals, 1)
	s.Cart.Totals.Payable, s.Cart.Totals.Due = 52_290, 52_290
	s.Shop.Name = fmt.Sprint("shop ", n)
	return s
}

// untilShop reads until the display is told of a shop.
func untilShop(t testing.TB, heard <-chan tea.Msg, n int) {
	t.Helper()
	for want := fmt.Sprint("shop ", n); ; {
		if shown, ok := next(t, heard).(display.Shown); ok && shown.Shop == want {
			return
		}
	}
}

func TestADisplayThatComesLateSeesWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	link := openLink(t, dir)
	defer link.Close()
	link.show(cart(1), true, text.English)
	for range 2 {
		shown, ok := next(t, look(t, dir)).(display.Shown)
		if !ok || shown.Shop != "shop 1" || shown.Phase != counter.PhasePay || shown.Language != "en" || shown.V != 1 {
			t.Fatalf("%+v", shown)
		}
	}
}

func TestADisplayIsToldOfChangesOnly(t *testing.T) {
	dir := t.TempDir()
	link := openLink(t, dir)
	defer link.Close()
	heard := look(t, dir)
	link.show(cart(1), false, text.Vietnamese)
	untilShop(t, heard, 1)
	same := cart(1)
	same.Revision, same.Notice = 2, &counter.Notice{Code: "line.added"}
	link.show(same, false, text.Vietnamese) // nothing that a customer sees
	link.show(cart(3), false, text.Vietnamese)
	if shown, ok := next(t, heard).(display.Shown); !ok || shown.Shop != "shop 3" {
		t.Fatalf("%+v", shown)
	}
}

func TestADisplaySurvivesItsTillsRestart(t *testing.T) {
	dir := t.TempDir()
	heard := look(t, dir) // before there is a till
	for n := range 3 {
		link := openLink(t, dir)
		link.show(cart(n), false, text.Vietnamese)
		untilShop(t, heard, n)
		link.Close()
		if _, lost := next(t, heard).(display.Lost); !lost {
			t.Fatal("the display doesn't notice that its till is gone")
		}
		if _, err := os.Stat(filepath.Join(dir, displaySocket)); !os.IsNotExist(err) {
			t.Fatalf("the till left its socket: %v", err)
		}
	}
}

func TestAKilledTillsSocketIsReplaced(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, displaySocket)
	killed, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	killed.(*net.UnixListener).SetUnlinkOnClose(false)
	killed.Close()
	link := openLink(t, dir)
	defer link.Close()
	link.show(cart(1), false, text.Vietnamese)
	untilShop(t, look(t, dir), 1)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may look: %v %v", info.Mode(), err)
	}
}

func TestWhatIsNoSocketStaysAsItIs(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, displaySocket)
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openDisplays(dir, time.UTC); err == nil {
		t.Error("no fault")
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "mine" {
		t.Errorf("%q %v", got, err)
	}
}

func TestAPathTooLongForASocketWorksToo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), strings.Repeat("cua-hang/", 30))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat("/proc/self/fd"); err != nil {
		_, _, err := socketPath(dir, displaySocket)
		t.Skipf("this system shows no open directories: %v", err)
	}
	link := openLink(t, dir)
	link.show(cart(1), false, text.Vietnamese)
	untilShop(t, look(t, dir), 1)
	link.Close()
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("the till left %v", left)
	}
}

// A display that is stopped with its link open holds up neither the till nor another display.
func TestADisplayThatReadsNothingHoldsNobodyUp(t *testing.T) {
	dir := t.TempDir()
	link := openLink(t, dir)
	defer link.Close()
	for range displaysMax - 1 {
		deaf, err := net.Dial("unix", filepath.Join(dir, displaySocket))
		if err != nil {
			t.Fatal(err)
		}
		defer deaf.Close()
	}
	heard := look(t, dir)
	link.show(cart(0), false, text.Vietnamese)
	untilShop(t, heard, 0)
	long := cart(1)
	long.Cart.Order.Lines[0].Name = strings.Repeat("Cam sành ", 10_000) // more than any buffer on the way
	const last = 500
	for n := 1; n <= last; n++ {
		long.Shop.Name = fmt.Sprint("shop ", n)
		link.show(long, false, text.Vietnamese)
	}
	untilShop(t, heard, last)
}

func TestMoreDisplaysThanAShopHasAreTurnedAway(t *testing.T) {
	dir := t.TempDir()
	link := openLink(t, dir)
	defer link.Close()
	link.show(cart(1), false, text.Vietnamese)
	for i := range displaysMax + 1 {
		conn, err := net.Dial("unix", filepath.Join(dir, displaySocket))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		var line json.RawMessage
		if err := json.NewDecoder(conn).Decode(&line); (err == nil) != (i < displaysMax) {
			t.Fatalf("display %d: %v", i+1, err)
		}
	}
}

func TestADisplayOfAnotherVersionSaysSo(t *testing.T) {
	for line, v := range map[string]int{`{"v":2,"lines":"not what they were"}`: 2, `{"v":1,"lines":3}`: 0, `[]`: 0, `{}`: 0} {
		if got := displayed([]byte(line)); got.V != v || got.V == counter.DisplayVersion {
			t.Errorf("%s: %+v", line, got)
		}
	}
	if got := displayed([]byte(`{"v":1,"phase":"idle","something new":{"x":1}}`)); got.V != 1 || got.Phase != counter.PhaseIdle {
		t.Errorf("%+v", got)
	}
}

func TestADisplayNeedsADirectory(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"display"}, "Thiếu --data"},
		{[]string{"display", "--data", filepath.Join(t.TempDir(), "none"), "--lang", "en"}, "There is no directory"},
	} {
		var out, faults bytes.Buffer
		m := Main{Stdin: os.Stdin, Stdout: &out, Stderr: &faults, Now: time.Now, Getenv: func(string) string { return "" }}
		if code := m.Run(context.Background(), c.args); code != 1 || !strings.Contains(faults.String(), c.want) {
			t.Errorf("%v: exit code %d, %q", c.args, code, faults.String())
		}
	}
}

// BenchmarkDisplayHears is the way from the till's state to a display's hand: what V6 allows 100 ms for, frames aside.
func BenchmarkDisplayHears(b *testing.B) {
	for _, lines := range []int{3, sale.LinesMax} {
		b.Run(fmt.Sprint(lines, " lines"), func(b *testing.B) {
			dir := b.TempDir()
			link := openLink(b, dir)
			defer link.Close()
			heard := look(b, dir)
			s := cart(0)
			for len(s.Cart.Order.Lines) < lines {
				s.Cart.Order.Lines = append(s.Cart.Order.Lines, sale.Line{Name: "Sữa tươi Đồng Xanh 1L", Unit: "hộp", Quantity: 3000})
			}
			s.Cart.Totals.Lines = make([]sale.LineTotals, lines)
			link.show(s, false, text.Vietnamese)
			untilShop(b, heard, 0)
			for n := 1; b.Loop(); n++ {
				s.Shop.Name = fmt.Sprint("shop ", n)
				link.show(s, false, text.Vietnamese)
				untilShop(b, heard, n)
			}
		})
	}
}
