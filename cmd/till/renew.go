package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/storage/bolt"
	"tim/tui/app"
	"tim/tui/text"
)

// ending is why a till's screen was left without the cashier leaving.
type ending string

// The endings.
const (
	left     ending = ""
	outdated ending = "outdated" // the next epoch can begin
	retired  ending = "retired"  // for good
)

// overCodes are what central says of an epoch that is over.
var overCodes = []string{"till.forked", "till.behind", "till.retired", "epoch.retired", "central.unchained"}

const (
	renewWithin  = 20 * time.Second // how long a shop waits, without its screen, for the next epoch
	betweenLooks = 200 * time.Millisecond
)

// watch attends beside the screen.
func (l *link) watch(ctx context.Context, m *Main, s *shop, program *tea.Program) {
	ctx, l.unwatch = context.WithCancel(ctx)
	l.watching.Go(func() { l.attend(ctx, m, s, program) })
}

// ending is why the screen was left; nothing is watched any more.
func (l *link) ending() ending {
	l.unwatch()
	l.watching.Wait()
	if why := l.why.Load(); why != nil {
		return *why
	}
	return left
}

// attend watches for the word that this epoch is over, and sees to it that the screen is left between two customers: nothing
// more is taken from its shares, and nobody's cart is in the way (SHARES 16).
func (l *link) attend(ctx context.Context, m *Main, s *shop, program *tea.Program) {
	ticker := time.NewTicker(betweenLooks)
	defer ticker.Stop()
	var next time.Time
	why := left
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if why == left && l.over(s.dir) && !m.Now().Before(next) {
			why = l.end(ctx, m, s, program)
			next = m.Now().Add(retryRecovery)
		}
		if why != left && l.idle(why) {
			l.why.Store(&why)
			program.Quit()
			return
		}
	}
}

// over says whether central has said so, or the file is known to be an old copy.
func (l *link) over(dir string) bool {
	_, begun, err := readRecovery(dir)
	return err == nil && begun || slices.Contains(overCodes, l.Trouble())
}

// idle says whether the till can be left: no cart is open and nobody trains and, of one that is retired for good, all is sent: that ends
// a training too.
func (l *link) idle(why ending) bool {
	state := l.counter.Look()
	if why == retired {
		return state.Cart.Order.ID == "" && state.Approval == nil && l.Status().Waiting == 0
	}
	return state.Cart.Order.ID == "" && state.Approval == nil && state.Training == nil
}

// end stops using shares and asks central for the next epoch while selling goes on. left is that there is none to be had now.
func (l *link) end(ctx context.Context, m *Main, s *shop, program *tea.Program) ending {
	_ = l.counter.End(ctx) // where the disk refuses, central grants nothing all the same
	r, begun, err := readRecovery(s.dir)
	if err == nil && !begun {
		r, err = ownRecovery(s.dir)
	}
	if s.central != nil {
		r.via = s.central.way
	}
	if err == nil {
		err = m.nextEpoch(ctx, s.dir, &r)
	}
	switch fault.Code(err) {
	case "":
		if err == nil {
			program.Send(app.Told{Notice: counter.Notice{Code: "till.recovering"}})
			return outdated
		}
	case "till.retired":
		program.Send(app.Told{Notice: counter.Notice{Code: "till.retired", Error: true}})
		return retired
	case "enrol.former": // another machine goes on as this till: only a manager's code brings it back here
		program.Send(app.Told{Notice: counter.Notice{Code: "epoch.retired", Error: true}})
	}
	return left
}

// ownRecovery begins the next epoch in the name of the present one's key.
func ownRecovery(dir string) (recovery, error) {
	l, joined, err := readLink(dir)
	if err == nil && !joined {
		err = fault.New(fault.Conflict, "share.unenrolled", nil)
	}
	return recovery{chainLink: chainLink{URL: l.URL, CA: l.CA, Local: l.Local, Till: l.Till}, Former: l.Epoch, Here: l.Epoch}, err
}

// resume goes on with a recovery that was begun, as far as it can be now; selling doesn't wait for the rest. It answers with
// what the screen should say. Fault: recover.unfinished where there is nothing to sell on before.
func (m *Main) resume(ctx context.Context, f *flags) (*counter.Notice, error) {
	r, begun, err := readRecovery(f.data)
	if err != nil || !begun {
		return nil, err
	}
	within, cancel := context.WithTimeout(ctx, renewWithin)
	defer cancel()
	fmt.Fprintln(m.Stderr, text.Notice(counter.Notice{Code: "till.renewing"}, f.language(m.Getenv)))
	err = m.fetchBack(within, f.data, &r)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case r.All || ofFiles(err):
		return nil, err
	default: // sells on in the old epoch, and tries again
		return nil, nil
	}
	told := r.told()
	return &told, m.beginEpoch(ctx, f, r)
}

// ofFiles says whether an error is the disk's, not the link's.
func ofFiles(err error) bool {
	code := fault.Code(err)
	return code == "" || strings.HasPrefix(code, "file.") || strings.HasPrefix(code, "ledger.") || strings.HasPrefix(code, "key.")
}

// unended refuses a data directory whose till is retired for good: what was pulled is gone. Fault: till.ended.
func unended(dir string) error {
	if l, _, err := readLink(dir); err == nil && l.Retired {
		return fault.New(fault.Forbidden, "till.ended", nil)
	}
	return nil
}

// wipe takes what was pulled off a till that is retired for good (DESIGN "Security"); its journal stays.
func (m *Main) wipe(dir string) error {
	l, _, err := readLink(dir)
	if err != nil {
		return err
	}
	l.Retired = true
	if err := l.write(dir); err != nil {
		return err
	}
	for _, name := range []string{bolt.CatalogFile, recoveryFile} {
		if removed := os.Remove(filepath.Join(dir, name)); !errors.Is(removed, os.ErrNotExist) {
			err = errors.Join(err, removed)
		}
	}
	return errors.Join(err, fault.New(fault.Forbidden, "till.ended", nil))
}
