//go:build mutant_sequence

package office

const countsBySequence = true // a feed's position is a number that something else raises
