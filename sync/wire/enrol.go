package wire

import "tim/domain/journal"

// Signed is the bytes that Signature is over.
func (e *Enrol) Signed() []byte { return journal.Encode(enrolment{e}) }

// enrolment is an Enrol up to its signature.
type enrolment struct{ *Enrol }

// Code is the canonical form.
func (e enrolment) Code(c *journal.Codec) { e.codeSigned(c) }
