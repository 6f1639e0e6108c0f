package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/cmd/till/printer"
	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/ident"
	"tim/tui/app"
	"tim/tui/text"
)

// readPrinter is what a till knows of its printer; the zero Settings where there is none. Faults: those of Settings.Checked.
func readPrinter(dir string) (s printer.Settings, err error) {
	b, err := os.ReadFile(filepath.Join(dir, printerFile))
	if errors.Is(err, fs.ErrNotExist) {
		return s.Checked()
	}
	if err == nil {
		err = json.Unmarshal(b, &s)
	}
	if err != nil {
		return s, fmt.Errorf("read %s: %w", printerFile, err)
	}
	return s.Checked()
}

// press is a till's printer while it sells, with what it says on its way to the screen.
type press struct {
	*printer.Press
	dir    string
	zone   *time.Location
	now    func() time.Time
	mint   ident.Minter
	redraw func(context.Context, counter.Job) (counter.Paper, error)
	latest chan counter.Printing // holds one: the newest
	notes  chan counter.Notice
	stop   context.CancelFunc
	wait   sync.WaitGroup
	wrong  error // of the settings: the till sells without a printer
}

const (
	notesMax    = 8
	lastPapers  = 5 * time.Second // that a till which ends waits for papers on their way
	lastLooking = 20 * time.Millisecond
)

// openPress opens a till's printer. What is wrong with its settings is told on the screen: the till sells all the same.
func (m *Main) openPress(ctx context.Context, f *flags, s *shop) (*press, error) {
	p := &press{dir: s.dir, now: m.Now, mint: ident.Minter{Entropy: m.Entropy}, latest: make(chan counter.Printing, 1), notes: make(chan counter.Notice, notesMax)}
	cfg := printer.Config{Spool: s, Lang: f.language(m.Getenv), Now: m.Now, Told: p.told, Notice: p.note,
		Redraw: func(ctx context.Context, j counter.Job) (counter.Paper, error) { return p.redraw(ctx, j) }}
	var err error
	if p.zone, err = s.zone(ctx, m.Now()); err != nil {
		return nil, err
	}
	cfg.Settings, p.wrong = readPrinter(s.dir)
	if p.wrong == nil {
		if p.Press, err = printer.Open(ctx, cfg); fault.Code(err) != "printer.logo" {
			return p, err
		}
		p.wrong = err
	}
	cfg.Settings, _ = printer.Settings{}.Checked()
	p.Press, err = printer.Open(ctx, cfg)
	return p, err
}

// told takes how the printer stands, in the place of what was to be shown.
func (p *press) told(s counter.Printing) {
	select {
	case <-p.latest:
	default:
	}
	select {
	case p.latest <- s:
	default:
	}
}

func (p *press) note(n counter.Notice) {
	select {
	case p.notes <- n:
	default:
	}
}

// start prints what waits, and brings what it says to the screen.
func (p *press) start(ctx context.Context, c *counter.Counter, program *tea.Program, lang text.Language) {
	p.redraw = c.Redraw
	ctx, p.stop = context.WithCancel(ctx)
	p.Start(ctx)
	if p.wrong != nil {
		p.note(counter.Notice{Code: "printer.wrong", Args: fault.Args{"error": text.Fault(p.wrong, lang)}, Error: true})
	}
	p.wait.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case s := <-p.latest:
				program.Send(app.Printing{Printing: s})
			case n := <-p.notes:
				program.Send(app.Told{Notice: n})
			}
		}
	})
}

// end waits a moment for papers that come out, and ends the printing. What waits then is printed by the next start.
func (p *press) end() {
	for end := time.Now().Add(lastPapers); time.Now().Before(end); time.Sleep(lastLooking) {
		if s := p.Status(); !s.On || len(s.Jobs) == 0 || s.Trouble != "" {
			break
		}
	}
	p.stop()
	p.Wait()
	p.wait.Wait()
}

// AskOnPaper implements the page's Press.
func (p *press) AskOnPaper(_ context.Context, on bool) error {
	s := p.Settings()
	s.Transfers = on
	return p.become(s)
}

// Labels implements the page's Press.
func (p *press) Labels(ctx context.Context, list []catalog.Product) error {
	return p.make(ctx, counter.PaperLabels, counter.Paper{Labels: list})
}

// Test implements the page's Press: letters, widths and codes, and what the printer is set to.
func (p *press) Test(ctx context.Context) error {
	return p.make(ctx, counter.PaperTest, counter.Paper{Test: &counter.TestPage{At: p.now(), Zone: p.zone}})
}

// make prints what no ledger has. Fault: printer.none.
func (p *press) make(ctx context.Context, kind counter.PaperKind, paper counter.Paper) error {
	if !p.On() {
		return fault.New(fault.Unavailable, "printer.none", nil)
	}
	now := p.now()
	return p.Make(ctx, counter.Job{ID: p.mint.New(now), Kind: kind, At: now}, paper)
}
