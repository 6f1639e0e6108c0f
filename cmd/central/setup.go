package main

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/setup"
	"tim/tui/firstrun"
	"tim/tui/review"
	"tim/tui/screen/first"
	"tim/tui/style"
	"tim/tui/text"
)

// setupFlags are what central setup takes.
type setupFlags struct {
	from    string
	example bool
	dry     bool
}

func (m *Main) setupCommand(f *flags) *cobra.Command {
	var s setupFlags
	c := &cobra.Command{
		Use: "setup", Short: "begin a chain in an empty --data: asked step by step, or by the answers in --from", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			switch {
			case s.example:
				_, err := fmt.Fprint(m.Stdout, text.SetupExample(setup.Chain, f.language(m.Getenv)))
				return err
			case s.from == "":
				return m.stopped(c.Context(), f, func(store central) error { return m.setupAsked(c.Context(), f, store) })
			}
			return m.setupFrom(c.Context(), f, s)
		},
	}
	c.Flags().StringVar(&s.from, "from", "", "file of answers (TOML); what it doesn't say is as --example shows")
	c.Flags().BoolVar(&s.example, "example", false, "print such a file with every answer and its default")
	c.Flags().BoolVar(&s.dry, "dry-run", false, "check the answers and make nothing")
	return c
}

// setupFrom begins a chain by a file. Faults: setup.refused (errors), told one by one on Stderr; setup.there.
func (m *Main) setupFrom(ctx context.Context, f *flags, s setupFlags) error {
	lang := f.language(m.Getenv)
	a, goods, err := firstrun.Read(ctx, s.from, setup.Chain, nil)
	if err != nil {
		return firstrun.Refused(m.Stderr, err, lang)
	}
	whole, made, err := a.Complete(m.Entropy)
	if err != nil {
		return err
	}
	if s.dry {
		_, err := fmt.Fprintln(m.Stdout, text.SetupChecked(a.Shop.Name, len(a.Staff), len(goods), "", lang))
		return err
	}
	return m.stopped(ctx, f, func(store central) error {
		if err := m.begin(ctx, m.office(store, f, store.Key()), whole, goods); err != nil {
			return err
		}
		fmt.Fprintln(m.Stdout, text.SetupChained(f.data, lang))
		firstrun.PINs(m.Stdout, made, lang)
		return nil
	})
}

// setupAsked begins a chain as somebody says at the terminal. Faults: setup.there, setup.terminal.
func (m *Main) setupAsked(ctx context.Context, f *flags, store central) error {
	switch empty, err := m.empty(ctx, m.office(store, f, store.Key())); {
	case err != nil:
		return err
	case !empty:
		return fault.New(fault.Conflict, "setup.there", nil)
	case !firstrun.Asked(m.Stdin, m.Stdout):
		return fault.New(fault.Unavailable, "setup.terminal", nil)
	}
	return m.firstStart(ctx, f, store)
}

// empty says whether nothing was begun here: there is no version of the programme.
func (m *Main) empty(ctx context.Context, use *office.Office) (bool, error) {
	versions, err := use.Versions(ctx)
	return len(versions) == 0, err
}

// begin makes a chain of complete answers in an empty store, all of it or nothing. Fault: setup.there.
func (m *Main) begin(ctx context.Context, use *office.Office, a setup.Answers, goods []catalog.Product) error {
	if empty, err := m.empty(ctx, use); err != nil || !empty {
		return orElse(err, fault.New(fault.Conflict, "setup.there", nil))
	}
	founding, err := a.Founding(goods, m.Now().UTC().Truncate(time.Millisecond), m.Entropy)
	if err != nil {
		return err
	}
	_, err = use.Found(ctx, founding, func(int) {})
	return err
}

