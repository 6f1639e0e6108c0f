package uplink_test

import (
	"fmt"
	"testing"
	"time"

	"tim/domain/counter"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/storage/bolt"
)

// paid lets the bank tell central of a transfer.
func (c *center) paid(t *testing.T, id, content string, amount int) office.BankOutcome {
	t.Helper()
	body := fmt.Sprintf(`{"id": %q, "at": %q, "amount": "%d", "content": %q}`, id, time.Now().UTC().Format(time.RFC3339), amount, content)
	outcome, err := c.office.Bank(t.Context(), []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	return outcome
}

// excepted are the kinds of what central noted.
func (c *center) excepted(t *testing.T) (kinds []string) {
	t.Helper()
	list, _, err := c.office.Exceptions(t.Context(), office.ExceptionFilter{}, office.Page{})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

// A customer scans the code and pays; the bank tells central, and the sale finishes itself at the till that waits for it and nowhere
// else. Paid once more the money is nobody's yet: central has it for a supervisor.
func TestTheBanksWordReachesTheTillThatWaits(t *testing.T) {
	c, url := onDisk(t)
	var tills []*shop
	var files []*bolt.Till
	for range 2 {
		k := stocked(t, c, url)
		defer k.stop()
		file := k.store.(*bolt.Till)
		k.Counter.Bank = file
		until(t, "the link is up", k.link.Online)
		tills, files = append(tills, k), append(files, file)
	}
	a, b := tills[0], tills[1]
	a.must(counter.Enter{Text: milk}, counter.AwaitTransfer{})
	b.must(counter.Enter{Text: milk}, counter.AwaitTransfer{})
	o := a.Look().Cart.Order
	amount := int(o.Awaited.Amount)
	if told := c.paid(t, "FT1", "MBVCB.55 "+o.TransferMemo()+" CT tu 0123 toi 0456", amount); told != office.BankTold {
		t.Fatalf("central says %s", told)
	}
	if again := c.paid(t, "FT1", "MBVCB.55 "+o.TransferMemo()+" CT tu 0123 toi 0456", amount); again != office.BankRepeated {
		t.Errorf("told again central says %s", again)
	}
	heard := func(k *shop) counter.State {
		if err := k.Reread(t.Context()); err != nil {
			t.Fatal(err)
		}
		return k.Look()
	}
	until(t, "the sale is finished", func() bool { return heard(a).Last != nil })
	if tender := a.Look().Last.Order.Tenders[0]; tender.Kind != sale.Transfer || tender.Bank != "FT1" {
		t.Errorf("paid by %+v", tender)
	}
	if heard(b).Cart.Order.Awaited.Amount == 0 {
		t.Error("another till's customer paid for this one")
	}
	until(t, "the transfer is dealt with everywhere", func() bool {
		left := 0
		for _, file := range files {
			list, err := file.Received(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			left += len(list)
		}
		return left == 0
	})
	if kinds := c.excepted(t); len(kinds) > 0 {
		t.Errorf("exceptions %v", kinds)
	}
	c.paid(t, "FT2", o.TransferMemo(), amount)
	until(t, "the second payment is an exception", func() bool {
		heard(a)
		kinds := c.excepted(t)
		return len(kinds) == 1 && kinds[0] == "transfer.twice"
	})
	if c.paid(t, "FT3", "tien com trua", 45_000) != office.BankUnknown {
		t.Error("money without a memo is told to a till")
	}
	if kinds := c.excepted(t); len(kinds) != 2 || kinds[1] != office.TransferUnknown {
		t.Errorf("exceptions %v", kinds)
	}
}
