package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tim/cmd/till/printer"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/sale"
	"tim/tui/text"
)

// What is asked of a till's printer.
const (
	paperStatus = "status"
	paperSet    = "set"
	paperTest   = "test"
	paperRetry  = "retry"
	paperDrop   = "drop"
	paperDraw   = "draw"   // a receipt or slip
	paperLabels = "labels" // of products
)

// paperRequest is one of them.
type paperRequest struct {
	Do       string            `json:"do"`
	Settings *printer.Settings `json:"settings,omitempty"` // set
	Of       string            `json:"of,omitempty"`       // draw: a number; drop: a place; labels: what to search
	Limit    int               `json:"limit,omitempty"`
	Print    bool              `json:"print,omitempty"` // on paper, instead of as a picture
}

// paperReply is the answer.
type paperReply struct {
	Printing counter.Printing `json:"printing"`
	About    []string         `json:"about,omitempty"`
	Picture  []byte           `json:"picture,omitempty"` // a PNG
	Labels   int              `json:"labels,omitempty"`
}

// onPaper does what is asked of the printer. Faults: printer.none, order.unknown, labels.none, those of what it does.
func (m *Main) onPaper(ctx context.Context, s *shop, c *counter.Counter, p *press, r paperRequest) (*paperReply, error) {
	var answer paperReply
	var err error
	switch {
	case (r.Do == paperTest || r.Print) && !p.On():
		err = fault.New(fault.Unavailable, "printer.none", nil)
	case r.Do == paperSet:
		err = p.become(*r.Settings)
	case r.Do == paperTest && r.Print:
		err = p.Test(ctx)
	case r.Do == paperRetry:
		p.Retry()
	case r.Do == paperDrop:
		err = p.Drop(ctx, r.Of)
	case r.Do == paperDraw:
		answer.Picture, err = p.drawn(ctx, c, r.Of)
	case r.Do == paperLabels:
		answer.Labels, answer.Picture, err = p.labels(ctx, s, r)
	}
	answer.Printing, answer.About = p.Status(), p.About()
	return &answer, err
}

// become takes other settings over, and keeps them.
func (p *press) become(s printer.Settings) error {
	s, err := s.Checked()
	if err != nil {
		return err
	}
	if err := p.Change(s); err != nil {
		return err
	}
	return writeJSON(p.dir, printerFile, s)
}

