package catalog_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"tim/domain/catalog"
)

var joined = time.Date(2026, 11, 21, 3, 0, 0, 0, time.UTC)

func anh() catalog.Member {
	return catalog.Member{
		ID: "m1", Name: "Nguyễn Thị Ánh", Phone: "+84912345678", Email: "anh@example.vn", Birthday: "1990-02-28",
		JoinedAt: joined,
		Consents: []catalog.Consent{{Purpose: catalog.PurposePoints, TextVersion: "2026-01", At: joined, Method: "till"}},
	}
}

func TestAMemberIsStoredNormalised(t *testing.T) {
	m := anh()
	m.Name, m.Phone = " "+norm.NFD.String(m.Name), "0912 345 678"
	if got, err := m.Checked(); err != nil || !reflect.DeepEqual(got, anh()) {
		t.Fatalf("got %+v, %v", got, err)
	}
	if m := (catalog.Member{Name: "A", Phone: "0912345678", JoinedAt: joined}); second(m.Checked()) != nil {
		t.Errorf("name and phone are not enough: %v", second(m.Checked()))
	}
}

func TestEachPurposeIsConsentedApart(t *testing.T) {
	if m := anh(); !m.Has(catalog.PurposePoints) || m.Has(catalog.PurposeNews) {
		t.Error("a consent to points is no consent to news")
	}
}

func TestA3EveryFaultOfAMemberAtOnce(t *testing.T) {
	m := catalog.Member{
		Name: strings.Repeat("ế", 61), Phone: "0281234567", Email: "anh@", Birthday: "1990-02-30",
		Consents: []catalog.Consent{{Purpose: "ads"}},
	}
	want := []string{
		"name field.too_long", "phone phone.format", "email email.format", "birthday birthday.format",
		"joined_at field.required", "consents[0].purpose consent.purpose",
		"consents[0].text_version field.required", "consents[0].method field.required",
		"consents[0].at field.required",
	}
	if got := faultsOf(second(m.Checked())); !reflect.DeepEqual(got, want) {
		t.Fatalf("got  %q\nwant %q", got, want)
	}
}

func TestOneFieldOfAMemberAtFault(t *testing.T) {
	for want, spoil := range map[string]func(*catalog.Member){
		"name field.required":      func(m *catalog.Member) { m.Name = " \u00a0" },
		"name field.characters":    func(m *catalog.Member) { m.Name = "Ánh\u202e" },
		"phone phone.format":       func(m *catalog.Member) { m.Phone = "" },
		"birthday birthday.format": func(m *catalog.Member) { m.Birthday = "2026-11-23" },
		"email email.format":       func(m *catalog.Member) { m.Email = "a b@c.vn" },
		"consents field.too_many":  func(m *catalog.Member) { m.Consents = make([]catalog.Consent, 51) },
	} {
		m := anh()
		spoil(&m)
		if got := faultsOf(second(m.Checked())); !reflect.DeepEqual(got, []string{want}) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	m := anh()
	m.Name = norm.NFD.String(strings.Repeat("ế", 60))
	if _, err := m.Checked(); err != nil {
		t.Errorf("a name of 60 letters typed as NFD is refused: %v", err)
	}
}
