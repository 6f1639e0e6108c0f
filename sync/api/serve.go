package api

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
)

// Serve answers on the listener until ctx ends, and then finishes what it accepted.
func (s *Server) Serve(ctx context.Context, l net.Listener, secure *tls.Config) error {
	server := &http.Server{Handler: s, ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: headerBytesMax,
		TLSConfig: secure, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelDebug)}
	stopped := make(chan error, 1)
	defer context.AfterFunc(ctx, func() {
		bound, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
		defer cancel()
		stopped <- server.Shutdown(bound)
	})()
	var err error
	if secure == nil {
		err = server.Serve(l)
	} else {
		err = server.ServeTLS(l, "", "")
	}
	if !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	if err := <-stopped; err != nil {
		return fmt.Errorf("finish what was accepted: %w", err)
	}
	return nil
}
