package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/sync/engine"
	"tim/tui/text"
)

// syncWithin is how long `till sync --once` tries: as long as nothing arrives any more.
const syncWithin = 30 * time.Second

func (m *Main) syncCommand(f *flags) *cobra.Command {
	var once bool
	c := &cobra.Command{
		Use: "sync --once", Short: "send all that waits in --data and fetch all that is new, also answers recalls; no till may run there", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := f.needData(); err != nil {
				return err
			}
			if !once {
				return required("--once")
			}
			return m.sync(c.Context(), f)
		},
	}
	c.Flags().BoolVar(&once, "once", false, "until nothing waits on either side")
	return c
}

// sync runs the link until nothing waits. Faults: the link's, when something waits still.
func (m *Main) sync(ctx context.Context, f *flags) error {
	if err := unended(f.data); err != nil {
		return err
	}
	if _, err := m.resume(ctx, f); err != nil {
		return err
	}
	s, err := m.open(ctx, f.data)
	if err != nil {
		return err
	}
	defer s.Close()
	chain, err := m.openCentral(ctx, s)
	if err != nil {
		return err
	}
	central, _, err := m.linked(ctx, f, s, station{chain: chain, boot: m.boot()})
	if err != nil {
		return err
	}
	now, err := central.once(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(m.Stdout, text.Notice(counter.Notice{Code: "sync.done", Args: fault.Args{"events": int64(now.Mark.Acked)}}, f.language(m.Getenv)))
	return nil
}

// once runs the link until nothing waits on either side, and ends it. Faults: the link's, when something waits still.
func (l *link) once(ctx context.Context) (engine.Status, error) {
	running, stop := context.WithCancel(ctx)
	go func() { l.ended <- l.Run(running) }()
	now, err := l.settle(ctx)
	stop()
	return now, errors.Join(<-l.ended, err)
}

// settle waits until the journal is acknowledged and both feeds stand still, and says what is in the way of that.
func (l *link) settle(ctx context.Context) (engine.Status, error) {
	ctx, cancel := context.WithTimeout(ctx, syncWithin)
	defer cancel()
	quiet := time.NewTimer(syncWithin)
	defer quiet.Stop()
	for {
		now := l.Status()
		if now.Online && now.Waiting == 0 {
			quiet.Reset(settled)
		}
		select {
		case <-l.Latest():
		case <-l.paged:
		case <-quiet.C:
			if now = l.Status(); now.Online && now.Waiting == 0 {
				return now, nil
			}
		case <-ctx.Done():
			code := l.Status().Code
			if code == "" {
				code = "link.slow"
			}
			return now, fault.New(fault.Unavailable, code, nil)
		}
	}
}

// settled is how long nothing moves on either lane before a till counts as in step with central.
const settled = 2 * time.Second
