package desk

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"

	"tim/domain/fault"
	"tim/domain/report"
	"tim/sync/client"
)

// Rows hands on all events of a shift that pass a filter, with Shift.Number 0 all that the till wrote, and says what proves them. They come
// as a stream. It ends with each's error. Faults: shift.unknown, till.unknown; link.down when the stream ends before it is whole.
func (d *Desk) Rows(ctx context.Context, q report.LedgerQuery, each func(report.Row) error) (p report.Provenance, err error) {
	path := shiftPath(q.Shift)
	if q.Shift.Number == 0 {
		path = "/v1/tills/" + url.PathEscape(q.Shift.Till)
	}
	stream, err := d.central.Stream(ctx, client.Request{Method: http.MethodGet, Path: path + "/events/export", Query: filter(q)})
	if err != nil {
		return p, err
	}
	defer stream.Close()
	for lines := json.NewDecoder(bufio.NewReader(stream)); ; {
		var line struct {
			report.Row
			Provenance *report.Provenance `json:"provenance"`
		}
		switch err := lines.Decode(&line); {
		case errors.Is(err, io.EOF):
			return p, fault.Wrap(fault.Unavailable, "link.down", io.ErrUnexpectedEOF, nil)
		case err != nil:
			return p, fault.Wrap(fault.Unavailable, "link.down", err, nil)
		case line.Provenance != nil:
			return *line.Provenance, nil
		}
		if err := each(line.Row); err != nil {
			return p, err
		}
	}
}
