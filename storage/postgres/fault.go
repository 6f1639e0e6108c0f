package postgres

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"tim/domain/fault"
)

// readFault tells a database that can't be reached from one that refuses.
func readFault(err error) error {
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return err
	case lost(err):
		return fault.Wrap(fault.Unavailable, "store.unreachable", err, nil)
	}
	return fmt.Errorf("ask the database: %w", err)
}

// notReached is the fault of a connection that can't be made at the start: nobody answers, or a replica alone.
func notReached(err error) error {
	if errors.Is(err, pgconn.ErrReadOnlyConnection) {
		return fault.Wrap(fault.Conflict, "store.standby", err, nil)
	}
	return fault.Wrap(fault.Unavailable, "store.unreachable", err, nil)
}

// again says whether the server wants a transaction to be run again, whole: it was in the way of another one.
func again(err error) bool {
	var said *pgconn.PgError
	return errors.As(err, &said) && (said.Code == "40001" || said.Code == "40P01" || said.Code == "55P03")
}

// lost says whether the server is gone, going or not there yet: nothing is known then of what it was asked last.
func lost(err error) bool {
	var said *pgconn.PgError
	if errors.As(err, &said) {
		// 08: connection; 57P: shut down, crashed, starting; 53: no room for now; 40003: not known; 25006, 25P03: a standby, a session that was ended
		return strings.HasPrefix(said.Code, "08") || strings.HasPrefix(said.Code, "57P") || strings.HasPrefix(said.Code, "53") ||
			said.Code == "40003" || said.Code == "25006" || said.Code == "25P03" || said.Code == "57014"
	}
	var network net.Error
	var connect *pgconn.ConnectError
	return errors.As(err, &network) || errors.As(err, &connect) || errors.Is(err, context.DeadlineExceeded) ||
		strings.Contains(err.Error(), "conn closed") || strings.Contains(err.Error(), "unexpected EOF") || strings.Contains(err.Error(), "closed pool")
}

// full says whether the server's disk is.
func full(err error) bool {
	var said *pgconn.PgError
	return errors.As(err, &said) && said.Code == "53100"
}
