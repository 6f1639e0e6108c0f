package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"tim/cmd/till/demo"
	"tim/domain/fault"
	"tim/storage/bolt"
	"tim/tui/text"
)

// seedFile says in a data directory what shop is being made there, or was.
const seedFile = "seed.json"

// seedOrdersMax keeps a made shop's receipts within what one till numbers.
const seedOrdersMax = 10_000_000

// seedPlan is the shop that `till seed` makes. The same plan gives the same shop.
type seedPlan struct {
	Seed     uint64    `json:"seed"`
	Members  int       `json:"members"`
	Products int       `json:"products"`
	Orders   int       `json:"orders"`
	Until    time.Time `json:"until"` // instant, UTC: the year of sales ends there
	Done     bool      `json:"done"`
}

func (m *Main) seedCommand(f *flags) *cobra.Command {
	var p seedPlan
	c := &cobra.Command{
		Use: "seed", Short: "make an invented shop of any size in --data, with a year of sales; goes on where it was stopped", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := f.needData(); err != nil {
				return err
			}
			if err := p.check(); err != nil {
				return err
			}
			return m.seed(c.Context(), f, p)
		},
	}
	c.Flags().IntVar(&p.Members, "members", 10_000, "members")
	c.Flags().IntVar(&p.Products, "products", 1_000, "products")
	c.Flags().IntVar(&p.Orders, "orders", 1_000, "orders of the past year")
	c.Flags().Uint64Var(&p.Seed, "seed", 1, "another number makes another shop")
	return c
}

// check holds the plan to its limits. Fault: flag.range (flag, min, max).
func (p seedPlan) check() error {
	for _, n := range []struct {
		flag      string
		n, lo, hi int
	}{
		{"--members", p.Members, 2, demo.PeopleMax}, {"--products", p.Products, 1, demo.ProductsMax}, {"--orders", p.Orders, 0, seedOrdersMax},
	} {
		if n.n < n.lo || n.n > n.hi {
			return fault.At(n.flag[2:], "flag.range", fault.Args{"flag": n.flag, "min": int64(n.lo), "max": int64(n.hi)})
		}
	}
	return nil
}

// same says whether both make the same shop, whenever that was begun.
func (p seedPlan) same(o seedPlan) bool {
	o.Until, o.Done = p.Until, p.Done
	return p == o
}

// seed makes the shop, or goes on with it: whatever stopped it, the shop is the same in the end. Faults: seed.taken where something
// else is in the directory; seed.other (members, products, orders, seed) where another shop was begun.
func (m *Main) seed(ctx context.Context, f *flags, want seedPlan) error {
	p, err := m.planned(f.data, want)
	if err != nil {
		return err
	}
	if !p.Done {
		if err := m.makeShop(ctx, f, p); err != nil {
			return err
		}
		m.clearLine()
		p.Done = true
		if err := p.write(f.data); err != nil {
			return err
		}
	}
	fmt.Fprintln(m.Stdout, text.Seeded(int64(p.Members), int64(p.Products), int64(p.Orders), f.language(m.Getenv)))
	fmt.Fprintf(m.Stdout, "  till run --data %s\n", f.data)
	return nil
}

// planned is the plan that stands in the directory; in an empty one it begins.
func (m *Main) planned(dir string, want seedPlan) (seedPlan, error) {
	b, err := os.ReadFile(filepath.Join(dir, seedFile))
	if errors.Is(err, fs.ErrNotExist) {
		files, err := os.ReadDir(dir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return want, err
		}
		if len(files) > 0 && (len(files) > 1 || files[0].Name() != seedFile+".new") {
			return want, fault.New(fault.Conflict, "seed.taken", nil)
		}
		want.Until = m.Now().UTC().Truncate(time.Minute)
		return want, errors.Join(os.MkdirAll(dir, 0o700), want.write(dir))
	}
	var p seedPlan
	if err == nil {
		err = json.Unmarshal(b, &p)
	}
	if err == nil && !p.same(want) {
		err = fault.New(fault.Conflict, "seed.other", fault.Args{
			"members": int64(p.Members), "products": int64(p.Products), "orders": int64(p.Orders), "seed": int64(p.Seed)})
	}
	return p, err
}

