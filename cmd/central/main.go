// Command central is where all channels of a shop chain meet: the programme, members, balances and orders, over HTTP.
//
// Caveats. One process at a time uses a data directory. The directory holds customers' data and the signing key: keep it on
// an encrypted disk, and the key's copy apart from the backups. Whoever holds the admin token may do everything.
package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // servers may have no time zones of their own

	"github.com/spf13/cobra"

	"tim/sync/api"
)

// version is the program's version as its API says it.
const version = "0.3.0"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	m := Main{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Now: time.Now, Entropy: rand.Reader, Getenv: os.Getenv}
	code := m.Run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// Main is the program as a value: a test can run it.
type Main struct {
	Stdin   *os.File // nil where nobody can be asked
	Stdout  io.Writer
	Stderr  io.Writer
	Now     func() time.Time
	Entropy io.Reader
	Getenv  func(string) string

	zones api.Zones
}

// Run does what the arguments say and answers with the exit code: 0 done, 1 refused or failed, 2 the journal or a file is
// not as it should be.
func (m *Main) Run(ctx context.Context, args []string) int {
	var f flags
	root := m.command(&f)
	root.SetArgs(args)
	root.SetOut(m.Stdout)
	root.SetErr(m.Stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	fmt.Fprintln(m.Stderr, "central: "+api.Sentence(err, f.vietnamese(m.Getenv)))
	return exitCode(err)
}

func (m *Main) command(f *flags) *cobra.Command {
	root := &cobra.Command{
		Use: "central", Short: "A shop chain's programme, members, points and orders, over HTTP",
		SilenceUsage: true, SilenceErrors: true, Version: version,
	}
	root.PersistentFlags().StringVar(&f.data, "data", "", "central's data directory")
	root.PersistentFlags().StringVar(&f.journal, "journal", "", "folder of the journal copy, best on another device (default "+envJournal+", else beside --data)")
	root.PersistentFlags().StringVar(&f.database, "database", "", "postgres://… of the store, which other centrals may use too; --data has the keys then (default "+envDatabase+")")
	root.PersistentFlags().BoolVar(&f.synced, "synced-failover", false, "the database's failovers lose nothing (a synchronous replica, strictly): another server in its place is no restore")
	root.PersistentFlags().BoolVar(&f.anew, "new-journal", false, "begin another journal copy in place of one that is lost")
	root.PersistentFlags().StringVar(&f.lang, "lang", "", "vi or en (default vi)")
	root.AddCommand(m.invoiceCommands(f)...)
	root.AddCommand(m.serveCommand(f), m.importCommand(f), m.exportCommand(f), m.backupCommand(f), m.restoreCommand(f),
		m.verifyCommand(f), m.checkCommand())
	root.AddCommand(m.tillCommands(f)...)
	root.AddCommand(m.exceptionCommands(f)...)
	root.AddCommand(m.setupCommand(f), m.deskCommand(f), m.moveCommand(f), m.doctorCommand(f))
	return root
}
