// Package manage is the manager's desk: the programme, its rewards, members and products, and what points are worth. Everything that it
// shows and changes goes to central by central's public API, from a till through the till's own link or from anywhere with a token.
package manage

import (
	"context"
	"time"

	"tim/domain/loyalty"
	"tim/domain/office"
)

// Central is all that a manager looks at and changes. It may wait for a network, and each call ends with its context. A refusal is
// central's own fault, with every field's (fault.Fields) where a document was refused. Faults of every method: link.down (nobody answers),
// manage.offline (the till has no link), staff.manager (who asks isn't a manager of the shop any more), staff.training.
type Central interface {
	Programme
	Rewards
	Members
	Products
}

// Programme is the programme's settings and what they come to.
type Programme interface {
	// Program is the newest version, be it only scheduled, and the ETag that a Put of its successor names.
	Program(ctx context.Context) (doc loyalty.Program, etag string, err error)
	// Versions is every version, oldest first, scheduled ones too.
	Versions(ctx context.Context) (loyalty.Versions, error)
	// PutProgram stores a version in the name of who sits here, and answers with it. A document equal to the newest makes none. Faults:
	// program.changed when etag isn't the newest's; fault.Fields of Program.Validate.
	PutProgram(ctx context.Context, doc loyalty.Program, etag string) (loyalty.Program, string, error)
	// Preview is what recent orders would have earned under a document; nothing is stored. progress, nil: nobody watches, is told of
	// orders looked at, on the caller's own goroutine. Fault: fault.Fields of Program.Validate.
	Preview(ctx context.Context, doc loyalty.Program, q office.PreviewQuery, progress func(done, total int)) (office.Preview, error)
	// Liability is what members' points are worth at an instant, the zero time for now. progress is told of members looked at; total is
	// 0 while that isn't known.
	Liability(ctx context.Context, at time.Time, progress func(done, total int)) (office.Liability, error)
}

// Rewards is what points buy.
type Rewards interface {
	// Rewards is all of them by id, retired ones too.
	Rewards(ctx context.Context) ([]loyalty.Reward, error)
	// PutReward adds or changes one; a retired one is back by it. Fault: fault.Fields of Reward.Validate.
	PutReward(ctx context.Context, r loyalty.Reward) (loyalty.Reward, error)
	// RetireReward takes one off the list. Fault: reward.unknown.
	RetireReward(ctx context.Context, id string) (loyalty.Reward, error)
}

// Members is who collects points.
type Members interface{}

// Products is what is sold.
type Products interface{}
