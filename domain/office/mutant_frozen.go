//go:build mutant_frozen

package office

const takesWhileFrozen = true // central takes while it waits for tills
