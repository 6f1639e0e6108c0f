package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/cmd/till/demo"
	"tim/domain/catalog"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/setup"
	"tim/tui/firstrun"
	"tim/tui/review"
	"tim/tui/screen/first"
	"tim/tui/text"
)

// envData names the data directory where the command line doesn't.
const envData = "TIM_DATA"

// home is the data directory of `till` without more: TIM_DATA, else tim in the user's own data.
func (m *Main) home() string {
	return cmp.Or(m.Getenv(envData), filepath.Join(cmp.Or(m.Getenv("XDG_DATA_HOME"), filepath.Join(m.Getenv("HOME"), ".local", "share")), "tim"))
}

// firstStart asks for a new shop and makes it; made is false when it was left before.
func (m *Main) firstStart(ctx context.Context, f *flags) (made bool, err error) {
	if err := os.MkdirAll(f.data, 0o700); err != nil {
		return false, fmt.Errorf("make the data directory: %w", err)
	}
	lang := f.language(m.Getenv)
	maker := &firstMaker{main: m, flags: f, drafts: firstrun.Drafts{Dir: f.data}}
	zone, err := time.LoadLocation(loyalty.Default().TimeZone)
	if err != nil {
		return false, fmt.Errorf("the time zone of a new shop: %w", err)
	}
	draft := firstrun.Draft(f.data)
	if f.lang == "" && draft.Step != "" {
		lang = (&flags{lang: draft.Answers.Language}).language(m.Getenv)
	}
	root := review.New(review.Config{Screen: first.New(setup.Till, maker, draft, lang == text.English), Title: func(t *text.Texts) string { return t.Setup.Title },
		Where: f.data, Zone: zone, Now: m.Now, Lang: lang, Theme: f.style(m.Getenv)})
	_, err = tea.NewProgram(root, tea.WithContext(ctx), tea.WithFPS(framesPerSecond), tea.WithInput(m.Stdin), tea.WithOutput(m.Stdout),
		tea.WithoutSignalHandler()).Run()
	maker.drafts.Flush()
	switch {
	case ctx.Err() != nil:
		return false, nil // told to stop
	case err != nil:
		return false, err
	case !maker.made.Load():
		fmt.Fprintln(m.Stdout, text.In(lang).Setup.Kept)
		return false, nil
	}
	return true, nil
}

// firstMaker is first.Maker on a data directory.
type firstMaker struct {
	main   *Main
	flags  *flags
	drafts firstrun.Drafts
	stage  atomic.Pointer[setup.Stage]
	made   atomic.Bool
}

// quiet is the program without a word on the terminal, which is the screen's.
func (k *firstMaker) quiet() *Main {
	own := *k.main
	own.Stdout, own.Stderr = io.Discard, io.Discard
	return &own
}

func (k *firstMaker) Zone(name string) (*time.Location, error) { return time.LoadLocation(name) }

func (k *firstMaker) Goods(ctx context.Context, path string) ([]catalog.Product, []office.RowError, error) {
	return firstrun.Products(ctx, path)
}

func (k *firstMaker) Samples() []catalog.Product { return samples() }

// samples are the demo's products, read once: screens ask for them with every key.
var samples = sync.OnceValue(demo.Products)

func (k *firstMaker) Complete(a setup.Answers) (setup.Answers, []setup.Person, error) {
	return a.Complete(k.main.Entropy)
}

func (k *firstMaker) Stage() setup.Stage {
	if s := k.stage.Load(); s != nil {
		return *s
	}
	return setup.Stage{}
}

func (k *firstMaker) told(s setup.Stage) { k.stage.Store(&s) }

// Join takes the till's place where the shop is made; Make goes on from there.
func (k *firstMaker) Join(ctx context.Context, to setup.Central) (first.Joined, error) {
	k.stage.Store(nil)
	return k.quiet().joinFirst(ctx, k.flags.data, to, k.told)
}

// joinFirst enrols the till that is being made, and says where it is then.
func (m *Main) joinFirst(ctx context.Context, dir string, to setup.Central, told func(setup.Stage)) (j first.Joined, err error) {
	s, err := m.making(ctx, dir, to)
	if err != nil {
		return j, err
	}
	defer s.Close()
	if err := m.enrollFirst(ctx, s, to, told); err != nil {
		return j, err
	}
	l, _, err := readLink(s.dir)
	if err != nil {
		return j, err
	}
	shop, err := s.Shop(ctx)
	if err != nil {
		return j, err
	}
	goods, err := s.FindProducts(ctx, "", goodsCounted)
	return first.Joined{Till: l.Till, Shop: shop.Name, Products: len(goods)}, err
}

// goodsCounted is how many products are counted at most to say that they are there.
const goodsCounted = 10_000

func (k *firstMaker) Make(ctx context.Context, a setup.Answers, goods []catalog.Product) (first.Made, error) {
	k.drafts.Flush() // none comes behind the shop
	k.stage.Store(nil)
	err := k.quiet().makeFirst(ctx, k.flags, firstShop{a, goods}, k.told)
	k.made.Store(err == nil)
	return first.Made{}, err
}

func (k *firstMaker) Keep(d first.Draft) { k.drafts.Keep(d) }
