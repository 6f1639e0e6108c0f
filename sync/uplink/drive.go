package uplink

import (
	"context"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/sync/engine"
	"tim/sync/wire"
)

// do does what the engine says, in its order, and tells it what came of each act.
func (u *Uplink) do(ctx context.Context, out []engine.Output) {
	for len(out) > 0 {
		o := out[0]
		out = out[1:]
		switch o := o.(type) {
		case engine.SendPush:
			u.fly(ctx, o.ID, func(ctx context.Context, token string) (engine.Input, error) { return u.push(ctx, token, o) })
		case engine.SendPull:
			u.fly(ctx, o.ID, func(ctx context.Context, token string) (engine.Input, error) {
				o.Pull.Speaker.Clock = u.clock()
				page, err := u.client.Pull(ctx, token, &o.Pull)
				return engine.Paged{ID: o.ID, Page: page}, err
			})
		case engine.SendCopy:
			u.fly(ctx, o.ID, func(ctx context.Context, token string) (engine.Input, error) {
				o.Copy.Speaker.Clock = u.clock()
				page, err := u.client.Copy(ctx, token, &o.Copy)
				return engine.Paged{ID: o.ID, Page: page}, err
			})
		case engine.Drop:
			u.land(o.ID)
		case engine.Settled:
			u.settle(o)
		case engine.Status:
			u.publish(o)
		case engine.Look:
			out = append(out, u.look(ctx)...)
		case engine.KeepToken:
			u.keep(ctx, o.Token)
		case engine.Found: // central keeps and lists them: the shop's supervisor sees them there
		default:
			out = append(out, u.act(ctx, o)...)
		}
	}
}

// act does what must be durable, and steps on what came of it.
func (u *Uplink) act(ctx context.Context, o engine.Output) []engine.Output {
	done := engine.Acted{Act: o}
	var err error
	switch o := o.(type) {
	case engine.Raise:
		done.Request, err = u.cfg.Shares.NextRequest(ctx)
	case engine.Got:
		err = u.cfg.Shares.Got(ctx, o.Request, o.Incarnation, o.Units)
	case engine.Close:
		err = u.cfg.Shares.Close(ctx, o.Incarnation)
	case engine.GiveBack:
		why := "recall"
		if o.Recall == 0 {
			why = "cart"
		}
		_, err = u.cfg.Shares.GiveBack(ctx, why, o.Units)
	case engine.Heard:
		err = u.cfg.Journal.Heard(ctx, counter.Mark(o.Mark), o.Durable, o.Offset)
	case engine.ApplyPage:
		err = u.cfg.Feeds.Apply(ctx, o)
	}
	done.Code = codeOf(err)
	out := u.engine.Step(time.Now(), engine.Written{Seq: u.cfg.Journal.Head().Seq})
	return append(out, u.engine.Step(time.Now(), done)...)
}

// codeOf is an error's code, "internal" when it has none.
func codeOf(err error) string {
	if err == nil {
		return ""
	}
	return wire.FaultOf(err).Reason
}

// look tells the engine what of regulars' shares is wished for and what is too much.
func (u *Uplink) look(ctx context.Context) (out []engine.Output) {
	if surplus, err := u.cfg.Shares.Surplus(ctx); err == nil && len(surplus) > 0 {
		out = u.engine.Step(time.Now(), engine.Surplus{Units: surplus})
	}
	if u.cfg.Wishes == nil {
		return out
	}
	wishes, err := u.cfg.Wishes(ctx)
	if err != nil {
		return out // it looks again in a minute
	}
	for _, w := range wishes {
		u.mu.Lock()
		u.wishes++
		w.ID = u.wishes
		u.mu.Unlock()
		out = append(out, u.engine.Step(time.Now(), w)...)
	}
	return out
}

// keep takes a new token once it is durable; until then the old one goes on.
func (u *Uplink) keep(ctx context.Context, token string) {
	if u.cfg.KeepToken == nil || u.cfg.KeepToken(ctx, token) == nil {
		u.mu.Lock()
		u.token = token
		u.mu.Unlock()
	}
}

// fly sends a message in a goroutine of its own; what comes of it is posted.
func (u *Uplink) fly(ctx context.Context, id uint64, send func(ctx context.Context, token string) (engine.Input, error)) {
	flight, cancel := context.WithCancel(ctx)
	u.flights[id] = cancel
	token := u.token
	go func() {
		defer cancel()
		in, err := send(flight, token)
		if err != nil {
			code := codeOf(err)
			in = engine.Failed{ID: id, Code: code, Slow: code == "link.slow"}
		}
		u.box.post(in)
	}()
}

// landed forgets a message that came to something.
func (u *Uplink) landed(in engine.Input) {
	switch in := in.(type) {
	case engine.Answered:
		delete(u.flights, in.ID)
	case engine.Paged:
		delete(u.flights, in.ID)
	case engine.Failed:
		delete(u.flights, in.ID)
	}
}

