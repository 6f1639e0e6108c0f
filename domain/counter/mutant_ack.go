//go:build mutant_ack

package counter

const acknowledgesEarly = true // the screen says done before it is on disk