func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// offer asks for the chain's programme, its first shop and who works there, where nothing was begun and somebody can be asked; else it
// says how that is done.
func (m *Main) offer(ctx context.Context, f *flags, store central) error {
	empty, err := m.empty(ctx, m.office(store, f, store.Key()))
	switch {
	case err != nil || !empty:
		return err
	case !firstrun.Asked(m.Stdin, m.Stdout):
		fmt.Fprintln(m.Stderr, "nothing was begun here yet: central setup --example > chain.toml, central setup --from chain.toml, or the API")
		return nil
	}
	return m.firstStart(ctx, f, store)
}

// firstStart asks for a new chain and begins it. Left before the end it begins nothing.
func (m *Main) firstStart(ctx context.Context, f *flags, store central) error {
	lang, zone := f.language(m.Getenv), loyalty.Default().TimeZone
	there, err := m.zones.Load(zone)
	if err != nil {
		return fmt.Errorf("the time zone of a new chain: %w", err)
	}
	maker := &chainMaker{main: m, flags: f, use: m.office(store, f, store.Key()), drafts: firstrun.Drafts{Dir: f.data}}
	root := review.New(review.Config{Screen: first.New(setup.Chain, maker, firstrun.Draft(f.data), lang == text.English), Title: func(t *text.Texts) string { return t.Setup.ChainTitle },
		Where: f.data, Zone: there, Now: m.Now, Lang: lang, Theme: style.Dark})
	_, err = tea.NewProgram(root, tea.WithContext(ctx), tea.WithInput(m.Stdin), tea.WithOutput(m.Stdout), tea.WithoutSignalHandler()).Run()
	maker.drafts.Flush()
	switch {
	case ctx.Err() != nil:
		return nil // told to stop
	case err != nil:
		return err
	case !maker.made.Load():
		return fault.New(fault.Unavailable, "setup.left", nil)
	}
	return maker.drafts.Forget()
}

// chainMaker is first.Maker on an empty store.
type chainMaker struct {
	main   *Main
	flags  *flags
	use    *office.Office
	drafts firstrun.Drafts
	stage  atomic.Pointer[setup.Stage]
	made   atomic.Bool
}

func (k *chainMaker) Zone(name string) (*time.Location, error) { return time.LoadLocation(name) }

func (k *chainMaker) Goods(ctx context.Context, path string) ([]catalog.Product, []office.RowError, error) {
	return firstrun.Products(ctx, path)
}

func (k *chainMaker) Samples() []catalog.Product { return nil }

// Join implements first.Maker. A chain's central joins none: its first start has no such step.
func (k *chainMaker) Join(context.Context, setup.Central) (first.Joined, error) {
	return first.Joined{}, fault.At("central.url", "field.unknown", nil)
}

// TestPrint implements first.Maker. A central has no printer: its first start has no such step.
func (k *chainMaker) TestPrint(context.Context, setup.Printer) error {
	return fault.At("printer.to", "field.unknown", nil)
}

func (k *chainMaker) Complete(a setup.Answers) (setup.Answers, []setup.Person, error) {
	return a.Complete(k.main.Entropy)
}

func (k *chainMaker) Stage() setup.Stage {
	if s := k.stage.Load(); s != nil {
		return *s
	}
	return setup.Stage{}
}

func (k *chainMaker) Make(ctx context.Context, a setup.Answers, goods []catalog.Product) (first.Made, error) {
	k.drafts.Flush()
	k.stage.Store(&setup.Stage{Step: setup.MakeShop})
	if err := k.main.begin(ctx, k.use, a, goods); err != nil {
		return first.Made{}, err
	}
	k.made.Store(true)
	k.stage.Store(&setup.Stage{Step: setup.MakeTill})
	made := first.Made{URL: "http://" + k.flags.listen}
	if k.flags.cert != "" {
		made.URL = "https://" + k.flags.listen
	}
	if _, token, err := k.main.adminSecret(k.flags.data); err == nil { // else serving says why it can't be had
		made.Token = token
	}
	if code, err := k.use.EnrolCode(ctx, a.ShopID); err == nil { // else central enroll-code gives one
		made.Code, made.Until = code.Code, code.ExpiresAt
	}
	return made, nil
}

func (k *chainMaker) Keep(d first.Draft) { k.drafts.Keep(d) }
