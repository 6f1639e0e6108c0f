package counter_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/share"
	"tim/storage/memory"
)

// A till that stood alone gets a central: all that it knew from outside is there, its journal brings the rest, and not a point
// is lost or doubled. Every point that is alive can then be spent at one place, by the till once central has granted it.
func TestATillThatStoodAloneBringsEveryPointToItsCentral(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			k := start(t)
			r := rand.New(rand.NewPCG(seed, 9))
			for range 200 {
				_ = k.do(press(r, k)) // sensible or not: what is refused writes nothing
			}
			before := map[string]loyalty.Account{}
			for _, member := range []string{"anh", "cuc"} {
				before[member] = k.account(member)
			}
			c := k.getCentral()
			for range 2 { // what was done is left as it is
				k.ok(k.Join(background, counter.Chain{Till: "01", Epoch: 1, Heard: counter.Mark{Incarnation: 1}}))
			}
			k.sharesAgree()
			c.take(k)
			for member, was := range before {
				if points, err := c.Points(background, member, k.now); err != nil || points.Balance != was.Balance || points.Usable != was.Usable {
					t.Errorf("%s has %+v at central, %+v at the till; %v", member, points, was, err)
				}
				c.grantAll(k, member)
				for _, l := range was.Living() {
					if held := k.units(l.ID); held != l.Remaining {
						t.Errorf("%s: %d of %d of lot %s can be spent", member, held, l.Remaining, l.ID)
					}
				}
			}
			for _, u := range k.Held() {
				if u.N < 0 {
					t.Errorf("%d of %s are held", u.N, u.Right)
				}
			}
		})
	}
}

// account is a member's as the till has it.
func (k *till) account(member string) loyalty.Account {
	k.t.Helper()
	postings, err := k.file.Postings(background, member)
	k.ok(err)
	return loyalty.Fold(postings).At(k.now)
}

func (k *till) units(right string) int64 {
	for _, u := range k.Held() {
		if u.Right == right {
			return u.N
		}
	}
	return 0
}

// ownCentral is the central that a till which stood alone gets.
type ownCentral struct{ *office.Office }

func (k *till) newOffice() ownCentral {
	return ownCentral{office.New(office.Config{Store: memory.NewCentral(k.key, nil), Now: func() time.Time { return k.now }, Entropy: k.entropy,
		Zone: func(string) (*time.Location, error) { return saigon, nil }})}
}

// getCentral founds one on what the till knows, twice as behind a crash, and enrols the till.
func (k *till) getCentral() ownCentral {
	k.t.Helper()
	c := k.newOffice()
	for first := range 2 {
		f, err := k.file.Founding("shop")
		k.ok(err)
		if founded, err := c.Found(background, f, func(int) {}); err != nil || founded != (first == 0) {
			k.t.Fatalf("founded: %v, %v", founded, err)
		}
	}
	code, err := c.EnrolCode(background, "shop")
	k.ok(err)
	e := office.Enrolment{Code: code.Code, Till: "01", PublicKey: k.key.Public(), Signed: []byte("enrol")}
	e.Signature = k.key.Sign(e.Signed)
	_, err = c.Enrol(background, e)
	k.ok(err)
	return c
}

// take brings all of the till's journal to central.
func (c ownCentral) take(k *till) {
	k.t.Helper()
	keys := map[string][]byte{}
	for prev := (journal.Head{Writer: "01", Epoch: 1}); ; {
		from, records, seals, err := k.Outbox(background, 1, prev.Seq, 256, 1<<18)
		k.ok(err)
		if len(records) == 0 {
			return
		}
		p := office.Pushed{Holder: share.Holder{Writer: "01", Epoch: 1}, Prev: from, Seals: seals, Keys: keys}
		for _, r := range records {
			p.Records = append(p.Records, r.Bytes)
		}
		taken, err := c.TakeJournal(background, p)
		if err != nil || len(taken.Problems) > 0 {
			k.t.Fatalf("taken: %+v, %v", taken, err)
		}
		prev.Seq = taken.Seq
	}
}

// grantAll lets the till have all that central has of a member's points.
func (c ownCentral) grantAll(k *till, member string) {
	k.t.Helper()
	request, err := k.NextRequest(background)
	k.ok(err)
	got, err := c.Ask(background, share.Holder{Writer: "01", Epoch: 1}, office.Ask{Request: request, Incarnation: 1, Member: member, Points: 1 << 40})
	k.ok(err)
	k.ok(k.Got(background, request, got.Incarnation, got.Units))
}

// The shop joins a chain that knows one of its customers: accounts with one phone flow together, and every point, voucher and
// order is there once, however often it is sent.
func TestAShopThatJoinsAChainBringsEveryPointOnce(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			k := start(t)
			r := rand.New(rand.NewPCG(seed, 11))
			for range 200 {
				_ = k.do(press(r, k)) // sensible or not: what is refused writes nothing
			}
			alone := k.getCentral()
			k.ok(k.Join(background, counter.Chain{Till: "01", Epoch: 1, Heard: counter.Mark{Incarnation: 1}}))
			alone.take(k)
			moving, err := alone.MoveOut(background, "that shop")
			k.ok(err)
			var sent office.Moving
			k.ok(journal.Decode(journal.Encode(&moving), &sent))

			chain := k.newOffice()
			_, err = chain.CreateMember(background, office.NewMember{ID: "cuc", Phone: "0988888888", Name: "Ai khác", Opening: office.Opening{Points: 11}})
			k.ok(err)
			_, err = chain.CreateMember(background, office.NewMember{ID: "chain-anh", Phone: anhPhone, Name: "Ánh Nguyễn", Opening: office.Opening{Points: 70}})
			k.ok(err)
			code, err := chain.EnrolCode(background, "q1")
			k.ok(err)
			e := office.Enrolment{Code: code.Code, PublicKey: k.key.Public(), Signed: []byte("enrol")}
			e.Signature = k.key.Sign(e.Signed)
			enrolled, err := chain.Enrol(background, e)
			k.ok(err)
			for range 2 {
				moved, err := chain.MoveIn(background, enrolled.Holder, sent)
				if err != nil || moved.Members != 2 || len(moved.Merged) != 1 || moved.Merged[0].Other[0] != "name" || moved.Orders != int64(len(moving.Orders)) {
					t.Fatalf("%+v, %v", moved, err)
				}
			}
			for phone, more := range map[string]int64{anhPhone: 70, cucPhone: 0, "0988888888": 0} {
				was := int64(11)
				if phone != "0988888888" {
					was = alone.balance(k, phone)
				}
				if have := chain.balance(k, phone); have != was+more {
					t.Errorf("%s: %d points in the chain, %d at the shop and %d before", phone, have, was, more)
				}
			}
			for _, v := range moving.Vouchers {
				if got, err := chain.Voucher(background, v.ID); err != nil || got.State != v.State(k.now) {
					t.Errorf("voucher %s: %+v, %v", v.ID, got, err)
				}
			}
			for _, o := range moving.Orders {
				if got, err := chain.Order(background, o.Channel, o.ID); err != nil || got.Totals.Payable != o.Totals().Payable {
					t.Errorf("order %s: %+v, %v", o.Key(), got, err)
				}
			}
		})
	}
}

func (c ownCentral) balance(k *till, phone string) int64 {
	k.t.Helper()
	m, err := c.MemberByPhone(background, phone)
	k.ok(err)
	points, err := c.Points(background, m.ID, k.now)
	k.ok(err)
	return points.Balance
}
