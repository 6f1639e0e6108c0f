//go:build !mutant_dedup

package office

const appliesAgain = false
