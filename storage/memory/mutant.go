//go:build mutants

package memory

import "tim/domain/mutant"

// forgets begins behind the copy without doing what it has again.
func (c *Central) forgets(beyond []copiedCommit) bool {
	if mutant.ForgetsCopied {
		c.change(func(s *central) { s.written, s.putBack = s.written+uint64(len(beyond)), true })
	}
	return mutant.ForgetsCopied
}
