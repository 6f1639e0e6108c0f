//go:build mutant_envelope

package office

const quarantinesEnvelopes = true // an event that can't be read does nothing to shares
