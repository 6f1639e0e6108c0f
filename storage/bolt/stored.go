package bolt

import "tim/storage/stored"

// The forms that every store of central's has in common.
type (
	storedRow       = stored.Row
	storedHolding   = stored.Holding
	storedChain     = stored.Chain
	storedTicket    = stored.Ticket
	storedRecall    = stored.Recall
	storedException = stored.Exception
	storedMember    = stored.Member
	storedAnswer    = stored.Answer
	storedPosting   = stored.Posting
)