// land gives a message up.
func (u *Uplink) land(id uint64) {
	if cancel := u.flights[id]; cancel != nil {
		cancel()
		delete(u.flights, id)
	}
}

func (u *Uplink) clock() wire.Clock {
	return wire.Clock{Wall: u.cfg.Now().UTC(), Boot: u.cfg.Boot, Mono: u.cfg.Mono()}
}

// push adds the events to a message, sends it, and checks what central says that it has.
func (u *Uplink) push(ctx context.Context, token string, o engine.SendPush) (engine.Input, error) {
	prev, records, seals, err := u.cfg.Journal.Outbox(ctx, o.Push.Journal, o.After, o.Events, wire.BytesMax)
	if err != nil {
		return nil, err
	}
	m := o.Push
	m.Journal = counter.LineOf(o.Push.Journal)
	m.Prev, m.Seals, m.Speaker.Clock = prev, seals, u.clock()
	m.Confirm = u.confirm()
	if err := u.cfg.Keys.fill(ctx, &m, records); err != nil {
		return nil, err
	}
	wall, sent := u.cfg.Now(), time.Now()
	answer, err := u.client.Push(ctx, token, &m)
	u.compare(answer, err)
	if err != nil {
		return nil, err
	}
	in := engine.Answered{ID: o.ID, Answer: answer, Offset: offset(wall, time.Since(sent), answer.Clock.Wall)}
	in.Head, in.Chained, err = u.chained(ctx, o.Push.Journal, answer)
	if err == nil && in.Chained && answer.Mark.Acked <= in.Head && o.Push.Journal == u.till.Epoch {
		u.confirmed(answer)
	}
	return in, err
}

// compare notes whether central reads the messages of this program: an older one can't read a push that wishes for confirmations.
func (u *Uplink) compare(a wire.Answer, err error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	switch {
	case err == nil:
		u.older = a.Newest < wire.Version
	case fault.Code(err) == "message.unreadable":
		u.older = true
	}
}

// confirm is what is wished of central: its key, too, until that is known; nothing of an older one.
func (u *Uplink) confirm() wire.Confirm {
	u.mu.Lock()
	older := u.older
	u.mu.Unlock()
	if older {
		return wire.ConfirmNothing
	}
	if chain, _ := u.cfg.Journal.Chain(); chain.Central == "" {
		return wire.ConfirmAndTell
	}
	return wire.ConfirmCursor
}

// confirmed keeps central's counter-signature of the journal up to its cursor. One that isn't by central's key is worth nothing, and
// no reason to sell less: it is said until a good one comes.
func (u *Uplink) confirmed(a wire.Answer) {
	if len(a.Confirmed.Signature) == 0 {
		return
	}
	err := u.cfg.Journal.Confirmed(journal.Confirmation{
		Head: journal.Head{Writer: u.till.Till, Epoch: u.till.Epoch, Seq: a.Mark.Acked, Hash: a.Hash}, At: a.Confirmed.At, Signature: a.Confirmed.Signature,
	}, a.Confirmed.Key)
	u.mu.Lock()
	defer u.mu.Unlock()
	u.doubted = codeOf(err)
}

// MemberKeys are the members' own keys that the events' personal data is encrypted under (wire.Key); nil: there are none.
type MemberKeys func(ctx context.Context, events []journal.Record) ([]wire.Key, error)

// fill puts events into a message, with the keys that central needs to read them.
func (k MemberKeys) fill(ctx context.Context, m *wire.Push, events []journal.Record) (err error) {
	for _, r := range events {
		m.Records = append(m.Records, r.Bytes)
	}
	if k != nil && len(events) > 0 {
		m.Keys, err = k(ctx, events)
	}
	return err
}

// offset is central's clock less the till's, in the middle of an exchange. Central's unset clock is no difference.
func offset(sent time.Time, took time.Duration, central time.Time) time.Duration {
	if central.IsZero() {
		return 0
	}
	return central.Sub(sent.Add(took / 2))
}

// chained says where a journal ends and whether central's cursor stands on it.
func (u *Uplink) chained(ctx context.Context, epoch uint32, a wire.Answer) (head uint64, chained bool, err error) {
	head = u.cfg.Journal.Head().Seq
	for _, f := range u.cfg.Formers {
		if f.Epoch == epoch {
			head = f.Head
		}
	}
	if a.Mark.Acked == 0 || a.Mark.Acked > head {
		return head, true, nil
	}
	at, _, _, err := u.cfg.Journal.Outbox(ctx, epoch, a.Mark.Acked, 1, wire.BytesMax)
	if err != nil && fault.Code(err) != "ledger.moved" {
		return head, false, err
	}
	return head, err == nil && at.Hash == a.Hash, nil
}
