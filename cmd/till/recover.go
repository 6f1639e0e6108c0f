package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/storage/bolt"
	"tim/sync/uplink"
	"tim/sync/wire"
)

func (m *Main) recoverCommand(f *flags) *cobra.Command {
	var from reach
	c := &cobra.Command{
		Use: "recover", Args: cobra.NoArgs,
		Short: "go on as a till whose machine or file was lost: its history comes back from --central, by a code from central enroll-code --till",
		RunE: func(c *cobra.Command, _ []string) error {
			if err := f.needData(); err != nil {
				return err
			}
			r, err := m.recoverable(c.Context(), f.data, from)
			if err != nil {
				return err
			}
			return m.recover(c.Context(), f, r)
		},
	}
	from.add(c)
	return c
}

// recoveryFile is there while a till's next epoch is being begun: whatever ended that, it is gone on with from there.
const recoveryFile = "recovery.json"

// recovery is how far a till has come on its way to its next epoch (SHARES 16).
type recovery struct {
	chainLink        // of the epoch that begins; Epoch 0 before central has answered
	Code      string `json:"code,omitempty"` // "": the former epoch's key signs
	Former    uint32 `json:"former"`         // the till's newest epoch at central, as far as it is known
	All       bool   `json:"all"`            // this machine has nothing of the till
	Here      uint32 `json:"here"`           // the epoch whose ledger is here, 0: none
	Fetched   bool   `json:"fetched"`        // everything is here: what is left needs no central
	Lost      bool   `json:"lost"`           // numbers may have been printed that nobody knows of
}

func readRecovery(dir string) (r recovery, there bool, err error) {
	b, err := os.ReadFile(filepath.Join(dir, recoveryFile))
	if errors.Is(err, fs.ErrNotExist) {
		return r, false, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &r)
	}
	if err != nil {
		return r, true, fault.Wrap(fault.Unavailable, "file.damaged", err, fault.Args{"file": filepath.Join(dir, recoveryFile)})
	}
	return r, true, nil
}

func (r recovery) write(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the data directory: %w", err)
	}
	return writeJSON(dir, recoveryFile, r)
}

// recoverable is the recovery that a manager starts, or goes on with. What is damaged in the directory is set aside; a ledger
// that is whole is gone on from. Faults: flag.required, till.selling (of a ledger that never belonged to a chain).
func (m *Main) recoverable(ctx context.Context, dir string, from reach) (recovery, error) {
	r := recovery{chainLink: chainLink{URL: from.url}, Code: from.code}
	if old, there, err := readRecovery(dir); err != nil || there && (old.Fetched || r.Code == "" || old.Code == r.Code) {
		return old, err
	}
	l, joined, err := readLink(dir)
	if err != nil {
		return r, err
	}
	if from.url == "" {
		from.url, r.URL, r.CA = l.URL, l.URL, l.CA
	}
	if err := from.need(); err != nil {
		return r, err
	}
	if from.ca != "" {
		if r.CA, err = readAuthority(from.ca); err != nil {
			return r, err
		}
	}
	if err := m.setAsideDamaged(ctx, dir); err != nil {
		return r, err
	}
	start, err := startOf(ctx, dir)
	switch {
	case err != nil:
		return r, err
	case start.Head.Seq == 0:
		r.All = true
	case start.Chain == nil && !joined:
		return r, fault.New(fault.Conflict, "till.selling", fault.Args{"till": start.Head.Writer})
	default:
		r.Till, r.Here, r.Former = start.Head.Writer, start.Head.Epoch, start.Head.Epoch
	}
	return r, nil
}

// startOf is where a data directory's ledger stands; it makes the files where there are none.
func startOf(ctx context.Context, dir string) (counter.Start, error) {
	till, err := bolt.OpenTill(dir, bolt.Options{})
	if err != nil {
		return counter.Start{}, err
	}
	start, err := till.Start(ctx)
	return start, errors.Join(err, till.Close())
}

// recover goes the whole way; it can be run again after whatever ended it.
func (m *Main) recover(ctx context.Context, f *flags, r recovery) error {
	if err := m.fetchBack(ctx, f.data, &r); err != nil {
		return err
	}
	if err := m.beginEpoch(ctx, f, r); err != nil {
		return err
	}
	fmt.Fprintf(m.Stdout, "till %s of %s goes on: sell with  till run --data %s\n", r.Till, r.Shop, f.data)
	return nil
}

// nextEpoch asks central for the epoch, and keeps every step on disk before the next.
func (m *Main) nextEpoch(ctx context.Context, dir string, r *recovery) error {
	if r.Epoch > 0 {
		return nil
	}
	key, err := bolt.NextKey(dir, m.Entropy)
	if err != nil {
		return err
	}
	var former journal.Signer
	if r.Code == "" {
		if former, err = bolt.ReadKey(dir); err != nil {
			return err
		}
	}
	if err := r.write(dir); err != nil {
		return err
	}
	client, err := r.chainLink.client(key, m)
	if err != nil {
		return err
	}
	ask := func() (wire.Enrolled, error) {
		return uplink.NextEpoch(ctx, client, wire.Enrol{Ticket: r.Code, Till: r.Till, Former: r.Former, Clock: wire.Clock{Wall: m.Now().UTC()}}, key, former)
	}
	got, err := ask()
	if now, told := uplink.FormerNow(err); told && r.Code != "" {
		r.Former = now
		if err := r.write(dir); err != nil {
			return err
		}
		got, err = ask()
	}
	if err != nil {
		return err
	}
	r.chainLink = r.placed(got)
	return r.write(dir)
}