func (p seedPlan) write(dir string) error { return writeJSON(dir, seedFile, p) }

// makeShop founds the shop as it was a year ago, sells that year day by day, and tells central of it.
func (m *Main) makeShop(ctx context.Context, f *flags, p seedPlan) error {
	clock, chance := &seedClock{}, p.chances()
	then := *m
	then.Now, then.Entropy = clock.now, chance.of("central")
	clock.run(p.founded(), m.Now) // central lets nobody ask for too much at once, by this clock
	s, err := then.openSeeded(ctx, f.data, chance)
	if err != nil {
		return err
	}
	defer s.Close()
	l, err := then.foundSeeded(ctx, s, p)
	if err != nil {
		return fmt.Errorf("found the shop: %w", err)
	}
	clock.set(p.from())
	year, err := then.openYear(ctx, s, l, p, clock, chance)
	if err != nil {
		return err
	}
	if err := year.sell(ctx, m.meter(int64(p.Orders))); err != nil {
		return fmt.Errorf("sell: %w", err)
	}
	clock.run(p.Until, m.Now)
	return then.tellCentral(ctx, f, s, l, m.meter)
}

// openSeeded opens the directory under a key of the seed's.
func (m *Main) openSeeded(ctx context.Context, dir string, chance *chances) (*shop, error) {
	if err := m.checkFirst(ctx, dir); err != nil {
		return nil, err
	}
	if _, err := bolt.LoadOrCreateKey(dir, chance.of("key")); err != nil {
		return nil, err
	}
	return m.openChecked(ctx, dir)
}

// foundSeeded makes the shop's central with all its members, and the till's copy of them.
func (m *Main) foundSeeded(ctx context.Context, s *shop, p seedPlan) (chainLink, error) {
	l, known, err := readLink(s.dir)
	if err != nil {
		return l, err
	}
	if s.central, err = m.openLocal(s.dir); err != nil {
		return l, err
	}
	if known {
		l.via = s.central.way
		return l, m.firstCopy(ctx, s, l)
	}
	people := demo.People{Seed: p.Seed, Count: p.Members, Until: p.founded()}
	f, err := demo.Large(localShop, people, p.Products, m.Entropy)
	if err != nil {
		return l, err
	}
	return m.found(ctx, s, f)
}

// seedClock shows what it was set to, or runs.
type seedClock struct {
	at  atomic.Int64 // Unix milliseconds
	ran atomic.Pointer[func() time.Time]
}

func (c *seedClock) set(at time.Time) {
	c.at.Store(at.UnixMilli())
	c.ran.Store(nil)
}

func (c *seedClock) now() time.Time {
	if run := c.ran.Load(); run != nil {
		return (*run)()
	}
	return time.UnixMilli(c.at.Load()).UTC()
}

// run lets it go on from an instant as fast as another clock.
func (c *seedClock) run(from time.Time, now func() time.Time) {
	began := now()
	run := func() time.Time { return from.Add(now().Sub(began)) }
	c.ran.Store(&run)
}

// chances are streams of entropy that depend on the plan's seed and a name only, so that what is done again is the same.
type chances struct{ seed uint64 }

func (p seedPlan) chances() *chances { return &chances{p.Seed} }

func (c *chances) of(name string) io.Reader {
	return &steady{from: rand.NewChaCha8(sha256.Sum256(fmt.Appendf(nil, "%d/%s", c.seed, name)))}
}

// steady is a stream that several may read.
type steady struct {
	mu   sync.Mutex
	from io.Reader
}

func (s *steady) Read(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.from.Read(b)
}

// turn goes on with another stream.
func (s *steady) turn(to io.Reader) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.from = to
}

// tellCentral sends central the year's journal and fetches the accounts as they then stand.
func (m *Main) tellCentral(ctx context.Context, f *flags, s *shop, l chainLink, meter func(total int64) func(done int64)) error {
	central, _, err := m.linked(ctx, f, s, station{chain: l, boot: m.boot()})
	if err != nil {
		return err
	}
	head := int64(central.counter.Head().Seq)
	done := meter(head)
	_, err = central.once(ctx, func(events int64) { done(min(events, head)) })
	return err
}
