//go:build mutant_former

package share

const forgetsFormers = true // former epochs' journals aren't waited for
