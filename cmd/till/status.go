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
	"tim/domain/sale"
	"tim/storage/bolt"
	"tim/sync/wire"
	"tim/tui/text"
)

// status is how a till stands, for people and programs.
type status struct {
	Till        string     `json:"till"`
	Epoch       uint32     `json:"epoch"`
	Central     string     `json:"central,omitempty"` // its address; "" while the till stands alone
	Running     bool       `json:"running"`
	Online      bool       `json:"online"`
	LastSync    *time.Time `json:"last_sync,omitempty"` // when central was last heard of
	Waiting     uint64     `json:"waiting"`             // events that central hasn't acknowledged
	Error       string     `json:"error,omitempty"`     // fault code of the link
	Incarnation uint64     `json:"incarnation"`         // of central, the highest heard of
	Held        int        `json:"held"`                // rights of which units are held
	Aside       int        `json:"carts_held"`          // carts put aside
	SkewMS      int64      `json:"skew_ms"`             // central's clock less this one's
	LastBackup  *time.Time `json:"last_backup,omitempty"`
	Recovering  bool       `json:"recovering"` // the next epoch is to begin
	Retired     bool       `json:"retired"`
}

func (m *Main) statusCommand(f *flags) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "status", Short: "say how the till in --data stands, also beside one that runs", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := f.needData(); err != nil {
				return err
			}
			s, err := m.statusOf(c.Context(), f.data)
			if err != nil {
				return err
			}
			if asJSON {
				out := json.NewEncoder(m.Stdout)
				out.SetIndent("", "  ")
				return out.Encode(s)
			}
			m.tellStatus(s, f.language(m.Getenv))
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "for programs")
	return c
}

// statusOf asks the till that runs there, or reads its files.
func (m *Main) statusOf(ctx context.Context, dir string) (status, error) {
	answer, running, err := askTill(ctx, dir, request{})
	if running && err == nil && answer.Status != nil {
		return *answer.Status, answer.err()
	}
	if _, err := os.Stat(filepath.Join(dir, bolt.LedgerFile)); errors.Is(err, fs.ErrNotExist) {
		return status{}, fault.New(fault.NotFound, "shop.unknown", nil)
	}
	if err := m.checkFirst(ctx, dir); err != nil {
		return status{}, err
	}
	start, err := startOf(ctx, dir)
	if err != nil {
		return status{}, err
	}
	s := status{Till: start.Head.Writer, Epoch: start.Head.Epoch, Waiting: start.Head.Seq, Held: len(start.Held), Aside: aside(start.Carts)}
	if c := start.Chain; c != nil {
		s.told(*c, start.Head.Seq)
	}
	return s, s.files(dir)
}

// aside counts the carts that were put aside.
func aside(carts []sale.Order) (n int) {
	for _, o := range carts {
		if !o.Held.At.IsZero() {
			n++
		}
	}
	return n
}

// told adds what is known of central.
func (s *status) told(c counter.Chain, head uint64) {
	s.Incarnation, s.SkewMS = c.Heard.Incarnation, c.Offset.Milliseconds()
	s.Waiting = head - min(head, c.Acked)
	if !c.LastSync.IsZero() {
		s.LastSync = &c.LastSync
	}
}

// files adds what lies beside the ledger.
func (s *status) files(dir string) error {
	l, joined, err := readLink(dir)
	if err != nil {
		return err
	}
	if s.Retired = l.Retired; s.Retired {
		s.Waiting = 0 // it was wiped when all had been sent; the file's last word on that may be older
	}
	if !l.Local {
		s.Central = l.URL
	}
	if !joined {
		s.Waiting = 0
	}
	if at := lastBackup(dir); !at.IsZero() {
		s.LastBackup = &at
	}
	_, s.Recovering, err = readRecovery(dir)
	return err
}

// answer is the running till's to a request.
func (m *Main) answer(ctx context.Context, s *shop, c *counter.Counter, central *link, paper *press, r request) reply {
	var answer reply
	var err error
	switch {
	case r.Backup != "":
		err = s.backup(ctx, r.Backup)
	case r.Paper != nil:
		answer.Paper, err = m.onPaper(ctx, s, c, paper, *r.Paper)
	default:
		answer.Status, err = liveStatus(s, c, central)
	}
	if err != nil {
		f := wire.FaultOf(err)
		answer.Code, answer.Args = f.Reason, map[string]string{}
		for _, a := range f.Args {
			answer.Args[a.Name] = a.Value
		}
	}
	return answer
}

func liveStatus(s *shop, c *counter.Counter, central *link) (*status, error) {
	head := c.Head()
	now := &status{Till: head.Writer, Epoch: head.Epoch, Running: true, Held: len(c.Held()), Aside: len(c.Look().Held)}
	if chain, joined := c.Chain(); joined && central != nil {
		now.told(chain, head.Seq)
		l := central.Status()
		now.Online, now.Waiting, now.Error, now.SkewMS = l.Online, l.Waiting, l.Code, l.Offset.Milliseconds()
	}
	return now, now.files(s.dir)
}

// tellStatus writes it in words.
func (m *Main) tellStatus(s status, l text.Language) {
	for _, row := range text.Status(text.TillStatus{Till: s.Till, Epoch: s.Epoch, Central: s.Central, Running: s.Running, Online: s.Online,
		LastSync: s.LastSync, Waiting: s.Waiting, Error: s.Error, Incarnation: s.Incarnation, Held: s.Held, Aside: s.Aside, Skew: time.Duration(s.SkewMS) * time.Millisecond,
		LastBackup: s.LastBackup, Recovering: s.Recovering, Retired: s.Retired}, l) {
		fmt.Fprintln(m.Stdout, row)
	}
}
