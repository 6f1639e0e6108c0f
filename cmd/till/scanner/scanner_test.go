package scanner

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// gun is a scanner on a made-up serial port, whose name stays when it is plugged in anew.
type gun struct {
	t    *testing.T
	path string
	end  *os.File
	tty  *os.File
}

func (g *gun) plug() {
	g.t.Helper()
	end, tty, err := pty.Open()
	if err != nil {
		g.t.Fatal(err)
	}
	g.end, g.tty = end, tty
	if err := os.Symlink(tty.Name(), g.path); err != nil {
		g.t.Fatal(err)
	}
}

func (g *gun) unplug() {
	os.Remove(g.path)
	g.tty.Close()
	g.end.Close()
}

func (g *gun) send(s string) {
	g.t.Helper()
	if _, err := g.end.WriteString(s); err != nil {
		g.t.Fatal(err)
	}
}

// till reads the gun.
type till struct {
	t      *testing.T
	codes  chan string
	stands chan error
}

func reading(t *testing.T, p Port) *till {
	k := &till{t, make(chan string, 1000), make(chan error, 100)}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.Read(ctx, func(s string) { k.codes <- s }, func(err error) { k.stands <- err })
	}()
	t.Cleanup(func() { stop(); <-done })
	return k
}

func (k *till) hears(want ...string) {
	k.t.Helper()
	for _, w := range want {
		select {
		case got := <-k.codes:
			if got != w {
				k.t.Fatalf("heard %q, want %q", got, w)
			}
		case <-time.After(10 * time.Second):
			k.t.Fatalf("never heard %q", w)
		}
	}
}

func (k *till) told(there bool) {
	k.t.Helper()
	select {
	case err := <-k.stands:
		if (err == nil) != there {
			k.t.Fatalf("the port stands %v", err)
		}
	case <-time.After(10 * time.Second):
		k.t.Fatal("nothing was said of the port")
	}
}

func newGun(t *testing.T) *gun { return &gun{t: t, path: filepath.Join(t.TempDir(), "ttyACM0")} }

func TestThreeHundredScansComeOnceEachAndInOrder(t *testing.T) {
	g := newGun(t)
	g.plug()
	defer g.unplug()
	k := reading(t, Port{Path: g.path, Baud: 9600, Strip: "F"})
	k.told(true)
	var want []string
	ends := []string{"\r", "\n", "\r\n", "\t"}
	for i := range 300 {
		code := fmt.Sprintf("20000000%05d", i/2) // each twice: none is merged
		want = append(want, code)
		g.send("F" + code + ends[i%len(ends)])
	}
	k.hears(want...)
	g.send("F2000000000015") // no end: a pause is one
	k.hears("2000000000015")
	g.send("]C10108934563138165\x1d10L7\r\x00\x07\r\r")
	k.hears("]C10108934563138165\x1d10L7")
	g.send(strings.Repeat("9", codeMax+50) + "\r" + "F2000000000022\r")
	k.hears("2000000000022")
}

func TestAScannerThatIsPluggedInAgainGoesOn(t *testing.T) {
	g := newGun(t)
	k := reading(t, Port{Path: g.path, Baud: 9600})
	k.told(false)
	g.plug()
	k.told(true)
	g.send("2000000000015\r")
	k.hears("2000000000015")
	g.send("20000") // it is pulled out in the middle
	g.unplug()
	k.told(false)
	g.plug()
	defer g.unplug()
	k.told(true)
	g.send("2000000000022\r")
	k.hears("2000000000022")
}

func TestAPortsAddressIsChecked(t *testing.T) {
	for s, want := range map[string]Port{"/dev/ttyACM0": {"/dev/ttyACM0", 9600, ""}, "serial:///dev/ttyUSB0?baud=115200&strip=%5D": {"/dev/ttyUSB0", 115200, "]"}} {
		if got, err := Parse(s); err != nil || got != want {
			t.Errorf("%s: %+v, %v", s, got, err)
		}
	}
	var bad []string
	for _, s := range []string{"", "ttyACM0", "tcp://1.2.3.4", "serial://dev/x", "serial:///dev/x?baud=1", "serial:///dev/x?baud=x"} {
		if _, err := Parse(s); err == nil {
			bad = append(bad, s)
		}
	}
	if !slices.Equal(bad, nil) {
		t.Errorf("taken: %q", bad)
	}
}
