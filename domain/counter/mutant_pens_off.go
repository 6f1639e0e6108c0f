//go:build !mutant_pens

package counter

const anyPen = false
