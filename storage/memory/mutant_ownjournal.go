//go:build mutant_ownjournal

package memory

// forgets begins behind the copy without doing what it has again.
func (c *Central) forgets(beyond []copiedCommit) bool {
	c.change(func(s *central) { s.written, s.putBack = s.written+uint64(len(beyond)), true })
	return true
}
