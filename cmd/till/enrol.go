package main

import (
	"cmp"
	"context"
	"encoding/hex"
	"fmt"

	"github.com/spf13/cobra"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/sync/engine"
	"tim/sync/uplink"
	"tim/sync/wire"
	"tim/tui/text"
)

func (m *Main) enrollCommand(f *flags) *cobra.Command {
	var to reach
	c := &cobra.Command{
		Use: "enroll", Short: "make an empty --data a till of the chain at --central, by a code from central enroll-code", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := cmp.Or(f.needData(), to.need()); err != nil {
				return err
			}
			return m.enroll(c.Context(), f.data, to)
		},
	}
	to.add(c)
	return c
}

// enroll binds this directory's key to the chain and fetches what is needed to sell. It can be run again after whatever
// went wrong: the same key and code enrol once. Fault: till.selling where somebody has sold already.
func (m *Main) enroll(ctx context.Context, dir string, to reach) error {
	s, err := m.open(ctx, dir)
	if err != nil {
		return err
	}
	defer s.Close()
	start, err := s.Start(ctx)
	if err != nil {
		return err
	}
	if start.Head.Seq > 0 {
		return fault.New(fault.Conflict, "till.selling", fault.Args{"till": start.Head.Writer})
	}
	l, known, err := readLink(dir)
	if err != nil {
		return err
	}
	if !known {
		if l.CA, err = readAuthority(to.ca); err != nil {
			return err
		}
		l.URL = to.url
		if l, err = m.enrolAt(ctx, s, l, wire.Enrol{Ticket: to.code}); err != nil {
			return err
		}
		if err := l.write(dir); err != nil {
			return err
		}
	}
	if err := m.firstCopy(ctx, s, l); err != nil {
		return err
	}
	m.clearLine()
	fmt.Fprintf(m.Stdout, "till %s of %s: sell with  till run --data %s\n", l.Till, l.Shop, dir)
	return nil
}

// enrolAt asks the central that l leads to for a place; e has the code and, if it matters, the till's number.
func (m *Main) enrolAt(ctx context.Context, s *shop, l chainLink, e wire.Enrol) (chainLink, error) {
	client, err := l.client(s.key, m)
	if err != nil {
		return l, err
	}
	e.PublicKey, e.Clock = s.key.Public(), wire.Clock{Wall: m.Now().UTC()}
	e.Signature = s.key.Sign(e.Signed())
	got, err := client.Enrol(ctx, &e)
	if err != nil {
		return l, err
	}
	return l.placed(got), nil
}

// placed is the link with the place that central gave.
func (l chainLink) placed(got wire.Enrolled) chainLink {
	l.Till, l.Epoch, l.Token, l.Shop = got.Till, got.Epoch, got.Token, got.Shop
	l.Incarnation, l.Central = got.Mark.Incarnation, got.Mark.Central
	l.PageURL, l.PageKey = got.PageURL, hex.EncodeToString(got.PageKey)
	return l
}

// firstCopy fetches the shop's own feed: its document, staff, products, programme and rewards, and who was seen there; then all
// other members of a chain. Those of a till's own central were all seen there.
func (m *Main) firstCopy(ctx context.Context, s *shop, l chainLink) error {
	counted, clear := m.counting()
	defer clear()
	return m.copyFirst(ctx, s, l, counted)
}

// copyFirst is firstCopy that tells how many items more have come.
func (m *Main) copyFirst(ctx context.Context, s *shop, l chainLink, counted func(more int)) error {
	client, err := l.client(s.key, m)
	if err != nil {
		return err
	}
	speaker := wire.Speaker{Till: l.Till, Epoch: l.Epoch, Heard: l.heard(), Clock: wire.Clock{Wall: m.Now().UTC()}}
	pages := uplink.Pages{Store: s.Till, Epoch: l.Epoch}
	feeds := []wire.Feed{wire.Shop, wire.Chain}
	if l.Local {
		feeds = feeds[:1]
	}
	for _, feed := range feeds {
		if err := uplink.CopyFirst(ctx, client, l.Token, speaker, pages, feed, counted); err != nil {
			return err
		}
	}
	return nil
}

// counting writes how many items have come, on a terminal only: how many there will be nobody knows. clear leaves the row empty,
// so that it doesn't stand there when the till is left.
func (m *Main) counting() (count func(more int), clear func()) {
	if !m.watched() {
		return func(int) {}, func() {}
	}
	items := int64(0)
	count = func(more int) {
		items += int64(more)
		fmt.Fprintf(m.Stderr, "\r\033[K%s …", text.Points(items))
	}
	return count, func() { fmt.Fprint(m.Stderr, "\r\033[K") }
}

func (l chainLink) heard() wire.Mark {
	return wire.Mark{Incarnation: l.Incarnation, Central: l.Central}
}

func (l chainLink) client(key journal.Signer, m *Main) (*uplink.Client, error) {
	return uplink.NewClient(uplink.ClientConfig{URL: l.URL, CA: authority(l.CA), Till: l.Till, Key: key, Now: m.Now, Transport: l.via})
}

// join makes the counter's journal one of the chain's.
func (s *shop) join(ctx context.Context, l chainLink, c *counter.Counter) error {
	return c.Join(ctx, counter.Chain{Till: l.Till, Epoch: l.Epoch, Heard: counter.Mark(l.heard())}, counter.FormersOf(l.Till, s.lines)...)
}

// formers are the journals that go up beside the present one.
func (s *shop) formers() (list []engine.Former) {
	for _, l := range s.lines {
		list = append(list, engine.Former{Epoch: l.Label(), Base: l.Base, Head: l.Head.Seq})
	}
	return list
}
