package office

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"tim/domain/fault"
)

// rowBytesMax is the size of the largest line of JSON.
const rowBytesMax = 1 << 20

// listSeparator joins the elements of a list in one cell.
const listSeparator = ";"

// cellKind is what a column's cells are in JSON.
type cellKind uint8

const (
	textCell   cellKind = iota
	numberCell          // without quotes
	boolCell
	listCell // of texts
	jsonCell // as it is
)

// column is one column of a file: how its cell is written to and read from a document. An empty cell is an absent one.
type column[T any] struct {
	name string // JSON path, one dot at most
	kind cellKind
	set  func(v *T, cell string) error // nil in what is only exported
	get  func(v *T) string
}

// rowFile is a file of rows that can be read again from its start.
type rowFile struct {
	format string
	source io.ReadSeeker
	start  int64
}

func openRows(format string, r io.Reader) (*rowFile, error) {
	if format != CSV && format != JSONL {
		return nil, fault.At("format", "field.enum", fault.Args{"value": format})
	}
	if source, ok := r.(io.ReadSeeker); ok {
		if start, err := source.Seek(0, io.SeekCurrent); err == nil {
			return &rowFile{format, source, start}, nil
		}
	}
	all, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read the import: %w", err)
	}
	return &rowFile{format, bytes.NewReader(all), 0}, nil
}

// eachRow reads every row with its faults. What can't be told apart into cells goes to fail, without a document.
func eachRow[T any](f *rowFile, columns []column[T], fresh T, row func(n int64, v *T, faults fault.Fields) error,
	fail func(n int64, faults fault.Fields)) error {
	if _, err := f.source.Seek(f.start, io.SeekStart); err != nil {
		return fmt.Errorf("read the import: %w", err)
	}
	names := make(map[string]int, len(columns))
	for i, c := range columns {
		names[c.name] = i
	}
	set := func(n int64, cells []string, faults fault.Fields) error {
		v := fresh
		for i, cell := range cells {
			if cell == "" {
				continue
			}
			if err := columns[i].set(&v, cell); err != nil {
				faults = append(faults, fault.At(columns[i].name, cellFault(err), nil))
			}
		}
		return row(n, &v, faults)
	}
	if f.format == CSV {
		return eachRecord(f.source, names, set, fail)
	}
	kinds := make([]cellKind, len(columns))
	for i, c := range columns {
		kinds[i] = c.kind
	}
	return eachLine(f.source, names, kinds, set, fail)
}

// cellFault is the code of a cell that can't be read.
func cellFault(err error) string {
	if code := fault.Code(err); code != "" {
		return code
	}
	return "field.type"
}

// eachRecord reads CSV. A header that can't be used ends it: every row would fail for the same reason.
func eachRecord(r io.Reader, names map[string]int, row func(n int64, cells []string, faults fault.Fields) error,
	fail func(n int64, faults fault.Fields)) error {
	buffered := bufio.NewReaderSize(r, 1<<16)
	reader := csv.NewReader(buffered)
	reader.ReuseRecord, reader.FieldsPerRecord, reader.Comma = true, -1, separator(buffered)
	header, err := reader.Read()
	if err != nil {
		if errors.Is(err, io.EOF) || isParse(err) {
			fail(1, fault.Fields{fault.New(fault.Invalid, "header.missing", nil)})
			return nil
		}
		return fmt.Errorf("read the import: %w", err)
	}
	places, faults := readHeader(header, names)
	if len(faults) > 0 {
		fail(1, faults)
		return nil
	}
	cells := make([]string, len(names))
	for n := int64(2); ; n++ {
		record, err := reader.Read()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case isParse(err):
			fail(n, fault.Fields{fault.New(fault.Invalid, "row.format", nil)})
			continue
		case err != nil:
			return fmt.Errorf("read the import: %w", err)
		case len(record) > len(places):
			fail(n, fault.Fields{fault.New(fault.Invalid, "row.columns", fault.Args{"value": int64(len(record)), "max": int64(len(places))})})
			continue
		}
		clear(cells)
		for i, cell := range record {
			cells[places[i]] = strings.TrimSpace(cell)
		}
		if err := row(n, cells, nil); err != nil {
			return err
		}
	}
}

