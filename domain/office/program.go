package office

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
)

// ETag names a version of the programme: If-Match takes it back. A programme that was never put is "0".
func ETag(p loyalty.Program) string { return strconv.Quote(strconv.FormatInt(p.Version, 10)) }

// PutProgram stores a version of the programme, in force from EffectiveFrom on (default now; past for imports, future to
// schedule). A document equal to the newest version makes none, and is answered with that. ifMatch is "" or the ETag of
// the newest version. Faults: program.changed (Conflict, have: version) when another is newer and says otherwise; fault.Fields as
// Program.Validate, field.enum on time_zone.
func (o *Office) PutProgram(ctx context.Context, doc loyalty.Program, author, ifMatch string) (loyalty.Program, error) {
	return write(ctx, o, func(tx Tx, now time.Time) (loyalty.Program, error) {
		if err := o.validate(doc); err != nil {
			return doc, err
		}
		versions, err := tx.Programs()
		if err != nil {
			return doc, err
		}
		newest := newest(versions)
		if newest.Version > 0 && samePut(doc, newest, now) {
			return newest, nil // whatever was expected: it stands as it was to be
		}
		if ifMatch != "" && ifMatch != "*" && ifMatch != ETag(newest) {
			return doc, fault.New(fault.Conflict, "program.changed", fault.Args{"have": newest.Version})
		}
		doc.Version, doc.Author, doc.At = newest.Version+1, author, now
		if doc.EffectiveFrom = milli(doc.EffectiveFrom); doc.EffectiveFrom.IsZero() {
			doc.EffectiveFrom = now
		}
		body, err := setting(strconv.FormatInt(doc.Version, 10), doc)
		if err != nil {
			return doc, err
		}
		if err := o.record(tx, journal.ProgramSet, now, now, body); err != nil {
			return doc, err
		}
		return doc, tx.Put(doc)
	})
}

// setting is the body of a document that a manager put.
func setting(key string, doc any) (*Setting, error) {
	b, err := json.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", key, err)
	}
	return &Setting{Key: key, Document: b}, nil
}

// validate is every field's fault, of the zone too.
func (o *Office) validate(doc loyalty.Program) error { return o.AlsoZone(doc, doc.Validate()) }

// AlsoZone is err with the fault of a document's zone among those of its other fields, all at once (A3): only the machine's zone files can
// tell its name. An err that isn't of fields stays as it is. Fault: field.enum on time_zone.
func (o *Office) AlsoZone(doc loyalty.Program, err error) error {
	faults, fields := err.(fault.Fields)
	if err != nil && !fields || doc.TimeZone == "" {
		return err
	}
	if _, unknown := o.zones(doc.TimeZone); unknown != nil {
		return faults.Also(fault.Fields{fault.At("time_zone", "field.enum", fault.Args{"value": doc.TimeZone})}).OrNil()
	}
	return err
}

// newest is the version stored last; before the first, the programme that is in force without any.
func newest(versions loyalty.Versions) loyalty.Program {
	if len(versions) == 0 {
		return loyalty.Default()
	}
	return versions[len(versions)-1]
}

// samePut says whether putting doc now would change nothing.
func samePut(doc, newest loyalty.Program, now time.Time) bool {
	from := milli(doc.EffectiveFrom)
	if from.IsZero() && !newest.EffectiveFrom.After(now) {
		from = newest.EffectiveFrom
	}
	doc.EffectiveFrom, doc.Version, doc.Author, doc.At = from, newest.Version, newest.Author, newest.At
	doc.Reason = newest.Reason
	return reflect.DeepEqual(doc, newest)
}

// Program is the version in force at an instant, the zero time for now.
func (o *Office) Program(ctx context.Context, at time.Time) (loyalty.Program, error) {
	if at.IsZero() {
		at = o.now()
	}
	return read(ctx, o, func(r Reader) (loyalty.Program, error) { return program(r, at) })
}

// Versions is every version, oldest first; scheduled ones too.
func (o *Office) Versions(ctx context.Context) (loyalty.Versions, error) {
	return read(ctx, o, func(r Reader) (loyalty.Versions, error) { return r.Programs() })
}
