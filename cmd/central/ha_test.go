//go:build ha

// Tests with three PostgreSQL servers under Patroni, which take minutes: go test -tags ha ./cmd/central -run Leader -v
package main

import (
	"testing"
	"time"

	"tim/storage/postgres/pgtest"
)

// With a synchronous standby nothing that was answered is lost with the leader, nothing counts twice, and the chain goes on as the same
// incarnation.
func TestTheLeaderDiesWithASynchronousStandby(t *testing.T) {
	cluster := pgtest.Patroni(t, true)
	c := startChain(t, cluster.URL(), 3, "--synced-failover")
	d := openTrade(t, c.front)
	d.begin()
	d.more(300)
	rejoin := cluster.KillLeader()
	d.more(300)
	rejoin()
	gap := d.close()
	if n := d.lost(); n > 0 {
		t.Errorf("%d of %d answered orders are lost", n, len(d.calls)/2)
	}
	d.balanced()
	d.again()
	d.balanced()
	if n := d.incarnation(); n != 1 {
		t.Errorf("central is incarnation %d, though nothing is lost", n)
	}
	wellWritten(t, c)
	t.Logf("%d writes answered, 0 lost; longest gap %v", len(d.calls), gap.Round(10*time.Millisecond))
	cluster.Settle()
}

// With replicas that follow as they can, what was answered last is lost with the leader. Central notices, is another incarnation, and has
// from the till all that this sold; channels that send again with their keys have each of theirs once.
func TestTheLeaderDiesWithoutASynchronousStandby(t *testing.T) {
	cluster := pgtest.Patroni(t, false)
	c := startChain(t, cluster.URL(), 3)
	d := openTrade(t, c.front)
	d.begin()
	d.more(300)
	cluster.Hold()
	kept := d.till.link.Acked() // about
	d.more(100)
	gone := d.till.link.Acked() - kept
	rejoin := cluster.KillLeader()
	d.more(300)
	rejoin()
	gap := d.close()
	lost := d.lost()
	if lost == 0 || gone == 0 {
		t.Errorf("%d orders and %d events of the till's are lost: the test proves nothing of what finds and heals it", lost, gone)
	}
	d.again()
	d.balanced()
	if n := d.incarnation(); n < 2 {
		t.Errorf("central is still incarnation %d", n)
	}
	wellWritten(t, c)
	t.Logf("%d writes answered, %d of %d orders lost until they were sent again; some %d events that the till had been told are safe came again; longest gap %v",
		len(d.calls), lost, len(d.calls)/2, gone, gap.Round(10*time.Millisecond))
}

// An operator lets another server lead, for work on the one that leads: channels and tills notice how long that takes.
func TestTheLeaderIsChanged(t *testing.T) {
	cluster := pgtest.Patroni(t, true)
	c := startChain(t, cluster.URL(), 2, "--synced-failover")
	d := openTrade(t, c.front)
	d.begin()
	d.more(100)
	for range 3 {
		cluster.Switchover()
		cluster.Settle()
		d.more(100)
	}
	gap := d.close()
	if n := d.lost(); n > 0 || d.incarnation() != 1 {
		t.Errorf("%d orders are lost, central is incarnation %d", n, d.incarnation())
	}
	d.balanced()
	wellWritten(t, c)
	t.Logf("%d writes answered over three changes, longest gap %v", len(d.calls), gap.Round(10*time.Millisecond))
}
