package main

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"sync"
	"time"

	"tim/domain/fault"
)

// controlSocket is where a till that runs is asked for what only it can tell or do, by who may read its data directory.
const controlSocket = "control.sock"

// controlWithin is how long an answer may take: a copy of a large ledger takes its time.
const controlWithin = 10 * time.Minute

// request is one of Backup (where to) and Paper and, with neither, for the status.
type request struct {
	Backup string        `json:"backup,omitempty"`
	Paper  *paperRequest `json:"paper,omitempty"`
}

// reply is its answer.
type reply struct {
	Code   string            `json:"code,omitempty"` // fault code, "" when all went well
	Args   map[string]string `json:"args,omitempty"`
	Status *status           `json:"status,omitempty"`
	Paper  *paperReply       `json:"paper,omitempty"`
}

func (r reply) err() error {
	if r.Code == "" {
		return nil
	}
	args := fault.Args{}
	for name, value := range r.Args {
		args[name] = value
	}
	return fault.New(fault.Unavailable, r.Code, args)
}

// control answers in a data directory until it is closed.
type control struct {
	listener net.Listener
	release  func()
	wait     sync.WaitGroup
}

// openControl begins to answer, until ctx ends. Faults: openSocket's.
func openControl(ctx context.Context, dir string, answer func(context.Context, request) reply) (*control, error) {
	listener, release, err := openSocket(dir, controlSocket)
	if err != nil {
		return nil, err
	}
	c := &control{listener: listener, release: release}
	c.wait.Go(func() {
		accepting(listener, func(conn net.Conn) {
			c.wait.Go(func() { serve(ctx, conn, answer) })
		})
	})
	return c, nil
}

func serve(ctx context.Context, conn net.Conn, answer func(context.Context, request) reply) {
	defer conn.Close()
	var r request
	if err := conn.SetDeadline(time.Now().Add(controlWithin)); err != nil {
		return
	}
	defer context.AfterFunc(ctx, func() { conn.SetReadDeadline(time.Now()) })() // a till that ends waits for no question
	if json.NewDecoder(conn).Decode(&r) == nil {
		_ = json.NewEncoder(conn).Encode(answer(ctx, r)) // who asked has gone
	}
}

// Close ends it behind the requests that are being answered.
func (c *control) Close() {
	c.listener.Close()
	c.wait.Wait()
	c.release()
}

// askTill asks the till that runs in a data directory; false where none does.
func askTill(ctx context.Context, dir string, r request) (answer reply, running bool, err error) {
	path, release, err := socketPath(dir, controlSocket)
	if err != nil {
		return answer, false, err
	}
	defer release()
	conn, err := (&net.Dialer{}).DialContext(ctx, "unix", path)
	if err != nil {
		return answer, false, nil
	}
	defer conn.Close()
	if err := errors.Join(conn.SetDeadline(time.Now().Add(controlWithin)), json.NewEncoder(conn).Encode(r)); err != nil {
		return answer, true, err
	}
	return answer, true, json.NewDecoder(conn).Decode(&answer)
}
