package main

import (
	"bytes"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// BenchmarkKeyToFrame is the time from a key to the first bytes of the frame that shows it, of the real program in a terminal,
// while central is well and while it accepts connections and says nothing. Target: no more than a frame (8 ms) between the
// two. Run it with -benchtime 100x.
func BenchmarkKeyToFrame(b *testing.B) {
	for _, link := range []string{"well", "black hole"} {
		b.Run(link, func(b *testing.B) {
			c := openChain(b)
			target, err := url.Parse(c.url)
			if err != nil {
				b.Fatal(err)
			}
			var hole atomic.Bool
			through := httputil.NewSingleHostReverseProxy(target)
			through.ErrorLog = log.New(io.Discard, "", 0)
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				b.Fatal(err)
			}
			front := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if hole.Load() {
					<-r.Context().Done()
					return
				}
				through.ServeHTTP(w, r)
			})}
			go func() { _ = front.Serve(l) }()
			defer front.Close()
			c.url = "http://" + l.Addr().String()
			k := openPTY(b, c.enrolled())
			k.until("Lê Thị Hồng")
			k.press("1111\r")
			k.until("drawer")
			k.press("500000\r")
			k.until("Online")
			hole.Store(link != "well")
			took := make([]time.Duration, b.N)
			for i := range took {
				if i%20 == 0 {
					k.press("2000000000015\r") // something to send now and then
					time.Sleep(300 * time.Millisecond)
				}
				key := string(rune('a' + i%20))
				took[i] = k.timed(key)
				k.timed("\x7f")
			}
			slices.Sort(took)
			ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
			b.ReportMetric(ms(took[len(took)/2]), "p50-ms")
			b.ReportMetric(ms(took[len(took)*95/100]), "p95-ms")
			b.ReportMetric(ms(took[len(took)-1]), "max-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// screen is the till in a pty, read as it comes.
type screen struct {
	b    *testing.B
	file *os.File
	pid  int
	mu   sync.Mutex
	all  bytes.Buffer
	came chan time.Time
}

func openPTY(b *testing.B, dir string) *screen {
	b.Helper()
	path, err := program()
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(path, "run", "--data", dir, "--lang", "en")
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "LANG=C.UTF-8")
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		b.Fatal(err)
	}
	k := &screen{b: b, file: f, pid: cmd.Process.Pid, came: make(chan time.Time, 1)}
	read := make(chan struct{})
	go func() {
		defer close(read)
		buf := make([]byte, 1<<16)
		for {
			n, err := f.Read(buf)
			if err != nil {
				return
			}
			k.mu.Lock()
			k.all.Write(buf[:n])
			k.mu.Unlock()
			select {
			case k.came <- time.Now():
			default:
			}
		}
	}()
	b.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM) // a killed one's files are checked before the next first frame
		late := time.AfterFunc(screenWait, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		late.Stop()
		f.Close()
		<-read
	})
	return k
}

func (k *screen) press(keys string) {
	if _, err := k.file.WriteString(keys); err != nil {
		k.b.Fatal(err)
	}
}

func (k *screen) until(text string) {
	k.b.Helper()
	for end := time.Now().Add(screenWait); ; time.Sleep(10 * time.Millisecond) {
		k.mu.Lock()
		there := bytes.Contains(k.all.Bytes(), []byte(text))
		k.mu.Unlock()
		if there {
			return
		}
		if time.Now().After(end) {
			k.b.Fatalf("%q doesn't appear", text)
		}
	}
}

// timed presses a key when the screen rests, and gives the time to what comes next.
func (k *screen) timed(key string) time.Duration {
	k.b.Helper()
	k.rests()
	began := time.Now()
	k.press(key)
	select {
	case at := <-k.came:
		return at.Sub(began)
	case <-time.After(5 * time.Second):
		k.b.Fatalf("nothing follows %q", key)
		return 0
	}
}

// rests waits until nothing is drawn any more.
func (k *screen) rests() {
	for {
		select {
		case <-k.came:
		case <-time.After(200 * time.Millisecond):
			return
		}
	}
}
