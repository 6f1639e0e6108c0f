//go:build !mutant_sequence

package office

const countsBySequence = false
