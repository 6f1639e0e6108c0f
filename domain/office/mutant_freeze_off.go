//go:build !mutant_freeze

package office

const neverFreezes = false
