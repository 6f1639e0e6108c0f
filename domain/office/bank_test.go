package office_test

import (
	"slices"
	"strings"
	"testing"

	"tim/domain/journal"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/domain/share"
)

func (s *shopOffice) bank(body string) office.BankOutcome {
	s.t.Helper()
	outcome, err := s.Bank(ctx, []byte(body))
	if err != nil {
		s.t.Fatal(err)
	}
	return outcome
}

// Money for a till that was lost is nobody's: a supervisor hears of it, whether it came before the till was retired or after.
func TestMoneyForATillThatWasRetiredIsSomebodysToLookAt(t *testing.T) {
	s := openOffice(t)
	s.program()
	d, other := s.till(1), s.till(2)
	memo := func(d *device) string { return sale.Order{ID: "0193-12ab34cd", Till: d.head.Writer}.TransferMemo() }
	const at = `"at": "2026-01-05T08:00:00Z", "amount": "45000"`
	for id, of := range map[string]*device{"FT1": d, "FT2": other, "FT3": d} {
		if told := s.bank(`{"id": "` + id + `", ` + at + `, "content": "` + memo(of) + `"}`); told != office.BankTold {
			t.Fatalf("%s: %s", id, told)
		}
	}
	d.write(journal.TransferLanded, &sale.Landed{Transfer: sale.Received{ID: "FT3", Memo: memo(d), Amount: 45_000}, As: sale.LandedWhole, Taken: 45_000})
	s.push(d)
	if got := s.exceptions(); len(got) != 0 {
		t.Fatalf("exceptions %v", got)
	}
	if _, err := s.Retire(ctx, d.holder(), "nam"); err != nil {
		t.Fatal(err)
	}
	if told := s.bank(`{"id": "FT4", ` + at + `, "content": "` + memo(d) + `"}`); told != office.BankUnknown {
		t.Errorf("told %s of a till that is gone", told)
	}
	list := s.excepted(office.ExceptionFilter{Kind: office.TransferUnknown})
	var of []string
	for _, e := range list {
		of = append(of, e.Detail)
	}
	slices.Sort(of)
	if !slices.Equal(of, []string{"45000 FT1", "45000 FT4"}) || !slices.ContainsFunc(list, func(e office.Exception) bool { return e.Till == (share.Holder{Writer: d.head.Writer, Epoch: 1}) }) {
		t.Errorf("exceptions %+v", list)
	}
}

// Banks put long texts of their own before the memo: it is found behind what is kept of them, too.
func TestAMemoIsFoundHoweverMuchTheBankWroteBeforeIt(t *testing.T) {
	s := openOffice(t)
	s.program()
	memo := sale.Order{ID: "0193-12ab34cd", Till: s.till(1).head.Writer}.TransferMemo()
	content := strings.Repeat("Công ty trách nhiệm hữu hạn chuyển tiền ", 8) + memo
	for _, want := range []office.BankOutcome{office.BankTold, office.BankRepeated} {
		if told := s.bank(`{"id": "FT1", "at": "2026-01-05T08:00:00Z", "amount": "45000", "content": "` + content + `"}`); told != want {
			t.Errorf("told %s, want %s", told, want)
		}
	}
}
