package share_test

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"tim/domain/journal"
	"tim/domain/share"
)

// A world of three tills and central, of lots earned anywhere, takes, returns with claw-backs and restores, recalls,
// releases by hand, lost till files, central restored from old copies, and messages lost, doubled and re-ordered. What was
// really handed out is counted apart; the books must agree with it and never hand out more than arose.
var (
	worldSeeds = flag.Int("worlds", 300, "seeds of TestNoUnitIsSpentTwice")
	firstWorld = flag.Uint64("world", 1, "the first of them")
)

const tills = 3

// books is a Books in memory.
type books struct {
	rows        map[string]share.Row
	holdings    map[share.Holder]share.Holding
	waiting     []share.Holder
	incarnation uint64
	journals    map[share.Holder][]journal.Event
	own         int // central's own journal, applied up to here
	noFormer    bool
}

func newBooks() *books {
	return &books{rows: map[string]share.Row{}, holdings: map[share.Holder]share.Holding{}, incarnation: 1, journals: map[share.Holder][]journal.Event{}}
}

func (b *books) clone() *books {
	n := *b
	n.rows, n.holdings, n.journals = maps.Clone(b.rows), maps.Clone(b.holdings), maps.Clone(b.journals)
	n.waiting = slices.Clone(b.waiting)
	return &n
}

func (b *books) Row(right string) (share.Row, error)              { return b.rows[right], nil }
func (b *books) PutRow(right string, r share.Row) error           { b.rows[right] = r; return nil }
func (b *books) Incarnation() (uint64, error)                     { return b.incarnation, nil }
func (b *books) Waiting() ([]share.Holder, error)                 { return b.waiting, nil }
func (b *books) PutWaiting(hs []share.Holder) error               { b.waiting = hs; return nil }
func (b *books) PutHolding(h share.Holder, m share.Holding) error { b.holdings[h] = m; return nil }

func (b *books) Holding(h share.Holder) (share.Holding, error) {
	m := b.holdings[h]
	if b.noFormer {
		m.FormerNeeds = nil
	}
	return m, nil
}

// truth is what really happened to a right.
type truth struct {
	arose, taken, clawed, exposed int64
	touched                       bool // a lost file took part of its story with it
}

// bought is an order that a till wrote.
type bought struct {
	lot      string
	points   int64
	takes    []share.Units
	returned bool
}

// file is a till's durable memory.
type file struct {
	holder share.Holder
	log    []journal.Event
	held   *share.Held
	asked  uint64
	now    uint64 // central's incarnation as heard
	orders []bought
	former map[share.Holder][]journal.Event
}

type message struct {
	toTill  int // -1 for central
	from    int
	kind    string
	holder  share.Holder
	now     uint64
	events  []journal.Event
	request uint64
	wants   []share.Units
	granted share.Granted
	right   string
	n       int64
}

type world struct {
	r      *rand.Rand
	mutant string
	books  *books
	old    *books
	own    []journal.Event
	tills  [tills]*file
	net    []message
	truth  map[string]*truth
	lots   int
	bad    string
}

func newWorld(seed uint64, mutant string) *world {
	w := &world{r: rand.New(rand.NewPCG(seed, 5)), mutant: mutant, books: newBooks(), truth: map[string]*truth{}}
	for i := range w.tills {
		h := share.Holder{Writer: fmt.Sprint(i), Epoch: 1}
		w.tills[i] = &file{holder: h, held: share.NewHeld(), former: map[share.Holder][]journal.Event{}}
		w.central(journal.Move{Kind: journal.MoveEnrol, Holder: h.String()})
		w.close(i, 1)
	}
	w.old = w.books.clone()
	return w
}

func (w *world) fail(format string, args ...any) {
	if w.bad == "" {
		w.bad = fmt.Sprintf(format, args...)
	}
}

func (w *world) must(err error) {
	if err != nil {
		w.fail("%v", err)
	}
}

func (w *world) book() share.Book { return share.Book{Books: w.books} }

