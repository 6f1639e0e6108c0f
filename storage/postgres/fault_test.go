package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tim/domain/catalog"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/share"
	"tim/storage/postgres"
	"tim/storage/postgres/pgtest"
	"tim/storage/storetest"
)

// countUp adds one to what a reward has issued.
func countUp(tx office.Tx) error {
	r, err := tx.Reward("r1")
	if err != nil {
		return err
	}
	r.Issued++
	return tx.Put(r)
}

func issued(t testing.TB, s *postgres.Store) (n int64) {
	t.Helper()
	err := s.Read(ctx, func(r office.Reader) error {
		reward, err := r.Reward("r1")
		n = reward.Issued
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// counted lets many writers of some centrals count, and wants each answered write to count once.
func counted(t *testing.T, stores []*postgres.Store, writers, each int, hurt func(nth int64)) {
	t.Helper()
	first := func(tx office.Tx) error { return tx.Put(loyalty.Reward{ID: "r1"}) }
	if err := stores[0].Write(ctx, first); err != nil {
		t.Fatal(err)
	}
	var done atomic.Int64
	var wait sync.WaitGroup
	for w := range writers {
		wait.Go(func() {
			for range each {
				if err := stores[w%len(stores)].Write(ctx, countUp); err != nil {
					t.Error(err)
					return
				}
				if n := done.Add(1); hurt != nil {
					hurt(n)
				}
			}
		})
	}
	wait.Wait()
	for _, s := range stores {
		if n := issued(t, s); n != done.Load() {
			t.Errorf("%d writes were answered, %d are there", done.Load(), n)
		}
	}
}

func openThree(t testing.TB, urls ...string) []*postgres.Store {
	return openThreeAs(t, postgres.Options{}, urls...)
}

func openThreeAs(t testing.TB, o postgres.Options, urls ...string) (stores []*postgres.Store) {
	for i := range 3 {
		s := open(t, urls[i%len(urls)], o)
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		stores = append(stores, s)
	}
	return stores
}

func TestThreeCentralsCountAsOne(t *testing.T) {
	counted(t, openThree(t, pgtest.Database(t)), 24, 25, nil)
}

// With isolation that gives transactions back (40001) nothing is lost or done twice, and somebody always goes on.
func TestSerializableServersAreTriedAgain(t *testing.T) {
	stores := openThree(t, pgtest.Database(t)+"?default_transaction_isolation=serializable")
	counted(t, stores, 24, 25, nil)
	if stores[0].Stats().Retried+stores[1].Stats().Retried+stores[2].Stats().Retried == 0 {
		t.Error("the server gave nothing back: the test proves nothing")
	}
}

// A connection that breaks when COMMIT was sent leaves a commit that is there, or one that isn't: the central finds out which.
func TestAnAnswerToCommitThatIsLost(t *testing.T) {
	url := pgtest.Database(t)
	through, cutter := pgtest.Cut(t, url, 5)
	counted(t, openThree(t, through, through, url), 24, 25, nil)
	if cutter.Before.Load() < 3 || cutter.After.Load() < 3 {
		t.Errorf("%d commits were cut before, %d behind: the test proves nothing", cutter.Before.Load(), cutter.After.Load())
	}
	t.Logf("%d commits cut before the server had them, %d behind", cutter.Before.Load(), cutter.After.Load())
}

// A server that crashes and comes back under load costs time and nothing else.
func TestTheServerCrashesUnderLoad(t *testing.T) {
	server := pgtest.Durable(t)
	stores := openThree(t, server.Database(t))
	var once sync.Once
	counted(t, stores, 12, 40, func(nth int64) {
		if nth < 100 {
			return
		}
		once.Do(func() {
			if err := errors.Join(server.Stop("immediate"), server.Start()); err != nil {
				t.Error(err)
			}
		})
	})
	err := stores[0].Read(ctx, func(r office.Reader) error {
		back, err := r.PutBack()
		if back {
			t.Error("a server that crashed and came back counts as put back")
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// While the server is gone a write waits, and is refused in the end with a fault that a till takes for a bad link.
func TestAServerThatStaysGoneIsSaid(t *testing.T) {
	server := pgtest.Durable(t)
	s := open(t, server.Database(t), postgres.Options{Patience: 200 * time.Millisecond})
	defer s.Close()
	if err := server.Stop("fast"); err != nil {
		t.Fatal(err)
	}
	wantUnreachable := func(err error) {
		t.Helper()
		if !hasCode(err, "store.unreachable") {
			t.Errorf("%v", err)
		}
	}
	wantUnreachable(s.Write(ctx, countUp))
	wantUnreachable(s.Bulk(ctx, countUp))
	wantUnreachable(s.Read(ctx, func(office.Reader) error { return nil }))
	wantUnreachable(s.Glance(ctx, func(office.Reader) error { return nil }))
	_, err := postgres.Open(ctx, "postgres://tim@"+server.Address()+"/none", postgres.Options{Key: storetest.Key()})
	wantUnreachable(err)
}

// 64 writers of three centrals change products; who follows the feed of a fourth has the newest of each in the end, and at no time a
// position behind which something comes.
func TestAFeedMissesNothing(t *testing.T) {
	url := pgtest.Database(t)
	stores := openThree(t, url)
	now := func() time.Time { return time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC) }
	offices := make([]*office.Office, len(stores))
	for i, s := range stores {
		offices[i] = office.New(office.Config{Store: s, Now: now, Entropy: &entropy{source: rand.NewChaCha8([32]byte{byte(i)})}, Zone: time.LoadLocation})
	}
	till := share.Holder{Writer: "01", Epoch: 1}
	if err := stores[0].Write(ctx, func(tx office.Tx) error { return tx.Put(office.Till{Holder: till, Shop: "q1"}) }); err != nil {
		t.Fatal(err)
	}
	const writers, each, products = 64, 8, 40
	ended := make(chan struct{})
	var wait sync.WaitGroup
	for w := range writers {
		wait.Go(func() {
			for i := range each {
				p := catalog.Product{SKU: fmt.Sprint("P", (w*each+i)%products), Name: "Sữa", Price: 1000}
				if _, err := offices[w%len(offices)].PutProduct(ctx, p); err != nil {
					t.Error(err)
				}
			}
		})
	}
	go func() { wait.Wait(); close(ended) }()
	follower := office.New(office.Config{Store: open4(t, url), Now: now, Entropy: &entropy{source: rand.NewChaCha8([32]byte{9})}, Zone: time.LoadLocation})
	changes := follow(t, follower, till, ended)
	if len(changes) != products {
		t.Errorf("the feed brought %d of %d products", len(changes), products)
	}
}

func open4(t testing.TB, url string) *postgres.Store {
	s := open(t, url, postgres.Options{})
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// follow reads a feed until nothing more is written and nothing more comes.
func follow(t *testing.T, o *office.Office, till share.Holder, ended <-chan struct{}) map[string]bool {
	t.Helper()
	seen := map[string]bool{}
	first, err := o.FirstCopy(ctx, till, office.ShopFeed, office.Place{}, office.Cursor{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range first.Items {
		seen[item.Key] = true
	}
	for cursor, last := first.Cursor, false; ; {
		page, err := o.Feed(ctx, till, office.ShopFeed, cursor, 7)
		if err != nil || page.Anew {
			t.Fatal(page.Anew, err)
		}
		for _, item := range page.Items {
			seen[item.Key] = true
		}
		switch {
		case page.More:
		case last:
			return seen
		default:
			select {
			case <-ended:
				last = true
			default:
			}
		}
		cursor = page.Cursor
	}
}

// entropy is a seeded source for several goroutines.
type entropy struct {
	mu     sync.Mutex
	source *rand.ChaCha8
}

func (e *entropy) Read(b []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.source.Read(b)
}

// What one central writes wakes the tills that wait at another.
func TestNewsReachesOtherCentrals(t *testing.T) {
	stores := openThree(t, pgtest.Database(t))
	heard := make(chan office.News, 10)
	stores[1].Tell(func(n office.News) { heard <- n })
	stores[0].Tell(func(n office.News) { t.Errorf("a central hears of its own writes: %+v", n) })
	holder := share.Holder{Writer: "02", Epoch: 3}
	err := stores[0].Write(ctx, func(tx office.Tx) error {
		return errors.Join(tx.PutNote("feed.at:chain", "1", []byte("x")), tx.Put(office.Recall{ID: 1, Holder: holder, Right: "web/1", N: 1}),
			tx.Put(office.Till{Holder: share.Holder{Writer: "03", Epoch: 1}, RetiredAt: time.Unix(1, 0)}))
	})
	if err != nil {
		t.Fatal(err)
	}
	waiting, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	select {
	case n := <-heard:
		if len(n.Scopes) != 1 || n.Scopes[0] != "chain" || len(n.Recalled) != 1 || n.Recalled[0] != holder || len(n.Retired) != 1 {
			t.Errorf("%+v", n)
		}
	case <-waiting.Done():
		t.Error("nothing is heard")
	}
}

// A server that isn't the one that was written to last may lack what was answered: nothing is written there before central is another
// incarnation. One that is known to lack nothing is written to at once.
func TestAnotherServerInItsPlace(t *testing.T) {
	for _, synced := range []bool{false, true} {
		url := pgtest.Database(t)
		s := open(t, url, postgres.Options{SyncedFailover: synced})
		o := office.New(office.Config{Store: s, Now: time.Now, Entropy: &entropy{source: rand.NewChaCha8([32]byte{1})}, Zone: time.LoadLocation})
		note := func() error {
			return s.Write(ctx, func(tx office.Tx) error { return tx.PutNote("a", fmt.Sprint(rand.Int64()), []byte{}) })
		}
		if err := note(); err != nil {
			t.Fatal(err)
		}
		conn := connect(t, url)
		for _, sql := range []string{"UPDATE head SET cluster = 'another/00000001'",
			"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"} {
			if _, err := conn.Exec(ctx, sql); err != nil {
				t.Fatal(err)
			}
		}
		if err := note(); synced && err != nil || !synced && !hasCode(err, "store.put_back") {
			t.Errorf("synced %t: %v", synced, err)
		}
		if back, err := o.Resume(ctx); back == synced || err != nil {
			t.Errorf("synced %t: %t, %v", synced, back, err)
		}
		if err := note(); err != nil {
			t.Errorf("afterwards: %v", err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// selling is the use cases of centrals of one chain, which has a programme and so many members.
func selling(t *testing.T, stores []*postgres.Store, members int) (offices []*office.Office) {
	t.Helper()
	for i, s := range stores {
		offices = append(offices, benchOffice(s, byte(i)))
	}
	if err := errors.Join(begun(offices[0]), enrolled(stores[0], members)); err != nil {
		t.Fatal(err)
	}
	return offices
}

// Orders of few members at three centrals at once: what is foreseen of an account is often old by the order's turn, and each order counts
// once all the same.
func TestOrdersOfOneMemberAtThreeCentrals(t *testing.T) {
	url := pgtest.Database(t)
	stores := openThree(t, url)
	const members, writers, each = 2, 12, 15
	offices := selling(t, stores, members)
	var earned [members]atomic.Int64
	var wait sync.WaitGroup
	for w := range writers {
		wait.Go(func() {
			for i := range each {
				m := (w + i) % members
				a, err := offices[w%len(offices)].PutOrder(ctx, "web", fmt.Sprint(w, "-", i), sold(fmt.Sprint("m", m), 0))
				if err != nil {
					t.Error(err)
				}
				earned[m].Add(a.Points.Earned)
			}
		})
	}
	wait.Wait()
	for m := range members {
		have, err := offices[1].Points(ctx, fmt.Sprint("m", m), benchDay)
		if err != nil || have.Balance != earned[m].Load() || have.Balance == 0 {
			t.Errorf("member %d: %d points, earned %d, %v", m, have.Balance, earned[m].Load(), err)
		}
	}
	sound(t, url)
}

// Who starts central on a server that isn't the one of before is told so at once, and not when somebody first writes.
func TestAnotherServerIsNoticedAtTheStart(t *testing.T) {
	url := pgtest.Database(t)
	s := open(t, url, postgres.Options{})
	if err := errors.Join(s.Write(ctx, func(tx office.Tx) error { return tx.PutNote("a", "b", []byte{}) }), s.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := connect(t, url).Exec(ctx, "UPDATE head SET cluster = 'another/00000001'"); err != nil {
		t.Fatal(err)
	}
	if !resume(t, open4(t, url)) {
		t.Error("it isn't")
	}
}

// Somebody whom a lost database can't be asked for isn't somebody who isn't there: the counter would make a second member of one.
func TestASearchOfALostDatabaseFindsNotNobody(t *testing.T) {
	url := pgtest.Database(t)
	s := open4(t, url)
	member := office.Member{Member: catalog.Member{ID: "m1", Name: "Ánh", Phone: "+84912345678"}}
	if err := open4(t, url).Write(ctx, func(tx office.Tx) error { return tx.Put(member) }); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"0912 345 678", "678", "anh", ""} {
		err := s.Read(ctx, func(r office.Reader) error {
			if _, err := connect(t, url).Exec(ctx, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"); err != nil {
				t.Error(err)
			}
			found, _, err := r.FindMembers(text, office.Page{Limit: 5})
			if err == nil {
				t.Errorf("%q finds %d", text, len(found))
			}
			return err
		})
		if !hasCode(err, "store.unreachable") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
