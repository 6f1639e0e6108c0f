//go:build mutant_epoch

package engine

const keepsEpoch = true // a till goes on in an epoch that central has another end of
