//go:build !mutant_ack

package counter

const acknowledgesEarly = false
