//go:build !mutants

// Package mutant names rules that can be left out, so that the simulator is seen to find what breaks without them
// (cmd/sim). All are constants and false, and the compiler takes them out: only a program built with the tag mutants can
// leave a rule out, when it is told which.
package mutant

const (
	AcknowledgesEarly    = false // the screen says done before it is on disk
	AnyPen               = false // who hasn't an order's pen acts on it too
	AppliesAgain         = false // an event that comes twice is applied twice
	CountsBySequence     = false // a feed's position is a number that something else raises
	ForgetsCopied        = false // central begins behind its journal's copy without doing what it has again
	ForgetsFormers       = false // former epochs' journals aren't waited for
	FreesByClock         = false // what a till holds that was silent for some minutes is free
	GetsOldGrants        = false // a grant is got whatever its request's number and its incarnation
	KeepsEpoch           = false // a till goes on in an epoch that central has another end of
	NeverFreezes         = false // a restored central waits for nobody
	QuarantinesEnvelopes = false // an event that can't be read does nothing to shares
	RestoresToCentral    = false // restored points become central's, whoever writes the restore
	ReturnedTwice        = false // what was returned stays held, and may be returned again
	TakesUnheld          = false // points are taken whoever holds them
	TakesWhileFrozen     = false // central takes while it waits for tills
)
