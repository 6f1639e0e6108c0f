//go:build ha

package postgres_test

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"tim/storage/postgres"
	"tim/storage/postgres/pgtest"
)

// elsewhereEnv makes TestElsewhere the other host's doorman: what comes in at its address goes to the server's socket.
const elsewhereEnv = "TIM_TEST_ELSEWHERE" // address, a space, path

// elsewhere is the address by which a server is reached on another host, a network namespace, and what lets that host vanish: no more
// packets go there or come back, and no connection is closed.
func elsewhere(t *testing.T, server *pgtest.Server) (address string, vanish func()) {
	t.Helper()
	name := fmt.Sprint("tim", os.Getpid()%100_000)
	ip := func(args ...string) {
		t.Helper()
		if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
			t.Skipf("no other host to test with (needs root and apt-get install iproute2): ip %s: %v %s", strings.Join(args, " "), err, out)
		}
	}
	ip("netns", "add", name)
	t.Cleanup(func() { _ = exec.Command("ip", "netns", "del", name).Run() })
	ip("link", "add", name, "type", "veth", "peer", "name", "there", "netns", name)
	ip("address", "add", "198.51.100.1/30", "dev", name)
	ip("link", "set", name, "up")
	ip("-n", name, "address", "add", "198.51.100.2/30", "dev", "there")
	ip("-n", name, "link", "set", "there", "up")
	address = "198.51.100.2:5432"
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	doorman := exec.Command("ip", "netns", "exec", name, self, "-test.run", "^TestElsewhere$")
	doorman.Env = append(os.Environ(), elsewhereEnv+"="+address+" "+server.Socket())
	if err := doorman.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = doorman.Process.Kill(); _ = doorman.Wait() })
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		conn, err := net.DialTimeout("tcp", address, time.Second)
		if err == nil {
			conn.Close()
			break
		}
		if time.Now().After(end) {
			t.Fatal(err)
		}
	}
	return address, func() { ip("link", "set", name, "down") }
}

// TestElsewhere is no test but the doorman.
func TestElsewhere(t *testing.T) {
	address, socket, said := strings.Cut(os.Getenv(elsewhereEnv), " ")
	if !said {
		t.Skip("only in another test's process")
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	for {
		in, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		out, err := net.Dial("unix", socket)
		if err != nil {
			t.Fatal(err)
		}
		go func() { _, _ = io.Copy(out, in); _ = out.Close() }()
		go func() { _, _ = io.Copy(in, out); _ = in.Close() }()
	}
}

// The server's host loses its power, or its cable: nobody says that a connection is at an end. Centrals find the next server by themselves,
// and what was answered is there.
func TestTheServersHostVanishes(t *testing.T) {
	server := pgtest.Durable(t)
	url := server.Database(t)
	address, vanish := elsewhere(t, server)
	both := strings.Replace(url, server.Address(), address+","+server.Address(), 1)
	stores := openThreeAs(t, postgres.Options{Patience: time.Minute}, both)
	began := time.Now()
	var gone time.Time
	counted(t, stores, 12, 40, func(nth int64) {
		if nth == 100 {
			vanish()
			gone = time.Now()
		}
	})
	if gone.IsZero() {
		t.Fatal("the host never vanished")
	}
	if took := time.Since(gone); took > time.Minute {
		t.Errorf("%v until the other way was found", took)
	}
	t.Logf("480 writes in %v, %v of them behind the loss", time.Since(began), time.Since(gone))
}
