package bolt

import (
	"context"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"tim/domain/fault"
	"tim/domain/journal"
)

// together is many commits on their way to disk as one.
type together struct {
	tx   *bbolt.Tx
	seal *journal.Seal // newest
	err  error         // the first commit that went wrong, perhaps in its middle
}

// Together makes all that do commits one transaction with one sync: all of it is on disk when it returns nil, none of it
// otherwise. A shop that is invented is written so. Inside do a commit that went well is seen by every read of the
// ledger and is not on disk yet, so nothing else may use the till until Together returns, and what do learnt from the
// ledger is void behind an error. Faults: those of Commit.
func (t *Till) Together(ctx context.Context, do func() error) error {
	t.commit.Lock()
	defer t.commit.Unlock()
	if err := errors.Join(ctx.Err(), t.unsure); err != nil {
		return err
	}
	tx, err := t.ledger.Begin(true)
	if err != nil {
		return commitFault(err)
	}
	t.together = &together{tx: tx}
	defer func() {
		t.together = nil
		_ = tx.Rollback() // one that was committed stays as it is
	}()
	if err := do(); err != nil {
		return err
	}
	if err := t.together.err; err != nil {
		return commitFault(err)
	}
	seal := t.together.seal
	if err := tx.Commit(); err != nil {
		if classify(err) == unexpected {
			t.unsure = commitFault(err) // only the next open can say whether it is there
		}
		return commitFault(err)
	}
	if seal != nil {
		t.anchor.write(*seal)
	}
	return nil
}

// join writes one batch into what is committed together.
func (g *together) join(ctx context.Context, seal journal.Seal, sealed bool, do func(*bbolt.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := do(g.tx); err != nil {
		g.err = err
		if _, coded := fault.Of(err); coded {
			return err
		}
		return commitFault(err)
	}
	if sealed {
		g.seal = &seal
	}
	return nil
}

// fromLedger runs read over the ledger as it was last committed.
func (t *Till) fromLedger(what string, read func(tx *bbolt.Tx) error) error {
	if t.together == nil {
		return view(t.ledger, what, read)
	}
	err := read(t.together.tx)
	if _, coded := fault.Of(err); err == nil || coded {
		return err
	}
	return fmt.Errorf("read %s: %w", what, err)
}
