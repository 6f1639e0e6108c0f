package manage

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/fault"
	"tim/domain/office"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/form"
	"tim/tui/screen/leaves"
	"tim/tui/text"
	"tim/tui/widget"
)

// fileMax is how long a file may take.
const fileMax = 10 * time.Minute

const (
	askImported = iota
	askWritten
)

// faultText is why something wasn't done.
func faultText(env screen.Env, err error) string { return widget.Clean(text.Fault(err, env.Lang)) }

// write makes a file and says where it is. Fault: files.none.
func (s seat) write(name string, content []byte) (string, error) {
	if s.files == nil {
		return "", fault.New(fault.Unavailable, "files.none", nil)
	}
	return s.files.Write(name, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// read reads a file. Fault: files.none, those of Files.
func (s seat) read(name string) ([]byte, error) {
	if s.files == nil {
		return nil, fault.New(fault.Unavailable, "files.none", nil)
	}
	return s.files.Read(name)
}

// tables is where files of rows go in and out. A file with a bad row changes nothing, and every bad row is listed.
type tables struct {
	editor
	report office.ImportReport
	list   widget.List // over the report's bad rows
	done   bool        // the report is of a file that went in
	since  time.Time   // the page was opened
}

func newTables(kind string) tables {
	l := &text.FileFields
	var kinds []form.Option
	for _, k := range []struct {
		kind  string
		label text.Both
	}{{office.AdjustmentFile, l.Adjustments}, {"customers", l.Members}, {office.BalanceFile, l.Balances}, {office.ProductFile, l.Products}, {office.RewardFile, l.Rewards},
		{office.OrderFile, l.Orders}, {office.EntryFile, l.Entries}} {
		kinds = append(kinds, form.Option{Value: k.kind, Label: k.label})
	}
	f := form.New(form.One(form.Field{Key: "kind", Kind: form.Choice, Label: l.What, Options: kinds}),
		form.One(form.Field{Key: "way", Kind: form.Choice, Label: l.Way, Options: []form.Option{{Value: "in", Label: l.In, About: l.InAbout}, {Value: "out", Label: l.Out, About: l.OutAbout}}}),
		form.One(form.Field{Key: "file", Label: l.File, About: l.FileAbout, Max: 200}))
	return tables{editor: edit(filled(f, map[string]string{"kind": kind}).Focus("file"))}
}

func (t tables) Keys() keymap.Set { return t.keys() }

func (t tables) Title(env screen.Env) (left, right string) { return env.Texts.People.Files, "" }

func (t tables) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	t = t.sized(env)
	if a, is := msg.(answer); is {
		return t.answered(a)
	}
	if _, is := msg.(opened); is && t.since.IsZero() {
		t.since = env.Now
	}
	if len(t.report.Errors) > 0 {
		if next, moved := t.list.Update(msg); moved && scrolls(msg) {
			t.list = next
			return t, outcome{}
		}
	}
	t.was["file"] = t.form.Value("file") // nothing is lost with it
	t.was["kind"], t.was["way"] = t.form.Value("kind"), t.form.Value("way")
	next, did := t.update(msg)
	if t.editor = next; did.Changed != "" {
		t.report, t.done = office.ImportReport{}, false
	}
	switch {
	case did.leave:
		return t, outcome{Close: true}
	case did.send && t.form.Value("way") == "out":
		return t.export()
	case did.send:
		return t.take()
	}
	return t, outcome{Effects: did.effects}
}

// scrolls says whether a message moves through a long list and nothing else.
func scrolls(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		return true
	case tea.KeyPressMsg:
		name := keymap.Name(msg)
		return name == "pgup" || name == "pgdown"
	}
	return false
}

// formatOf is a file's by its name.
func formatOf(name string) string {
	if strings.EqualFold(filepath.Ext(name), ".jsonl") {
		return office.JSONL
	}
	return office.CSV
}

