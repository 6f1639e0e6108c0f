//go:build mutant_dedup

package office

const appliesAgain = true // an event that comes twice is applied twice
