package main

import (
	"cmp"
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

// syncPatience is how long `till sync --once` waits while nothing moves on either lane.
const syncPatience = 10 * time.Second

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
	now, err := central.once(ctx, func(int64) {})
	if err != nil {
		return err
	}
	fmt.Fprintln(m.Stdout, text.Notice(counter.Notice{Code: "sync.done", Args: fault.Args{"events": int64(now.Mark.Acked)}}, f.language(m.Getenv)))
	return nil
}

// once runs the link until nothing waits on either side, and ends it; told hears how many events central has. Faults: the link's,
// when something waits still.
func (l *link) once(ctx context.Context, told func(events int64)) (engine.Status, error) {
	running, stop := context.WithCancel(ctx)
	defer stop()
	go func() { l.ended <- l.Run(running) }()
	now, err := l.settle(ctx, told)
	stop()
	return now, errors.Join(<-l.ended, err)
}

// settle waits until the journal is acknowledged and both lanes stand still, for as long as anything moves, and says what is in the way.
func (l *link) settle(ctx context.Context, told func(events int64)) (now engine.Status, err error) {
	patience, quiet := time.NewTimer(syncPatience), time.NewTimer(settled)
	defer patience.Stop()
	defer quiet.Stop()
	for acked := uint64(0); ; {
		if now = l.Status(); now.Mark.Acked > acked {
			acked = now.Mark.Acked
			told(int64(acked))
			patience.Reset(syncPatience)
		}
		select {
		case <-l.Latest():
			quiet.Reset(settled)
		case <-l.paged:
			quiet.Reset(settled)
			patience.Reset(syncPatience)
		case <-quiet.C:
			if now.Online && now.Waiting == 0 && acked >= l.counter.Head().Seq {
				return now, nil
			}
			quiet.Reset(settled)
		case <-patience.C:
			return now, fault.New(fault.Unavailable, cmp.Or(now.Code, "link.slow"), nil)
		case <-ctx.Done():
			return now, ctx.Err()
		}
	}
}

// settled is how long nothing moves on either lane before a till counts as in step with central.
const settled = 2 * time.Second
