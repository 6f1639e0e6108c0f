package main

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/office"
	"tim/storage/bolt"
	"tim/sync/wire"
	"tim/tui/text"
)

// The names of a join on its way, in the till's data directory. What the till was before is kept in aloneDir for good.
const (
	joiningDir  = "joining"    // the till that begins in the chain
	sendingFile = "sending"    // in joiningDir: the chain may have everything, so nothing is sold here until that is known
	movedFile   = "moved.json" // in joiningDir: it has
	aloneDir    = "alone"
)

func (m *Main) joinCommand(f *flags) *cobra.Command {
	var to reach
	c := &cobra.Command{
		Use: "join", Args: cobra.NoArgs,
		Short: "bring a shop that stood alone, with all it has in --data, into the chain at --central, by a code from central enroll-code",
		RunE: func(c *cobra.Command, _ []string) error {
			if err := cmp.Or(f.needData(), to.need()); err != nil {
				return err
			}
			authority, err := readAuthority(to.ca)
			if err != nil {
				return err
			}
			return m.joinChain(c.Context(), f, chainLink{URL: to.url, CA: authority}, to.code)
		},
	}
	to.add(c)
	return c
}

// unjoined refuses to sell while the chain may have taken over what is here. Fault: join.unfinished.
func unjoined(dir string) error {
	for _, name := range []string{sendingFile, movedFile} {
		if exists(filepath.Join(dir, joiningDir, name)) {
			return fault.New(fault.Conflict, "join.unfinished", nil)
		}
	}
	return nil
}

