//go:build !mutant_sharecheck

package counter

const takesUnheld = false