// write is a till's next event.
func (w *world) write(i int, moves ...journal.Move) {
	t := w.tills[i]
	e := journal.Event{Writer: t.holder.Writer, Epoch: t.holder.Epoch, Seq: uint64(len(t.log) + 1), Moves: moves}
	t.log = append(t.log[:len(t.log):len(t.log)], e)
	t.held.Apply(e)
}

// central writes an event of its own, copied apart before anything else.
func (w *world) central(moves ...journal.Move) {
	w.own = append(w.own, journal.Event{Writer: journal.Central, Seq: uint64(len(w.own) + 1), Moves: moves})
	w.catchUp()
}

func (w *world) catchUp() {
	for ; w.books.own < len(w.own); w.books.own++ {
		w.must(w.book().Apply(w.own[w.books.own]))
	}
}

func (w *world) newLot(n int64) string {
	w.lots++
	name := fmt.Sprintf("lot%d", w.lots)
	w.truth[name] = &truth{arose: n}
	return name
}

func (w *world) took(lot string, n int64) {
	t := w.truth[lot]
	if t.taken += n; t.taken > t.arose+t.exposed {
		w.fail("%s: %d taken of %d (+%d exposed)", lot, t.taken, t.arose, t.exposed)
	}
}

// lot is any that ever was.
func (w *world) lot() string {
	if w.lots == 0 {
		return ""
	}
	return fmt.Sprintf("lot%d", 1+w.r.IntN(w.lots))
}

