//go:build !mutant_oldgrant

package counter

const getsOldGrants = false
