package office_test

import (
	"strings"
	"testing"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/share"
)

func TestATillEnrolsByACodeThatWorksOnce(t *testing.T) {
	s := openOffice(t)
	code, err := s.EnrolCode(t.Context(), "q1")
	if err != nil || !code.ExpiresAt.Equal(s.now.Add(10*time.Minute)) {
		t.Fatal(code, err)
	}
	typed := strings.ToLower(strings.ReplaceAll(code.Code, "-", " "))
	first, err := s.Enrol(t.Context(), enrolment(typed, aKey(1), nil))
	if err != nil || first.Holder != (share.Holder{Writer: "01", Epoch: 1}) || first.Shop != "q1" || first.Mark.Incarnation != 1 {
		t.Fatalf("%+v, %v", first, err)
	}
	if again, err := s.Enrol(t.Context(), enrolment(typed, aKey(1), nil)); err != nil || again.Holder != first.Holder {
		t.Errorf("its answer was lost, so it asks again: %+v, %v", again, err)
	}
	if _, err := s.Enrol(t.Context(), enrolment(code.Code, aKey(2), nil)); fault.Code(err) != "enrol.code" {
		t.Errorf("another machine with the used code: %v", err)
	}
	late, _ := s.EnrolCode(t.Context(), "q1")
	s.now = late.ExpiresAt
	if _, err := s.Enrol(t.Context(), enrolment(late.Code, aKey(2), nil)); fault.Code(err) != "enrol.code" {
		t.Errorf("ten minutes later: %v", err)
	}
	if second := s.till(2); second.head.Writer != "02" {
		t.Errorf("the next till is %s", second.head.Writer)
	}
}

func TestGuessingEnrolmentCodesIsSlow(t *testing.T) {
	s := openOffice(t)
	good, _ := s.EnrolCode(t.Context(), "q1")
	for range 10 {
		if _, err := s.Enrol(t.Context(), enrolment("AAAA-BBBB-CCCC-DDDD", aKey(1), nil)); fault.Code(err) != "enrol.code" {
			t.Fatal(err)
		}
	}
	if _, err := s.Enrol(t.Context(), enrolment(good.Code, aKey(1), nil)); fault.Code(err) != "enrol.tries" {
		t.Errorf("the eleventh in a minute: %v", err)
	}
	s.now = s.now.Add(time.Minute)
	if _, err := s.Enrol(t.Context(), enrolment(good.Code, aKey(1), nil)); err != nil {
		t.Errorf("a minute later: %v", err)
	}
}

func TestOnlyTheOwnerOfTheKeyBeginsANewEpoch(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 500)
	d := s.till(1)
	s.push(d)
	s.ask(d, "lan", 200)
	s.push(d)
	thief := *d
	thief.key = aKey(9)
	if _, err := s.Enrol(t.Context(), enrolment("", aKey(8), &thief)); fault.Code(err) != "enrol.signature" {
		t.Errorf("with another's key: %v", err)
	}
	next, err := s.Enrol(t.Context(), enrolment("", aKey(2), d))
	if err != nil || next.Epoch != 2 || next.Exposure != 200 {
		t.Fatalf("%+v, %v", next, err)
	}
	if again, err := s.Enrol(t.Context(), enrolment("", aKey(2), d)); err != nil || again.Holder != next.Holder {
		t.Errorf("asked again: %+v, %v", again, err)
	}
	if _, err := s.Enrol(t.Context(), enrolment("", aKey(3), d)); fault.Code(err) != "enrol.former" {
		t.Errorf("a second epoch behind the same one: %v", err)
	}
	tills, err := s.Tills(t.Context())
	if err != nil || len(tills) != 2 || tills[0].RetiredAt.IsZero() || tills[0].Exposure != 200 || tills[0].Held != 0 || !tills[1].RetiredAt.IsZero() {
		t.Errorf("%+v, %v", tills, err)
	}
	// the key is lost with the machine: a code stands for it
	code, err := s.RecoverCode(t.Context(), "01")
	if err != nil {
		t.Fatal(err)
	}
	dead := newDevice(t, next.Holder, 2)
	if third, err := s.Enrol(t.Context(), enrolment(code.Code, aKey(4), dead)); err != nil || third.Epoch != 3 || third.Shop != "q1" {
		t.Errorf("recovered: %+v, %v", third, err)
	}
}

func TestSHARES5RetiringGivesTheSharesBackToCentral(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 500)
	d := s.till(1)
	s.ask(d, "lan", 400)
	s.push(d)
	use := func(id string, n int64) string {
		return s.refused(id, sold("lan", 1_000_000, s.now, func(o *office.OrderDoc) { o.UsePoints = n }))
	}
	if code := use("1", 101); code != "points.elsewhere" {
		t.Errorf("the till holds 400 of 500: %q", code)
	}
	if recalls, err := s.Recalls(t.Context(), d.holder()); err != nil || len(recalls) != 1 || recalls[0].N != 400 {
		t.Errorf("it is asked for them: %+v, %v", recalls, err)
	}
	retired, err := s.Retire(t.Context(), d.holder(), "nam")
	if err != nil || retired.Exposure != 400 {
		t.Fatalf("%+v, %v", retired, err)
	}
	if again, err := s.Retire(t.Context(), share.Holder{Writer: "01"}, "nam"); err != nil || !again.RetiredAt.Equal(retired.RetiredAt) {
		t.Errorf("again: %+v, %v", again, err)
	}
	if code := use("1", 400); code != "" {
		t.Errorf("the shares are central's: %q", code)
	}
	// it comes home: its sale is taken, and the overlap is flagged
	lot := d.lots()[0]
	d.sell("lan", 500_000, loyalty.Take{Lot: lot, Points: 300})
	if got := s.push(d); !got.Retired || len(got.Problems) != 1 || got.Problems[0].Code != office.Overdrawn {
		t.Errorf("%+v", got)
	}
	if p := s.points("lan", s.now.Add(48*time.Hour)); p.Usable != 500-400-300+600+200 {
		t.Errorf("usable %d: %+v", p.Usable, s.entries("lan"))
	}
	if kinds := s.exceptions(); len(kinds) != 1 || kinds[0] != office.Overdrawn {
		t.Errorf("exceptions %v", kinds)
	}
}

