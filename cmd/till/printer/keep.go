package printer

import (
	"context"
	"errors"
	"slices"

	"tim/domain/fault"
)

// Drop takes a job out of those that wait, durably. Fault: job.unknown.
func (p *Press) Drop(ctx context.Context, place string) error {
	p.keeping.Lock()
	defer p.keeping.Unlock()
	p.mu.Lock()
	i := slices.IndexFunc(p.queue, func(e *entry) bool { return e.place == place })
	if i < 0 {
		p.mu.Unlock()
		return unknownJob()
	}
	e := p.queue[i]
	p.mu.Unlock()
	if err := p.forget(ctx, e); err != nil {
		return err
	}
	p.mu.Lock()
	p.leaves(e)
	if p.printing == e {
		p.cancel()
	}
	p.dropped = e
	p.mu.Unlock()
	p.tell(nil)
	return nil
}

// Restore puts the job that was dropped last back where it was. Fault: job.unknown.
func (p *Press) Restore(ctx context.Context) error {
	p.keeping.Lock()
	defer p.keeping.Unlock()
	p.mu.Lock()
	e := p.dropped
	p.mu.Unlock()
	if e == nil {
		return unknownJob()
	}
	if err := p.keep(ctx, e); err != nil {
		return err
	}
	p.mu.Lock()
	p.dropped = nil
	i := slices.IndexFunc(p.queue, func(o *entry) bool { return o.At.After(e.At) })
	if i < 0 {
		i = len(p.queue)
	}
	p.queue = slices.Insert(p.queue, i, e)
	p.mu.Unlock()
	p.tell(nil)
	p.stir()
	return nil
}

func unknownJob() error { return fault.New(fault.NotFound, "job.unknown", nil) }

// errDropped is of a job that somebody dropped while its printer was asked how it stands.
var errDropped = errors.New("the paper was dropped")

// begun writes down that some of a paper may come out, before it does. What was dropped meanwhile is not kept again.
func (p *Press) begun(ctx context.Context, e *entry) error {
	p.keeping.Lock()
	defer p.keeping.Unlock()
	p.mu.Lock()
	waits, before := slices.Contains(p.queue, e), e.Begun
	e.Begun = before || waits
	p.mu.Unlock()
	switch {
	case !waits:
		return errDropped
	case before:
		return nil
	}
	err := p.keep(ctx, e)
	if err != nil {
		p.mu.Lock()
		e.Begun = false
		p.mu.Unlock()
	}
	return err
}

// done ends a job whose paper came out.
func (p *Press) done(ctx context.Context, e *entry) error {
	p.keeping.Lock()
	defer p.keeping.Unlock()
	p.mu.Lock()
	p.leaves(e)
	p.mu.Unlock()
	p.tell(nil)
	return p.forget(context.WithoutCancel(ctx), e)
}

// leaves takes a job out of those that wait; p.mu is held.
func (p *Press) leaves(e *entry) {
	p.queue = slices.DeleteFunc(p.queue, func(o *entry) bool { return o == e })
}

// keep writes a job as it stands, where a ledger keeps it; p.keeping is held.
func (p *Press) keep(ctx context.Context, e *entry) error {
	if e.ID == "" {
		return nil
	}
	return p.cfg.Spool.KeepJob(ctx, e.Job)
}

// forget takes it out of the ledger; p.keeping is held.
func (p *Press) forget(ctx context.Context, e *entry) error {
	if e.ID == "" {
		return nil
	}
	return p.cfg.Spool.DropJob(ctx, e.ID)
}
