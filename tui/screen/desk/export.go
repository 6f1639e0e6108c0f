package desk

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/report"
	"tim/tui/export"
	"tim/tui/print"
	"tim/tui/screen"
	"tim/tui/text"
)

// Files is where what is looked at can be exported to.
type Files interface {
	// Write makes a file of this name; where there is one already, of that name with a number. It says where it is. What it
	// wrote is whole and on disk; an error leaves nothing, a crash at most an empty file of that name.
	Write(name string, write func(io.Writer) error) (path string, err error)
}

// exporter is a page that can be exported.
type exporter interface{ exports() }

// exportMax is how long an export may take.
const exportMax = 10 * time.Minute

// saving is an export that may be under way.
type saving struct {
	flying bool
	since  time.Time
}

// saved is what was exported.
type saved struct {
	files []string
	dir   string // that they are in
	rows  int64
}

func (s *saved) add(path string) {
	s.dir, s.files = filepath.Dir(path), append(s.files, filepath.Base(path))
}

// put begins an export, one at a time.
func (s *saving) put(env screen.Env, what int, of asked) outcome {
	if s.flying {
		return outcome{Effects: []screen.Effect{screen.Beep{}}}
	}
	s.flying, s.since = true, env.Now
	return outcome{Asks: []ask{{What: what, Of: of, Max: exportMax}}}
}

// answered says what was written and where, or why not.
func (s *saving) answered(a answer) outcome {
	s.flying = false
	notice := counter.Notice{Code: "desk.exported"}
	if got, ok := a.Value.(saved); ok && a.Err == nil {
		notice.Args = fault.Args{"rows": got.rows, "file": strings.Join(got.files, ", "), "dir": got.dir}
		return outcome{Effects: []screen.Effect{screen.Tell{Notice: notice}}}
	}
	notice = counter.Notice{Code: "desk.unexported", Args: fault.Args{"error": a.Err.Error()}, Error: true}
	if f, ok := fault.Of(a.Err); ok {
		notice.Code, notice.Args = f.Code, f.Args
	}
	return outcome{Effects: []screen.Effect{screen.Tell{Notice: notice}, screen.Beep{}}}
}

// tells is what stands above a page while it is written.
func (s *saving) tells(env screen.Env) string {
	if !s.flying {
		return ""
	}
	return env.Theme.Warn.On("… "+env.Texts.Desk.Saving) + "  "
}

// name is a file's, of the till and the shift that it is about.
func name(kind string, of report.ShiftID, format export.Format) string {
	return fmt.Sprintf("%s-%s-%d.%s", kind, filepath.Base(filepath.Clean("/"+of.Till)), of.Number, format)
}

// saveLedger writes all events that pass the filter, also those that aren't on the page yet.
func saveLedger(env screen.Env, wish report.LedgerQuery) asked {
	o := export.Options{Format: export.CSV, Lang: env.Lang, Zone: env.Zone}
	return func(ctx context.Context, d seat) (any, error) {
		var done saved
		path, err := d.files.Write(name("ledger", wish.Shift, o.Format), func(w io.Writer) (err error) {
			done.rows, err = export.Ledger(w, o, func(each func(report.Row) error) (report.Provenance, error) { return d.Rows(ctx, wish, each) })
			return err
		})
		done.add(path)
		return done, err
	}
}

// savePaper writes a paper for whoever calculates with it, and for whoever prints it.
func savePaper(lang text.Language, doc report.Paper, of report.ShiftID) asked {
	kind := "x"
	if doc.Z != nil {
		kind = "z"
	}
	return func(_ context.Context, d seat) (any, error) {
		done := saved{rows: int64(len(print.Figures(doc, lang)))}
		for _, format := range []export.Format{export.CSV, export.PDF} {
			path, err := d.files.Write(name(kind, of, format), func(w io.Writer) error {
				_, err := export.Papers(w, export.Options{Format: format, Lang: lang}, func(each func(report.Paper) error) error { return each(doc) })
				return err
			})
			if err != nil {
				return done, err
			}
			done.add(path)
		}
		return done, nil
	}
}

// Saving is the screen where what is looked at can be exported; nil files take that away.
func (s Screen) Saving(files Files) Screen {
	s.leaves.Seat.files = files
	return s
}

func (paper) exports()  {}
func (ledger) exports() {}
