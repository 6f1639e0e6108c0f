//go:build !mutant_restored

package share

const restoresToCentral = false
