package memory

import (
	"context"

	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/receipt"
)

// Jobs implements counter.Spool.
func (t *Till) Jobs(ctx context.Context) (list []counter.Job, err error) {
	s, err := t.disk.read(ctx)
	if err != nil {
		return nil, err
	}
	defer t.disk.done()
	for _, v := range s.jobs.from("") {
		list = append(list, decode[counter.Job](v))
	}
	return list, nil
}

// KeepJob implements counter.Spool.
func (t *Till) KeepJob(ctx context.Context, j counter.Job) error {
	return t.disk.write(ctx, CommitBatch, func(s *till) error {
		s.jobs.put(s.by, j.ID, journal.Encode(&j))
		return nil
	})
}

// DropJob implements counter.Spool.
func (t *Till) DropJob(ctx context.Context, id string) error {
	return t.disk.write(ctx, CommitBatch, func(s *till) error {
		s.jobs.delete(s.by, id)
		return nil
	})
}

// Said implements counter.Ledger.
func (t *Till) Said(ctx context.Context, number string) (said receipt.Said, err error) {
	s, err := t.disk.read(ctx)
	if err != nil {
		return said, err
	}
	defer t.disk.done()
	if v, there := s.said.get(number); there {
		return decode[receipt.Said](v), nil
	}
	return said, nil
}
