package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"

	"tim/domain/counter"
	"tim/domain/desk"
	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/report"
	"tim/storage/bolt"
	"tim/sync/uplink"
	"tim/tui/app"
	"tim/tui/firstrun"
	"tim/tui/input"
	"tim/tui/meter"
	"tim/tui/text"
)

// framesPerSecond halves the wait for a frame against Bubble Tea's default.
const framesPerSecond = 120

func (m *Main) runCommand(f *flags) *cobra.Command {
	c := &cobra.Command{
		Use: "run", Short: "sell on the data in --data", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := f.needData(); err != nil {
				return err
			}
			return m.run(c.Context(), f)
		},
	}
	f.sellingFlags(c)
	return c
}

// run sells on a shop that is there. Where there is none it asks for one, where somebody can be asked. Fault: shop.unknown.
func (m *Main) run(ctx context.Context, f *flags) error {
	if err := arriveMade(f.data); err != nil {
		return err
	}
	if free, err := vacant(f.data); err == nil && free {
		if !firstrun.Asked(m.Stdin, m.Stdout) {
			return fault.New(fault.NotFound, "shop.unknown", nil)
		}
		if made, err := m.firstStart(ctx, f); err != nil || !made {
			return err
		}
	}
	if err := unended(f.data); err != nil {
		return err
	}
	if err := unjoined(f.data); err != nil {
		return err
	}
	for {
		why, err := m.runOnce(ctx, f)
		switch {
		case err != nil || why == left:
			return err
		case why == retired:
			return m.wipe(f.data)
		}
	}
}

// runOnce sells until the screen is left, in the epoch that there is or, where the next one can begin, in that.
func (m *Main) runOnce(ctx context.Context, f *flags) (ending, error) {
	mended, err := m.mend(ctx, f)
	if err != nil {
		return left, err
	}
	told, err := m.resume(ctx, f)
	if err != nil {
		return left, err
	}
	shop, err := m.openChecked(ctx, f.data)
	if err != nil {
		return left, err
	}
	defer shop.Close()
	return m.sell(ctx, f, shop, opening{notice: cmp.Or(told, mended)})
}

// opening is what a screen begins with.
type opening struct {
	play   *demonstration  // nil where a shop sells
	notice *counter.Notice // nil: nothing is to be said
}

// shop is an opened data directory.
type shop struct {
	*bolt.Till
	dir     string
	key     journal.Key
	lines   []counter.Line // what it carries of former epochs
	chain   chainState
	central *localCentral // nil: it is elsewhere, or not opened
}

// receipts is where what is printed is kept.
func (s *shop) receipts() string { return filepath.Join(s.dir, "receipts") }

// Close gives all files free.
func (s *shop) Close() error {
	bolt.CloseFormers(s.lines)
	var err error
	if s.central != nil {
		err = s.central.Close()
	}
	return errors.Join(err, s.Till.Close())
}

// open checks and opens a data directory; nothing in it is changed when that fails.
func (m *Main) open(ctx context.Context, dir string) (*shop, error) {
	if err := arriveMade(dir); err != nil {
		return nil, err
	}
	if err := m.checkFirst(ctx, dir); err != nil {
		return nil, err
	}
	return m.openChecked(ctx, dir)
}

func (m *Main) openChecked(ctx context.Context, dir string) (*shop, error) {
	key, err := bolt.LoadOrCreateKey(dir, m.Entropy)
	if err != nil {
		return nil, err
	}
	till, err := bolt.OpenTill(dir, bolt.Options{})
	if err != nil {
		return nil, err
	}
	s := &shop{Till: till, dir: dir, key: key}
	if s.lines, err = bolt.Formers(ctx, dir); err != nil {
		return nil, errors.Join(err, till.Close())
	}
	return s, nil
}

// tills are all ledgers that are here, the present one first.
func (s *shop) tills() []*bolt.Till { return ledgersOf(s.Till, s.lines) }

func ledgersOf(till *bolt.Till, lines []counter.Line) []*bolt.Till {
	list := []*bolt.Till{till}
	for _, l := range lines {
		if t, ours := l.Ledger.(*bolt.Till); ours && t != till {
			list = append(list, t)
		}
	}
	return list
}

