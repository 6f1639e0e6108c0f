//go:build !mutant_former

package share

const forgetsFormers = false
