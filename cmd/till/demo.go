package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"tim/cmd/till/demo"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/office"
	"tim/domain/share"
)

func (m *Main) demoCommand(f *flags) *cobra.Command {
	var closed, offline bool
	c := &cobra.Command{
		Use: "demo", Short: "sell in an invented shop: 300 products, 200 members, PIN 1111", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return m.demo(c.Context(), f, closed, offline) },
	}
	c.Flags().BoolVar(&closed, "closed", false, "start before the shift is opened")
	c.Flags().BoolVar(&offline, "offline", false, "start with the link to central down; Ctrl+O cuts and heals it")
	f.sellingFlags(c)
	return c
}

// demo sells in the demo shop: in a temporary folder that goes when the program ends, or in --data, where it stays.
func (m *Main) demo(ctx context.Context, f *flags, closed, offline bool) error {
	dir := f.data
	if dir == "" {
		temporary, err := os.MkdirTemp("", "tim-demo-")
		if err != nil {
			return fmt.Errorf("make the demo's folder: %w", err)
		}
		defer os.RemoveAll(temporary)
		dir = temporary
	}
	if err := unjoined(dir); err != nil {
		return err
	}
	s, err := m.open(ctx, dir)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := m.furnish(ctx, f, s, closed); err != nil {
		return err
	}
	_, err = m.sell(ctx, f, s, opening{play: &demonstration{offline}})
	return err
}

// demonstration is what only the demo has; nil where a shop sells.
type demonstration struct{ offline bool }

// pins are the staff's, shown at sign-in.
func (d *demonstration) pins() map[string]string {
	if d == nil {
		return nil
	}
	return demo.PINs()
}

// cut says that the link begins cut.
func (d *demonstration) cut() bool { return d != nil && d.offline }

// link is how the screen cuts and heals the link, nil where a shop sells.
func (d *demonstration) link(central *link) func(up bool) {
	if d == nil {
		return nil
	}
	return central.Link
}

// furnish makes an empty data directory the demo shop, its shift opened. One that has a shop is left as it is.
func (m *Main) furnish(ctx context.Context, f *flags, s *shop, closed bool) error {
	_, err := s.Shop(ctx)
	if err == nil {
		return nil
	}
	if fault.Code(err) != "shop.unknown" {
		return err
	}
	members := demo.Members(m.Now().UTC().Truncate(time.Millisecond))
	l, err := m.foundDemo(ctx, s, members)
	if err != nil {
		return fmt.Errorf("fill the demo shop: %w", err)
	}
	c, _, err := m.counter(ctx, f, s, station{chain: l, boot: m.boot(), pins: demo.PINs()})
	if err != nil {
		return err
	}
	if err := m.keepRegulars(ctx, s, c, l, members); err != nil {
		return fmt.Errorf("fetch the demo's shares: %w", err)
	}
	if closed {
		return nil
	}
	cashier := c.Look().Roster[0]
	for _, a := range []counter.Action{
		counter.SignIn{Staff: cashier.ID, PIN: cashier.PIN}, counter.OpenShift{Float: demo.Float}, counter.SignOut{},
	} {
		if _, err := c.Do(ctx, a); err != nil {
			return fmt.Errorf("open the demo's shift: %w", err)
		}
	}
	return nil
}

// foundDemo makes a central of the demo's own in the directory, and the till its till.
func (m *Main) foundDemo(ctx context.Context, s *shop, members []demo.Member) (chainLink, error) {
	var f office.Founding
	inventing := make(chan error, 1) // the verifiers of the PINs are slow to make: the files are opened meanwhile
	go func() {
		var err error
		f, err = demo.Founding(localShop, members, m.Now().UTC().Truncate(time.Millisecond), m.Entropy)
		inventing <- err
	}()
	var err error
	s.central, err = m.openLocal(s.dir)
	if err = errors.Join(<-inventing, err); err != nil {
		return chainLink{}, err
	}
	return m.found(ctx, s, f)
}

// keepRegulars lets the till hold, as one does that has sold there for long, what the programme lets it keep of each member's
// points: they can be used with the link down from the first minute on.
func (m *Main) keepRegulars(ctx context.Context, s *shop, c *counter.Counter, l chainLink, members []demo.Member) error {
	if err := s.join(ctx, l, c); err != nil {
		return err
	}
	request, err := c.NextRequest(ctx)
	if err != nil {
		return err
	}
	got, err := s.central.office.Ask(ctx, share.Holder{Writer: l.Till, Epoch: l.Epoch},
		office.Ask{Request: request, Incarnation: l.Incarnation, Members: demo.Regulars(members), Points: demo.Program().Offline.KeepPoints})
	if err != nil {
		return err
	}
	if err := c.Heard(ctx, counter.Mark(l.heard()), 0, 0); err != nil {
		return err
	}
	return c.Got(ctx, got.Request, got.Incarnation, got.Units)
}