// carrying is the ledger with what it carries.
func (s *shop) carrying() counter.Ledger {
	if len(s.lines) == 0 {
		return s
	}
	return counter.Carrying{Ledger: s, Lines: s.lines}
}

// counter opens the till's use cases on a shop.
func (m *Main) counter(ctx context.Context, f *flags, s *shop, as station) (*counter.Counter, *time.Location, error) {
	zone, err := s.zone(ctx, m.Now())
	if err != nil {
		return nil, nil, err
	}
	c, err := counter.Open(ctx, counter.Config{
		Ledger: telling(s.carrying(), as.wrote), Products: s, Members: s, Bank: s, Settings: settings{s, as.chain},
		Printer: files{dir: s.receipts(), lang: f.language(m.Getenv)}, Press: as.press,
		Key: s.key, Till: as.chain.Till, Epoch: as.chain.Epoch, Former: as.former, Program: version, Zone: zone, Now: m.Now,
		Mono: as.boot.mono, Boot: as.boot.name, Entropy: m.Entropy, PINs: as.pins,
	})
	return c, zone, err
}

// station is what a counter is opened as.
type station struct {
	chain chainLink // only its Till while it stands alone
	boot  clockOf
	wrote func(seq uint64)  // told of every commit; nil: nobody
	pins  map[string]string // counter.Config's PINs
	// former is what a new epoch takes over.
	former counter.Inherited
	press  counter.Press // nil: nothing is printed on paper
}

// telling is the ledger that tells a link of every commit, where there is one.
func telling(l counter.Ledger, wrote func(seq uint64)) counter.Ledger {
	if wrote == nil {
		return l
	}
	return uplink.Watched{Ledger: l, Wrote: wrote}
}

// boot names this start of the program.
func (m *Main) boot() clockOf {
	started := m.Now()
	return clockOf{ident.Minter{Entropy: m.Entropy}.New(started), func() int64 { return m.Now().Sub(started).Milliseconds() }}
}

// zone is the programme's time zone.
func (s *shop) zone(ctx context.Context, now time.Time) (*time.Location, error) {
	programs, err := s.Programs(ctx)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(programs.At(now).TimeZone)
	if err != nil {
		return nil, fmt.Errorf("time zone of the programme: %w", err)
	}
	return zone, nil
}

// gcPercent spends time, of which a till that isn't being touched has plenty, on memory: its machine has little.
const gcPercent = 50

// threadsPerCore makes the system, which lets a thread that slept go first, share out the cores between a key and what goes on beside
// it; the runtime gives each its turn only behind 10 ms.
const threadsPerCore = 2

// tune sets the runtime up for a screen that answers at once, unless the environment says how.
func (m *Main) tune() {
	if m.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if m.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(threadsPerCore * runtime.NumCPU())
	}
}

// sell runs the screen until the cashier leaves, or until the till is to begin its next epoch.
func (m *Main) sell(ctx context.Context, f *flags, s *shop, begin opening) (ending, error) {
	if _, _, err := f.port(m.Getenv); err != nil {
		return left, err
	}
	chain, err := m.openCentral(ctx, s)
	if err != nil {
		return left, err
	}
	play := begin.play
	paper, err := m.openPress(ctx, f, s)
	if err != nil {
		return left, err
	}
	central, zone, err := m.linked(ctx, f, s, station{chain: chain, boot: m.boot(), pins: play.pins(), press: paper})
	if err != nil {
		return left, err
	}
	c := central.counter
	if play.cut() {
		central.Link(false)
	}
	own, lane := s.ownDesk(c), m.lane(f, s, c)
	central.look = lane.Look
	keep := keepLooks(s.dir)
	defer keep.Close()
	managed, err := central.managed()
	if err != nil {
		return left, err
	}
	lang, theme := readLooks(s.dir).begin(f, m.Getenv)
	config := app.Config{Till: lane, Desk: own, Staff: c, Manage: managed, TrainingDesk: trainingDesk(lane), Files: newFiles{filepath.Join(s.dir, exportsDir)}, Zone: zone, Now: m.Now,
		Lang: lang, Theme: theme, Chosen: keep.chosen, Console: m.Getenv("TERM") == "linux", Touch: f.touch, Wedge: f.wedge,
		Link: play.link(central), Cut: play.cut(), Printer: paper}
	screens, unseen := openDisplays(s.dir, zone)
	if unseen == nil {
		defer screens.Close()
		config.Shown = screens.show
	}
	program := m.program(ctx, config)
	if unseen != nil {
		go program.Send(app.Told{Notice: counter.Notice{Code: "display.unavailable", Args: fault.Args{"error": unseen.Error()}, Error: true}})
	}
	if begin.notice != nil {
		go program.Send(app.Told{Notice: *begin.notice})
	}
	m.tune()
	beside := m.beside(ctx, f, s, own, program, func(ctx context.Context, r request) reply { return m.answer(ctx, s, c, central, paper, r) })
	paper.start(ctx, c, program, lang)
	central.start(ctx, program)
	central.watch(ctx, m, s, program)
	_, err = program.Run()
	paper.end()
	broken := beside.end()
	why := central.ending()
	err = errors.Join(err, endTraining(lane, why), central.close())
	if broken != nil {
		return left, broken
	}
	if ctx.Err() != nil {
		return left, nil // told to stop: everything shown is on disk
	}
	return why, err
}

