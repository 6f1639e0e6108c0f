package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"tim/cmd/till/demo"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/storage/bolt"
)

func (m *Main) demoCommand(f *flags) *cobra.Command {
	var closed bool
	c := &cobra.Command{
		Use: "demo", Short: "sell in an invented shop: 300 products, 200 members, PIN 1111", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return m.demo(c.Context(), f, closed) },
	}
	c.Flags().BoolVar(&closed, "closed", false, "start before the shift is opened")
	f.screenFlags(c)
	return c
}

// demo sells in the demo shop: in a temporary folder that goes when the program ends, or in --data, where it stays.
func (m *Main) demo(ctx context.Context, f *flags, closed bool) error {
	dir := f.data
	if dir == "" {
		temporary, err := os.MkdirTemp("", "tim-demo-")
		if err != nil {
			return fmt.Errorf("make the demo's folder: %w", err)
		}
		defer os.RemoveAll(temporary)
		dir = temporary
	}
	s, err := m.open(ctx, dir)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := m.furnish(ctx, f, s, closed); err != nil {
		return err
	}
	return m.sell(ctx, f, s, demo.PINs())
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
	if err := m.fill(s); err != nil {
		return fmt.Errorf("fill the demo shop: %w", err)
	}
	if closed {
		return nil
	}
	c, _, err := m.counter(ctx, f, s, station{chain: chainLink{Till: demo.Till}, boot: m.boot(), pins: demo.PINs()})
	if err != nil {
		return err
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

func (m *Main) fill(s *shop) error {
	staff, err := demo.Staff(m.Entropy)
	if err != nil {
		return err
	}
	now := m.Now().UTC().Truncate(time.Millisecond)
	members := demo.Members(now)
	return s.Fill(func(w *bolt.CatalogWriter) error {
		for _, p := range demo.Products() {
			w.Product(p)
		}
		for _, member := range members {
			w.Member(member.Member)
			for _, p := range demo.History(member, now) {
				w.Posting(p)
			}
			for _, v := range demo.Vouchers(member, now) {
				w.Voucher(v)
			}
		}
		for _, r := range demo.Rewards(members) {
			w.Reward(r)
		}
		w.Program(demo.Program())
		for _, s := range staff {
			w.Staff(s)
		}
		w.Shop(demo.Shop())
		return nil
	})
}
