package uplink_test

import (
	"bytes"
	"path/filepath"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"tim/domain/counter"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/domain/share"
	"tim/storage/bolt"
)

// Who joins at a till or at central is in their journals under the member's own key only: no event has a name or a phone
// that could be read, as it is sent or as it lies in central's file.
func TestJournalsNameNobody(t *testing.T) {
	dir := t.TempDir()
	store, err := bolt.OpenCentral(dir, bolt.CentralOptions{Key: testKey(153)})
	if err != nil {
		t.Fatal(err)
	}
	c := newCenter(t, store)
	url := serve(t, c.server.ServeHTTP)
	if _, err := c.office.PutProduct(t.Context(), carton()); err != nil {
		t.Fatal(err)
	}
	c.member(t, "anh", "0912345678", 500)
	k := fileShop(t, c, url)
	until(t, "the first copy", func() bool { return k.synced() })
	k.must(counter.Enter{Text: milk}, counter.CreateMember{Phone: "0987123456", Name: "Đỗ Quỳnh Xuân", Points: true}, counter.AddTender{Kind: sale.Cash})
	until(t, "all is at central", func() bool { return k.synced() })
	if m, err := k.store.ByPhone(t.Context(), "+84987123456"); err != nil || m.Name != "Đỗ Quỳnh Xuân" {
		t.Fatalf("the till knows %+v, %v", m, err)
	}
	chain, _ := k.Chain()
	sent, err := c.office.JournalOf(t.Context(), share.Holder{Writer: chain.Till, Epoch: chain.Epoch}, 0, 1000)
	if err != nil || uint64(len(sent.Records)) != k.Head().Seq {
		t.Fatalf("central has %d of %d events, %v", len(sent.Records), k.Head().Seq, err)
	}
	var events [][]byte
	for _, r := range sent.Records {
		events = append(events, r.Bytes)
	}
	k.stop()
	c.server.Close()
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	own := centralsEvents(t, filepath.Join(dir, bolt.CentralFile))
	if len(own) == 0 {
		t.Fatal("central's file has no events where they are looked for")
	}
	for _, event := range append(events, own...) {
		for _, word := range []string{"Quỳnh", "Xuân", "Ánh", "987123456", "912345678"} {
			if bytes.Contains(event, []byte(word)) {
				t.Errorf("an event has %q in it: %q", word, event)
			}
		}
	}
}

// centralsEvents are the values under j in the bucket that orders write.
func centralsEvents(t *testing.T, file string) (events [][]byte) {
	t.Helper()
	db, err := bbolt.Open(file, 0o600, &bbolt.Options{ReadOnly: true, Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.View(func(tx *bbolt.Tx) error {
		c := tx.Bucket([]byte("central")).Cursor()
		for key, value := c.Seek([]byte("j")); key != nil && key[0] == 'j'; key, value = c.Next() {
			events = append(events, bytes.Clone(value))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// Who joined at a till and is erased at central is nobody at the till either: not by name or phone, and the till's own journal
// doesn't open any more. What was bought stays, and can be brought back.
func TestATillForgetsWhoIsErased(t *testing.T) {
	store, err := bolt.OpenCentral(t.TempDir(), bolt.CentralOptions{Key: testKey(154)})
	if err != nil {
		t.Fatal(err)
	}
	c := newCenter(t, store)
	url := serve(t, c.server.ServeHTTP)
	if _, err := c.office.PutProduct(t.Context(), carton()); err != nil {
		t.Fatal(err)
	}
	k := fileShop(t, c, url)
	until(t, "the first copy", func() bool { return k.synced() })
	k.must(counter.Enter{Text: milk}, counter.CreateMember{Phone: "0987123456", Name: "Đỗ Quỳnh Xuân", Points: true}, counter.AddTender{Kind: sale.Cash})
	var m office.Member
	until(t, "central knows who joined", func() (there bool) {
		m, err = c.office.MemberByPhone(t.Context(), "0987123456")
		return err == nil
	})
	till := k.store.(*bolt.Till)
	if key, err := till.MemberKey(t.Context(), m.ID); err != nil || key == nil {
		t.Fatalf("the till has no key of who joined there: %v", err)
	}
	if _, err := c.office.Erase(t.Context(), m.ID, office.Erasure{Reason: "khách yêu cầu"}, "admin"); err != nil {
		t.Fatal(err)
	}
	until(t, "the till has forgotten", func() bool {
		key, err := till.MemberKey(t.Context(), m.ID)
		return err == nil && key == nil
	})
	until(t, "nobody has the phone", func() bool {
		_, err := k.store.ByPhone(t.Context(), "+84987123456")
		return err != nil
	})
	if found, err := k.store.FindMembers(t.Context(), "quynh xuan", 5); err != nil || len(found) != 0 {
		t.Errorf("the till finds %+v, %v", found, err)
	}
	until(t, "the account's id stands for somebody erased, as the chain's feed says", func() bool {
		who, err := k.store.Member(t.Context(), m.ID)
		return err == nil && who.Erased()
	})
	if points, err := k.store.Postings(t.Context(), m.ID); err != nil || len(points) == 0 {
		t.Errorf("%d postings, %v", len(points), err)
	}
	k.must(counter.Enter{Text: milk}, counter.CreateMember{Phone: "0987123456", Name: "Đỗ Quỳnh Xuân", Points: true}, counter.AddTender{Kind: sale.Cash})
	again, err := k.store.ByPhone(t.Context(), "+84987123456")
	if err != nil || again.ID == m.ID {
		t.Errorf("who comes again is %+v, %v", again, err)
	}
	until(t, "that is at central, too", func() bool { return k.synced() })
	if known, err := c.office.Member(t.Context(), m.ID); err != nil || !known.Erased() {
		t.Errorf("central knows %+v, %v", known, err)
	}
	k.stop()
	c.server.Close()
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
}