// drawn is a receipt or a return's slip as paper would show it, a copy; or by its memo a transfer that is waited for.
func (p *press) drawn(ctx context.Context, c *counter.Counter, number string) ([]byte, error) {
	if memo := strings.ToUpper(number); sale.MemoOf(memo, c.Till) {
		paper, err := c.Redraw(ctx, counter.Job{Kind: counter.PaperTransfer, Of: memo})
		if err != nil {
			return nil, err
		}
		return p.Picture(paper)
	}
	in, err := counter.Read(number)
	if err != nil {
		return nil, err
	}
	found, err := c.Find(ctx, counter.Orders{Receipt: in.Text, Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(found.Orders) == 0 {
		return nil, fault.New(fault.NotFound, "order.unknown", fault.Args{"order": number})
	}
	order := found.Orders[0]
	j := counter.Job{Kind: counter.PaperReceipt, Of: order.Key(), Copy: true}
	for i, back := range order.Returns {
		if back.Number == in.Text {
			j.Kind, j.Part = counter.PaperReturn, int64(i)
		}
	}
	paper, err := c.Redraw(ctx, j)
	if err != nil {
		return nil, err
	}
	return p.Picture(paper)
}

// labels are price labels of what a search finds, on paper or as a picture.
func (p *press) labels(ctx context.Context, products counter.Products, r paperRequest) (int, []byte, error) {
	list, err := products.FindProducts(ctx, r.Of, min(max(r.Limit, 1), counter.FindMax))
	if err == nil && len(list) == 0 {
		err = fault.New(fault.NotFound, "labels.none", nil)
	}
	if err != nil {
		return 0, nil, err
	}
	if r.Print {
		return len(list), nil, p.Labels(ctx, list)
	}
	picture, err := p.Picture(counter.Paper{Labels: list})
	return len(list), picture, err
}

// askPaper asks the till that runs there, or does it where none does.
func (m *Main) askPaper(ctx context.Context, f *flags, r paperRequest) (*paperReply, error) {
	if err := f.needData(); err != nil {
		return nil, err
	}
	answer, running, err := askTill(ctx, f.data, request{Paper: &r})
	if err = errors.Join(err, answer.err()); err == nil && running && answer.Paper == nil { // another version of the program
		err = fault.New(fault.Unavailable, "printer.none", nil)
	}
	if running || err != nil {
		return answer.Paper, err
	}
	s, err := m.open(ctx, f.data)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	chain, err := m.openCentral(ctx, s)
	if err != nil {
		return nil, err
	}
	c, _, err := m.counter(ctx, f, s, station{chain: chain, boot: m.boot()})
	if err != nil {
		return nil, err
	}
	p, err := m.openPress(ctx, f, s)
	if err != nil {
		return nil, err
	}
	p.redraw = c.Redraw
	reply, err := m.onPaper(ctx, s, c, p, r)
	if err == nil && (r.Print || r.Do == paperRetry || r.Do == paperStatus) {
		reply.Printing, err = p.once(ctx, r)
	}
	return reply, err
}

// Times of a command that prints where no till runs.
const (
	onceMax  = 30 * time.Second
	onceLook = 20 * time.Millisecond
)

// once prints what waits where no till runs, and says how the printer stands. Fault: printer.waiting (why).
func (p *press) once(ctx context.Context, r paperRequest) (counter.Printing, error) {
	ctx, p.stop = context.WithCancel(ctx)
	defer func() {
		p.stop()
		p.Wait()
	}()
	p.Start(ctx)
	if r.Do == paperStatus {
		return p.settled(ctx), nil
	}
	for end := time.Now().Add(onceMax); time.Now().Before(end); time.Sleep(onceLook) {
		s := p.Status()
		switch {
		case len(s.Jobs) == 0:
			return s, nil
		case s.Trouble != "":
			return s, fault.New(fault.Unavailable, s.Trouble, nil)
		}
	}
	return p.Status(), fault.New(fault.Unavailable, "printer.silent", nil)
}

// settled is how the printer stands once it was looked at.
func (p *press) settled(ctx context.Context) counter.Printing {
	p.Looked(ctx)
	return p.Status()
}

func (m *Main) printerCommand(f *flags) *cobra.Command {
	var asJSON bool
	status := func(c *cobra.Command, _ []string) error {
		r, err := m.askPaper(c.Context(), f, paperRequest{Do: paperStatus})
		if err != nil {
			return err
		}
		if asJSON {
			out := json.NewEncoder(m.Stdout)
			out.SetIndent("", "  ")
			return out.Encode(r)
		}
		for _, line := range text.PrinterStatus(r.Printing, r.About, f.language(m.Getenv)) {
			fmt.Fprintln(m.Stdout, line)
		}
		return nil
	}
	c := &cobra.Command{Use: "printer", Short: "say how the printer of --data stands and what waits for it, also beside a till that runs", Args: cobra.NoArgs, RunE: status}
	one := &cobra.Command{Use: "status", Short: "the same", Args: cobra.NoArgs, RunE: status}
	for _, c := range []*cobra.Command{c, one} {
		c.Flags().BoolVar(&asJSON, "json", false, "for programs")
	}
	retry := &cobra.Command{Use: "retry", Short: "print now what waits", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		_, err := m.askPaper(c.Context(), f, paperRequest{Do: paperRetry})
		return err
	}}
	drop := &cobra.Command{Use: "drop PLACE", Short: "take a paper out of those that wait; status lists their places", Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		_, err := m.askPaper(c.Context(), f, paperRequest{Do: paperDrop, Of: args[0]})
		return err
	}}
	c.AddCommand(one, m.printerSetCommand(f), retry, drop)
	return c
}

