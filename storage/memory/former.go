package memory

import (
	"context"

	"tim/domain/counter"
)

var _ counter.Archive = (*Till)(nil)

// Adopt implements counter.Archive.
func (t *Till) Adopt(ctx context.Context, batches []counter.Batch) error {
	return t.disk.write(ctx, CommitBatch, func(s *till) error {
		for _, b := range batches {
			if s.head.Seq == 0 && b.Before.Seq > 0 {
				s.base, s.head = b.Before, b.Before
			}
			if err := s.expect(b.Before); err != nil {
				return err
			}
			s.write(b)
		}
		return nil
	})
}
