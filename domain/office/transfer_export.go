package office

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/sale"
)

// Export writes a file of one consistent state. Members ("customers"), products and rewards import again to the same;
// orders and entries are for reading elsewhere. Instants are UTC. Faults: field.enum on "kind" and "format".
func (o *Office) Export(ctx context.Context, kind, format string, w io.Writer) error {
	if format != CSV && format != JSONL {
		return fault.At("format", "field.enum", fault.Args{"value": format})
	}
	buffered := bufio.NewWriterSize(w, 1<<16)
	// Not a read, which may be run again: what is written can't be taken back.
	err := o.store.Read(ctx, func(r Reader) error {
		switch kind {
		case MemberFile, "customers":
			return exportPages(ctx, buffered, format, memberColumns, func(p Page) ([]Member, string, error) { return known(r, p) }, memberRowOf)
		case ProductFile:
			return exportPages(ctx, buffered, format, productColumns, func(p Page) ([]Product, string, error) { return r.FindProducts("", p) },
				func(p Product) productRow { return rowOf(p.Product) })
		case RewardFile:
			return exportPages(ctx, buffered, format, rewardColumns, r.Rewards, func(p loyalty.Reward) loyalty.Reward { return p })
		case OrderFile:
			return exportPages(ctx, buffered, format, orderColumns, func(p Page) ([]sale.Order, string, error) {
				return r.OrdersOf("", time.Time{}, time.Time{}, p)
			}, func(order sale.Order) sale.Order { return order })
		case EntryFile:
			return o.exportEntries(ctx, buffered, format, r)
		}
		return fault.At("kind", "field.enum", fault.Args{"value": kind})
	})
	if err != nil {
		return err
	}
	return buffered.Flush()
}

// exportPages writes a whole list, page by page.
func exportPages[D, T any](ctx context.Context, w io.Writer, format string, columns []column[T], list func(Page) ([]D, string, error),
	row func(D) T) error {
	out, err := newRowWriter(w, format, columns)
	if err != nil {
		return err
	}
	for p := (Page{Limit: PageMax}); ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		docs, next, err := list(p)
		if err != nil {
			return err
		}
		for _, doc := range docs {
			v := row(doc)
			if err := out.write(&v); err != nil {
				return err
			}
		}
		if next == "" {
			return out.flush()
		}
		p.Cursor = next
	}
}

// known is a page of members without those who were erased: a file can't bring them back.
func known(r Members, p Page) ([]Member, string, error) {
	members, next, err := r.FindMembers("", p)
	return slices.DeleteFunc(members, func(m Member) bool { return m.Erased() }), next, err
}

func memberRowOf(m Member) memberRow {
	return memberRow{createdAt: m.CreatedAt, into: m.Into, NewMember: NewMember{ID: m.ID, Phone: m.Phone, Name: m.Name, Email: m.Email,
		Birthday: m.Birthday, JoinedAt: m.JoinedAt, Consents: m.Consents}}
}

// shown is a column that is only exported.
func shown[T any](name string, kind cellKind, get func(*T) string) column[T] {
	return column[T]{name: name, kind: kind, get: get}
}

// orderColumns begin with what every channel says. Names stay as they are: what is new comes behind, and tenderColumns say what.
var orderColumns = append([]column[sale.Order]{
	shown("channel", textCell, func(o *sale.Order) string { return o.Channel }),
	shown("id", textCell, func(o *sale.Order) string { return o.ID }),
	shown("customer_id", textCell, func(o *sale.Order) string { return o.Member }),
	shown("state", textCell, func(o *sale.Order) string { return o.State().String() }),
	shown("placed_at", textCell, func(o *sale.Order) string { return timeCell(o.PlacedAt) }),
	shown("paid_at", textCell, func(o *sale.Order) string { return timeCell(o.PaidAt) }),
	shown("delivered_at", textCell, func(o *sale.Order) string { return timeCell(o.DeliveredAt) }),
	shown("cancelled_at", textCell, func(o *sale.Order) string { return timeCell(o.CancelledAt) }),
	shown("goods", textCell, func(o *sale.Order) string { return o.Totals().Goods.Decimal().String() }),
	shown("discounts", textCell, func(o *sale.Order) string { return o.Totals().Discounts.Decimal().String() }),
	shown("vouchers", textCell, func(o *sale.Order) string { return o.Totals().Vouchers.Decimal().String() }),
	shown("points", textCell, func(o *sale.Order) string { return o.Totals().Points.Decimal().String() }),
	shown("shipping", textCell, func(o *sale.Order) string { return o.Shipping.Decimal().String() }),
	shown("payable", textCell, func(o *sale.Order) string { return o.Totals().Payable.Decimal().String() }),
	shown("use_points", numberCell, func(o *sale.Order) string { return strconv.FormatInt(o.Use.Points, 10) }),
	shown("earned", numberCell, func(o *sale.Order) string { return strconv.FormatInt(o.Earned, 10) }),
	shown("ranking", numberCell, func(o *sale.Order) string { return strconv.FormatInt(o.Ranking, 10) }),
	shown("lines", jsonCell, func(o *sale.Order) string { return orderLines(o.Lines) }),
}, tenderColumns()...)