func TestSHARES6AReleasedShareIsUsedUpFirst(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 500)
	d := s.till(1)
	s.ask(d, "lan", 400)
	s.push(d)
	lot := d.lots()[0]
	if _, err := s.Release(t.Context(), d.holder(), "nothing", "nam"); fault.Code(err) != "release.nothing" {
		t.Error(err)
	}
	if n, err := s.Release(t.Context(), share.Holder{Writer: "01"}, lot, "nam"); err != nil || n != 400 {
		t.Fatal(n, err)
	}
	s.put("1", sold("lan", 2_000_000, s.now, func(o *office.OrderDoc) { o.UsePoints = 500 }))
	d.sell("lan", 300_000, loyalty.Take{Lot: lot, Points: 100})
	s.push(d)
	if tills, _ := s.Tills(t.Context()); tills[0].Held != 200 { // its own sale's
		t.Errorf("held %d", tills[0].Held)
	}
	if g := s.ask(d, "lan", 10); len(g.Units) > 0 && g.Units[0].Right == lot {
		t.Errorf("granted of a released right: %+v", g)
	}
}

func TestSHARES17AWaivedTillIsWaitedForNoMore(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 500)
	a, b := s.till(1), s.till(2)
	s.push(a)
	s.push(b)
	r, err := s.Restored(t.Context())
	if err != nil || r.Incarnation != 2 || len(r.Waiting) != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	use := func(id string) string {
		return s.refused(id, sold("lan", 100_000, s.now, func(o *office.OrderDoc) { o.UsePoints = 10 }))
	}
	if code := use("1"); code != "share.frozen" {
		t.Errorf("points while central waits: %q", code)
	}
	if code := s.refused("2", sold("lan", 100_000, s.now)); code != "" {
		t.Errorf("earning needs no share: %q", code)
	}
	a.close(2)
	s.push(a)
	if _, err := s.Ask(t.Context(), a.holder(), office.Ask{Request: 9, Incarnation: 2, Member: "lan", Points: 1}); fault.Code(err) != "share.frozen" {
		t.Errorf("one has spoken, one hasn't: %v", err)
	}
	if _, err := s.Waive(t.Context(), b.holder(), "nam"); err != nil {
		t.Fatal(err)
	}
	if code := use("1"); code != "" {
		t.Errorf("nobody is waited for: %q", code)
	}
	if _, err := s.Ask(t.Context(), a.holder(), office.Ask{Request: 9, Incarnation: 1, Member: "lan", Points: 1}); fault.Code(err) != "share.incarnation" {
		t.Errorf("of a former incarnation: %v", err)
	}
}

func TestSHARES18ACentralThatHearsOfMoreThanItHasFreezes(t *testing.T) {
	s := openOffice(t)
	s.program()
	d := s.till(1)
	s.push(d)
	mark, err := s.Mark(t.Context(), d.holder())
	if err != nil {
		t.Fatal(err)
	}
	if again, err := s.Heard(t.Context(), d.holder(), mark); err != nil || again != mark {
		t.Errorf("nothing new: %+v, %v", again, err)
	}
	more := mark
	more.Acked++
	now, err := s.Heard(t.Context(), d.holder(), more)
	if err != nil || now.Incarnation != 2 {
		t.Errorf("the till remembers an acknowledgement: %+v, %v", now, err)
	}
	if again, err := s.Heard(t.Context(), d.holder(), more); err != nil || again.Incarnation != 2 {
		t.Errorf("of a former incarnation: %+v, %v", again, err)
	}
	if tills, _ := s.Tills(t.Context()); !tills[0].Waiting {
		t.Error("its word isn't waited for")
	}
}

// lots are those it holds points of.
func (d *device) lots() (lots []string) {
	for u := range d.held.Each {
		if !strings.HasPrefix(u.Right, "pen:") {
			lots = append(lots, u.Right)
		}
	}
	return lots
}

func TestTillBodiesReadBack(t *testing.T) {
	till := office.Till{Holder: share.Holder{Writer: "01", Epoch: 2}, Shop: "q1", PublicKey: []byte{1, 2}, EnrolledAt: at(1), SpokenAt: at(2), RetiredAt: at(3),
		Seq: 7, Hash: journal.Hash{3}, Forked: true, Base: 5, Exposure: 400}
	goldenBody(t, "till_set_v1.hex", &office.TillSet{Till: till}, &office.TillSet{})
	goldenBody(t, "share_freed_v1.hex", &office.ShareFreed{Holder: till.Holder, Right: "web/1", Units: 4, Seq: 7}, &office.ShareFreed{})
	goldenBody(t, "restoration_v1.hex", &office.Restoration{Incarnation: 2, Waiting: []share.Holder{till.Holder}}, &office.Restoration{})
}