func (t *file) rights() []share.Units {
	var all []share.Units
	for u := range t.held.Each {
		if u.N > 0 {
			all = append(all, u)
		}
	}
	slices.SortFunc(all, func(a, b share.Units) int { return compare(a.Right, b.Right) })
	return all
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (w *world) below(n int64) int64 { return 1 + w.r.Int64N(n) }

func (w *world) step() {
	i := w.r.IntN(tills)
	if len(w.net) > 0 && w.r.IntN(10) < 6 {
		w.deliver()
		return
	}
	switch x := w.r.IntN(100); {
	case x < 16:
		w.sell(i)
	case x < 21:
		w.takeBack(i)
	case x < 25:
		w.giveBack(i)
	case x < 43:
		w.push(i)
	case x < 55:
		w.ask(i)
	case x < 59:
		w.close(i, w.tills[i].now)
	case x < 63:
		if w.r.IntN(6) == 0 {
			w.lose(i)
		}
	case x < 73:
		w.otherChannel()
	case x < 75:
		w.adjust()
	case x < 82:
		w.recall()
	case x < 84:
		w.release()
	case x < 86:
		w.old = w.books.clone()
	case x < 88:
		w.restore()
	default:
		w.deliver()
	}
}

func (w *world) sell(i int) {
	o := bought{points: w.below(10)}
	o.lot = w.newLot(o.points)
	moves := []journal.Move{{Kind: journal.MoveArise, Lot: o.lot, N: o.points}}
	rights := w.tills[i].rights()
	if w.mutant == "takes without a share" {
		if lot := w.lot(); lot != o.lot {
			rights = []share.Units{{Right: lot, N: 5}}
		}
	}
	for _, u := range rights {
		if w.r.IntN(3) == 0 {
			n := w.below(u.N)
			moves, o.takes = append(moves, journal.Move{Kind: journal.MoveTake, Lot: u.Right, N: n}), append(o.takes, share.Units{Right: u.Right, N: n})
			w.took(u.Right, n)
		}
	}
	w.write(i, moves...)
	w.tills[i].orders = append(w.tills[i].orders, o)
}

func (w *world) takeBack(i int) {
	t := w.tills[i]
	if len(t.orders) == 0 {
		return
	}
	o := &t.orders[w.r.IntN(len(t.orders))]
	if o.returned {
		return
	}
	o.returned = true
	moves := []journal.Move{{Kind: journal.MoveClaw, Lot: o.lot, N: o.points, Burn: t.held.Burn(o.lot, o.points)}}
	w.truth[o.lot].clawed += o.points
	for _, u := range o.takes {
		moves = append(moves, journal.Move{Kind: journal.MoveRestore, Lot: u.Right, N: u.N})
		w.truth[u.Right].taken -= u.N
	}
	w.write(i, moves...)
}

func (w *world) giveBack(i int) {
	for _, u := range w.tills[i].rights() {
		if w.r.IntN(3) == 0 {
			w.write(i, journal.Move{Kind: journal.MoveReturn, Lot: u.Right, N: w.below(u.N)})
			return
		}
	}
}

func (w *world) push(i int) {
	t := w.tills[i]
	w.send(i, t.holder, t.log)
	for h, log := range t.former {
		if len(w.books.journals[h]) < len(log) {
			w.send(i, h, log)
		}
	}
}

func (w *world) send(i int, h share.Holder, log []journal.Event) {
	from := len(w.books.journals[h])
	if w.r.IntN(3) == 0 && len(log) > 0 {
		from = w.r.IntN(len(log))
	}
	if from < len(log) {
		w.net = append(w.net, message{toTill: -1, from: i, kind: "push", holder: h, now: w.tills[i].now, events: log[from:min(len(log), from+8)]})
	}
}

func (w *world) ask(i int) {
	t := w.tills[i]
	if w.lots == 0 {
		return
	}
	t.asked++
	wants := []share.Units{{Right: w.lot(), N: 1 + w.below(9)}, {Right: w.lot(), N: 1 + w.below(4)}}
	w.net = append(w.net, message{toTill: -1, from: i, kind: "ask", holder: t.holder, now: t.now, request: t.asked, wants: wants})
}

func (w *world) close(i int, now uint64) {
	t := w.tills[i]
	t.asked, t.now = t.asked+1, now
	moves := []journal.Move{{Kind: journal.MoveClosed, Request: t.asked, Incarnation: now}}
	for h, log := range t.former {
		moves = append(moves, journal.Move{Kind: journal.MoveFormer, Holder: h.String(), N: int64(len(log))})
	}
	w.write(i, moves...)
}

// lose is a till's file gone: it comes back as a new epoch that carries what central had of the old one.
func (w *world) lose(i int) {
	t := w.tills[i]
	had := w.books.journals[t.holder]
	if w.mutant == "a restored file keeps its epoch" {
		n := *t
		n.log, n.held, n.orders = slices.Clone(had), share.NewHeld(), nil
		for _, e := range had {
			n.held.Apply(e)
		}
		for _, e := range t.log[len(had):] {
			w.touch(e, 0)
		}
		w.tills[i] = &n
		return
	}
	for _, e := range t.log {
		w.touch(e, 0)
	}
	for _, e := range t.log[min(len(had), len(t.log)):] {
		w.touch(e, 1)
	}
	next := &file{holder: share.Holder{Writer: t.holder.Writer, Epoch: t.holder.Epoch + 1}, held: share.NewHeld(), former: maps.Clone(t.former)}
	next.former[t.holder] = slices.Clone(had)
	w.tills[i] = next
	w.central(journal.Move{Kind: journal.MoveRetire, Holder: t.holder.String()})
	w.central(journal.Move{Kind: journal.MoveEnrol, Holder: next.holder.String()})
	w.close(i, w.books.incarnation)
}

// touch notes that an event's rights are no more what they were; what it took is exposed so many times.
func (w *world) touch(e journal.Event, exposed int64) {
	for _, m := range e.Moves {
		if t := w.truth[m.Lot]; t != nil {
			t.touched = true
			if m.Kind == journal.MoveTake {
				t.exposed += exposed * m.N
			}
			if m.Kind == journal.MoveClaw && exposed > 0 {
				t.clawed -= m.N
			}
		}
	}
}

func (w *world) otherChannel() {
	if w.r.IntN(3) == 0 {
		n := w.below(12)
		w.central(journal.Move{Kind: journal.MoveArise, Lot: w.newLot(n), N: n})
		return
	}
	lot := w.lot()
	if lot == "" {
		return
	}
	have, err := w.book().Share(lot)
	w.must(err)
	if have <= 0 {
		return
	}
	n := w.below(have)
	if len(w.books.waiting) > 0 && w.mutant != "central takes while it waits" {
		return
	}
	w.took(lot, n)
	w.central(journal.Move{Kind: journal.MoveTake, Lot: lot, N: n})
}

func (w *world) adjust() {
	lot := w.lot()
	if lot == "" || !w.books.rows[lot].Known {
		return
	}
	n := w.below(3)
	w.truth[lot].clawed += n
	w.central(journal.Move{Kind: journal.MoveClaw, Lot: lot, N: n})
}

// out is a part that some holder has of some right.
func (w *world) out() (right string, p share.Part, found bool) {
	for range 8 {
		right = w.lot()
		parts := w.books.rows[right].Out
		if len(parts) > 0 {
			p = parts[w.r.IntN(len(parts))]
			if p.Units > 0 && !w.books.holdings[p.Holder].Retired {
				return right, p, true
			}
		}
	}
	return "", share.Part{}, false
}

func (w *world) recall() {
	right, p, found := w.out()
	if !found {
		return
	}
	for i, t := range w.tills {
		if t.holder == p.Holder {
			w.net = append(w.net, message{toTill: i, kind: "recall", holder: p.Holder, now: w.books.incarnation, right: right, n: w.below(9)})
		}
	}
}

func (w *world) release() {
	right, p, found := w.out()
	if !found || p.Released > 0 {
		return
	}
	w.truth[right].exposed += p.Units
	w.central(journal.Move{Kind: journal.MoveRelease, Lot: right, Holder: p.Holder.String(), N: p.Units, Request: uint64(len(w.books.journals[p.Holder]))})
}

// restore puts an older copy in central's place; its own journal was kept apart.
func (w *world) restore() {
	if w.r.IntN(3) > 0 {
		return
	}
	incarnation := w.books.incarnation + 1
	w.books = w.old.clone()
	w.books.incarnation, w.books.waiting, w.books.noFormer = incarnation, nil, w.mutant == "former epochs are not waited for"
	if w.mutant == "central's own journal is lost" {
		w.own = w.own[:w.books.own:w.books.own]
	}
	w.catchUp()
	if w.mutant == "no waiting after a restore" {
		return
	}
	for h, m := range w.books.holdings {
		if m.Enrolled && !m.Retired {
			w.books.waiting = append(w.books.waiting, h)
		}
	}
	slices.SortFunc(w.books.waiting, func(a, b share.Holder) int { return compare(a.String(), b.String()) })
}

// deliver takes any message there is; one of ten is lost, one comes twice.
func (w *world) deliver() {
	if len(w.net) == 0 {
		return
	}
	k := w.r.IntN(len(w.net))
	m, luck := w.net[k], w.r.IntN(10)
	if luck > 0 {
		w.net = slices.Delete(w.net, k, k+1)
	}
	if luck != 1 {
		w.handle(m)
	}
}

func (w *world) handle(m message) {
	if m.toTill < 0 {
		w.atCentral(m)
	} else {
		w.atTill(m)
	}
}

func (w *world) atCentral(m message) {
	answer := message{toTill: m.from, kind: "ack", holder: m.holder, now: w.books.incarnation}
	switch m.kind {
	case "push":
		for _, e := range m.events {
			have := w.books.journals[m.holder]
			if e.Seq == uint64(len(have)+1) {
				w.books.journals[m.holder] = append(have[:len(have):len(have)], e)
				w.must(w.book().Apply(e))
			}
		}
	case "ask":
		granted, err := w.book().Grant(m.holder, m.request, m.now, m.wants)
		if err != nil || len(granted.Units) == 0 {
			break
		}
		answer.kind, answer.granted = "grant", granted
	}
	w.net = append(w.net, answer)
}

func (w *world) atTill(m message) {
	t := w.tills[m.toTill]
	if m.holder != t.holder {
		return
	}
	if m.now > t.now {
		w.close(m.toTill, m.now)
	}
	switch {
	case m.now != t.now:
	case m.kind == "grant":
		mayGet := t.held.MayGet(m.granted.Request, m.granted.Incarnation)
		if w.mutant == "an old grant is got" {
			mayGet = true
		}
		if mayGet {
			var moves []journal.Move
			for _, u := range m.granted.Units {
				moves = append(moves, journal.Move{Kind: journal.MoveGot, Lot: u.Right, N: u.N, Request: m.granted.Request})
			}
			w.write(m.toTill, moves...)
		}
	case m.kind == "recall":
		if n := min(m.n, t.held.Units(m.right)); n > 0 {
			w.write(m.toTill, journal.Move{Kind: journal.MoveReturn, Lot: m.right, N: n})
		}
	}
}

// heal lets everything through until all journals are at central.
func (w *world) heal() {
	for range 400 {
		done := true
		for i, t := range w.tills {
			logs := maps.Clone(t.former)
			logs[t.holder] = t.log
			for h, log := range logs {
				if have := len(w.books.journals[h]); have < len(log) {
					done = false
					w.net = append(w.net, message{toTill: -1, from: i, kind: "push", holder: h, now: t.now, events: log[have:min(len(log), have+8)]})
				}
			}
		}
		for len(w.net) > 0 {
			m := w.net[0]
			w.net = w.net[1:]
			w.handle(m)
		}
		if done {
			return
		}
	}
	w.fail("the links healed and the tills never came to an end")
}

// settle checks, once all is quiet, that the books say what the tills hold, that all can come home, and that central then
// has what truth says.
func (w *world) settle() {
	w.net = nil
	w.heal()
	for i := range w.tills {
		w.close(i, w.books.incarnation)
	}
	w.heal()
	if len(w.books.waiting) > 0 {
		w.fail("central waits for ever for %v", w.books.waiting)
	}
	for right, row := range w.books.rows {
		for _, t := range w.tills {
			w.sameAsHeld(right, row, t)
		}
	}
	for i, t := range w.tills {
		for _, u := range t.rights() {
			w.write(i, journal.Move{Kind: journal.MoveReturn, Lot: u.Right, N: u.N})
		}
	}
	w.heal()
	for right, t := range w.truth {
		if t.touched {
			continue
		}
		if have, err := w.book().Share(right); err != nil || have != t.arose-t.clawed-t.taken {
			w.fail("%s: central has %d of %d (%v)", right, have, t.arose-t.clawed-t.taken, err)
		}
	}
}

func (w *world) sameAsHeld(right string, row share.Row, t *file) {
	booked := int64(0)
	for _, p := range row.Out {
		if p.Holder == t.holder {
			if booked = p.Units; p.Open != 0 {
				w.fail("%s: %d stay granted to %s for ever", right, p.Open, t.holder)
			}
		}
	}
	if held := t.held.Units(right); held != booked || held < 0 {
		w.fail("%s: %s holds %d, the books say %d", right, t.holder, held, booked)
	}
}

func runWorld(seed uint64, mutant string) string {
	w := newWorld(seed, mutant)
	for range 500 {
		if w.step(); w.bad != "" {
			return w.bad
		}
	}
	w.settle()
	return w.bad
}

func TestNoUnitIsSpentTwice(t *testing.T) {
	for seed := *firstWorld; seed < *firstWorld+uint64(*worldSeeds); seed++ {
		if bad := runWorld(seed, ""); bad != "" {
			t.Fatalf("world %d: %s", seed, bad)
		}
	}
}

// Without any one of these rules the world breaks, so it would show a rule that is broken in the code.
func TestTheWorldBreaksWithoutEachRule(t *testing.T) {
	for _, mutant := range []string{"takes without a share", "a restored file keeps its epoch", "central takes while it waits",
		"no waiting after a restore", "former epochs are not waited for", "central's own journal is lost", "an old grant is got"} {
		t.Run(mutant, func(t *testing.T) {
			for seed := range uint64(5_000) {
				if runWorld(seed, mutant) != "" {
					t.Logf("world %d", seed)
					return
				}
			}
			t.Error("5,000 worlds stand without the rule")
		})
	}
}
