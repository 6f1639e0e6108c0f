//go:build !mutant_return

package share

const returnedTwice = false
