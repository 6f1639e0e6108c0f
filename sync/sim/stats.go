package sim

import (
	"fmt"
	"reflect"
)

// Stats are what happened in a world.
type Stats struct {
	// What was done.
	Steps, Visits, Sales, Returns, Redeemed, VouchersUsed, HandedBack, Refused int64
	Batches, Events, Takes, OwnTakes, Gots, Recalled, GivenBack                int64
	Signups, Merged, Released, ToppedUp, Programs, Cared                       int64
	ClawedElsewhere                                                            int64 // claw-backs of lots that other tills held of
	Together                                                                   int64 // uses of points at two tills at once that were both offline
	// What was survived.
	Messages, LostMessages, Doubled, Delayed, Overtaken, Unheard  int64
	Crashes, CentralCrashes, Restores, FrozenVisits               int64
	Lost, Rollbacks, Cloned, ClonedVisits, Retired, Jumps, Unread int64
	// Service.
	Asked, Granted, OfflineWishes, OfflineGranted int64
	Later                                         int64 `sim:"seldom"` // returns of goods and money only, without the order's pen
	Trusted                                       int64 // points taken on trust
	HeldPoints                                    int64 // by tills in the end
	Overdrawn                                     int64 `sim:"seldom"` // of these, beyond what there was
	// What was compared in the end.
	Accounts, Settled int64
}

// Add sums two worlds.
func (s *Stats) Add(o Stats) {
	sum, more := reflect.ValueOf(s).Elem(), reflect.ValueOf(o)
	for i := range sum.NumField() {
		sum.Field(i).SetInt(sum.Field(i).Int() + more.Field(i).Int())
	}
}

// Never is what did not happen, of what happens in any few dozen worlds.
func (s Stats) Never() (names []string) {
	all := reflect.ValueOf(s)
	for i := range all.NumField() {
		if all.Field(i).Int() == 0 && all.Type().Field(i).Tag.Get("sim") != "seldom" {
			names = append(names, all.Type().Field(i).Name)
		}
	}
	return names
}

// String is a report in English.
func (s Stats) String() string {
	return fmt.Sprintf(`did: %d visits, %d sales, %d returns (%d more of goods and money only), %d vouchers redeemed, %d used, %d handed back, %d keys refused;
  %d batches, %d events, %d takes and %d of central's own, %d grants got, %d recalls, %d shares given back for them;
  %d members made at tills, %d merged, %d programmes set, %d orders changed at central, %d shares released by hand, %d orders topped up
survived: %d messages, of which %d lost, %d doubled, %d delayed, %d overtaken, %d sent into a cut link;
  %d tills and %d centrals killed, %d centrals restored, %d visits while central was frozen by that,
  %d till files lost, %d rolled back, %d run by two machines at once (%d visits), %d tills retired, %d clocks jumped, %d events unread until an upgrade,
  %d claw-backs of points that others held, %d members who used points at two offline tills at once
wishes: %d asked of central, %d of them fulfilled; offline %d, %d fulfilled; %d points on trust, %d of them overdraw a lot
compared: %d accounts of central with the truth, %d of tills with central's`,
		s.Visits, s.Sales, s.Returns, s.Later, s.Redeemed, s.VouchersUsed, s.HandedBack, s.Refused, s.Batches, s.Events, s.Takes, s.OwnTakes, s.Gots, s.Recalled, s.GivenBack,
		s.Signups, s.Merged, s.Programs, s.Cared, s.Released, s.ToppedUp, s.Messages, s.LostMessages, s.Doubled, s.Delayed, s.Overtaken, s.Unheard,
		s.Crashes, s.CentralCrashes, s.Restores, s.FrozenVisits, s.Lost, s.Rollbacks, s.Cloned, s.ClonedVisits, s.Retired, s.Jumps, s.Unread, s.ClawedElsewhere, s.Together,
		s.Asked, s.Granted, s.OfflineWishes, s.OfflineGranted, s.Trusted, s.Overdrawn, s.Accounts, s.Settled)
}
