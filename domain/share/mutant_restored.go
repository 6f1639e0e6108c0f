//go:build mutant_restored

package share

const restoresToCentral = true // restored points become central's, whoever writes the restore
