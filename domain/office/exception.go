package office

import (
	"context"
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
)

// ExceptionFilter narrows a list of exceptions; what is zero lets all pass.
type ExceptionFilter struct {
	Kind   string
	Till   string // number, of whatever epoch
	Member string // under any id that it ever had
	Open   bool   // only those that nobody has reconciled
}

func (f ExceptionFilter) passes(e Exception, members map[string]bool) bool {
	return (f.Kind == "" || e.Kind == f.Kind) && (f.Till == "" || e.Till.Writer == f.Till) &&
		(f.Member == "" || members[e.Member]) && !(f.Open && !e.ReconciledAt.IsZero())
}

// Exceptions lists what happened at tills and somebody should look at, or has, oldest first. Fault: cursor.format.
func (o *Office) Exceptions(ctx context.Context, f ExceptionFilter, p Page) (list []Exception, next string, err error) {
	p = p.Bounded()
	list, err = read(ctx, o, func(r Reader) (list []Exception, err error) {
		members, err := f.members(r)
		if err != nil {
			return nil, err
		}
		next = p.Cursor
		for more := true; more && len(list) < p.Limit; more = next != "" {
			var some []Exception
			if some, next, err = r.Exceptions(Page{Cursor: next, Limit: p.Limit - len(list)}); err != nil {
				return nil, err
			}
			for _, e := range some {
				if f.passes(e, members) {
					list = append(list, e)
				}
			}
		}
		return list, nil
	})
	return list, next, err
}

// members are the ids that the filter's member has, or had.
func (f ExceptionFilter) members(r Members) (map[string]bool, error) {
	if f.Member == "" {
		return nil, nil
	}
	present, err := presentID(r, f.Member)
	if err != nil {
		return nil, err
	}
	ids, err := everyID(r, present)
	all := map[string]bool{f.Member: true}
	for _, id := range ids {
		all[id] = true
	}
	return all, err
}

// Reconciliation is a supervisor's word that an exception has been looked into.
type Reconciliation struct {
	ID     string `json:"id" doc:"the exception's"`
	By     string `json:"by" doc:"who has looked into it: a supervisor's staff id or name"`
	Reason string `json:"reason" doc:"what was found, or done"`
}

// Code is the canonical form.
func (r *Reconciliation) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &r.ID)
	journal.String(c, &r.By)
	journal.String(c, &r.Reason)
}

// Reconcile notes that an exception was looked into, once: a later word on it changes nothing. It stays listed; what
// happened stays as it is. Faults: exception.unknown; field.required on id, by and reason, field.too_long on by and reason.
func (o *Office) Reconcile(ctx context.Context, r Reconciliation) (Exception, error) {
	return write(ctx, o, func(tx Tx, now time.Time) (Exception, error) {
		if err := r.check(); err != nil {
			return Exception{}, err
		}
		e, err := exception(tx, r.ID)
		if err != nil || !e.ReconciledAt.IsZero() {
			return e, err
		}
		return o.reconcile(tx, e, r, now)
	})
}

func (o *Office) reconcile(tx Tx, e Exception, r Reconciliation, now time.Time) (Exception, error) {
	e.ReconciledAt, e.By, e.Reason = now, r.By, r.Reason
	event := o.event(journal.ExceptionReconciled, now, now)
	event.Actor = r.By
	if err := appendEvent(tx, event, &r, nil); err != nil {
		return e, err
	}
	return e, tx.Put(e)
}

func (r *Reconciliation) check() error {
	var faults fault.Fields
	r.By, r.Reason = strings.TrimSpace(r.By), strings.TrimSpace(r.Reason)
	for _, f := range []struct{ name, value string }{{"id", r.ID}, {"by", r.By}, {"reason", r.Reason}} {
		switch {
		case f.value == "":
			faults = append(faults, fault.At(f.name, "field.required", nil))
		case f.name != "id" && len([]rune(f.value)) > loyalty.ReasonMax:
			faults = append(faults, fault.At(f.name, "field.too_long", fault.Args{"max": int64(loyalty.ReasonMax)}))
		}
	}
	return faults.OrNil()
}

// exception finds one by its id. There are few: they are read through.
func exception(r Tills, id string) (found Exception, err error) {
	err = eachListed(r.Exceptions, func(e Exception) (bool, error) {
		if e.ID == id {
			found = e
		}
		return found.ID == "", nil
	})
	if err == nil && found.ID == "" {
		err = fault.New(fault.NotFound, "exception.unknown", fault.Args{"id": id})
	}
	return found, err
}
