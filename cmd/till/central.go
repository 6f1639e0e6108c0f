package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"tim/domain/office"
	"tim/storage/bolt"
	"tim/sync/api"
	"tim/sync/hub"
	"tim/sync/wire"
)

// centralDir is where a till that stands alone keeps its central, in its own data directory.
const centralDir = "central"

// localShop is the id of the only shop of such a central.
const localShop = "shop"

// localCentral is the central of a till that stands alone: the chain's, in the till's own process and on its own data, so that
// one way of selling is enough for all.
type localCentral struct {
	store  *bolt.Central
	office *office.Office
	tills  *hub.Server
}

// openLocal opens the central in a till's data directory, which is made where there is none.
func (m *Main) openLocal(dir string) (*localCentral, error) {
	dir = filepath.Join(dir, centralDir)
	key, err := bolt.LoadOrCreateCentralKey(dir, m.Entropy)
	if err != nil {
		return nil, err
	}
	store, err := bolt.OpenCentral(dir, bolt.CentralOptions{Key: key})
	if err != nil {
		return nil, err
	}
	tokens, err := bolt.LoadOrCreateSecrets(filepath.Join(dir, bolt.TokenKeyFile), m.Entropy)
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	watched := &office.Watched{Store: store}
	c := &localCentral{store: store, office: office.New(office.Config{Store: watched, Now: m.Now, Entropy: m.Entropy, Zone: time.LoadLocation})}
	c.tills = hub.NewServer(hub.ServerConfig{Config: hub.Config{Central: c.office, Now: m.Now}, Log: slog.New(slog.DiscardHandler), TokenKeys: tokens,
		Manage: m.publicDoor(c.office, watched)})
	watched.Changed = c.tills.Changed
	return c, nil
}

// publicDoor answers managers as a central elsewhere does. It is made when the first one asks: a till that only sells has none.
func (m *Main) publicDoor(use *office.Office, store office.Store) http.Handler {
	made := sync.OnceValues(func() (http.Handler, error) {
		nobody := func([sha256.Size]byte) api.Kind { return api.Nobody }
		s, err := api.New(api.Config{Office: use, Store: store, Now: m.Now, Zone: time.LoadLocation, Version: version, Token: nobody,
			Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			return nil, err
		}
		return s.Managers(), nil
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		door, err := made()
		if err != nil {
			panic("the public door can't be made: " + err.Error())
		}
		door.ServeHTTP(w, r)
	})
}

// Close answers what waits and gives the file free.
func (c *localCentral) Close() error {
	c.tills.Close()
	return c.store.Close()
}

// way is how a till in this process reaches it.
func (c *localCentral) way() http.RoundTripper { return hub.Local{Central: c.tills} }

// openCentral opens the shop's central where it is in this process. A till that stood alone so far gets one: all that it knew
// from outside goes there at once, and what it wrote itself by its journal, while it sells. What a crash left undone is done
// by the next start.
func (m *Main) openCentral(ctx context.Context, s *shop) (chainLink, error) {
	l, known, err := readLink(s.dir)
	if err != nil || known && !l.Local {
		return l, err
	}
	if s.central == nil {
		if s.central, err = m.openLocal(s.dir); err != nil {
			return l, err
		}
	}
	if l.via = s.central.way; known {
		return l, m.firstCopy(ctx, s, l)
	}
	founding, err := s.Founding(localShop)
	if err != nil {
		return l, fmt.Errorf("read what the till knows: %w", err)
	}
	return m.found(ctx, s, founding)
}

// found makes the central in this process the shop's, the till one of its tills, and the till's catalogue its copy. Every step
// that was done before is left as it is.
func (m *Main) found(ctx context.Context, s *shop, f office.Founding) (chainLink, error) {
	if _, err := s.central.office.Found(ctx, f, m.founding(f.Count)); err != nil {
		return chainLink{}, fmt.Errorf("found the shop's central: %w", err)
	}
	start, err := s.Start(ctx)
	if err != nil {
		return chainLink{}, err
	}
	till := tillNumber
	if start.Head.Seq > 0 {
		till = start.Head.Writer
	}
	code, err := s.central.office.EnrolCode(ctx, f.Shop)
	if err != nil {
		return chainLink{}, err
	}
	l, err := m.enrolAt(ctx, s, chainLink{URL: localURL, Local: true, via: s.central.way}, wire.Enrol{Ticket: code.Code, Till: till})
	if err != nil {
		return l, err
	}
	if err := l.write(s.dir); err != nil {
		return l, err
	}
	return l, m.firstCopy(ctx, s, l)
}

// founding writes how far a large founding has come, on a terminal only.
func (m *Main) founding(members int) func(done int) {
	draw := m.meter(int64(members))
	return func(done int) { draw(int64(done)) }
}

// localURL stands where a till keeps its central's address when that is in its own process.
const localURL = "http://localhost"
