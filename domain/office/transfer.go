package office

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
)

// outcome is what putting one document did.
type outcome uint8

const (
	unchanged outcome = iota
	changed
	created
)

// Progress is how far an import is. Every row is checked first, then every row is written.
type Progress struct {
	Checked int64
	Written int64
}

// progressStep is how many rows lie between two calls of progress.
const progressStep = 1000

// ImportReport is what an import did, or every row that kept it from doing anything.
type ImportReport struct {
	Rows      int64      `json:"rows"`
	Created   int64      `json:"created"`
	Changed   int64      `json:"changed"`
	Unchanged int64      `json:"unchanged"`
	Errors    []RowError `json:"errors,omitempty"`
}

// RowError is one fault of one row.
type RowError struct {
	Row   int64      `json:"row"`   // as a spreadsheet counts: 1 is the header; of JSON lines the line
	Field string     `json:"field"` // column, "" for the row as a whole
	Code  string     `json:"code"`
	Args  fault.Args `json:"args,omitempty"`
}

// bulkFrom is the number of rows from which an import is a bulk load, for which other writes wait. Below, it is one
// write among others.
const bulkFrom = 5_000

// What can be imported, and exported.
const (
	MemberFile     = "members" // "customers" too
	ProductFile    = "products"
	RewardFile     = "rewards"
	BalanceFile    = "balances"    // import only
	AdjustmentFile = "adjustments" // import only
	OrderFile      = "orders"      // export only
	EntryFile      = "entries"     // export only
)

// The formats of files: CSV in UTF-8 with a header, separated by commas, semicolons or tabs; JSON lines.
const (
	CSV   = "csv"
	JSONL = "jsonl"
)

// Import reads a file, all of it or nothing. Members, products and rewards are added, or replaced under their id or SKU
// (an equal one changes nothing); balances and adjustments are posted. A file is read twice: first every row is checked
// on its own and against what is stored, without holding up anybody, so that a file with mistakes costs no more than
// reading it; then every row is written in one transaction, large ones as a bulk load (Store.Bulk), which other writes
// wait for. So r should be able to seek: one that can't is first read into memory. Faults: import.refused (Invalid,
// rows, errors) with every fault of every row in the report; import.kind and import.format on "kind" and "format"
// (field.enum); header faults as rows' (row 1).
func (o *Office) Import(ctx context.Context, kind, format string, r io.Reader, progress func(Progress)) (ImportReport, error) {
	file, err := openRows(format, r)
	if err != nil {
		return ImportReport{}, err
	}
	if progress == nil {
		progress = func(Progress) {}
	}
	o = o.buffered()
	switch kind {
	case MemberFile, "customers":
		return importRows(ctx, o, MemberFile, file, o.memberRows, progress)
	case ProductFile:
		return importRows(ctx, o, kind, file, o.productRows, progress)
	case RewardFile:
		return importRows(ctx, o, kind, file, o.rewardRows, progress)
	case BalanceFile:
		return importRows(ctx, o, kind, file, o.balanceRows, progress)
	case AdjustmentFile:
		return importRows(ctx, o, kind, file, func(r Reader, now time.Time) (*rows[adjustmentRow], error) {
			return o.adjustmentRows(r, now, Actor(ctx))
		}, progress)
	}
	return ImportReport{}, fault.At("kind", "field.enum", fault.Args{"value": kind})
}

// entropyBuffer is how many random bytes an import asks for at once.
const entropyBuffer = 4096

// buffered is the office for one import: it mints in one goroutine, so much that asking the system each time tells.
func (o *Office) buffered() *Office {
	own := *o
	own.mint.Entropy = bufio.NewReaderSize(o.mint.Entropy, entropyBuffer)
	return &own
}

// rows is how the rows of one kind of file are read, checked and written, within one transaction.
type rows[T any] struct {
	columns []column[T]
	fresh   T                                                          // before its cells are set
	check   func(v *T) fault.Fields                                    // by itself; puts it into the stored form
	names   func(v *T) []string                                        // that no two rows of a file may share, each "column value"
	verify  func(r Reader, v *T) error                                 // against what is stored, so far as other rows can't change it
	put     func(tx Tx, n int64, v *T) (outcome, error)                // faults are the row's
	finish  func(r Reader, fail func(row int64, f *fault.Error)) error // nil: nothing is left to do behind the last row
}

