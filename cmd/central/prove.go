package main

import (
	"context"
	"log/slog"
	"time"

	"tim/domain/journal"
	"tim/domain/office"
	"tim/storage/bolt"
	"tim/storage/postgres"
)

// proveEvery is how often a central that serves proves its journals, the first time when it starts.
const proveEvery = 24 * time.Hour

// prove proves central's journal and those that tills sent, beside the answering, and lets the desk know of tills whose isn't as they
// signed it; end waits until it has stopped.
func prove(ctx context.Context, central central, use *office.Office, log *slog.Logger) (end func()) {
	return beside(ctx, proveEvery, func(ctx context.Context) { proveOnce(ctx, central, use, log) })
}

func proveOnce(ctx context.Context, central central, use *office.Office, log *slog.Logger) {
	broken, tills, err := proved(ctx, central)
	if err == nil && (broken == nil || broken.Of != "") { // behind a break of central's own no till's was looked at
		err = use.Proved(ctx, tills)
	}
	switch {
	case ctx.Err() != nil:
	case err != nil:
		log.Error("the journals can't be proved", "error", err)
	case broken != nil:
		log.Error("a journal isn't as it was written", "journal", broken.Of, "seq", broken.Seq, "reason", broken.Reason)
	}
}

// proved is what a proof of the journals finds: the first break, and of each till whose journal is broken its first.
func proved(ctx context.Context, central central) (broken *journal.Break, tills []journal.Break, err error) {
	switch store := central.(type) {
	case *bolt.Central:
		first, sum, err := store.Verify(ctx, nil)
		return first, sum.Tills, err
	case *postgres.Store:
		first, sum, err := store.Verify(ctx)
		return first, sum.Tills, err
	}
	return nil, nil, nil
}
