//go:build !mutant_frozen

package office

const takesWhileFrozen = false
