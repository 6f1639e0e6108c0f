package uplink_test

import (
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/storage/memory"
	"tim/sync/engine"
)

// bubble runs a story of one shop and its central in made-up time, which passes only while everybody waits: what takes no
// time waited for nobody.
func bubble(t *testing.T, story func(t *testing.T, k *shop, c *center, air *wireless)) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC)))
		c := newCenter(t, memory.NewCentral(testKey(50), nil))
		lot := c.member(t, "anh", "0912345678", 500)
		air := &wireless{handler: c.server}
		k := memoryShop(t, c, air, lot)
		story(t, k, c, air)
		k.stop()
		c.server.Close()
	})
}

// settle lets a moment pass in which a healthy link does what there is to do.
func (k *shop) settle(want func(engine.Status) bool, within time.Duration) {
	k.t.Helper()
	for end := time.Now().Add(within); ; time.Sleep(10 * time.Millisecond) {
		synctest.Wait()
		if want(k.link.Status()) {
			return
		}
		if time.Now().After(end) {
			k.t.Fatalf("%+v after %v", k.link.Status(), within)
		}
	}
}

func synced(s engine.Status) bool { return s.Online && s.Waiting == 0 && s.Code == "" }

// synced says whether central has all that was written here: a status may be of before the last write.
func (k *shop) synced() bool { return synced(k.link.Status()) && k.link.Acked() >= k.Head().Seq }

func offline(s engine.Status) bool { return !s.Online }

func TestASaleReachesCentralAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T, k *shop, c *center, _ *wireless) {
		k.settle(synced, time.Second)
		k.sell()
		k.settle(synced, 10*time.Millisecond)
		tills, err := c.office.Tills(t.Context())
		if err != nil || len(tills) != 1 || tills[0].Seq != k.Head().Seq {
			t.Fatalf("%+v, %v; the till is at %d", tills, err, k.Head().Seq)
		}
	})
}

// Whatever becomes of central, no key waits for it: neither while it is still believed to be there nor afterwards. The
// status says what is the matter, nothing is lost, and all of it arrives when central is there again.
func TestNoKeyWaitsForABadCentral(t *testing.T) {
	for what, bad := range map[string]struct {
		central http.HandlerFunc
		code    string
	}{
		"a black hole": {blackHole, "link.slow"}, "500": {failing, "central.failed"}, "a liar": {liar, "central.unchained"},
	} {
		t.Run(what, func(t *testing.T) {
			bubble(t, func(t *testing.T, k *shop, c *center, air *wireless) {
				k.settle(synced, time.Second)
				air.set(bad.central)
				var sold uint64
				for range 30 {
					before, head := time.Now(), k.Head().Seq
					k.sell()
					if waited := time.Since(before); waited > 0 {
						t.Fatalf("the keys of a sale waited %v", waited)
					}
					sold += k.Head().Seq - head
					time.Sleep(20 * time.Second)
				}
				if s := k.link.Status(); s.Online || s.Code != bad.code || s.Waiting < sold || time.Since(s.Since) > 10*time.Minute+time.Second {
					t.Fatalf("%+v, %d events unsent", s, sold)
				}
				before := time.Now()
				k.must(counter.Enter{Text: milk}, counter.Enter{Text: "0912345678"})
				if _, err := k.Do(t.Context(), counter.UsePoints{Points: 10}); err == nil {
					t.Error("points are used that nobody granted")
				}
				if waited := time.Since(before); waited > 0 {
					t.Errorf("an offline Use waited %v", waited)
				}
				air.set(nil)
				k.settle(synced, 10*time.Minute)
				if tills, err := c.office.Tills(t.Context()); err != nil || tills[0].Seq != k.Head().Seq {
					t.Errorf("%+v, %v", tills, err)
				}
			})
		})
	}
}

func TestAnOnlineUseIsGrantedAndTakesNoTimeToSpeakOf(t *testing.T) {
	bubble(t, func(t *testing.T, k *shop, c *center, _ *wireless) {
		k.settle(synced, time.Second)
		before := time.Now()
		k.must(counter.Enter{Text: milk}, counter.Enter{Text: "0912345678"}, counter.UsePoints{Points: 20})
		if waited := time.Since(before); waited > engine.UseWithin {
			t.Errorf("waited %v", waited)
		}
		k.settle(synced, 100*time.Millisecond)
	})
}

func TestAUseWaitsThreeTenthsOfASecondForALinkThatJustDied(t *testing.T) {
	bubble(t, func(t *testing.T, k *shop, _ *center, air *wireless) {
		k.settle(synced, time.Second)
		k.must(counter.Enter{Text: milk}, counter.Enter{Text: "0912345678"})
		k.settle(synced, time.Second)
		air.set(blackHole)
		for i, most := range []time.Duration{engine.UseWithin, 0} {
			before := time.Now()
			_, err := k.Do(t.Context(), counter.UsePoints{Points: 20})
			if waited := time.Since(before); err == nil || waited > most {
				t.Errorf("wish %d: %v after %v", i+1, err, waited)
			}
		}
		if s := k.link.Status(); s.Online || s.Code != "link.slow" {
			t.Errorf("%+v", s)
		}
	})
}

func TestTheLinkIsCutAndHealedByHand(t *testing.T) {
	bubble(t, func(t *testing.T, k *shop, _ *center, _ *wireless) {
		k.settle(synced, time.Second)
		k.link.Link(false)
		k.settle(offline, 0)
		for range 3 {
			k.sell()
		}
		time.Sleep(time.Hour)
		if s := k.link.Status(); s.Online || s.Code != "link.cut" || s.Waiting == 0 {
			t.Errorf("%+v", s)
		}
		k.link.Link(true)
		k.settle(synced, time.Second)
	})
}

func TestNobodyNeedsToReadTheStatus(t *testing.T) {
	bubble(t, func(t *testing.T, k *shop, _ *center, _ *wireless) {
		k.settle(synced, time.Second)
		for range 50 {
			k.sell()
			time.Sleep(time.Millisecond)
		}
		k.settle(synced, time.Second)
		if s := <-k.link.Latest(); s != k.link.Status() {
			t.Errorf("the slot has %+v, not %+v", s, k.link.Status())
		}
		select {
		case s := <-k.link.Latest():
			t.Errorf("twice: %+v", s)
		default:
		}
	})
}

func TestAnAskThatNobodyAnswersEnds(t *testing.T) {
	bubble(t, func(t *testing.T, k *shop, _ *center, air *wireless) {
		k.settle(synced, time.Second)
		k.stop()
		before := time.Now()
		if err := k.link.Ask(t.Context(), "anh", 10, nil); fault.Code(err) != "share.late" {
			t.Errorf("%v", err)
		}
		if waited := time.Since(before); waited > counter.AskBudget+100*time.Millisecond {
			t.Errorf("waited %v", waited)
		}
	})
}

// An idle till with a link costs its polls, and one write a minute at most.
func TestAnIdleTillIsQuiet(t *testing.T) {
	bubble(t, func(t *testing.T, k *shop, c *center, air *wireless) {
		k.settle(synced, time.Second)
		head := k.Head().Seq
		var requests atomic.Int64
		air.set(func(w http.ResponseWriter, r *http.Request) {
			requests.Add(1)
			c.server.ServeHTTP(w, r)
		})
		time.Sleep(10 * time.Minute)
		if n := k.Head().Seq - head; n > 0 || requests.Load() > 26 {
			t.Errorf("%d events and %d requests in 10 minutes", n, requests.Load())
		}
		if s := k.link.Status(); !synced(s) {
			t.Errorf("%+v", s)
		}
	})
}
