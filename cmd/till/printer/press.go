package printer

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"strconv"
	"sync"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/tui/print"
	"tim/tui/print/escpos"
	"tim/tui/text"
)

// Config is what a Press needs of the world.
type Config struct {
	Settings Settings // checked
	Spool    counter.Spool
	// Redraw draws the paper of a job that was kept before this program began.
	Redraw func(context.Context, counter.Job) (counter.Paper, error)
	Lang   text.Language // of paper
	Now    func() time.Time
	// Told hears how the printer stands whenever that changed, and Notice what somebody is to know at once. Both must return at once.
	Told   func(counter.Printing)
	Notice func(counter.Notice)
}

// Press prints what waits, beside the selling. It implements counter.Press.
type Press struct {
	cfg     Config
	encoder *escpos.Encoder
	wake    chan struct{}  // holds one
	kicks   chan time.Time // when the drawer was to open
	looked  chan struct{}  // closed behind the first look
	wait    sync.WaitGroup

	keeping sync.Mutex // taken before mu: a job is kept in the ledger and waits here, or neither

	mu       sync.Mutex
	set      Settings
	line     line // nil: there is no printer
	format   escpos.Format
	queue    []*entry
	loose    int // jobs so far that no ledger keeps
	now      counter.Printing
	dropped  *entry
	cancel   context.CancelFunc // of what is being printed
	printing *entry
	talks    talking
}

// entry is a job that waits, and what it draws.
type entry struct {
	counter.Job
	place   string
	paper   *counter.Paper // nil: not drawn yet
	trouble string
}

// talking is whether the printer answers.
type talking uint8

const (
	talksUnknown talking = iota
	talksYes
	talksNo
)

// Times of a press.
const (
	kicksMax     = 8
	askUnknown   = 400 * time.Millisecond // for the first answer of a printer that perhaps doesn't
	askMax       = 3 * time.Second
	askEvery     = time.Second      // while a paper is on its way out
	printedMax   = 20 * time.Second // for its end, while the printer is ready
	retryMin     = 500 * time.Millisecond
	retryMax     = 3 * time.Second
	lookEvery    = 20 * time.Second // at a printer that has nothing to do
	lookAgain    = 3 * time.Second  // at one with which something is wrong
	drawerWithin = 3 * time.Second  // of when it was to open: later it must stay shut
	kickAgain    = 200 * time.Millisecond
)

// Open reads what waits and begins to print it once Start is called. Faults: those of the spool; printer.logo (file).
func Open(ctx context.Context, cfg Config) (*Press, error) {
	encoder, err := escpos.NewEncoder()
	if err != nil {
		return nil, err
	}
	p := &Press{cfg: cfg, encoder: encoder, wake: make(chan struct{}, 1), kicks: make(chan time.Time, kicksMax), looked: make(chan struct{})}
	jobs, err := cfg.Spool.Jobs(ctx)
	if err != nil {
		return nil, fmt.Errorf("read what waits for the printer: %w", err)
	}
	for _, j := range jobs {
		p.queue = append(p.queue, &entry{Job: j, place: j.ID})
	}
	return p, p.adopt(cfg.Settings)
}

// adopt takes settings over.
func (p *Press) adopt(s Settings) error {
	f := escpos.Format{Columns: s.Columns, Mode: s.Letters, Page: byte(s.Page), Capitals: byte(s.Capitals), NoCut: s.NoCut}
	var to line
	var err error
	if s.To != "" {
		to, err = lineTo(s.To)
	}
	if err == nil && s.Logo != "" {
		f.Logo, err = readLogo(s.Logo, s.Columns)
	}
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.set, p.line, p.format = s, to, f
	p.talks = map[string]talking{"yes": talksYes, "no": talksNo}[s.Answers]
	p.now.On, p.now.Trouble, p.now.Since = to != nil, "", p.cfg.Now()
	p.now.AsksOnPaper = s.Transfers
	return nil
}

// Change takes other settings over. Fault: printer.logo.
func (p *Press) Change(s Settings) error {
	p.stop()
	defer p.stir()
	if err := p.adopt(s); err != nil {
		return err
	}
	p.tell(nil)
	return nil
}

// Start prints until ctx ends; Wait waits for that.
func (p *Press) Start(ctx context.Context) { p.wait.Go(func() { p.run(ctx) }) }

// Wait waits for the end behind Start's ctx.
func (p *Press) Wait() { p.wait.Wait() }

