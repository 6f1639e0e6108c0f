package main

import (
	"bufio"
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/report"
	"tim/storage/bolt"
	"tim/tui/text"
	"tim/tui/widget"
)

func (m *Main) verifyCommand(f *flags) *cobra.Command {
	var key string
	c := &cobra.Command{
		Use: "verify [EXPORT]", Short: "prove that the journal in --data, or in an exported file, was not changed", Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				return m.verifyExport(args[0], key, f.language(m.Getenv))
			}
			if err := f.needData(); err != nil {
				return err
			}
			broken, summary, err := bolt.Verify(c.Context(), f.data, m.progress())
			if err != nil {
				return err
			}
			if broken != nil {
				return brokenAt(broken.Seq, broken.Reason)
			}
			fmt.Fprintln(m.Stdout, text.Verified(summary.Events, summary.Head.Hash.Short(), f.language(m.Getenv)))
			return nil
		},
	}
	c.Flags().StringVar(&key, "key", "", "of an export: the till's public key as known from elsewhere, hex")
	return c
}

func brokenAt(seq uint64, reason string) error {
	return fault.New(fault.Conflict, "journal.broken", fault.Args{"seq": int64(seq), "reason": reason})
}

// verifyExport proves an export without the till: its chain, its seals, and that each Z is what the events come to.
func (m *Main) verifyExport(path, key string, lang text.Language) error {
	var public ed25519.PublicKey
	if key != "" {
		var err error
		if public, err = hex.DecodeString(key); err != nil || len(public) != ed25519.PublicKeySize {
			return fault.At("key", "key.format", nil)
		}
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	proof := report.NewProof()
	x, err := journal.ReadExport(bufio.NewReaderSize(file, 1<<20), public, proof.Event)
	switch {
	case err != nil:
		return err
	case len(proof.Wrong) > 0 && (x.Broken == nil || proof.Wrong[0] < x.Broken.Seq):
		return brokenAt(proof.Wrong[0], report.ZDiffers)
	case x.Broken != nil:
		return brokenAt(x.Broken.Seq, x.Broken.Reason)
	}
	fmt.Fprintln(m.Stdout, text.Verified(x.Head.Seq, x.Head.Hash.Short(), lang))
	fmt.Fprintln(m.Stdout, text.Proven(proof.Proven, proof.Beyond, hex.EncodeToString(x.Public), public != nil, lang))
	return nil
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
			if err := f.needData(); err != nil {
				return err
			}
			out := bufio.NewWriter(m.Stdout)
			if err := bolt.Export(c.Context(), f.data, out); err != nil {
				return err
			}
			return out.Flush()
		},
	}
}
