package office_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"tim/domain/catalog"
	"tim/domain/loyalty"
	"tim/domain/office"
)

// erasing is a member who bought, redeemed and was merged with an older self, all of it under two names and phones.
func erasing(t *testing.T) *shopOffice {
	s := openOffice(t)
	s.program()
	for id, n := range map[string]office.NewMember{"xuan": {Phone: "0987123456", Name: "Đỗ Quỳnh Xuân", Email: "xuan@example.vn", Birthday: "1990-01-31",
		Consents: []catalog.Consent{{Purpose: catalog.PurposeNews, TextVersion: "2026-11", At: at(-100), Method: "till"}}, Opening: office.Opening{Points: 100}},
		"xuan-cu": {Phone: "0912000333", Name: "Quỳnh Đỗ", Opening: office.Opening{Points: 7}}} {
		n.ID, n.JoinedAt = id, at(-100)
		if _, err := s.CreateMember(ctx, n); err != nil {
			t.Fatal(err)
		}
	}
	s.reward("giam20")
	s.redeem("xuan", office.Redemption{RewardID: "giam20"})
	s.put("1", sold("xuan", 30_000, at(0)))
	s.put("2", sold("xuan-cu", 5_000, at(0)))
	if _, err := s.Merge(ctx, "xuan-cu", "xuan"); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAnErasedMembersFiguresStayAndThePersonGoes(t *testing.T) {
	s := erasing(t)
	before := s.points("xuan", s.now)
	for range 2 { // again changes nothing
		m, err := s.Erase(ctx, "xuan-cu", office.Erasure{Reason: " khách yêu cầu "}, "admin")
		if err != nil || m.ID != "xuan" || !m.Erased() || m.Email+m.Birthday != "" || m.Consents != nil || m.Key != nil {
			t.Fatalf("%+v, %v", m, err)
		}
	}
	after := s.points("xuan", s.now)
	if after.Usable != before.Usable || after.Usable != 92 || !slices.EqualFunc(after.Lots, before.Lots, func(a, b office.LotOfOrder) bool { return a.ID == b.ID && a.Remaining == b.Remaining }) {
		t.Errorf("%+v, before %+v", after, before)
	}
	if orders, _, err := s.Orders(ctx, office.OrderFilter{Customer: "xuan"}, office.Page{}); err != nil || len(orders) != 2 {
		t.Errorf("%d orders, %v", len(orders), err)
	}
	for _, text := range []string{"", "quynh", "xuan", "3456", "0912000333"} {
		if found, _, err := s.FindMembers(ctx, text, office.Page{}); err != nil || len(found) != 0 {
			t.Errorf("%q finds %+v, %v", text, found, err)
		}
	}
	for _, kind := range []string{"customers", "entries", "orders"} {
		for _, word := range []string{"Quỳnh", "987123456", "912000333", "example.vn"} {
			if file := s.saved(kind, "jsonl"); strings.Contains(file, word) {
				t.Errorf("the export of %s still has %s: %s", kind, word, file)
			}
		}
	}
	again, err := s.CreateMember(ctx, office.NewMember{Phone: "0987123456", Name: "Đỗ Quỳnh Xuân"})
	if err != nil || again.ID == "xuan" || usable(s, again.ID) != 0 {
		t.Errorf("who comes again is somebody new: %+v, %v", again, err)
	}
}

func TestNobodyBringsAnErasedMemberBack(t *testing.T) {
	s := erasing(t)
	_, err := s.Erase(ctx, "xuan", office.Erasure{}, "admin")
	wantCode(t, err, "field.required")
	if _, err := s.Erase(ctx, "xuan", office.Erasure{Reason: "khách yêu cầu"}, "admin"); err != nil {
		t.Fatal(err)
	}
	s.member("lan", "0933333333", 0)
	_, err = s.PatchMember(ctx, "xuan", office.MemberPatch{Name: ptr("Xuân")})
	wantCode(t, err, "customer.erased")
	_, err = s.Merge(ctx, "xuan", "lan")
	wantCode(t, err, "customer.erased")
	_, err = s.Merge(ctx, "lan", "xuan")
	wantCode(t, err, "customer.erased")
	_, err = s.CreateMember(ctx, office.NewMember{ID: "xuan", Phone: "0944444444", Name: "Xuân"})
	wantCode(t, err, "id.taken")
	report, err := s.load("members", "csv", "id,phone,name\nxuan,0944444444,Xuân\n")
	wantRows(t, report, err, "2 id customer.erased")
	_, err = s.Erase(ctx, "nobody", office.Erasure{Reason: "x"}, "admin")
	wantCode(t, err, "customer.unknown")
}

func TestADossierHasAllThatIsKnownOfAMember(t *testing.T) {
	s := erasing(t)
	d, err := s.Dossier(ctx, "xuan-cu", loyalty.Vi)
	if err != nil {
		t.Fatal(err)
	}
	if d.Customer.ID != "xuan" || len(d.Customer.Consents) != 1 || len(d.Merged) != 1 || d.Merged[0].Name != "Quỳnh Đỗ" || d.Points.Usable != 92 ||
		len(d.Vouchers) != 1 || len(d.Orders) != 2 || len(d.Entries) == 0 || d.Entries[len(d.Entries)-1].BalanceAfter != 92 {
		t.Errorf("%+v", d)
	}
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"+84987123456", "+84912000333", "xuan@example.vn", "1990-01-31", `"text_version":"2026-11"`, `"orders":[{`} {
		if !strings.Contains(string(text), word) {
			t.Errorf("%s isn't there: %s", word, text)
		}
	}
}

func TestTheStatementComesNewestFirstWithHowPointsCameAbout(t *testing.T) {
	s := erasing(t)
	first, next, err := s.Statement(ctx, "xuan", loyalty.Vi, office.Page{Limit: 2})
	if err != nil || len(first) != 2 || next == "" {
		t.Fatalf("%+v, %q, %v", first, next, err)
	}
	rest, next, err := s.Statement(ctx, "xuan", loyalty.Vi, office.Page{Limit: 50, Cursor: next})
	if err != nil || next != "" {
		t.Fatal(err)
	}
	lines := append(first, rest...)
	if lines[0].BalanceAfter != 92 {
		t.Errorf("the newest leaves %d", lines[0].BalanceAfter)
	}
	explained := 0
	for _, l := range lines {
		if l.Kind == "earn" && l.Order == "web/1" && len(l.Explain) > 0 {
			explained++
		}
		if l.Kind != "earn" && l.Explain != nil {
			t.Errorf("%+v is explained", l)
		}
	}
	if explained != 1 {
		t.Errorf("%d entries of the order are explained: %+v", explained, lines)
	}
}
