package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/storage/bolt"
	"tim/tui/text"
)

const (
	backupsDir   = "backups"
	backupsKept  = 7
	backupEvery  = 20 * time.Hour // a till that is opened every morning makes one a day
	backupLooks  = time.Hour
	backupLayout = "20060102T150405"
)

func (m *Main) backupCommand(f *flags) *cobra.Command {
	return &cobra.Command{
		Use: "backup FILE", Short: "copy the ledger in --data to FILE, also beside a till that runs; the key isn't in it", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := f.needData(); err != nil {
				return err
			}
			to, err := filepath.Abs(args[0])
			if err != nil {
				return fmt.Errorf("where the backup goes: %w", err)
			}
			if err := m.backup(c.Context(), f.data, to); err != nil {
				return err
			}
			fmt.Fprintln(m.Stdout, text.Notice(counter.Notice{Code: "backup.done", Args: fault.Args{"file": to}}, f.language(m.Getenv)))
			return nil
		},
	}
}

// backup asks the till that runs there for the copy, or makes it where none does.
func (m *Main) backup(ctx context.Context, dir, to string) error {
	answer, running, err := askTill(ctx, dir, request{Backup: to})
	if running || err != nil {
		return errors.Join(err, answer.err())
	}
	if _, err := os.Stat(filepath.Join(dir, bolt.LedgerFile)); errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.NotFound, "shop.unknown", nil)
	}
	s, err := m.open(ctx, dir)
	if err != nil {
		return err
	}
	defer s.Close()
	if l, _, err := readLink(dir); err != nil {
		return err
	} else if l.Local {
		if s.central, err = m.openLocal(dir); err != nil {
			return err
		}
	}
	return s.backup(ctx, to)
}

// backup copies the ledger and, of a till that stands alone, its central before it, as FILE.central: where FILE is, all of it is.
func (s *shop) backup(ctx context.Context, to string) error {
	if s.central == nil {
		return s.Backup(ctx, to)
	}
	if _, err := os.Stat(to); err == nil {
		return fault.New(fault.Conflict, "file.exists", fault.Args{"file": to})
	}
	if err := s.central.store.BackupTo(ctx, to+centralCopy); err != nil {
		return err
	}
	return s.Backup(ctx, to)
}

// centralCopy ends the name of the copy of a till's own central.
const centralCopy = ".central"

// nightly makes a copy a day beside the selling and keeps the newest ones. What goes wrong is told, and tried again in an
// hour.
func (s *shop) nightly(ctx context.Context, now func() time.Time, failed func(error)) {
	for {
		if at := lastBackup(s.dir); now().Sub(at) >= backupEvery || at.After(now()) {
			if err := s.copyTonight(ctx, now()); err != nil && ctx.Err() == nil {
				failed(err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(backupLooks):
		}
	}
}

func (s *shop) copyTonight(ctx context.Context, now time.Time) error {
	err := s.backup(ctx, filepath.Join(s.dir, backupsDir, now.UTC().Format(backupLayout)+".db"))
	if err != nil {
		return err
	}
	err = dropHalves(s.dir)
	old := backups(s.dir)
	for _, path := range old[min(backupsKept, len(old)):] {
		err = errors.Join(err, os.Remove(path))
		if gone := os.Remove(path + centralCopy); !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}
	return err
}

// dropHalves deletes copies of a central whose ledger's was never finished.
func dropHalves(dir string) (err error) {
	halves, _ := filepath.Glob(filepath.Join(dir, backupsDir, "*.db"+centralCopy)) // the pattern is a good one
	for _, path := range halves {
		if _, there := os.Stat(strings.TrimSuffix(path, centralCopy)); errors.Is(there, fs.ErrNotExist) {
			err = errors.Join(err, os.Remove(path))
		}
	}
	return err
}

// backups are a data directory's own copies, the newest first.
func backups(dir string) []string {
	paths, _ := filepath.Glob(filepath.Join(dir, backupsDir, "*.db")) // the pattern is a good one
	slices.Sort(paths)
	slices.Reverse(paths)
	return paths
}

// lastBackup is when the newest was made, zero when there is none.
func lastBackup(dir string) time.Time {
	for _, path := range backups(dir) {
		if at, err := time.Parse(backupLayout+".db", filepath.Base(path)); err == nil {
			return at
		}
	}
	return time.Time{}
}

// mend looks at the files after an unclean stop. What is damaged is set aside, never deleted. The last good copy takes a
// ledger's place and the next epoch begins, with the rest back from central; a catalogue is fetched anew. It answers with what
// the screen should say, nil when all is well. Faults: backup.none (file) where nothing can be put in its place, and those of
// the files and the link.
func (m *Main) mend(ctx context.Context, f *flags) (*counter.Notice, error) {
	if _, begun, err := readRecovery(f.data); err != nil || begun {
		return nil, err
	}
	var told *counter.Notice
	err := m.checkFirst(ctx, f.data)
	for fault.Code(err) == "file.damaged" {
		file := filepath.Base(damagedFile(err))
		told = &counter.Notice{Code: "file.restored", Args: fault.Args{"file": file}, Error: true}
		at, failed := m.replace(ctx, f.data, file)
		if failed != nil {
			return nil, failed
		}
		if !at.IsZero() {
			told.Args["at"] = at
		}
		err = m.checkFiles(ctx, f.data)
	}
	return told, err
}

// replace puts something good in a damaged file's place; at is when the ledger's copy was made.
func (m *Main) replace(ctx context.Context, dir, file string) (at time.Time, err error) {
	l, joined, err := readLink(dir)
	if err == nil {
		err = m.setAside(dir, file)
	}
	if err != nil {
		return at, err
	}
	if file == bolt.CatalogFile {
		if !joined {
			return at, noCopy(file)
		}
		return at, m.refill(ctx, dir, l)
	}
	if at, err = m.restore(ctx, dir); err != nil || !joined {
		return at, err
	}
	r, err := ownRecovery(dir)
	if err != nil {
		return at, err
	}
	if r.All = at.IsZero(); r.All {
		r.Here = 0
	}
	return at, r.write(dir)
}

func noCopy(file string) error {
	return fault.New(fault.Unavailable, "backup.none", fault.Args{"file": file})
}

// restore takes the newest copy that is whole, zero when there is none; without a central to ask that is fault backup.none.
func (m *Main) restore(ctx context.Context, dir string) (time.Time, error) {
	for _, path := range backups(dir) {
		at, err := time.Parse(backupLayout+".db", filepath.Base(path))
		if err != nil || m.checkFile(ctx, path) != nil {
			continue
		}
		return at, bolt.Restore(dir, path)
	}
	if _, joined, err := readLink(dir); err != nil || joined {
		return time.Time{}, err
	}
	return time.Time{}, noCopy(bolt.LedgerFile)
}

// refill pulls a catalogue anew.
func (m *Main) refill(ctx context.Context, dir string, l chainLink) error {
	key, err := bolt.ReadKey(dir)
	if err != nil {
		return err
	}
	till, err := bolt.OpenTill(dir, bolt.Options{})
	if err != nil {
		return err
	}
	s := &shop{Till: till, dir: dir, key: key}
	defer s.Close()
	defer m.clearLine()
	if l.Local {
		if s.central, err = m.openLocal(dir); err != nil {
			return err
		}
		l.via = s.central.way
	}
	return m.firstCopy(ctx, s, l)
}