// take imports the file that is named. Its key is of what it has and of when the page was opened: the same file taken again there, behind an
// answer that was lost, does nothing twice, and another day it means the same once more.
func (t tables) take() (page, outcome) {
	kind, name := t.form.Value("kind"), strings.TrimSpace(t.form.Value("file"))
	switch {
	case name == "":
		t.editor = t.refused(fault.Fields{fault.At("file", "field.required", nil)}, nil)
	case kind == office.OrderFile || kind == office.EntryFile:
		t.editor = t.refused(fault.Fields{fault.At("way", "files.only_out", nil)}, nil)
	default:
		t.editor, t.report = t.sending(), office.ImportReport{}
		since := t.since
		return t, outcome{Asks: []ask{{What: askImported, Max: fileMax, Of: func(ctx context.Context, s seat) (any, error) {
			file, err := s.read(name)
			if err != nil {
				return office.ImportReport{}, err
			}
			sum := sha256.Sum256(append([]byte(kind+"\x00"), file...))
			return s.Import(ctx, kind, formatOf(name), file, fmt.Sprintf("file/%d/%x", since.UnixNano(), sum))
		}}}}
	}
	return t, outcome{Effects: []screen.Effect{screen.Beep{}}}
}

func (t tables) export() (page, outcome) {
	kind, name := t.form.Value("kind"), strings.TrimSpace(t.form.Value("file"))
	if kind == office.AdjustmentFile || kind == office.BalanceFile {
		t.editor = t.refused(fault.Fields{fault.At("way", "files.only_in", nil)}, nil)
		return t, outcome{Effects: []screen.Effect{screen.Beep{}}}
	}
	format := formatOf(name)
	t.editor = t.sending()
	return t, outcome{Asks: []ask{{What: askWritten, Max: fileMax, Of: func(ctx context.Context, s seat) (any, error) {
		content, err := s.Export(ctx, kind, format)
		if err != nil {
			return "", err
		}
		return s.write(kind+"."+format, content)
	}}}}
}

func (t tables) answered(a answer) (page, outcome) {
	t.editor = t.saved()
	if report, ok := a.Value.(office.ImportReport); ok && a.What == askImported {
		t.report, t.done = report, a.Err == nil
		t.list = t.list.Mark(0)
	}
	switch path, _ := a.Value.(string); {
	case len(t.report.Errors) > 0: // which say why
		return t, outcome{Effects: []screen.Effect{screen.Beep{}}}
	case a.Err != nil:
		t.editor = t.refused(onField("file", "file.too_long", onField("file", "file.absent", a.Err)), nil)
		return t, outcome{Effects: []screen.Effect{screen.Beep{}}}
	case a.What == askWritten:
		return t, tell("member.exported", fault.Args{"file": path})
	}
	return t, tell("file.imported", fault.Args{"rows": t.report.Rows})
}

func (t tables) sized(env screen.Env) tables {
	t.list.ID = "manage.row"
	t.list = t.list.Sized(len(t.report.Errors), max(env.Height-formRows, 1))
	return t
}

// formRows are the rows of the form above the bad rows.
const formRows = 10

func (t tables) Draw(env screen.Env) widget.Pane {
	t = t.sized(env)
	p := &env.Texts.People
	if len(t.report.Errors) == 0 {
		var about []string
		if t.done {
			about = append(about, p.Imported(t.report))
		}
		return t.draw(env, env.Width, env.Height, about...)
	}
	columns := leaves.TableOf(env, 1, []leaves.Column[office.RowError]{
		leaves.ColumnOf(p.Row, 8, widget.Right, 0, func(e office.RowError) string { return text.Points(e.Row) }),
		leaves.ColumnOf(p.Column, 18, widget.Left, 0, func(e office.RowError) string { return widget.Clean(e.Field) }),
		leaves.ColumnOf(p.Wrong, 0, widget.Left, 0, func(e office.RowError) string {
			return widget.Clean(text.FieldFault(fault.At(e.Field, e.Code, e.Args), env.Lang))
		}),
	})
	list := t.list.Draw(env.Width, env.Press, env.Theme, func(i, width int, marked bool) string {
		return columns.Row(env, t.report.Errors[i], "", width, marked)
	})
	return widget.Stack(t.draw(env, env.Width, formRows-1, p.BadRows(t.report)), columns.Head(env), list).Sized(env.Width, env.Height)
}