// joinChain goes the whole way; it can be run again after whatever ended it. The shop's own data is left as it is until the
// chain has all of it.
func (m *Main) joinChain(ctx context.Context, f *flags, l chainLink, code string) error {
	next := filepath.Join(f.data, joiningDir)
	if own, known, err := readLink(f.data); err != nil || known && !own.Local && !exists(next) {
		return errors.Join(err, fault.New(fault.Conflict, "till.selling", fault.Args{"till": own.Till}))
	}
	if !exists(filepath.Join(next, movedFile)) {
		var err error
		if l, err = m.joining(ctx, next, l, code); err != nil {
			return err
		}
		if err := m.moveAll(ctx, f, next, l); err != nil {
			return err
		}
	}
	if err := m.arrive(ctx, next); err != nil {
		return err
	}
	if err := changePlaces(f.data); err != nil {
		return fmt.Errorf("put the chain's till in its place: %w", err)
	}
	if l, _, err := readLink(f.data); err == nil {
		fmt.Fprintf(m.Stdout, "till %s of %s: sell with  till run --data %s\n", l.Till, l.Shop, f.data)
	}
	return nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// joining makes the new till and enrols it.
func (m *Main) joining(ctx context.Context, next string, l chainLink, code string) (chainLink, error) {
	s, err := m.open(ctx, next)
	if err != nil {
		return l, err
	}
	defer s.Close()
	if known, there, err := readLink(next); err != nil || there {
		return known, err
	}
	if l, err = m.enrolAt(ctx, s, l, wire.Enrol{Ticket: code}); err != nil {
		return l, err
	}
	return l, l.write(next)
}

// arrival is what the new till goes on with.
type arrival struct {
	Receipts int64 // numbers never repeat
	Slips    int64
}

// moveAll sends what the shop has, and reports. Faults: till.selling of a till that is a chain's already, join.cart while an
// order is open, the link's when the shop's own central doesn't take all, those of office.MoveIn.
func (m *Main) moveAll(ctx context.Context, f *flags, next string, l chainLink) error {
	s, err := m.open(ctx, f.data)
	if err != nil {
		return err
	}
	defer s.Close()
	own, err := m.openCentral(ctx, s)
	if err != nil {
		return err
	}
	if !own.Local {
		return fault.New(fault.Conflict, "till.selling", fault.Args{"till": own.Till})
	}
	if err := m.settle(ctx, f, s, own); err != nil {
		return err
	}
	key, err := bolt.LoadOrCreateCentralKey(filepath.Join(f.data, centralDir), m.Entropy)
	if err != nil {
		return err
	}
	moving, err := s.central.office.MoveOut(ctx, hex.EncodeToString(key.Public()))
	if err != nil {
		return err
	}
	moved, err := m.send(ctx, next, l, journal.Encode(&moving))
	if err != nil {
		return err
	}
	m.reportMoved(moved)
	start, err := s.Start(ctx)
	if err != nil {
		return err
	}
	return writeJSON(next, movedFile, arrival{start.Receipts, start.Slips})
}

// settle brings all that the till wrote to its own central.
func (m *Main) settle(ctx context.Context, f *flags, s *shop, l chainLink) error {
	own, _, err := m.linked(ctx, f, s, station{chain: l, boot: m.boot()})
	if err != nil {
		return err
	}
	if own.counter.Look().Cart.Order.ID != "" {
		return fault.New(fault.Conflict, "join.cart", nil)
	}
	_, err = own.once(ctx, func(int64) {})
	return err
}

// send brings it to the chain's central in parts. From before the last on nothing is sold here until the answer is known.
func (m *Main) send(ctx context.Context, next string, l chainLink, all []byte) (moved office.Moved, err error) {
	s, err := m.open(ctx, next)
	if err != nil {
		return moved, err
	}
	defer s.Close()
	client, err := l.client(s.key, m)
	if err != nil {
		return moved, err
	}
	parts := uint64(len(all)+wire.BringMax-1) / wire.BringMax
	sending := filepath.Join(next, sendingFile)
	for n := range parts {
		part := wire.Bring{Speaker: wire.Speaker{Till: l.Till, Epoch: l.Epoch, Heard: l.heard(), Clock: wire.Clock{Wall: m.Now().UTC()}},
			Part: n, Parts: parts, Data: all[n*wire.BringMax : min((n+1)*wire.BringMax, uint64(len(all)))]}
		if n+1 == parts {
			if err := writeJSON(next, sendingFile, true); err != nil {
				return moved, err
			}
		}
		answer, err := client.Bring(ctx, l.Token, &part)
		if f, coded := fault.Of(err); coded && f.Kind != fault.Unavailable && f.Kind != fault.Internal { // refused: it has nothing
			return moved, errors.Join(err, os.RemoveAll(sending))
		}
		if err != nil {
			return moved, err
		}
		if n+1 == parts {
			return moved, json.Unmarshal(answer.Report, &moved)
		}
	}
	return moved, nil
}

// reportMoved says what the chain has now.
func (m *Main) reportMoved(r office.Moved) {
	fmt.Fprintf(m.Stdout, "%s members, %s vouchers and %s orders are the chain's; it knew %s of the members\n",
		text.Points(r.Members), text.Points(r.Vouchers), text.Points(r.Orders), text.Points(int64(len(r.Merged))))
	for _, one := range r.Merged {
		fmt.Fprintf(m.Stdout, "  %s %s", one.Phone, one.Name)
		for _, field := range one.Other {
			fmt.Fprintf(m.Stdout, " · other %s", field)
		}
		fmt.Fprintln(m.Stdout)
	}
}

// arrive lets the new till go on with the numbers of the old, and fetches what it needs to sell.
func (m *Main) arrive(ctx context.Context, next string) error {
	if !exists(filepath.Join(next, bolt.LedgerFile)) {
		return nil // it is on its way to its place
	}
	var a arrival
	b, err := os.ReadFile(filepath.Join(next, movedFile))
	if err == nil {
		err = json.Unmarshal(b, &a)
	}
	if err != nil {
		return fmt.Errorf("read the join: %w", err)
	}
	s, err := m.open(ctx, next)
	if err != nil {
		return err
	}
	defer s.Close()
	l, _, err := readLink(next)
	if err != nil {
		return err
	}
	start, err := s.Start(ctx)
	if err != nil {
		return err
	}
	if start.Receipts == 0 && start.Slips == 0 {
		before := journal.Head{Writer: l.Till, Epoch: l.Epoch}
		if err := s.Commit(ctx, counter.Batch{Before: before, Receipts: a.Receipts, Slips: a.Slips}); err != nil {
			return err
		}
	}
	return m.firstCopy(ctx, s, l)
}

// changePlaces puts the new till's files where the old one's are, which are kept aside. The link comes last: with it the till is
// the chain's.
func changePlaces(dir string) error {
	next, aside := filepath.Join(dir, joiningDir), filepath.Join(dir, aloneDir)
	if err := os.MkdirAll(aside, 0o700); err != nil {
		return err
	}
	for _, name := range []string{bolt.LedgerFile, bolt.CatalogFile, bolt.AnchorFile, bolt.KeyFile, linkFile} {
		if err := changePlace(filepath.Join(next, name), filepath.Join(dir, name), filepath.Join(aside, name)); err != nil {
			return err
		}
	}
	if err := os.Rename(filepath.Join(dir, centralDir), filepath.Join(aside, centralDir)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := errors.Join(bolt.SyncDir(aside), bolt.SyncDir(dir)); err != nil {
		return err
	}
	return os.RemoveAll(next)
}

// changePlace moves one file in, and what was there aside; done before, it is left so. A file that only one of both tills has
// (the anchor of a journal that isn't begun) is no error.
func changePlace(from, to, aside string) error {
	if !exists(aside) {
		if err := os.Rename(to, aside); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	if err := os.Rename(from, to); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