// program is the screens in this terminal, measured.
func (m *Main) program(ctx context.Context, config app.Config) *tea.Program {
	keys := input.NewReader(m.Stdin, m.Now)
	config.Meter, config.Read = meter.New(m.Now), keys.Newest
	out := m.Stdout
	if file, is := out.(*os.File); is {
		out = config.Meter.Output(file)
	}
	return tea.NewProgram(app.New(config), tea.WithContext(ctx), tea.WithFPS(framesPerSecond),
		tea.WithInput(config.Meter.Input(m.Stdin, keys)), tea.WithOutput(out), tea.WithoutSignalHandler())
}

// beside is what goes on beside the selling.
type beside struct {
	stop    context.CancelFunc
	checked <-chan error
	control *control // nil where a socket can't be had
	copying sync.WaitGroup
}

func (m *Main) beside(ctx context.Context, f *flags, s *shop, own *desk.Desk, program *tea.Program, answer func(context.Context, request) reply) *beside {
	ctx, stop := context.WithCancel(ctx)
	b := &beside{stop: stop}
	b.control, _ = openControl(ctx, s.dir, answer) // without it till status and till backup say that another till runs
	found := make(chan error, 1)
	b.checked = found
	b.copying.Go(func() { // one behind the other: a core is left for selling
		_ = s.ReadLately(ctx) // else the first search does, and says why it can't
		found <- s.check(ctx, program)
		catchUp(ctx, own)
	})
	m.scan(ctx, f, b, program)
	b.copying.Go(func() {
		s.nightly(ctx, m.Now, func(err error) {
			args := fault.Args{"error": text.Fault(err, f.language(m.Getenv))}
			program.Send(app.Told{Notice: counter.Notice{Code: "backup.failed", Args: args, Error: true}})
		})
	})
	return b
}

// end waits for all of it, and gives what the check found broken.
func (b *beside) end() error {
	b.stop()
	if b.control != nil {
		b.control.Close()
	}
	b.copying.Wait()
	return <-b.checked
}

// check proves the journal and what was derived from it beside the selling (DESIGN "The account is a fold"). What it finds
// is said on the screen at once, and again when the till ends; selling goes on, because facts are never refused.
func (s *shop) check(ctx context.Context, program *tea.Program) error {
	broken, _, err := s.Verify(ctx, nil)
	switch {
	case err != nil:
		return nil // a check that was stopped says nothing
	case broken == nil:
		s.chain.set(report.ChainGood)
		return nil
	}
	s.chain.set(report.ChainBroken)
	args := fault.Args{"seq": int64(broken.Seq), "reason": broken.Reason}
	program.Send(app.Told{Notice: counter.Notice{Code: "journal.broken", Args: args, Error: true}})
	return fault.New(fault.Conflict, "journal.broken", args)
}

// tillNumber is this till's number until enrolment gives it one.
const tillNumber = "01"
