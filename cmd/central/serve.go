package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"tim/domain/desk"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/report"
	"tim/storage/bolt"
	"tim/sync/api"
	"tim/sync/hub"
	"tim/tui/widget"
)

// gcPercent spends memory, which central needs little of, on time: the store's pages are not in the heap.
const gcPercent = 400

func (m *Main) serveCommand(f *flags) *cobra.Command {
	c := &cobra.Command{
		Use: "serve", Short: "answer on --listen until told to stop", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return m.serve(c.Context(), f) },
	}
	c.Flags().StringVar(&f.listen, "listen", "127.0.0.1:8080", "address and port")
	c.Flags().StringVar(&f.public, "public-url", "", "where members' browsers reach this central, as links on receipts say (default as --listen)")
	c.Flags().StringVar(&f.cert, "tls-cert", "", "certificate file, PEM")
	c.Flags().StringVar(&f.key, "tls-key", "", "its key file, PEM")
	c.Flags().TextVar(&f.level, "log", slog.LevelInfo, "debug, info, warn or error; debug logs every request")
	c.Flags().BoolVar(&f.noTopUps, "no-top-ups", false, "don't make up what an order earned too little because its till didn't know the tier yet")
	c.Flags().BoolVar(&f.insecure, "insecure", false, "plain HTTP on an address that others can reach")
	return c
}

func (m *Main) serve(ctx context.Context, f *flags) error {
	if err := f.needData(); err != nil {
		return err
	}
	secure, err := f.secure()
	if err != nil {
		return err
	}
	store, err := m.open(ctx, f)
	if err != nil {
		return err
	}
	if folder, beside := f.journalFolder(m.Getenv); beside && !f.inDatabase(m.Getenv) {
		fmt.Fprintf(m.Stderr, "the journal copy lies beside the data, in %s: who loses that disk loses both. --journal names a folder on another\n", folder)
	}
	if err := m.offer(ctx, f, store); err != nil {
		return errors.Join(err, store.Close())
	}
	if m.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	return errors.Join(m.answer(ctx, f, store, secure), store.Close())
}

// answer serves an open store.
func (m *Main) answer(ctx context.Context, f *flags, central central, secure *tls.Config) error {
	token, err := m.adminToken(f.data)
	if err != nil {
		return err
	}
	keys, err := m.keys(f.data)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", f.listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	scheme := "http"
	if secure != nil {
		scheme = "https"
	}
	url := fmt.Sprintf("%s://%s", scheme, l.Addr())
	public, err := f.pageURL(url)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	logger := slog.New(slog.NewJSONHandler(m.Stderr, &slog.HandlerOptions{Level: f.level}))
	var door http.Handler // the public door for managers at tills: made below, before anybody is answered
	managers := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { door.ServeHTTP(w, r) })
	tills, use := m.tills(central, f, logger, public, keys, managers)
	desk, err := m.desk(ctx, use)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	server, err := api.New(api.Config{
		Desk: desk, Office: use, Store: central, Now: m.Now, Zone: m.zones.Load, Version: version, Token: api.OnlyAdmin(token),
		Log: logger, HaravanSecret: m.Getenv(envHaravan), BankSecret: m.Getenv(envBank), Backup: central.Backup,
		PageURL: public, PageKeys: keys.pages, Tills: tills, Metrics: append(storeMetrics(central), tills),
	})
	if err != nil {
		return errors.Join(err, l.Close())
	}
	door = server.Managers()
	defer context.AfterFunc(ctx, tills.Close)()
	defer watch(ctx, desk, logger)()
	defer prove(ctx, central, use, logger)()
	defer m.watchServer(ctx, f, use, logger)()
	fmt.Fprintf(m.Stdout, "listening on %s\n", url)
	return server.Serve(ctx, l, secure)
}

// desk is the supervisor's, whose days are those of the programme that is in force now.
func (m *Main) desk(ctx context.Context, use *office.Office) (*desk.Desk, error) {
	p, err := use.Program(ctx, m.Now())
	if err != nil {
		return nil, err
	}
	zone, err := m.zones.Load(cmp.Or(p.TimeZone, loyalty.Default().TimeZone))
	if err != nil {
		return nil, fmt.Errorf("time zone of the programme: %w", err)
	}
	return use.Desk(report.DefaultLimits(), zone), nil
}

// watchEvery is how often a desk reads up on what tills have sent since.
const watchEvery = 5 * time.Second

// watch keeps a desk read up, beside the answering; end waits until it has stopped.
func watch(ctx context.Context, d *desk.Desk, log *slog.Logger) (end func()) {
	return beside(ctx, watchEvery, func(ctx context.Context) {
		if err := d.CatchUp(ctx); err != nil && ctx.Err() == nil {
			log.Error("the desk can't read the journals", "error", err)
		}
	})
}

