package main

import (
	"context"
	"net"
	"path/filepath"
	"testing"
	"time"
)

// A program that reached the till and says nothing, such as one that was suspended, doesn't keep the till from ending.
func TestATillEndsThoughSomebodyHoldsItsSocket(t *testing.T) {
	dir := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	c, err := openControl(ctx, dir, func(context.Context, request) reply { return reply{Code: "file.full"} })
	if err != nil {
		t.Fatal(err)
	}
	silent, err := net.Dial("unix", filepath.Join(dir, controlSocket))
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	if answer, running, err := askTill(t.Context(), dir, request{}); !running || err != nil || answer.Code != "file.full" {
		t.Fatalf("another isn't answered: %+v, %v, %v", answer, running, err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		stop()
		c.Close()
	}()
	select {
	case <-ended:
	case <-time.After(screenWait):
		t.Error("it waits for whoever says nothing")
	}
}
