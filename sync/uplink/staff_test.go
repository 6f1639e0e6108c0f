package uplink_test

import (
	"io"
	"net/http"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/shift"
	"tim/storage/bolt"
	"tim/sync/uplink"
)

// forgetful loses an answer about staff, behind central's doing what was asked: the one that comes behind so many others.
type forgetful struct {
	http.RoundTripper
	loses atomic.Int32 // 0: none
}

func (f *forgetful) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := f.RoundTripper.RoundTrip(r)
	if err == nil && strings.HasSuffix(r.URL.Path, "/staff") && f.loses.Add(-1) == 0 {
		answer.Body.Close()
		return nil, io.ErrUnexpectedEOF
	}
	return answer, err
}

// managed is a till of a shop on disk, whose staff page a manager has opened by PIN.
func managed(t *testing.T, c *center, url string, way *forgetful) *shop {
	t.Helper()
	file, err := bolt.OpenTill(t.TempDir(), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	if err := file.Fill(func(w *bolt.CatalogWriter) error { fill(w, ""); return nil }); err != nil {
		t.Fatal(err)
	}
	k := newShop(t, c, url, func() http.RoundTripper { return way }, file, uplink.Pages{Store: file, Epoch: 1})
	k.begin()
	k.Central = k.link
	until(t, "the manager is known at the till", func() bool { return len(k.known(t)) == 2 })
	until(t, "the link is up", k.link.Online)
	return k
}

// known is who works here, as the feed brought it.
func (k *shop) known(t *testing.T) []shift.Listed {
	if err := k.Reread(t.Context()); err != nil {
		t.Fatal(err)
	}
	return k.KnownStaff()
}

// A manager changes staff at one till: central decides, once, and every till knows it by its feed.
func TestAManagerChangesStaffAtOneTillForAll(t *testing.T) {
	c, url := onDisk(t)
	mai := shift.Staff{ID: "mai", Name: "Mai", Role: shift.Manager}
	mai.Verifier, _ = shift.NewVerifier("7913", []byte("fedcba9876543210"))
	if err := c.office.PutStaff(t.Context(), "Nguyễn Huệ", mai); err != nil {
		t.Fatal(err)
	}
	way := &forgetful{RoundTripper: http.DefaultTransport}
	a, b := managed(t, c, url, way), managed(t, c, url, &forgetful{RoundTripper: http.DefaultTransport})
	defer a.stop()
	defer b.stop()
	change := func(want string, w counter.StaffWish) []shift.Listed {
		t.Helper()
		list, err := a.ChangeStaff(t.Context(), w)
		if fault.Code(err) != want || (err == nil) != (want == "") {
			t.Fatalf("%+v: %v, want %q", w, err, want)
		}
		return list
	}
	ha := counter.StaffWish{What: shift.Hire, Name: "Đỗ Thu Hà", Role: shift.Cashier, PIN: "7531"}
	change("staff.manager", ha) // nobody showed a PIN
	if _, err := a.Do(t.Context(), counter.Oversee{PIN: "1111", Staff: true}); fault.Code(err) != "staff.role" {
		t.Fatalf("a cashier opens the page: %v", err)
	}
	a.must(counter.Oversee{PIN: "7913", Staff: true})
	weak := ha
	weak.PIN = "1234"
	change("pin.weak", weak)
	change("staff.self", counter.StaffWish{What: shift.LetGo, Staff: "mai"})
	change("staff.self", counter.StaffWish{What: shift.SetRole, Staff: "mai", Role: shift.Cashier})

	way.loses.Store(1)
	change("staff.offline", ha) // central's list didn't come, and nothing was asked
	way.loses.Store(2)
	change("staff.unsure", ha) // central has done it, and nobody here knows
	list := change("", ha)
	want := []shift.Listed{{ID: "ha", Name: "Đỗ Thu Hà", Role: shift.Cashier}, {ID: "hong", Name: "Hồng", Role: shift.Cashier}, {ID: "mai", Name: "Mai", Role: shift.Manager}}
	want[1].Name = list[1].Name
	if !reflect.DeepEqual(list, want) {
		t.Errorf("%+v", list)
	}
	until(t, "the other till knows", func() bool { return reflect.DeepEqual(b.known(t), list) })
	b.must(counter.SignOut{}, counter.SignIn{Staff: "ha", PIN: "7531"})

	change("", counter.StaffWish{What: shift.SetPIN, Staff: "ha", PIN: "8642"})
	gone := change("", counter.StaffWish{What: shift.LetGo, Staff: "ha"})
	if last := gone[len(gone)-1]; last.ID != "ha" || !last.Gone {
		t.Errorf("%+v", gone)
	}
	until(t, "the other till let her go", func() bool { return len(b.known(t)) == 2 })
	change("", counter.StaffWish{What: shift.TakeOn, Staff: "ha"})
	until(t, "the other till has her back", func() bool { return len(b.known(t)) == 3 })
	if _, err := b.Do(t.Context(), counter.SignIn{Staff: "ha", PIN: "7531"}); err == nil {
		t.Error("the PIN of before opens the till")
	}
	b.must(counter.SignIn{Staff: "ha", PIN: "8642"})
	asked(t, a, "staff.hire mai ha", "staff.pin mai ha", "staff.let_go mai ha", "staff.take_on mai ha")
}

// asked holds who asked for what against the till's journal, which has nothing of a PIN.
func asked(t *testing.T, k *shop, want ...string) {
	t.Helper()
	_, records, _, err := k.Outbox(t.Context(), 1, 0, 256, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range records {
		if r.Event.Kind != journal.StaffChanged {
			continue
		}
		var b shift.Asked
		if err := journal.Decode(r.Event.Body, &b); err != nil {
			t.Fatal(err)
		}
		if b.What.String() == "" || r.Event.Actor != b.By {
			t.Errorf("%+v by %s", b, r.Event.Actor)
		}
		if b.Staff != "mai" { // what was refused was asked for all the same
			got = append(got, b.What.String()+" "+b.By+" "+b.Staff)
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("asked %q, want %q", got, want)
	}
}
