package main

import (
	"context"
	"log/slog"
	"time"

	"tim/domain/office"
	"tim/storage/bolt"
)

// proveEvery is how often a central that serves proves its journals, the first time when it starts.
const proveEvery = 24 * time.Hour

// prove proves central's journal and those that tills sent, beside the answering, and lets the desk know of tills whose isn't as they
// signed it; end waits until it has stopped.
func prove(ctx context.Context, central *bolt.Central, use *office.Office, log *slog.Logger) (end func()) {
	return beside(ctx, proveEvery, func(ctx context.Context) { proveOnce(ctx, central, use, log) })
}

func proveOnce(ctx context.Context, central *bolt.Central, use *office.Office, log *slog.Logger) {
	broken, sum, err := central.Verify(ctx, nil)
	if err == nil && (broken == nil || broken.Of != "") { // behind a break of central's own no till's was looked at
		err = use.Proved(ctx, sum.Tills)
	}
	switch {
	case ctx.Err() != nil:
	case err != nil:
		log.Error("the journals can't be proved", "error", err)
	case broken != nil:
		log.Error("a journal isn't as it was written", "journal", broken.Of, "seq", broken.Seq, "reason", broken.Reason)
	}
}
