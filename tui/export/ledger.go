package export

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"tim/domain/report"
	"tim/tui/print"
	"tim/tui/text"
)

// Rows hands on the events of a ledger, in order, and says what proves them (desk.Desk.Rows with a query).
type Rows func(each func(report.Row) error) (report.Provenance, error)

// Ledger writes the events that it is handed as they come, one row for each, and behind them what proves them. It says how many they were.
func Ledger(w io.Writer, o Options, rows Rows) (int64, error) {
	buffered := bufio.NewWriter(w)
	var out interface {
		event(report.Row) error
		proof(report.Provenance) error
	}
	var err error
	switch o.Format {
	case CSV:
		out, err = newLedgerTable(buffered, o)
	case JSONL:
		out = jsonLedger{json.NewEncoder(buffered)}
	case Text:
		text := &textLedger{w: buffered, o: o}
		out, err = text, text.put(o.Title, strings.Repeat("-", textColumns))
	default:
		panic("export: a ledger as " + string(o.Format))
	}
	if err != nil {
		return 0, err
	}
	p, err := rows(out.event)
	if err != nil {
		return p.Rows, err
	}
	if err := out.proof(p); err != nil {
		return p.Rows, err
	}
	return p.Rows, buffered.Flush()
}

// jsonLedger is a line for each event, and one for the proof.
type jsonLedger struct{ lines *json.Encoder }

func (j jsonLedger) event(r report.Row) error { return j.lines.Encode(r) }

func (j jsonLedger) proof(p report.Provenance) error {
	return j.lines.Encode(struct {
		Provenance report.Provenance `json:"provenance"`
	}{p})
}

// proofKind stands as the kind of the last row, which is no event.
const proofKind = "proof"

// ledgerTable has a row for each event.
type ledgerTable struct {
	table
	o Options
}

func newLedgerTable(w io.Writer, o Options) (*ledgerTable, error) {
	t := &text.In(o.Lang).Export
	out, err := newTable(w, []heading{{t.Till, "till"}, {t.Epoch, "epoch"}, {t.Seq, "seq"}, {t.At, "at"}, {t.Shift, "shift"}, {t.Kind, "kind"},
		{t.Event, "event"}, {t.Receipt, "receipt"}, {t.Order, "order"}, {t.Goods, "goods"}, {t.Reason, "reason"}, {t.Member, "member"},
		{t.Amount, "amount"}, {t.Points, "points"}, {t.Tenders, "tenders"}, {t.Actor, "actor"}, {t.Approver, "approver"}})
	return &ledgerTable{out, o}, err
}

func (t *ledgerTable) event(r report.Row) error {
	return t.row(word(r.Writer), strconv.FormatUint(uint64(r.Epoch), 10), strconv.FormatUint(r.Seq, 10), r.At.In(t.o.Zone).Format(print.DayAndTime),
		number(r.Shift), r.Kind.String(), text.Event(r.Kind, t.o.Lang), word(r.Receipt), word(r.Order), word(r.Line), word(text.GivenReason(r.Reason, t.o.Lang)),
		word(r.Member), number(r.Amount), number(r.Points), tenders(r, t.o.Lang), word(r.Actor), word(r.Approver))
}

// tenders are how it was paid, by a semicolon.
func tenders(r report.Row, lang text.Language) string {
	names := text.In(lang).Desk.Tenders
	var parts []string
	for _, t := range r.Tenders {
		parts = append(parts, names.Of(t.Kind, t.Name)+" "+strconv.FormatInt(int64(t.Amount()), 10))
	}
	return strings.Join(parts, "; ")
}

// proof is one row more: the last event's place, and in the reason all that it takes to check it.
func (t *ledgerTable) proof(p report.Provenance) error {
	said := fmt.Sprintf("first=%s/%d/%d last=%s/%d/%d rows=%d head=%s sealed=%d-%d signature=%s public_key=%s", p.Till, p.Epochs[0], p.First, p.Till, p.Epochs[1],
		p.Last, p.Rows, p.Head, p.Sealed[0], p.Sealed[1], p.Signature, p.PublicKey)
	if err := t.row(word(p.Till), strconv.FormatUint(uint64(p.Epochs[1]), 10), strconv.FormatUint(p.Last, 10), "", "", proofKind, text.In(t.o.Lang).Export.Proof, "", "", "", said,
		"", "", "", "", "", ""); err != nil {
		return err
	}
	return t.end()
}

// textLedger is a ledger to be read and printed.
type textLedger struct {
	w    io.Writer
	o    Options
	rows int
}

const (
	textColumns = 80
	sheetRows   = 60 // lines of a sheet of paper
)

// put writes lines, and begins a new sheet where one is full.
func (t *textLedger) put(lines ...string) error {
	if t.rows+len(lines) > sheetRows {
		if _, err := io.WriteString(t.w, "\f"); err != nil {
			return err
		}
		t.rows = 0
	}
	t.rows += len(lines)
	_, err := fmt.Fprintln(t.w, strings.Join(lines, "\n"))
	return err
}

func (t *textLedger) event(r report.Row) error {
	return t.put(print.Event(r, t.o.Zone, textColumns, t.o.Lang)...)
}

func (t *textLedger) proof(p report.Provenance) error {
	lines := append([]string{"", text.In(t.o.Lang).Export.Rows(p.Rows)}, print.Proof(p, t.o.Zone, textColumns, t.o.Lang)...)
	return t.put(lines...)
}
