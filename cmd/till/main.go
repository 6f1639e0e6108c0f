// Command till is the cashier's till: it sells, with points, whether or not there is a network.
//
// Caveats. One process at a time uses a data directory. The directory holds customers' data and the signing key:
// keep it on an encrypted disk, because who takes the disk can read it.
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
	_ "time/tzdata" // shops' machines may have no time zones of their own

	"github.com/spf13/cobra"

	"tim/tui/text"
)

// version is the program's version as it stands in the journal.
const version = "0.3.0"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	m := Main{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Now: time.Now, Entropy: rand.Reader, Getenv: os.Getenv}
	code := m.Run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// Main is the program as a value: a test can run it.
type Main struct {
	Stdin   *os.File
	Stdout  io.Writer
	Stderr  io.Writer
	Now     func() time.Time
	Entropy io.Reader
	Getenv  func(string) string

	lang text.Language // of what is written beside the screens
}

// Run does what the arguments say and answers with the exit code: 0 done, 1 refused or failed, 2 the journal or a file is
// not as it should be.
func (m *Main) Run(ctx context.Context, args []string) int {
	var flags flags
	root := m.command(&flags)
	root.SetArgs(args)
	root.SetOut(m.Stdout)
	root.SetErr(m.Stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	fmt.Fprintln(m.Stderr, "till: "+text.Fault(err, flags.language(m.Getenv)))
	if hint := hint(err, flags.data); hint != "" {
		fmt.Fprintln(m.Stderr, "      "+hint)
	}
	return exitCode(err)
}

func (m *Main) command(f *flags) *cobra.Command {
	root := &cobra.Command{
		Use: "till", Short: "A till that works offline, with loyalty points that are never spent twice",
		SilenceUsage: true, SilenceErrors: true, Version: version,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			m.lang = f.language(m.Getenv)
			return f.known()
		},
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if f.data == "" {
				f.data = m.home()
			}
			return m.run(c.Context(), f)
		},
	}
	f.sellingFlags(root)
	root.PersistentFlags().StringVar(&f.data, "data", "", "the till's data directory")
	root.PersistentFlags().StringVar(&f.lang, "lang", "", "vi or en (default vi)")
	root.AddCommand(m.demoCommand(f), m.runCommand(f), m.displayCommand(f), m.deskCommand(f),
		m.enrollCommand(f), m.joinCommand(f), m.recoverCommand(f), m.backupCommand(f), m.statusCommand(f), m.syncCommand(f),
		m.verifyCommand(f), m.exportCommand(f), m.checkCommand(), m.storyCommand(f), m.seedCommand(f),
		m.printerCommand(f), m.printTestCommand(f), m.printCommand(f), m.labelsCommand(f), m.setupCommand(f))
	return root
}
