//go:build mutant_freeze

package office

const neverFreezes = true // a restored central waits for nobody
