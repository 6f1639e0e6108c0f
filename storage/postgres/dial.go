package postgres

import (
	"net"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// A server whose host is gone says nothing, not even that: with a system's own patience a connection to it would wait a quarter of an
// hour. So much silence of the network, not of the server, ends one here, and another server is looked for.
const (
	silenceMax = 10 * time.Second
	dialMax    = 3 * time.Second // of one host, where the URL says nothing (connect_timeout)
)

// impatient makes connections that notice a host that is gone.
func impatient(config *pgconn.Config) {
	dialer := &net.Dialer{Control: limitSilence, KeepAliveConfig: net.KeepAliveConfig{
		Enable: true, Idle: silenceMax / 2, Interval: silenceMax / 4, Count: 2,
	}}
	config.DialFunc = dialer.DialContext
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = dialMax
	}
}
