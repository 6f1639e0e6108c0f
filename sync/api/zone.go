package api

import (
	"context"
	"reflect"
	"sync"
	"sync/atomic"
	"time"
)

// Zones finds time zones by their IANA names and keeps what it found: reading one from the machine's files takes longer than
// filing an order.
type Zones struct{ known sync.Map }

// Load is time.LoadLocation.
func (z *Zones) Load(name string) (*time.Location, error) {
	if zone, ok := z.known.Load(name); ok {
		return zone.(*time.Location), nil
	}
	zone, err := time.LoadLocation(name)
	if err == nil {
		z.known.Store(name, zone)
	}
	return zone, err
}

// zoneLife is how long an answer may carry the zone of a programme that another central replaced.
const zoneLife = time.Second

// zoneCache is the programme's time zone.
type zoneCache struct {
	current atomic.Pointer[zoneFor]
}

type zoneFor struct {
	zone  *time.Location
	until time.Time
}

// zone is the zone of the programme in force.
func (s *Server) zone(ctx context.Context) (*time.Location, error) {
	now := s.Now()
	if z := s.zones.current.Load(); z != nil && now.Before(z.until) {
		return z.zone, nil
	}
	p, err := s.Office.Program(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	zone, err := s.Zone(p.TimeZone)
	if err != nil {
		return nil, err
	}
	s.zones.current.Store(&zoneFor{zone, now.Add(zoneLife)})
	return zone, nil
}

// inZone is a document with every instant in the zone: the same instants, written with its offset. Lists are changed
// in place, so the document must be the caller's own.
func inZone(document any, zone *time.Location) any {
	v := reflect.New(reflect.TypeOf(document)).Elem()
	v.Set(reflect.ValueOf(document))
	setZone(v, zone)
	return v.Interface()
}

var instant = reflect.TypeFor[time.Time]()

func setZone(v reflect.Value, zone *time.Location) {
	if !holdsInstants(v.Type()) {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == instant {
			if t := v.Interface().(time.Time); !t.IsZero() {
				v.Set(reflect.ValueOf(t.In(zone)))
			}
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				setZone(v.Field(i), zone)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			setZone(v.Index(i), zone)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			setZone(v.Elem(), zone)
		}
	}
}

var instants sync.Map // reflect.Type → bool: has a time.Time somewhere

func holdsInstants(t reflect.Type) bool {
	if t == instant {
		return true
	}
	if known, ok := instants.Load(t); ok {
		return known.(bool)
	}
	holds := false
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			holds = holds || t.Field(i).IsExported() && holdsInstants(t.Field(i).Type)
		}
	case reflect.Slice, reflect.Pointer:
		holds = holdsInstants(t.Elem())
	}
	instants.Store(t, holds)
	return holds
}
