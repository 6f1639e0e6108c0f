package main

import (
	"bufio"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"tim/domain/fault"
	"tim/storage/bolt"
	"tim/tui/text"
	"tim/tui/widget"
)

func (m *Main) verifyCommand(f *flags) *cobra.Command {
	return &cobra.Command{
		Use: "verify", Short: "prove that the journal in --data was not changed", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if f.data == "" {
				return fault.At("data", "flag.required", fault.Args{"flag": "--data"})
			}
			broken, summary, err := bolt.Verify(c.Context(), f.data, m.progress())
			if err != nil {
				return err
			}
			if broken != nil {
				return fault.New(fault.Conflict, "journal.broken", fault.Args{"seq": int64(broken.Seq), "reason": broken.Reason})
			}
			fmt.Fprintln(m.Stdout, text.Verified(summary.Events, summary.Head.Hash.Short(), f.language(m.Getenv)))
			return nil
		},
	}
}

// progress writes how far a long check has come, on a terminal only.
func (m *Main) progress() func(done, total uint64) {
	if !m.watched() {
		return func(_, _ uint64) {}
	}
	return func(done, total uint64) {
		fmt.Fprint(m.Stderr, "\r"+widget.Progress(int64(done), int64(total)))
		if done >= total {
			fmt.Fprint(m.Stderr, "\r\033[K")
		}
	}
}

// watched says whether somebody looks at what is written to Stderr.
func (m *Main) watched() bool {
	stat, err := os.Stderr.Stat()
	return err == nil && stat.Mode()&os.ModeCharDevice != 0
}

func (m *Main) exportCommand(f *flags) *cobra.Command {
	return &cobra.Command{
		Use: "export", Short: "write the journal in --data as JSON lines that anyone can check", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if f.data == "" {
				return fault.At("data", "flag.required", fault.Args{"flag": "--data"})
			}
			out := bufio.NewWriter(m.Stdout)
			if err := bolt.Export(c.Context(), f.data, out); err != nil {
				return err
			}
			return out.Flush()
		},
	}
}