func isParse(err error) bool {
	var parse *csv.ParseError
	return errors.As(err, &parse)
}

// separator is the one that the header has, and drops the mark that spreadsheets begin a file with.
func separator(r *bufio.Reader) rune {
	if mark, err := r.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = r.Discard(3) // just peeked
	}
	start, _ := r.Peek(4096) // shorter at the file's end
	header, _, _ := bytes.Cut(start, []byte{'\n'})
	for _, c := range "\t;" {
		if bytes.ContainsRune(header, c) && !bytes.ContainsRune(header, ',') {
			return c
		}
	}
	return ','
}

// readHeader is the column that each place of a record belongs to.
func readHeader(header []string, names map[string]int) (places []int, faults fault.Fields) {
	seen := map[int]bool{}
	for _, name := range header {
		name = strings.ToLower(strings.TrimSpace(name))
		i, known := names[name]
		switch {
		case !known:
			faults = append(faults, fault.At(name, "field.unknown", nil))
		case seen[i]:
			faults = append(faults, fault.At(name, "field.duplicate", nil))
		}
		seen[i] = true
		places = append(places, i)
	}
	return places, faults
}

// eachLine reads JSON lines.
func eachLine(r io.Reader, names map[string]int, kinds []cellKind, row func(n int64, cells []string, faults fault.Fields) error,
	fail func(n int64, faults fault.Fields)) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 1<<16), rowBytesMax)
	for n := int64(1); lines.Scan(); n++ {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		var object map[string]json.RawMessage
		if err := json.Unmarshal(line, &object); err != nil || object == nil {
			fail(n, fault.Fields{fault.New(fault.Invalid, "json.format", nil)})
			continue
		}
		l := lineCells{names: names, kinds: kinds, cells: make([]string, len(kinds))}
		for name, value := range object {
			l.set(name, value)
		}
		if err := row(n, l.cells, l.faults); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read the import: %w", err)
	}
	return nil
}

// lineCells is the cells of one object.
type lineCells struct {
	names  map[string]int
	kinds  []cellKind
	cells  []string
	faults fault.Fields
}

func (l *lineCells) set(name string, value json.RawMessage) {
	i, known := l.names[name]
	if known {
		cell, ok := cellOf(l.kinds[i], value)
		if !ok {
			l.faults = append(l.faults, fault.At(name, "field.type", nil))
		}
		l.cells[i] = cell
		return
	}
	var inner map[string]json.RawMessage
	if strings.Contains(name, ".") || json.Unmarshal(value, &inner) != nil || len(inner) == 0 {
		if string(value) != "null" {
			l.faults = append(l.faults, fault.At(name, "field.unknown", nil))
		}
		return
	}
	for field, value := range inner {
		if _, known := l.names[name+"."+field]; known {
			l.set(name+"."+field, value)
		} else {
			l.faults = append(l.faults, fault.At(name+"."+field, "field.unknown", nil))
		}
	}
}

// cellOf is a JSON value as a cell of CSV has it.
func cellOf(kind cellKind, value json.RawMessage) (string, bool) {
	if string(value) == "null" {
		return "", true
	}
	switch value[0] {
	case '"':
		var s string
		err := json.Unmarshal(value, &s)
		return strings.TrimSpace(s), err == nil && kind != jsonCell
	case '[':
		if kind == listCell {
			var list []string
			err := json.Unmarshal(value, &list)
			return strings.Join(list, listSeparator), err == nil
		}
		return string(value), kind == jsonCell
	case '{':
		return "", false
	}
	return string(value), kind != jsonCell && kind != listCell
}
