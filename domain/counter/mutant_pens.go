//go:build mutant_pens

package counter

const anyPen = true // who hasn't an order's pen acts on it too
