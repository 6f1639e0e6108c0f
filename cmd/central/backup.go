package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/storage/bolt"
	"tim/storage/postgres"
)

func (m *Main) backupCommand(f *flags) *cobra.Command {
	c := &cobra.Command{
		Use: "backup FILE", Short: "copy the store into a new file, from --url while central runs, else from --data", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return m.whole(args[0], func(w io.Writer) error { return m.backup(c.Context(), f, w) })
		},
	}
	f.remote(c)
	return c
}

func (m *Main) backup(ctx context.Context, f *flags, w io.Writer) error {
	if f.url != "" {
		return m.download(ctx, f, "/v1/backup", w)
	}
	return m.stopped(ctx, f, func(central central) error { return central.Backup(ctx, w) })
}

// stopped works on the data of a central that isn't running, or beside those that run on a database.
func (m *Main) stopped(ctx context.Context, f *flags, work func(central) error) error {
	if err := f.needData(); err != nil {
		return err
	}
	open := m.openData
	if f.inDatabase(m.Getenv) {
		open = func(ctx context.Context, f *flags) (central, error) {
			return m.reachDatabase(ctx, f, postgres.Options{Aside: true})
		}
	}
	store, err := open(ctx, f)
	if err != nil {
		return err
	}
	return errors.Join(work(store), store.Close())
}

// whole writes a file that has its name only when it is complete. Fault: file.exists.
func (m *Main) whole(path string, write func(io.Writer) error) error {
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		return fault.New(fault.Conflict, "file.exists", fault.Args{"file": path})
	}
	part := path + ".part"
	file, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("make the file: %w", err)
	}
	if err := errors.Join(write(file), file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	if err := bolt.Publish(part, path); err != nil {
		return err
	}
	fmt.Fprintln(m.Stdout, path)
	return nil
}

func (m *Main) restoreCommand(f *flags) *cobra.Command {
	return &cobra.Command{
		Use: "restore FILE", Short: "make --data of a backup; it must not have a store yet", Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := f.needData(); err != nil {
				return err
			}
			file, err := os.Open(args[0])
			if err != nil {
				return fault.Wrap(fault.NotFound, "file.missing", err, fault.Args{"file": args[0]})
			}
			defer file.Close()
			if err := bolt.RestoreCentral(f.data, file); err != nil {
				return err
			}
			fmt.Fprintln(m.Stdout, "restored; put central.key, page.key and token.key of the same central beside it, then start it with its --journal")
			return nil
		},
	}
}

func (m *Main) verifyCommand(f *flags) *cobra.Command {
	return &cobra.Command{
		Use: "verify", Short: "prove that the journal in --data was not changed and that the rest is what it says", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := f.needData(); err != nil {
				return err
			}
			if f.inDatabase(m.Getenv) {
				return m.verifyDatabase(c.Context(), f)
			}
			broken, sum, err := bolt.VerifyCentral(c.Context(), f.data, nil)
			if err != nil {
				return err
			}
			if broken != nil {
				return m.broken(broken, sum.Tills)
			}
			fmt.Fprintf(m.Stdout, "%d events, head %s, all as written; central's public key %x\n", sum.Events, sum.Head.Hash.Short(), []byte(sum.Central))
			return m.verifyCopy(c.Context(), f)
		},
	}
}

// broken says what a journal breaks by, and whose; of several tills all are named.
func (m *Main) broken(first *journal.Break, tills []journal.Break) error {
	for _, b := range tills {
		fmt.Fprintf(m.Stderr, "till %s: event %d: %s\n", b.Of, b.Seq, b.Reason)
	}
	args := fault.Args{"seq": int64(first.Seq), "reason": first.Reason}
	if first.Of != "" {
		args["till"] = first.Of
	}
	return fault.New(fault.Conflict, "journal.broken", args)
}

// verifyCopy checks the journal copy against the store, if there is one.
func (m *Main) verifyCopy(ctx context.Context, f *flags) error {
	folder, _ := f.journalFolder(m.Getenv)
	sum, err := bolt.VerifyCopy(ctx, f.data, folder)
	switch {
	case err != nil:
		return err
	case sum.Beyond > 0:
		fmt.Fprintf(m.Stdout, "journal copy: %d commits, %d of them not in the store: the next start does them again\n", sum.Records, sum.Beyond)
	case sum.Kept:
		fmt.Fprintf(m.Stdout, "journal copy: %d commits, all in the store\n", sum.Records)
	}
	return nil
}
