package postgres

import (
	"bytes"
	"context"
	"encoding/binary"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"tim/domain/office"
	"tim/domain/share"
)

// What commits.changes holds: for each shard that changed the table's number, the length of its name and the name. Beside tables
// there are words for tills, of which the name is the epoch.
const (
	wordAll      = 0   // so much has changed that nothing is listed
	wordRecalled = 254 // it is asked for shares
	wordRetired  = 255 // it is to hear nothing more
)

// changes is what the group's commit tells other centrals.
func (g *group) changes() []byte {
	if g.whole {
		return []byte{wordAll, 0}
	}
	b := []byte{}
	add := func(word byte, name string) {
		b = append(binary.AppendUvarint(append(b, word), uint64(len(name))), name...)
	}
	for _, t := range tables {
		for shard := range g.over.puts[t] {
			add(t.id, shard)
		}
	}
	for _, h := range g.news.Recalled {
		add(wordRecalled, h.String())
	}
	for _, h := range g.news.Retired {
		add(wordRetired, h.String())
	}
	return b
}

// foreignCommit is a commit as other centrals see it.
type foreignCommit struct {
	n       int64
	id      []byte
	changes []byte
}

func readCommits(rows pgx.Rows, err error) ([]foreignCommit, error) {
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(r pgx.CollectableRow) (c foreignCommit, err error) {
		err = r.Scan(&c.n, &c.id, &c.changes)
		return c, err
	})
}

// each goes over what a commit changed.
func (c foreignCommit) each(take func(word byte, name string)) {
	for b := c.changes; len(b) > 0; {
		word := b[0]
		size, n := binary.Uvarint(b[1:])
		if n <= 0 || size > uint64(len(b)-1-n) {
			take(wordAll, "")
			return
		}
		b = b[1+n:]
		take(word, string(b[:size]))
		b = b[size:]
	}
}

// catchUp drops what commits behind the one that was known changed, up to the newest. When one of them isn't remembered any
// more, or the head went back, nothing is known.
func (c *cache) catchUp(known int64, newest standing, commits []foreignCommit) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case newest.n == c.now.n: // another reader, or the writer, was faster
		c.now = newest // somebody may have said by hand that the store was put back
		return
	case newest.n >= known && newest.n < c.now.n:
		return
	case newest.n < known || c.now.n < known || newest.n-known != int64(len(commits)):
		c.clear(newest.n)
		c.stand(newest)
		return
	}
	for _, made := range commits {
		if made.n <= c.now.n {
			continue
		}
		made.each(func(word byte, name string) {
			if t := tableOf(word); t != nil {
				c.drop(made.n, shardOf{t, name})
			} else if word == wordAll || word < wordRecalled { // much, or a table of a newer program
				c.clear(made.n)
			}
		})
	}
	c.stand(newest)
}

// committed takes over what this central's commit has changed; when others' are known already that came behind it, it is dropped.
func (c *cache) committed(next standing, g *group) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := next.n
	if g.whole {
		c.clear(max(n, c.now.n))
	}
	for t, shards := range g.over.puts {
		for shard, keys := range shards {
			if c.now.n >= n || t.writtenOnly() {
				c.drop(n, shardOf{t, shard})
			} else {
				c.wrote(n, t, shard, keys)
			}
		}
	}
	for _, key := range g.gone {
		c.drop(n, shardOf{answersTable, string(key)})
	}
	if n > c.now.n {
		c.stand(next)
	}
}

// follower tells what other centrals' commits bring for tills that wait here.
type follower struct {
	n    int64 // told up to this commit; the goroutine's
	mu   sync.Mutex
	tell func(office.News)
	stop context.CancelFunc
	done chan struct{}
}

// Tell is called with what other centrals' commits bring for tills that wait here, some milliseconds behind them. It must not block.
func (s *Store) Tell(tell func(office.News)) {
	s.follow.mu.Lock()
	defer s.follow.mu.Unlock()
	s.follow.tell = tell
}

func (s *Store) startFollowing() {
	ctx, stop := context.WithCancel(context.Background())
	s.follow.stop, s.follow.done = stop, make(chan struct{})
	go func() {
		defer close(s.follow.done)
		every := time.NewTicker(s.o.Follow)
		defer every.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-every.C:
				s.lookAtOthers(ctx)
			}
		}
	}()
}

func (s *Store) stopFollowing() {
	s.follow.stop()
	<-s.follow.done
}

// lookAtOthers reads what was committed since and tells it. A database that is gone has no news.
func (s *Store) lookAtOthers(ctx context.Context) {
	s.follow.mu.Lock()
	tell := s.follow.tell
	s.follow.mu.Unlock()
	if tell == nil {
		return
	}
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return
	}
	defer conn.Release()
	commits, err := readCommits(conn.Query(ctx, changesSQL, s.follow.n))
	if err != nil || len(commits) == 0 {
		return
	}
	var news office.News
	for _, made := range commits {
		if !bytes.HasPrefix(made.id, s.id[:]) {
			made.tell(&news)
		}
	}
	s.follow.n = commits[len(commits)-1].n
	if len(news.Scopes)+len(news.Recalled)+len(news.Retired) > 0 {
		tell(news)
	}
}

// tell adds what a commit brings.
func (c foreignCommit) tell(news *office.News) {
	c.each(func(word byte, name string) {
		switch word {
		case notesTable.id:
			if scope, is := office.ScopeOf(name); is && !slices.Contains(news.Scopes, scope) {
				news.Scopes = append(news.Scopes, scope)
			}
		case wordRecalled:
			news.Recalled = append(news.Recalled, share.ParseHolder(name))
		case wordRetired:
			news.Retired = append(news.Retired, share.ParseHolder(name))
		}
	})
}