// importRows reads a file of one kind twice.
func importRows[T any](ctx context.Context, o *Office, kind string, file *rowFile, begin func(Reader, time.Time) (*rows[T], error),
	progress func(Progress)) (ImportReport, error) {
	now := o.now()
	i := importing[T]{ctx: ctx, file: file, progress: progress}
	done := false
	err := o.store.Read(ctx, func(r Reader) (err error) {
		if done, err = onceOf(ctx).recall(r, &i.report); done || err != nil {
			return err // by what is stored now its rows would perhaps be refused
		}
		if i.rows, err = begin(r, now); err != nil {
			return err
		}
		return i.checkAll(r)
	})
	if err != nil || done {
		return i.report, err
	}
	run := o.store.Write
	if i.report.Rows >= bulkFrom {
		run = o.store.Bulk
	}
	report, err := writing(ctx, func() time.Time { return now }, run, func(tx Tx, now time.Time) (ImportReport, error) {
		var err error
		if i.rows, err = begin(tx, now); err != nil {
			return i.report, err
		}
		if err := i.putAll(tx); err != nil {
			return i.report, err
		}
		return i.report, o.record(tx, journal.FileImported, now, now, &Imported{Kind: kind, Rows: i.report.Rows})
	})
	if err != nil {
		return i.report, err
	}
	return report, nil
}

// importing is an import on its way.
type importing[T any] struct {
	ctx      context.Context
	file     *rowFile
	rows     *rows[T]
	progress func(Progress)
	done     Progress
	report   ImportReport
}

// checkAll finds every fault of every row that can be told without writing.
func (i *importing[T]) checkAll(r Reader) error {
	seen := map[string]struct{}{}
	return i.each(func(n int64, v *T, faults fault.Fields) error {
		if i.done.Checked++; i.done.Checked%progressStep == 0 {
			i.progress(i.done)
		}
		for _, name := range i.rows.names(v) {
			if _, twice := seen[name]; twice {
				column, _, _ := bytes.Cut([]byte(name), []byte{' '})
				faults = append(faults, fault.At(string(column), "field.duplicate", nil))
			}
			seen[name] = struct{}{}
		}
		if len(faults) == 0 {
			err := i.rows.verify(r, v)
			if faults = rowFaults(err); err != nil && faults == nil {
				return err
			}
		}
		i.fail(n, faults)
		return nil
	}, r)
}

// putAll writes every row, and goes on behind a refused one only to find the others.
func (i *importing[T]) putAll(tx Tx) error {
	return i.each(func(n int64, v *T, faults fault.Fields) error {
		if i.done.Written++; i.done.Written%progressStep == 0 {
			i.progress(i.done)
		}
		if len(faults) == 0 {
			outcome, err := i.rows.put(tx, n, v)
			if faults = rowFaults(err); err != nil && faults == nil {
				return err
			}
			i.count(outcome)
		}
		i.fail(n, faults)
		return nil
	}, tx)
}

// each reads the file from its start, and refuses it when a row did.
func (i *importing[T]) each(row func(n int64, v *T, faults fault.Fields) error, r Reader) error {
	i.report = ImportReport{}
	err := eachRow(i.file, i.rows.columns, i.rows.fresh, func(n int64, v *T, faults fault.Fields) error {
		if i.report.Rows++; i.report.Rows%progressStep == 0 {
			if err := i.ctx.Err(); err != nil {
				return err
			}
		}
		if len(faults) == 0 {
			faults = i.rows.check(v)
		}
		return row(n, v, faults)
	}, i.fail)
	if err == nil && i.rows.finish != nil {
		err = i.rows.finish(r, func(n int64, f *fault.Error) { i.fail(n, fault.Fields{f}) })
	}
	i.progress(i.done)
	if err == nil && len(i.report.Errors) > 0 {
		err = fault.New(fault.Invalid, "import.refused",
			fault.Args{"rows": i.report.Rows, "errors": int64(len(i.report.Errors))})
	}
	return err
}

func (i *importing[T]) fail(row int64, faults fault.Fields) {
	for _, f := range faults {
		i.report.Errors = append(i.report.Errors, RowError{Row: row, Field: f.Field, Code: f.Code, Args: f.Args})
	}
}

func (i *importing[T]) count(o outcome) {
	switch o {
	case created:
		i.report.Created++
	case changed:
		i.report.Changed++
	default:
		i.report.Unchanged++
	}
}

// rowFaults is what a row is refused with; nil when the error isn't the row's.
func rowFaults(err error) fault.Fields {
	var list fault.Fields
	var one *fault.Error
	switch {
	case errors.As(err, &list):
		return list
	case errors.As(err, &one) && one.Kind != fault.Internal && one.Kind != fault.Unavailable:
		return fault.Fields{one}
	}
	return nil
}
