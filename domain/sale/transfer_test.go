package sale_test

import (
	"testing"

	"tim/domain/sale"
)

// Banks put words of their own around the memo and drop its spaces; a till's memo is found whatever they do, and nobody else's.
func TestAMemoIsFoundInWhatTheBankPassedOn(t *testing.T) {
	tills := []string{"01", "02", "q-3"}
	for content, want := range map[string]string{
		"Q0112AB34CD": "Q0112AB34CD",
		"MBVCB.5512.q0112ab34cd.CT tu 0123 toi 45": "Q0112AB34CD",
		"IBFT Q01 12AB 34CD":                       "Q0112AB34CD",
		"QQ0112AB34CD":                             "Q0112AB34CD",
		"tra tien QQ3DEADBEEF":                     "QQ3DEADBEEF",
		"Q0912AB34CD":                              "", // no till of ours
		"Q0112AB34C":                               "", // cut short
		"Q0112AB34ZZ":                              "",
		"tien com trua":                            "",
		"":                                         "",
	} {
		if got := sale.FindMemo(content, tills); got != want {
			t.Errorf("%q has %q, want %q", content, got, want)
		}
	}
	for content, want := range map[string]string{
		"CK Q100AB34CD5 FT26":  "Q100AB34CD5", // of till 10
		"CK Q100AB34CD5F T26":  "Q100AB34CD5F",
		"CKQ100AB34CD5NGUYEN":  "Q100AB34CD5",
		"CKQ100AB34CD5FNGUYEN": "Q100AB34CD5F", // of till 100, which alone fits to its end
	} {
		for _, tills := range [][]string{{"10", "100"}, {"100", "10"}} {
			if got := sale.FindMemo(content, tills); got != want {
				t.Errorf("%q has %q, want %q", content, got, want)
			}
		}
	}
	o := sale.Order{ID: "01931f5e-8d2f-7000-8000-00000012ab34", Till: "02"}
	if memo := o.TransferMemo(); sale.FindMemo("ck "+memo, tills) != memo || !sale.MemoOf(memo, "02") || sale.MemoOf(memo, "01") {
		t.Errorf("%s isn't its own till's", memo)
	}
}
