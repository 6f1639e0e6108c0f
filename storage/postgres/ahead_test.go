package postgres_test

import (
	"testing"

	"tim/storage/postgres"
	"tim/storage/postgres/pgtest"
)

// One central alone decides what comes next while the commit before it is on its way, and counts each write once; also where that commit is
// cut before the server has it, or before its answer is back.
func TestWhatIsDecidedAheadOfACommitCountsOnce(t *testing.T) {
	t.Run("answered", func(t *testing.T) { ahead(t, pgtest.Database(t), 24, 50) })
	t.Run("cut", func(t *testing.T) {
		through, cutter := pgtest.Cut(t, pgtest.Database(t), 25)
		ahead(t, through, 24, 50)
		if cutter.Before.Load() == 0 || cutter.After.Load() == 0 {
			t.Errorf("%d commits were cut before, %d behind: the test proves nothing", cutter.Before.Load(), cutter.After.Load())
		}
	})
}

func ahead(t *testing.T, url string, writers, each int) {
	s := open(t, url, postgres.Options{})
	defer s.Close()
	counted(t, []*postgres.Store{s}, writers, each, nil)
	did := s.Stats()
	t.Logf("%d commits, %d of them decided ahead, %d tried again", did.Committed, did.Overlapped, did.Retried)
	if did.Overlapped == 0 {
		t.Error("nothing was decided ahead: the test proves nothing")
	}
}
