package memory_test

import (
	"testing"

	"tim/domain/office"
	"tim/storage/memory"
	"tim/storage/storetest"
)

func TestCentralContract(t *testing.T) { storetest.RunOffice(t, centralHarness()) }

func centralHarness() storetest.OfficeHarness {
	closed, names := map[string]*memory.Central{}, map[office.Store]string{}
	return storetest.OfficeHarness{
		Open: func(t testing.TB, dir string) office.Store {
			central := memory.NewCentral(storetest.Key(), nil)
			if old := closed[dir]; old != nil {
				central = old.Clone(nil)
			}
			names[central] = dir
			return central
		},
		Close: func(t testing.TB, s office.Store) {
			central := s.(*memory.Central)
			central.Close()
			closed[names[s]] = central
		},
		Check: func(t testing.TB, dir string) {
			t.Helper()
			checkCentral(t, closed[dir].Clone(nil))
		},
	}
}

func TestCentralCopyContract(t *testing.T) {
	disks, dirs := map[string]*memory.Central{}, map[office.Store]string{}
	storetest.RunOfficeCopy(t, storetest.CopyHarness{
		OfficeHarness: storetest.OfficeHarness{
			Open: func(t testing.TB, dir string) office.Store {
				if disks[dir] == nil {
					disks[dir] = memory.NewCentral(storetest.Key(), nil)
					disks[dir].KeepCopy(&memory.Copy{})
				}
				central := disks[dir].Clone(nil)
				dirs[central] = dir
				return central
			},
			Close: func(t testing.TB, s office.Store) {
				s.(*memory.Central).Close()
				disks[dirs[s]] = s.(*memory.Central)
			},
			Check: func(t testing.TB, dir string) { checkCentral(t, disks[dir].Clone(nil)) },
		},
		Save: func(_ testing.TB, s office.Store) any { return s.(*memory.Central).Clone(nil) },
		PutBack: func(_ testing.TB, dir string, backup any, byHand bool) {
			if disks[dir] = backup.(*memory.Central).Clone(nil); !byHand {
				disks[dir] = backup.(*memory.Central).PutBack(nil)
			}
		},
	})
}

// A program that is killed while it writes to the copy or to the store has a commit or hasn't, whichever store is put back;
// what a full disk refused is in neither.
func TestACrashBetweenTheCopyAndTheStore(t *testing.T) {
	for name, test := range map[string]struct {
		faults *once
		kind   string
		want   int
	}{
		"before the copy":  {&once{n: 2, before: memory.ErrCrash}, memory.CommitCopy, 1},
		"behind the copy":  {&once{n: 2, after: memory.ErrCrash}, memory.CommitCopy, 2},
		"before the store": {&once{n: 2, before: memory.ErrCrash}, memory.CommitWrite, 2},
		"behind the store": {&once{n: 2, after: memory.ErrCrash}, memory.CommitWrite, 2},
		"full":             {&once{n: 2, before: memory.ErrFull}, memory.CommitWrite, 1},
		"full copy":        {&once{n: 2, before: memory.ErrFull}, memory.CommitCopy, 1},
	} {
		t.Run(name, func(t *testing.T) {
			central := memory.NewCentral(storetest.Key(), only{test.faults, test.kind})
			central.KeepCopy(&memory.Copy{})
			old := central.Clone(nil)
			note := func(key string) error {
				return central.Write(ctx, func(tx office.Tx) error { return tx.PutNote("a", key, []byte{}) })
			}
			if err := note("1"); err != nil {
				t.Fatal(err)
			}
			if err := note("2"); err == nil {
				t.Fatal("nothing went wrong")
			}
			for _, found := range []*memory.Central{central.Clone(nil), old.Clone(nil)} {
				err := found.Read(ctx, func(r office.Reader) error {
					notes, err := r.Notes("a", "", 9)
					if len(notes) != test.want {
						t.Errorf("%d notes, want %d", len(notes), test.want)
					}
					return err
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// only is faults of one kind of commits.
type only struct {
	memory.Faults
	kind string
}

func (o only) Before(c memory.Commit) error {
	if c.Kind != o.kind {
		return nil
	}
	return o.Faults.Before(c)
}

func (o only) After(c memory.Commit) error {
	if c.Kind != o.kind {
		return nil
	}
	return o.Faults.After(c)
}
