package office_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
)

func (s *shopOffice) excepted(f office.ExceptionFilter) []office.Exception {
	s.t.Helper()
	list, _, err := s.Exceptions(s.t.Context(), f, office.Page{})
	if err != nil {
		s.t.Fatal(err)
	}
	return list
}

// A supervisor finds what is still open, of a till, a member or a kind, and says what came of it, once.
func TestASupervisorReconcilesExceptions(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 0)
	tills := []*device{s.till(1), s.till(2)}
	for _, d := range tills {
		o := d.sell("lan", 100_000)
		o.ID, o.Earned = "made-up-"+o.Till, 999
		d.write(journal.OrderPaid, &sale.Filed{Order: o})
		s.push(d)
	}
	tills[1].now = tills[1].now.Add(time.Hour)
	tills[1].sell("lan", 100_000)
	if _, err := s.TakeJournal(t.Context(), tills[1].part(0, tills[1].head.Seq)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		filter office.ExceptionFilter
		want   []string
	}{
		{office.ExceptionFilter{}, []string{office.EarnedDiffers, office.EarnedDiffers, office.ClockAhead}},
		{office.ExceptionFilter{Kind: office.EarnedDiffers}, []string{office.EarnedDiffers, office.EarnedDiffers}},
		{office.ExceptionFilter{Till: "02"}, []string{office.EarnedDiffers, office.ClockAhead}},
		{office.ExceptionFilter{Member: "lan", Till: "01"}, []string{office.EarnedDiffers}},
		{office.ExceptionFilter{Member: "mai"}, nil},
	} {
		if got := kindsOf(s.excepted(c.filter)); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v", c.filter, got)
		}
	}
	var one []office.Exception
	for next, more := "", true; more; more = next != "" {
		some, following, err := s.Exceptions(t.Context(), office.ExceptionFilter{Till: "02"}, office.Page{Cursor: next, Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		one, next = append(one, some...), following
	}
	if len(one) != 2 {
		t.Errorf("page by page: %+v", one)
	}
	word := office.Reconciliation{ID: one[0].ID, By: "nam", Reason: "nhập tay khi mất mạng"}
	for range 2 {
		e, err := s.Reconcile(t.Context(), word)
		if err != nil || e.By != "nam" || !e.ReconciledAt.Equal(s.now) {
			t.Fatalf("%+v, %v", e, err)
		}
		word.By = "another"
	}
	if open := s.excepted(office.ExceptionFilter{Till: "02", Open: true}); len(open) != 1 || open[0].Kind != office.ClockAhead {
		t.Errorf("open: %+v", open)
	}
	if all := s.excepted(office.ExceptionFilter{Till: "02"}); len(all) != 2 || all[0].Reason != word.Reason {
		t.Errorf("it stays listed: %+v", all)
	}
	if _, err := s.Reconcile(t.Context(), office.Reconciliation{ID: "none", By: "nam", Reason: "x"}); fault.Code(err) != "exception.unknown" {
		t.Error(err)
	}
	if _, err := s.Reconcile(t.Context(), office.Reconciliation{ID: one[0].ID, By: " "}); fault.Code(err) != "field.required" {
		t.Error(err)
	}
}

// An order that was returned since stays returned when what came before can be read at last: its points would be taken back
// twice else, and its goods.
func TestWhatIsReadLateUndoesNothingSince(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0912345678", 0)
	d := s.till(1)
	o := d.sell("lan", 250_000)
	paid := d.records[len(d.records)-1]
	d.takeBack(o, loyalty.Account{})
	s.push(d)
	late := office.Quarantined{ID: office.UnreadID(d.holder(), paid.Event.Seq), At: s.now, Source: "till", Topic: "order.paid", Body: paid.Bytes}
	if err := s.store.Write(t.Context(), func(tx office.Tx) error { return tx.Put(late) }); err != nil {
		t.Fatal(err)
	}
	if n, err := s.RetryTillEvents(t.Context(), nil); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if a, err := s.Order(t.Context(), sale.Store, o.ID); err != nil || a.State != "returned" {
		t.Errorf("%s, %v", a.State, err)
	}
	if got := s.exceptions(); len(got) > 0 {
		t.Errorf("nobody has to look at that: %v", got)
	}
}

// A member who got another phone since keeps it when the event that wrote them down is read once more.
func TestAMemberReadLateStaysAsChangedSince(t *testing.T) {
	s := openOffice(t)
	s.program()
	d := s.till(1)
	d.enlist("m-new", "+84911111111", "Lê Hoa")
	made := d.records[len(d.records)-1]
	s.push(d)
	if _, err := s.PatchMember(t.Context(), "m-new", office.MemberPatch{Phone: ptr("0922222222")}); err != nil {
		t.Fatal(err)
	}
	late := office.Quarantined{ID: office.UnreadID(d.holder(), made.Event.Seq), At: s.now, Source: "till", Topic: "member.created", Body: made.Bytes}
	if err := s.store.Write(t.Context(), func(tx office.Tx) error { return tx.Put(late) }); err != nil {
		t.Fatal(err)
	}
	if n, err := s.RetryTillEvents(t.Context(), d.keys); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if m, err := s.Member(t.Context(), "m-new"); err != nil || m.Phone != "+84922222222" {
		t.Errorf("%+v, %v", m, err)
	}
}

// Whoever tries a till's event by hand, as a shop system's messages are tried, neither files it as one nor loses it.
func TestATillsEventIsTriedAgainAsSuch(t *testing.T) {
	s := openOffice(t)
	s.program()
	d := s.till(1)
	d.enlist("m-new", "+84911111111", "Lê Hoa")
	keys := d.keys
	d.keys = nil
	s.push(d)
	items, _, err := s.Quarantined(t.Context(), office.Page{})
	if err != nil || len(items) != 1 {
		t.Fatalf("%+v, %v", items, err)
	}
	again := func(context.Context, office.Quarantined) error {
		t.Error("filed as a message of a shop system's")
		return nil
	}
	if item, err := s.RetryQuarantined(t.Context(), items[0].ID, again); err != nil || item.Done {
		t.Errorf("its member's key isn't there: %+v, %v", item, err)
	}
	if n, err := s.RetryTillEvents(t.Context(), keys); n != 1 || err != nil {
		t.Error(n, err)
	}
}

// What couldn't be read is an exception until it can.
func TestAnUnreadBodyIsOpenUntilItIsRead(t *testing.T) {
	s := openOffice(t)
	s.program()
	d := s.till(1)
	d.enlist("m-new", "+84911111111", "Lê Hoa")
	keys := d.keys
	d.keys = nil
	s.push(d)
	if open := s.excepted(office.ExceptionFilter{Open: true}); len(open) != 1 || open[0].Kind != office.BodyUnread {
		t.Fatalf("%+v", open)
	}
	if n, err := s.RetryTillEvents(t.Context(), keys); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if open := s.excepted(office.ExceptionFilter{Open: true}); len(open) != 0 {
		t.Errorf("%+v", open)
	}
	if all := s.excepted(office.ExceptionFilter{}); len(all) != 1 || all[0].Reason != office.BodyRead {
		t.Errorf("%+v", all)
	}
}
