package office

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tim/domain/journal"
	"tim/domain/share"
)

// JournalBroken is an exception of a till's journal as it is stored here: it isn't what the till signed. The code is stable.
const JournalBroken = "journal.broken"

// brokenSpace has a note of each till's epoch whose journal the last proof found broken: writer/epoch → nothing that is read.
const brokenSpace = "journal.broken"

// Proved notes what a proof of all tills' journals came to, of those that are broken the first place each (journal.Break.Of says
// whose): the desk shows their chain so until a later proof finds them whole, and each is an exception, once.
func (o *Office) Proved(ctx context.Context, broken []journal.Break) error {
	_, err := write(ctx, o, func(tx Tx, now time.Time) (outcome, error) {
		known := map[string]bool{}
		err := eachNote(tx, brokenSpace, "", func(n Note) (bool, error) {
			known[n.Key] = true
			return true, nil
		})
		if err != nil {
			return unchanged, err
		}
		for _, b := range broken {
			if err := noteBroken(tx, b, known[b.Of], now); err != nil {
				return unchanged, err
			}
		}
		for whose := range known {
			if !slices.ContainsFunc(broken, func(b journal.Break) bool { return b.Of == whose }) {
				if err := tx.PutNote(brokenSpace, whose, nil); err != nil {
					return unchanged, err
				}
			}
		}
		return unchanged, nil
	})
	return err
}

func noteBroken(tx Tx, b journal.Break, known bool, now time.Time) error {
	h := share.ParseHolder(b.Of)
	if !known {
		if err := tx.PutNote(brokenSpace, b.Of, fmt.Appendf(nil, "%d %s", b.Seq, b.Reason)); err != nil {
			return err
		}
	}
	id := exceptionID(h, b.Seq, JournalBroken)
	if _, err := exception(tx, id); !absent(err) {
		return err
	}
	return tx.Put(Exception{ID: id, At: now, Kind: JournalBroken, Till: h, Seq: b.Seq, Detail: b.Reason})
}

// isBroken says whether the last proof found a till's journal broken.
func isBroken(r Notes, h share.Holder) (bool, error) {
	note, err := r.Note(brokenSpace, h.String())
	return note != nil, err
}
