//go:build mutant_sharecheck

package counter

const takesUnheld = true // points are taken whoever holds them
