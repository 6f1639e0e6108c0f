package main

import (
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/report"
	"tim/storage/bolt"
	"tim/tui/text"
	"tim/tui/widget"
)

func (m *Main) verifyCommand(f *flags) *cobra.Command {
	var key, central string
	c := &cobra.Command{
		Use: "verify [EXPORT]", Short: "prove that the journal in --data, or in an exported file, was not changed", Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				return m.verifyExport(args[0], key, central, f.language(m.Getenv))
			}
			known, err := publicKey("central-key", central)
			if err != nil {
				return err
			}
			if err := f.needData(); err != nil {
				return err
			}
			broken, summary, err := bolt.Verify(c.Context(), f.data, m.progress())
			if err != nil {
				return err
			}
			if known != nil && summary.Central != nil && !known.Equal(summary.Central) {
				return fault.New(fault.Conflict, "central.key", nil)
			}
			if broken != nil {
				return brokenAt(broken.Seq, broken.Reason)
			}
			lang := f.language(m.Getenv)
			fmt.Fprintln(m.Stdout, text.Verified(summary.Events, summary.Head.Hash.Short(), lang))
			fmt.Fprintln(m.Stdout, confirmedText(summary.Head, summary.Confirmed, summary.Central, known != nil, lang))
			return nil
		},
	}
	c.Flags().StringVar(&key, "key", "", "of an export: the till's public key as known from elsewhere, hex")
	c.Flags().StringVar(&central, "central-key", "", "central's public key as known from elsewhere (central verify says it), hex")
	return c
}

// publicKey reads one from a flag, nil when it isn't given. Fault: key.format.
func publicKey(flag, digits string) (ed25519.PublicKey, error) {
	if digits == "" {
		return nil, nil
	}
	key, err := hex.DecodeString(digits)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, fault.At(flag, "key.format", nil)
	}
	return key, nil
}

// confirmedText says how far central has confirmed a journal.
func confirmedText(head journal.Head, word journal.Confirmation, central ed25519.PublicKey, known bool, lang text.Language) string {
	return text.Confirmed(text.Confirmation{Events: head.Seq, Up: word.Head.Seq, At: word.At, Key: hex.EncodeToString(central), Known: known}, lang)
}

func brokenAt(seq uint64, reason string) error {
	return fault.New(fault.Conflict, "journal.broken", fault.Args{"seq": int64(seq), "reason": reason})
}

// verifyExport proves an export without the till: its chain, its seals, and that each Z is what the events come to.
func (m *Main) verifyExport(path, key, central string, lang text.Language) error {
	public, err := publicKey("key", key)
	if err != nil {
		return err
	}
	known, err := publicKey("central-key", central)
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	proof := report.NewProof()
	x, err := journal.ReadExport(file, journal.Known{Public: public, Central: known, Read: m.fileProgress(file)}, proof.Event)
	switch {
	case err != nil:
		return err
	case len(proof.Wrong) > 0 && (x.Broken == nil || proof.Wrong[0] < x.Broken.Seq):
		return brokenAt(proof.Wrong[0], report.ZDiffers)
	case x.Broken != nil:
		return brokenAt(x.Broken.Seq, x.Broken.Reason)
	}
	fmt.Fprintln(m.Stdout, text.Verified(x.Head.Seq, x.Head.Hash.Short(), lang))
	fmt.Fprintln(m.Stdout, confirmedText(x.Head, x.Confirmed, x.Central, known != nil, lang))
	fmt.Fprintln(m.Stdout, text.Proven(proof.Proven, proof.Beyond, hex.EncodeToString(x.Public), public != nil, lang))
	return nil
}

// fileProgress is progress in bytes of a file.
func (m *Main) fileProgress(file *os.File) func(bytes int64) {
	info, err := file.Stat()
	if err != nil || info.Size() == 0 { // a pipe
		return nil
	}
	progress := m.progress()
	return func(bytes int64) { progress(uint64(bytes), uint64(info.Size())) }
}

// progressAfter is how long something takes before it is worth a bar.
const progressAfter = 300 * time.Millisecond

// progress writes how far a long check has come, on a terminal only.
func (m *Main) progress() func(done, total uint64) {
	if !m.watched() {
		return func(_, _ uint64) {}
	}
	began := time.Now()
	return func(done, total uint64) {
		if time.Since(began) < progressAfter {
			return
		}
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
