//go:build !mutant_epoch

package engine

const keepsEpoch = false
