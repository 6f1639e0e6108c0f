//go:build !mutant_envelope

package office

const quarantinesEnvelopes = false
