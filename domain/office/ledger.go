package office

import (
	"context"
	"io"

	"tim/domain/journal"
	"tim/domain/share"
)

// ExportLedger writes a till's journal as central has it, as JSON lines that anyone can check; epoch 0 is the present one. Fault:
// till.unknown.
func (o *Office) ExportLedger(ctx context.Context, h share.Holder, w io.Writer) error {
	t, err := o.Till(ctx, h)
	if err != nil {
		return err
	}
	x, err := journal.NewExporter(w, t.PublicKey)
	if err != nil {
		return err
	}
	for after := t.Base; after < t.Seq; {
		last, err := o.exportPart(ctx, x, t, after)
		if err != nil || last == after {
			return err
		}
		after = last
	}
	return nil
}

// exportPart writes a page of it, and says up to where.
func (o *Office) exportPart(ctx context.Context, x *journal.Exporter, t Till, after uint64) (uint64, error) {
	return read(ctx, o, func(r Reader) (uint64, error) {
		records, seals, err := r.TillEvents(t.Holder, after, PageMax)
		if err != nil {
			return after, err
		}
		for _, record := range records {
			if err := x.Event(record); err != nil {
				return after, err
			}
			after = record.Event.Seq
			for len(seals) > 0 && seals[0].To <= after {
				if err := x.Seal(seals[0]); err != nil {
					return after, err
				}
				seals = seals[1:]
			}
		}
		return after, nil
	})
}