// On implements counter.Press.
func (p *Press) On() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.line != nil
}

// AsksOnPaper implements counter.Press.
func (p *Press) AsksOnPaper() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.set.Transfers
}

// Take implements counter.Press.
func (p *Press) Take(j counter.Job, paper counter.Paper) {
	p.add(&entry{Job: j, paper: &paper})
}

// Make keeps a paper that no ledger can draw, and prints it. Faults: those of the spool.
func (p *Press) Make(ctx context.Context, j counter.Job, paper counter.Paper) error {
	j = j.Drawing(paper)
	if err := p.cfg.Spool.KeepJob(ctx, j); err != nil {
		return err
	}
	p.Take(j, paper)
	return nil
}

func (p *Press) add(e *entry) {
	p.mu.Lock()
	if e.place = e.ID; e.place == "" {
		p.loose++
		e.place = "loose-" + strconv.Itoa(p.loose)
	}
	p.queue = append(p.queue, e)
	p.mu.Unlock()
	p.stir()
}

// OpenDrawer implements counter.Press.
func (p *Press) OpenDrawer() {
	if !p.drawerHere() {
		return
	}
	select {
	case p.kicks <- p.cfg.Now():
	default: // so many are waiting that this one would come too late
	}
}

func (p *Press) drawerHere() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.line != nil && p.set.pin() != 0
}

// stir wakes the worker.
func (p *Press) stir() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// stop breaks off what is being printed.
func (p *Press) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cancel != nil {
		p.cancel()
	}
}

// Retry tries again at once.
func (p *Press) Retry() { p.stir() }

// Status is how the printer stands.
func (p *Press) Status() counter.Printing {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.status()
}

func (p *Press) status() counter.Printing {
	s := p.now
	for _, e := range p.queue {
		s.Jobs = append(s.Jobs, e.shown())
	}
	if p.dropped != nil {
		shown := p.dropped.shown()
		s.Dropped = &shown
	}
	return s
}

func (e *entry) shown() counter.PrintJob {
	return counter.PrintJob{Job: e.Job, Place: e.place, Trouble: e.trouble}
}

// tell changes how the printer stands and says so.
func (p *Press) tell(change func(*counter.Printing)) {
	p.mu.Lock()
	before := p.now.Trouble
	if change != nil {
		change(&p.now)
	}
	if p.now.Trouble != before {
		p.now.Since = p.cfg.Now()
	}
	s := p.status()
	p.mu.Unlock()
	if p.cfg.Told != nil {
		p.cfg.Told(s)
	}
}

func readLogo(path string, columns int) (*image.Paletted, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "printer.logo", err, fault.Args{"file": path})
	}
	defer f.Close()
	picture, err := png.Decode(f)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "printer.logo", err, fault.Args{"file": path})
	}
	return escpos.Logo(picture, columns), nil
}

// rows lays a paper out.
func (p *Press) rows(paper counter.Paper, columns int) []print.Row {
	switch lang := p.cfg.Lang; {
	case paper.Receipt != nil:
		return print.ReceiptRows(*paper.Receipt, columns, lang)
	case paper.Return != nil:
		return print.ReturnRows(*paper.Return, columns, lang)
	case paper.Voucher != nil:
		return print.VoucherRows(*paper.Voucher, columns, lang)
	case paper.Report != nil:
		return print.ReportRows(*paper.Report, columns, lang)
	case paper.Labels != nil:
		return print.Labels(paper.Labels, columns, lang)
	case paper.Test != nil:
		return print.Test(p.About(), paper.Test.At, paper.Test.Zone, columns, lang)
	case paper.Transfer != nil:
		return print.TransferRows(*paper.Transfer, columns, lang)
	}
	return nil
}

// Settings is what the printer is set to.
func (p *Press) Settings() Settings {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.set
}

// About is what the printer is set to, in lines.
func (p *Press) About() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.set.About()
}

// Picture is a paper as a PNG, as it comes out in raster mode.
func (p *Press) Picture(paper counter.Paper) ([]byte, error) {
	_, format, _ := p.here()
	var out bytes.Buffer
	err := png.Encode(&out, p.encoder.Picture(p.rows(paper, format.Columns), format))
	return out.Bytes(), err
}

// Looked waits until the printer was looked at for the first time.
func (p *Press) Looked(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-p.looked:
	}
}
