package postgres

import (
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// A server can be gone without a word: its host has lost its power, or its processes stand still while the host's kernel goes on confirming
// what comes. How long a connection waits doesn't tell that from a server that has its reasons: another central's import, a replica that is slow. So
// what has waited for a while asks the same server something else on a connection of its own. Where that isn't answered either, every connection
// to that server is closed, and the next server of the URL is looked for.
const (
	silenceMax = 5 * time.Second // of a connection, until its server is asked; and of the server then
	dialMax    = 3 * time.Second // of one server that is connected to, where the URL says nothing (connect_timeout)
)

// impatient makes connections that notice a server that is gone; silence of 0 is silenceMax.
func impatient(config *pgconn.Config, silence time.Duration) {
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = dialMax
	}
	if silence <= 0 {
		silence = silenceMax
	}
	g := &guard{config: config.Copy(), silence: silence, conns: map[*guarded]struct{}{}}
	g.config.ConnectTimeout, g.config.ValidateConnect = silence, nil // a server that can't be written to answers, too
	config.DialFunc = g.dial
}

// writable makes connections to servers that can be written to, also where the URL doesn't say so (target_session_attrs).
func writable(config *pgconn.Config) {
	if config.ValidateConnect == nil {
		config.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsReadWrite
	}
}

// dial connects so that also what nobody waits on is noticed to be gone.
func dial(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: silenceMax, Interval: silenceMax / 2, Count: 2}}
	return d.DialContext(ctx, network, address)
}

// guard watches the connections to the servers of a URL.
type guard struct {
	config  *pgconn.Config // by which a server is asked whether it answers
	silence time.Duration
	asking  sync.Mutex // one asks, the others wait for what it finds

	mu    sync.Mutex
	conns map[*guarded]struct{} // those that are open
}

// guarded is a connection whose server is asked whether it answers anybody while an answer is waited for.
type guarded struct {
	net.Conn
	by               *guard
	network, address string
}

func (g *guard) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	c := &guarded{conn, g, network, address}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.conns[c] = struct{}{}
	return c, nil
}

// Read waits for the server's next words. While something long is sent pgx reads too, so that nothing waits unwatched.
func (c *guarded) Read(b []byte) (int, error) {
	var over atomic.Bool
	watch := time.AfterFunc(c.by.silence, func() {
		for !over.Load() && c.by.answered(c) {
			time.Sleep(c.by.silence)
		}
	})
	defer func() { over.Store(true); watch.Stop() }()
	return c.Conn.Read(b)
}

// Close ends a connection, and that it is watched.
func (c *guarded) Close() error {
	c.by.mu.Lock()
	delete(c.by.conns, c)
	c.by.mu.Unlock()
	return c.Conn.Close()
}

// answered says whether the server behind a connection answers. When it doesn't, all connections to it are closed.
func (g *guard) answered(c *guarded) bool {
	g.asking.Lock()
	defer g.asking.Unlock()
	if _, open := g.to(c.address)[c]; !open {
		return false
	}
	if g.answers(c.network, c.address) {
		return true
	}
	for dead := range g.to(c.address) {
		_ = dead.Close() // whoever waits on it is told
	}
	return false
}

// to lists the open connections to a server.
func (g *guard) to(address string) map[*guarded]struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	list := map[*guarded]struct{}{}
	for c := range g.conns {
		if c.address == address {
			list[c] = struct{}{}
		}
	}
	return list
}

var errOtherServer = errors.New("not the server that is asked")

// answers asks a server for a word; that it has no room or no right for us is one.
func (g *guard) answers(network, address string) bool {
	ctx, cancel := context.WithTimeout(context.Background(), g.silence)
	defer cancel()
	config := g.config.Copy()
	config.DialFunc = func(ctx context.Context, n, a string) (net.Conn, error) {
		if n != network || a != address {
			return nil, errOtherServer
		}
		return dial(ctx, n, a)
	}
	conn, err := pgconn.ConnectConfig(ctx, config)
	if err == nil {
		_, err = conn.Exec(ctx, "SELECT 1").ReadAll()
		_ = conn.Close(ctx)
	}
	var said *pgconn.PgError
	return err == nil || errors.As(err, &said)
}