// fetchBack enrols the next epoch and brings together what is here and what central has. A till that sells on can stop
// behind it and begin the epoch when nobody waits.
func (m *Main) fetchBack(ctx context.Context, dir string, r *recovery) error {
	if r.Fetched {
		return nil
	}
	if r.Local {
		own, err := m.openLocal(dir)
		if err != nil {
			return err
		}
		defer own.Close()
		r.via = own.way
	}
	if err := m.nextEpoch(ctx, dir, r); err != nil {
		return err
	}
	key, err := bolt.NextKey(dir, m.Entropy)
	if err != nil {
		return err
	}
	till, err := bolt.OpenTill(dir, bolt.Options{})
	if err != nil {
		return err
	}
	defer till.Close()
	client, err := r.chainLink.client(key, m)
	if err != nil {
		return err
	}
	if r.Lost, err = m.meet(ctx, till, dir, client, r); err != nil {
		return err
	}
	if err := m.firstCopy(ctx, &shop{Till: till, dir: dir, key: key}, r.chainLink); err != nil {
		return err
	}
	m.clearLine()
	r.Fetched, r.Code = true, ""
	return r.write(dir)
}

// meet runs the recovery between a till's files and central.
func (m *Main) meet(ctx context.Context, till *bolt.Till, dir string, client *uplink.Client, r *recovery) (lost bool, err error) {
	lines, err := bolt.Formers(ctx, dir)
	if err != nil {
		return false, err
	}
	defer func() { bolt.CloseFormers(lines) }()
	all := lines
	if r.Here > 0 {
		all = append([]counter.Line{{Epoch: r.Here, Ledger: till}}, lines...)
	}
	counted, clear := m.counting()
	defer clear()
	_, lost, err = (&uplink.Recovery{
		Central: client, Token: r.Token, Lines: all, All: r.All, Came: counted,
		Speaker: wire.Speaker{Till: r.Till, Epoch: r.Epoch, Heard: r.heard(), Clock: wire.Clock{Wall: m.Now().UTC()}},
		Keys: func(ctx context.Context, events []journal.Record) ([]wire.Key, error) {
			return memberKeys(ctx, events, ledgersOf(till, lines)...)
		},
		Open: func(_ context.Context, epoch, branch uint32, base uint64) (counter.Archive, error) {
			t, err := bolt.OpenFormer(dir, epoch, branch, base)
			if err == nil {
				lines = append(lines, counter.Line{Ledger: t})
			}
			return t, err
		},
	}).Run(ctx)
	return lost, err
}

// beginEpoch makes the ledger that is here the former epoch's and opens the new one's. It needs no central, and goes on from
// whatever instant it was interrupted at.
func (m *Main) beginEpoch(ctx context.Context, f *flags, r recovery) error {
	start, err := startOf(ctx, f.data)
	if err != nil {
		return err
	}
	if start.Head.Seq > 0 && start.Head.Epoch < r.Epoch {
		if err := bolt.SetFormer(f.data, start.Head.Epoch); err != nil {
			return err
		}
	}
	if err := bolt.UseNextKey(f.data, r.Here); err != nil {
		return err
	}
	s, err := m.open(ctx, f.data)
	if err != nil {
		return err
	}
	defer s.Close()
	former, err := counter.InheritLines(ctx, r.Epoch, r.Lost, s.lines)
	if err != nil {
		return err
	}
	c, _, err := m.counter(ctx, f, s, station{chain: r.chainLink, boot: m.boot(), former: former})
	if err != nil {
		return err
	}
	if err := s.join(ctx, r.chainLink, c); err != nil {
		return err
	}
	if err := r.chainLink.write(f.data); err != nil {
		return err
	}
	return os.Remove(filepath.Join(f.data, recoveryFile))
}

// asideDir holds what was damaged: it is kept, and never used again.
const asideDir = "aside"

// setAsideDamaged moves files that can't be read, and what belongs to them, out of the way.
func (m *Main) setAsideDamaged(ctx context.Context, dir string) error {
	for {
		err := m.checkFiles(ctx, dir)
		if fault.Code(err) != "file.damaged" {
			return err
		}
		if err := m.setAside(dir, filepath.Base(damagedFile(err))); err != nil {
			return err
		}
	}
}

// setAside keeps a damaged file apart. A ledger takes its anchor with it: what that covers is more than any copy has.
func (m *Main) setAside(dir, file string) error {
	to := filepath.Join(dir, asideDir, m.Now().UTC().Format("20060102T150405.000"))
	if err := os.MkdirAll(to, 0o700); err != nil {
		return fmt.Errorf("set aside: %w", err)
	}
	names := []string{file}
	if file == bolt.LedgerFile {
		names = append(names, bolt.AnchorFile)
	}
	for _, name := range names {
		if err := os.Rename(filepath.Join(dir, name), filepath.Join(to, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("set aside: %w", err)
		}
	}
	return nil
}

// damagedFile is the file that fault file.damaged names.
func damagedFile(err error) string {
	f, _ := fault.Of(err)
	name, _ := f.Args["file"].(string)
	return name
}

// clearLine ends what was counted on a terminal.
func (m *Main) clearLine() {
	if m.watched() {
		fmt.Fprint(m.Stderr, "\r\033[K")
	}
}

// retryRecovery is how long a till that sells on waits before it tries again to begin its next epoch.
const retryRecovery = 5 * time.Minute

// told is what a screen says of a recovery that is over.
func (r recovery) told() counter.Notice {
	code := "till.renewed"
	if r.Lost {
		code = "till.recovered"
	}
	return counter.Notice{Code: code, Args: fault.Args{"epoch": int64(r.Epoch)}}
}