// beside does something now, and again every so often, in a goroutine of its own; end waits until it has stopped.
func beside(ctx context.Context, often time.Duration, do func(context.Context)) (end func()) {
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		every := time.NewTicker(often)
		defer every.Stop()
		for {
			do(ctx)
			select {
			case <-ctx.Done():
				return
			case <-every.C:
			}
		}
	}()
	return func() {
		stop()
		<-done
	}
}

// tills makes the tills' side over an open store, and the use cases whose writes wake it.
func (m *Main) tills(central central, f *flags, logger *slog.Logger, pageURL string, keys keys, managers http.Handler) (*hub.Server, *office.Office) {
	watched := &office.Watched{Store: central}
	use := m.office(watched, f, central.Key())
	tills := hub.NewServer(hub.ServerConfig{
		Config: hub.Config{Central: use, Now: m.Now, PageURL: pageURL, PageKey: keys.pages[0]},
		Log:    logger, TokenKeys: keys.tokens, Manage: managers,
	})
	watched.Changed = tills.Changed
	if shared, is := central.(interface{ Tell(func(office.News)) }); is {
		shared.Tell(tills.Changed) // what other centrals write
	}
	return tills, use
}

// secure is the TLS that the flags ask for, nil for none. Fault: listen.insecure when others could listen in.
func (f *flags) secure() (*tls.Config, error) {
	if f.cert == "" && f.key == "" {
		host, _, err := net.SplitHostPort(f.listen)
		if err != nil {
			return nil, fault.At("listen", "listen.format", fault.Args{"value": f.listen})
		}
		if ip := net.ParseIP(host); !f.insecure && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return nil, fault.At("listen", "listen.insecure", fault.Args{"value": f.listen})
		}
		return nil, nil
	}
	pair, err := tls.LoadX509KeyPair(f.cert, f.key)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "tls.files", err, nil)
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, nil
}

// open opens the store that the command line names: the database, else the data directory.
func (m *Main) open(ctx context.Context, f *flags) (central, error) {
	if f.inDatabase(m.Getenv) {
		return m.openDatabase(ctx, f)
	}
	return m.openData(ctx, f)
}

// openData checks and opens a data directory with its journal copy; nothing is changed when that fails. What the copy has beyond
// the store is done again, and a store that was put back becomes another incarnation.
func (m *Main) openData(ctx context.Context, f *flags) (central, error) {
	if err := ofNoTill(f.data); err != nil {
		return nil, err
	}
	if err := m.checkFirst(ctx, f.data); err != nil {
		return nil, err
	}
	key, err := bolt.LoadOrCreateCentralKey(f.data, m.Entropy)
	if err != nil {
		return nil, err
	}
	folder, _ := f.journalFolder(m.Getenv)
	store, err := bolt.OpenCentral(f.data, bolt.CentralOptions{Key: key, Journal: folder, NewJournal: f.anew, Progress: m.replaying()})
	if err != nil {
		return nil, err
	}
	m.recovered(store.Recovery(), folder)
	if err := m.resume(ctx, f, store); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return store, nil
}

// recovered says what opening found.
func (m *Main) recovered(did bolt.Recovery, folder string) {
	if did.Begun && !did.Empty {
		fmt.Fprintf(m.Stderr, "a journal copy begins in %s: make a backup now, it is of no use to older ones\n", folder)
	}
	if did.Replayed > 0 {
		fmt.Fprintf(m.Stderr, "%d commits done again from the journal copy in %s\n", did.Replayed, folder)
	}
}

// resume does about a store that was put back what has to be done first, and reads what an older program couldn't of tills' events.
func (m *Main) resume(ctx context.Context, f *flags, central central) error {
	o := m.office(central, f, central.Key())
	back, err := o.Resume(ctx)
	if back && err == nil {
		fmt.Fprintln(m.Stderr, "the store was put back from a backup: no points are granted or taken until the tills have reported (central tills, central waive)")
	}
	if err != nil {
		return err
	}
	read, err := o.RetryTillEvents(ctx, nil)
	if read > 0 {
		fmt.Fprintf(m.Stderr, "%d events of tills that an older program couldn't read are read now\n", read)
	}
	return err
}

// replaying shows how far a replay is, to whoever watches.
func (m *Main) replaying() func(done, total uint64) {
	if !watched() {
		return nil
	}
	return func(done, total uint64) {
		fmt.Fprint(m.Stderr, "\r\033[K"+widget.Progress(int64(done), int64(total)))
		if done == total {
			fmt.Fprintln(m.Stderr)
		}
	}
}

// office is the use cases over a store, whose key counter-signs what tills have sent.
func (m *Main) office(store office.Store, f *flags, key journal.Signer) *office.Office {
	return office.New(office.Config{Store: store, Key: key, Now: m.Now, Entropy: m.Entropy, Zone: m.zones.Load, NoTopUps: f.noTopUps})
}