// orderLines is what was sold, as JSON in the names of API.md.
func orderLines(lines []sale.Line) string {
	type line struct {
		ID        string `json:"id"`
		SKU       string `json:"sku"`
		Name      string `json:"name,omitempty"`
		Quantity  any    `json:"quantity"`
		UnitPrice any    `json:"unit_price"`
		Discount  any    `json:"discount"`
	}
	list := make([]line, len(lines))
	for i, l := range lines {
		list[i] = line{l.ID, l.SKU, l.Name, l.Quantity, l.UnitPrice, l.Discount}
	}
	b, err := json.Marshal(list)
	if err != nil {
		panic("office: order lines: " + err.Error()) // plain data
	}
	return string(b)
}

// entryRow is one line of one member's statement.
type entryRow struct {
	member Member
	Entry
}

var entryColumns = []column[entryRow]{
	shown("customer_id", textCell, func(e *entryRow) string { return e.member.ID }),
	shown("phone", textCell, func(e *entryRow) string { return e.member.Phone }),
	shown("id", textCell, func(e *entryRow) string { return e.ID }),
	shown("at", textCell, func(e *entryRow) string { return timeCell(e.At) }),
	shown("kind", textCell, func(e *entryRow) string { return e.Kind }),
	shown("points", numberCell, func(e *entryRow) string { return strconv.FormatInt(e.Points, 10) }),
	shown("lot", textCell, func(e *entryRow) string { return e.Lot }),
	shown("order", textCell, func(e *entryRow) string { return e.Order }),
	shown("voucher", textCell, func(e *entryRow) string { return e.Voucher }),
	shown("reason", textCell, func(e *entryRow) string { return e.Reason }),
	shown("balance_after", numberCell, func(e *entryRow) string { return strconv.FormatInt(e.BalanceAfter, 10) }),
}

// exportEntries writes every member's statement up to now, one member after another.
func (o *Office) exportEntries(ctx context.Context, w io.Writer, format string, r Reader) error {
	out, err := newRowWriter(w, format, entryColumns)
	if err != nil {
		return err
	}
	now := o.now()
	for p := (Page{Limit: PageMax}); ; {
		members, next, err := r.FindMembers("", p)
		if err != nil {
			return err
		}
		for _, m := range members {
			if err := ctx.Err(); err != nil || m.Into != "" {
				if err != nil {
					return err
				}
				continue // it stands in the statement that it flowed into
			}
			entries, err := o.statement(r, m.ID, now)
			if err != nil {
				return err
			}
			for _, e := range entries {
				if err := out.write(&entryRow{m, e}); err != nil {
					return err
				}
			}
		}
		if next == "" {
			return out.flush()
		}
		p.Cursor = next
	}
}

// rowWriter writes documents as rows.
type rowWriter[T any] struct {
	columns []column[T]
	csv     *csv.Writer // nil for JSON lines
	lines   io.Writer
	cells   []string
}

func newRowWriter[T any](w io.Writer, format string, columns []column[T]) (*rowWriter[T], error) {
	out := &rowWriter[T]{columns: columns, lines: w, cells: make([]string, len(columns))}
	if format == JSONL {
		return out, nil
	}
	out.csv = csv.NewWriter(w)
	for i, c := range columns {
		out.cells[i] = c.name
	}
	return out, out.csv.Write(out.cells)
}

func (w *rowWriter[T]) write(v *T) error {
	for i, c := range w.columns {
		w.cells[i] = c.get(v)
	}
	if w.csv != nil {
		return w.csv.Write(w.cells)
	}
	_, err := w.lines.Write(w.line())
	return err
}

// line is the cells as an object; absent ones are left out, and a dot in a name is an object inside.
func (w *rowWriter[T]) line() []byte {
	b := []byte{'{'}
	inner := ""
	for i, c := range w.columns {
		if w.cells[i] == "" {
			continue
		}
		outer, name, dotted := strings.Cut(c.name, ".")
		if !dotted {
			outer, name = "", c.name
		}
		if inner != "" && inner != outer {
			b = append(b, '}')
		}
		if b[len(b)-1] != '{' {
			b = append(b, ',')
		}
		if outer != "" && inner != outer {
			b = fmt.Appendf(b, "%q:{", outer)
		}
		inner = outer
		b = fmt.Appendf(b, "%q:", name)
		b = append(b, jsonCellOf(c.kind, w.cells[i])...)
	}
	if inner != "" {
		b = append(b, '}')
	}
	return append(b, '}', '\n')
}

// jsonCellOf is a cell as JSON has it.
func jsonCellOf(kind cellKind, cell string) []byte {
	var v any = cell
	switch kind {
	case numberCell, boolCell, jsonCell:
		return []byte(cell)
	case listCell:
		v = strings.Split(cell, listSeparator)
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic("office: a cell: " + err.Error()) // text
	}
	return b
}

func (w *rowWriter[T]) flush() error {
	if w.csv == nil {
		return nil
	}
	w.csv.Flush()
	return w.csv.Error()
}
