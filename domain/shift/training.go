package shift

import (
	"time"

	"tim/domain/journal"
)

// Why a training ended. The codes are kept in the journal: append only.
const (
	TrainingLeft     = "training.left"       // by the menu
	TrainingSignOut  = "training.signed_out" // who trained left the till
	TrainingIdle     = "training.idle"       // nobody pressed a key for long
	TrainingExit     = "training.exit"       // the program was left
	TrainingRetired  = "training.retired"    // central retired the till
	TrainingCrash    = "training.crash"      // the program ended without a word: the next start says so
	TrainingNotBegun = "training.not_begun"  // there was nothing to train on
)

// Training is the body of a training's beginning and of its end. What is sold in between stands nowhere else.
type Training struct {
	Shift    string    // under which it began, "" when none was open
	Since    time.Time // when it began
	Approval string    // id of the approval event, "" when none was needed
	Sales    int64     // receipts of the training; 0 at its beginning, and where nobody knows
	Why      string    // it ended; "" at its beginning
}

// Minutes is how long a training took that ended then, begun ones whole. Of one that ended in a crash nobody knows.
func (t Training) Minutes(ended time.Time) int64 {
	if t.Why == TrainingCrash || !ended.After(t.Since) {
		return 0
	}
	return int64((ended.Sub(t.Since) + time.Minute - 1) / time.Minute)
}

// Code is the canonical form.
func (t *Training) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &t.Shift)
	c.Time(&t.Since)
	journal.String(c, &t.Approval)
	journal.Int(c, &t.Sales)
	journal.String(c, &t.Why)
}
