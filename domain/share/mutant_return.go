//go:build mutant_return

package share

const returnedTwice = true // what was returned stays held, and may be returned again
