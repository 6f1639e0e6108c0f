package office

import (
	"context"
	"crypto/ed25519"
	"io"

	"tim/domain/journal"
	"tim/domain/share"
)

// Confirm counter-signs that a till's journal is stored here, durably, up to head; false where this central signs nothing.
func (o *Office) Confirm(head journal.Head) (journal.Confirmation, bool) {
	if o.key == nil {
		return journal.Confirmation{}, false
	}
	return journal.Confirm(o.key, head, o.now()), true
}

// PublicKey is what confirmations verify with, nil where there are none.
func (o *Office) PublicKey() ed25519.PublicKey {
	if o.key == nil {
		return nil
	}
	return o.key.Public()
}

// ExportLedger writes a till's journal as central has it, as JSON lines that anyone can check, counter-signed as of now; epoch 0 is
// the present one. Fault: till.unknown.
func (o *Office) ExportLedger(ctx context.Context, h share.Holder, w io.Writer) error {
	t, err := o.Till(ctx, h)
	if err != nil {
		return err
	}
	out := journal.Exporting{Public: t.PublicKey, Events: t.Seq, Central: o.PublicKey()}
	if c, able := o.Confirm(t.head()); able && t.Seq > 0 && !t.Forked {
		out.Confirmed = []journal.Confirmation{c}
	}
	x, err := journal.NewExporter(w, out)
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
	return readOnce(ctx, o, func(r Reader) (uint64, error) {
		records, seals, err := r.TillEvents(t.Holder, after, int(min(PageMax, t.Seq-after)))
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
