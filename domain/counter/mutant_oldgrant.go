//go:build mutant_oldgrant

package counter

const getsOldGrants = true // a grant is got whatever its request's number and its incarnation