func (m *Main) printerSetCommand(f *flags) *cobra.Command {
	var given printer.Settings
	c := &cobra.Command{
		Use: "set", Short: "tell the till its printer: what isn't named stays as it was", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := f.needData(); err != nil {
				return err
			}
			s, err := readPrinter(f.data)
			if err != nil {
				s = printer.Settings{} // wrong ones are begun anew
			}
			if c.Flags().Changed("paper") && !c.Flags().Changed("columns") {
				s.Columns = 0
			}
			if given.Logo != "" {
				if given.Logo, err = filepath.Abs(given.Logo); err != nil {
					return fmt.Errorf("where the logo is: %w", err)
				}
			}
			given.Over(&s, c.Flags().Changed)
			if _, err := m.askPaper(c.Context(), f, paperRequest{Do: paperSet, Settings: &s}); err != nil {
				return err
			}
			fmt.Fprintln(m.Stdout, text.Notice(counter.Notice{Code: "printer.set"}, f.language(m.Getenv)))
			return nil
		},
	}
	flags := c.Flags()
	flags.StringVar(&given.To, "to", "", "tcp://HOST[:9100], /dev/usb/lp0, serial:///dev/ttyUSB0?baud=115200&flow=rts, cups://QUEUE; \"\" for none")
	flags.IntVar(&given.Paper, "paper", 0, "the roll's width, 58 or 80 mm")
	flags.IntVar(&given.Columns, "columns", 0, "columns of a head that has other than 32 or 48")
	flags.StringVar((*string)(&given.Letters), "letters", "", "raster (every letter), ascii (without diacritics, fastest) or tcvn3")
	flags.IntVar(&given.Page, "page", 0, "the printer's number of its TCVN-3 page (Epson 30)")
	flags.IntVar(&given.Capitals, "capitals", 0, "and of the page of its capitals (Epson 31)")
	flags.BoolVar(&given.NoCut, "no-cut", false, "the printer has no cutter")
	flags.StringVar(&given.Drawer, "drawer", "", "pin of the cash drawer at the printer, 2 or 5, or none")
	flags.StringVar(&given.DrawerOpen, "drawer-open", "", "how the drawer's switch stands while it is open: high or low")
	flags.StringVar(&given.Answers, "answers", "", "whether the printer says how it stands: yes, no, or \"\" to find out")
	flags.BoolVar(&given.Transfers, "transfers", false, "print a transfer's code as soon as it is waited for")
	flags.StringVar(&given.Logo, "logo", "", "a PNG above each paper; \"\" for none")
	return c
}

func (m *Main) printTestCommand(f *flags) *cobra.Command {
	return &cobra.Command{
		Use: "print-test", Short: "print letters, widths and codes on the printer of --data", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if _, err := m.askPaper(c.Context(), f, paperRequest{Do: paperTest, Print: true}); err != nil {
				return err
			}
			fmt.Fprintln(m.Stdout, text.Notice(counter.Notice{Code: "printer.tested"}, f.language(m.Getenv)))
			return nil
		},
	}
}

func (m *Main) printCommand(f *flags) *cobra.Command {
	var to string
	c := &cobra.Command{
		Use: "print NUMBER FILE", Short: "draw what paper shows of a receipt or a return's slip, marked as a copy, or of a transfer waited for, by its memo", Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			if err := only("to", to, "png"); err != nil {
				return err
			}
			r, err := m.askPaper(c.Context(), f, paperRequest{Do: paperDraw, Of: args[0]})
			if err != nil {
				return err
			}
			return m.keepPicture(f, args[1], r.Picture)
		},
	}
	c.Flags().StringVar(&to, "to", "png", "png")
	return c
}

func (m *Main) labelsCommand(f *flags) *cobra.Command {
	r := paperRequest{Do: paperLabels}
	var to string
	c := &cobra.Command{
		Use: "labels [FILE]", Short: "price labels with their codes: on the printer, or drawn into FILE", Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := only("to", to, "png", "printer"); err != nil {
				return err
			}
			if r.Print = to == "printer"; !r.Print && len(args) == 0 {
				return required("FILE")
			}
			reply, err := m.askPaper(c.Context(), f, r)
			if err != nil {
				return err
			}
			if r.Print {
				fmt.Fprintln(m.Stdout, text.Notice(counter.Notice{Code: "labels.sent", Args: fault.Args{"n": int64(reply.Labels)}}, f.language(m.Getenv)))
				return nil
			}
			return m.keepPicture(f, args[0], reply.Picture)
		},
	}
	c.Flags().StringVar(&r.Of, "search", "", "which products: names and codes as in the till's field; all without")
	c.Flags().IntVar(&r.Limit, "limit", labelsMost, "at most so many")
	c.Flags().StringVar(&to, "to", "png", "png or printer")
	return c
}

// labelsMost is how many labels are made unless somebody says.
const labelsMost = 50

func only(flag, value string, known ...string) error {
	for _, k := range known {
		if value == k {
			return nil
		}
	}
	return fault.At(flag, "field.enum", fault.Args{"value": value})
}

// keepPicture writes a picture to a new file.
func (m *Main) keepPicture(f *flags, file string, picture []byte) error {
	err := writeNew(file, func(w io.Writer) error {
		_, err := w.Write(picture)
		return err
	})
	if errors.Is(err, os.ErrExist) {
		return fault.New(fault.Conflict, "file.exists", fault.Args{"file": file})
	}
	if err != nil {
		return fmt.Errorf("write the picture: %w", err)
	}
	fmt.Fprintln(m.Stdout, text.Notice(counter.Notice{Code: "printer.drawn", Args: fault.Args{"file": file}}, f.language(m.Getenv)))
	return nil
}
