package office_test

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/office"
)

func (s *shopOffice) load(kind, format, text string) (office.ImportReport, error) {
	return s.Import(ctx, kind, format, strings.NewReader(text), nil)
}

// loaded must succeed.
func (s *shopOffice) loaded(kind, format, text string) office.ImportReport {
	s.t.Helper()
	r, err := s.load(kind, format, text)
	if err != nil {
		s.t.Fatalf("%v: %+v", err, r)
	}
	return r
}

func (s *shopOffice) saved(kind, format string) string {
	s.t.Helper()
	var b bytes.Buffer
	if err := s.Export(ctx, kind, format, &b); err != nil {
		s.t.Fatal(err)
	}
	return b.String()
}

func rowErrors(r office.ImportReport) (list []string) {
	for _, e := range r.Errors {
		list = append(list, fmt.Sprintf("%d %s %s", e.Row, e.Field, e.Code))
	}
	slices.Sort(list)
	return list
}

func wantRows(t *testing.T, r office.ImportReport, err error, want ...string) {
	t.Helper()
	wantCode(t, err, "import.refused")
	slices.Sort(want)
	if got := rowErrors(r); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestMembersImportByHeaderInAnyOrder(t *testing.T) {
	s := openOffice(t)
	s.program()
	r := s.loaded("members", "csv", "\ufeffName,phone,Birthday,opening.points,opening.ranking_points,joined_at\r\n"+
		"Đặng Ngọc Ánh,912345678,1990-01-31,90,5300,2025-01-01T00:00:00+07:00\r\n\"Lê, Bình\",0987 654 321,,,,\r\n")
	if r.Rows != 2 || r.Created != 2 {
		t.Errorf("%+v", r)
	}
	m, err := s.MemberByPhone(ctx, "0912345678")
	if err != nil || m.Name != "Đặng Ngọc Ánh" || m.Birthday != "1990-01-31" {
		t.Errorf("%+v, %v", m, err)
	}
	if p := s.points(m.ID, s.now); p.Usable != 90 || p.Tier.ID != "vang" {
		t.Errorf("%+v", p)
	}
	s.loaded("customers", "jsonl", `{"phone": 903333333, "name": "Cường", "opening": {"points": 5, "ranking_points": 1}}`+"\n\n")
	if m, err := s.MemberByPhone(ctx, "0903333333"); err != nil || usable(s, m.ID) != 5 {
		t.Errorf("%+v, %v", m, err)
	}
	s.loaded("members", "csv", "phone;name\n0904444444;Dung\n") // as a spreadsheet with our separators writes it
}

func TestImportReportsEveryBadRowAndChangesNothing(t *testing.T) {
	s := openOffice(t)
	s.member("m1", "0911111111", 0)
	before := s.events()
	r, err := s.load("members", "csv", "id,phone,name,email,opening.points\n"+
		"a,0912345678,Ánh,,1\n"+ // good
		"b,0911111111,Bình,,\n"+ // m1's phone
		"b,091,,x,-1\n"+ // everything
		"c,0912345678,Cường,,\n"+ // twice in the file
		"c,0913333333,\"D\"ũng,,\n"+
		"d,0914444444,Dung,,x\n"+
		"e,0915555555,E,,,6\n"+
		"m1,0916666666,M,,5\n"+
		"f,0917777777,F,,y\n")
	wantRows(t, r, err, "3 phone phone.taken", "4 email email.format", "4 id field.duplicate", "4 name field.required",
		"4 opening.points field.range", "4 phone phone.format", "5 phone field.duplicate", "6  row.format", "7 opening.points field.type",
		"8  row.columns", "9 opening id.taken", "10 opening.points field.type")
	if s.events() != before {
		t.Error("something was kept")
	}
	r, err = s.load("members", "jsonl", "{\"phone\": \"0912345678\", \"name\": [], \"nick\": 1, \"opening\": {\"coins\": 2}}\n{\n[1]\n\"x\"\n")
	wantRows(t, r, err, "1 name field.type", "1 nick field.unknown", "1 opening.coins field.unknown", "2  json.format", "3  json.format", "4  json.format")
	r, err = s.load("members", "csv", "phone,nick,name,phone\n0912345678,x,y,z\n")
	wantRows(t, r, err, "1 nick field.unknown", "1 phone field.duplicate")
	r, err = s.load("members", "csv", "")
	wantRows(t, r, err, "1  header.missing")
	_, err = s.load("ghosts", "csv", "a\n")
	wantCode(t, err, "field.enum")
	_, err = s.load("members", "xls", "a\n")
	wantCode(t, err, "field.enum")
	wantCode(t, s.Export(ctx, "ghosts", "csv", io.Discard), "field.enum")
	wantCode(t, s.Export(ctx, "members", "xls", io.Discard), "field.enum")
}

func TestImportAgainChangesOnlyWhatDiffers(t *testing.T) {
	s := openOffice(t)
	file := "id,phone,name\nm1,0911111111,Ánh\nm2,0922222222,Bình\n"
	s.loaded("members", "csv", file)
	if r := s.loaded("members", "csv", file); r.Unchanged != 2 || r.Created+r.Changed != 0 {
		t.Errorf("%+v", r)
	}
	if r := s.loaded("members", "csv", "id,phone,name\nm1,0911111111,Ánh Mới\nm2,0922222222,Bình\n"); r.Unchanged != 1 || r.Changed != 1 {
		t.Errorf("%+v", r)
	}
	if m, err := s.Member(ctx, "m1"); err != nil || m.Name != "Ánh Mới" {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestBalancesAndAdjustmentsByFile(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("m1", "0911111111", 0)
	s.member("m2", "0922222222", 0)
	s.loaded("balances", "csv", "phone,points,ranking_points,at\n0911111111,100,5000,2025-06-01T00:00:00Z\n0922222222,,7,\n")
	if p := s.points("m1", s.now); p.Usable != 100 || p.Tier.ID != "vang" {
		t.Errorf("%+v", p)
	}
	s.now = at(1)
	s.loaded("adjustments", "csv", "phone,reason,points\n0911111111,sửa,-30\n0922222222,tặng,10\n0922222222,sửa,-10\n")
	if usable(s, "m1") != 70 || usable(s, "m2") != 0 {
		t.Errorf("%d and %d", usable(s, "m1"), usable(s, "m2"))
	}
	before := s.events()
	r, err := s.load("adjustments", "csv", "customer_id,phone,reason,points\n,0911111111,sửa,-50\n,0911111111,sửa,-50\nm9,,sửa,1\n,0933333333,sửa,1\n,,sửa,1\nm1,0922222222,sửa,1\nm1,,,0\n")
	wantRows(t, r, err, "4 customer_id customer.unknown", "5 phone customer.unknown", "6 phone field.required", "7 phone phone.taken",
		"8 points field.range", "8 reason field.required")
	r, err = s.load("adjustments", "csv", "phone,reason,points\n0911111111,sửa,-50\n0911111111,sửa,-50\n0911111111,tặng,1\n")
	wantRows(t, r, err, "3 points points.short") // the first row left 20
	if s.events() != before || usable(s, "m1") != 70 {
		t.Error("something was kept")
	}
	r, err = s.load("balances", "jsonl", `{"phone": "0911111111", "points": -1}`+"\n"+`{"phone": "0911111111", "points": 1, "at": "2030-01-01T00:00:00Z"}`+"\n"+`{"phone":"0911111111","points":1,"at":"yesterday"}`)
	wantRows(t, r, err, "1 points field.range", "2 at at.future", "2 phone field.duplicate", "3 at time.format")
}

func TestImportWithAKeyIsDoneOnce(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("m1", "0911111111", 0)
	for i := range 2 {
		once := &office.Once{Key: "file-1"}
		r, err := s.Import(office.WithOnce(ctx, once), "adjustments", "csv", strings.NewReader("phone,reason,points\n0911111111,tặng,10\n"), nil)
		if err != nil || r.Created != 1 || once.Replayed != (i == 1) {
			t.Errorf("%+v, replayed %v, %v", r, once.Replayed, err)
		}
	}
	if got := usable(s, "m1"); got != 10 {
		t.Errorf("%d usable", got)
	}
}

// TestLargeImportIsOneToo takes the way of a bulk load: all of it or nothing, found by every index, and counted.
func TestLargeImportIsOneToo(t *testing.T) {
	s := openOffice(t)
	s.program()
	const n = 6000
	var b strings.Builder
	b.WriteString("phone,name,opening.points\n")
	for i := range n {
		fmt.Fprintf(&b, "09%08d,Khách Hàng %d,%d\n", i, i, i%3)
	}
	good := b.String()
	r, err := s.load("members", "csv", good+"0900000001,Trùng,\n")
	wantRows(t, r, err, fmt.Sprintf("%d phone field.duplicate", n+2))
	if list, _, _ := s.FindMembers(ctx, "", office.Page{}); len(list) != 0 {
		t.Error("a refused file left members")
	}
	var last office.Progress
	r, err = s.Import(ctx, "members", "csv", io.MultiReader(strings.NewReader(good)), func(p office.Progress) { last = p })
	if err != nil || r.Created != n || last != (office.Progress{Checked: n, Written: n}) {
		t.Fatalf("%+v, %+v, %v", r, last, err)
	}
	for _, text := range []string{"0900005999", "05999", "khach hang 5999"} {
		list, _, err := s.FindMembers(ctx, text, office.Page{})
		if err != nil || len(list) != 1 || usable(s, list[0].ID) != 5999%3 {
			t.Errorf("%q finds %+v, %v", text, list, err)
		}
	}
}

// TestExportImportsAgainToTheSame is A5: whatever members, products and rewards there are, their files make the same of
// an empty central.
func TestExportImportsAgainToTheSame(t *testing.T) {
	from := openOffice(t)
	fillAnything(t, from)
	kinds := []string{"customers", "products", "rewards"}
	for _, format := range []string{"csv", "jsonl"} {
		to := openOffice(t)
		to.now = from.now.Add(time.Hour)
		for _, kind := range kinds {
			to.loaded(kind, format, from.saved(kind, format))
		}
		for _, kind := range kinds {
			for _, as := range []string{"csv", "jsonl"} {
				if got, want := to.saved(kind, as), from.saved(kind, as); got != want {
					t.Errorf("%s by %s, as %s:\n%s\nwant\n%s", kind, format, as, got, want)
				}
			}
			if r := to.loaded(kind, format, from.saved(kind, format)); r.Unchanged != r.Rows {
				t.Errorf("%s again: %+v", kind, r)
			}
		}
	}
}

// fillAnything makes random members (some merged), products and rewards.
func fillAnything(t *testing.T, s *shopOffice) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-zA-ZĐđắỳ"',;.=:{}\[\]-]{1,12}( [a-zạ-ỹ]{1,8})?`)
		day := rapid.IntRange(-3000, 0)
		optional := func(value string) string {
			if rapid.Bool().Draw(t, "there") {
				return value
			}
			return ""
		}
		n := office.NewMember{Phone: fmt.Sprintf("09%08d", rapid.IntRange(0, 99_999_999).Draw(t, "phone")), Name: text.Draw(t, "name"),
			Email: optional("anh@example.com"), Birthday: optional("1990-01-31"), JoinedAt: at(float64(day.Draw(t, "joined")))}
		m, err := s.CreateMember(ctx, n)
		if err != nil && fault.Code(err) != "phone.taken" {
			t.Fatalf("%+v: %v", n, err)
		}
		if list, _, _ := s.FindMembers(ctx, "", office.Page{}); err == nil && len(list) > 1 && list[0].ID != m.ID && rapid.IntRange(0, 4).Draw(t, "merge") == 0 {
			if _, err := s.Merge(ctx, m.ID, list[0].ID); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.PutProduct(ctx, anyProduct(t, text)); err != nil {
			t.Fatal(err)
		}
		if _, err := s.PutReward(ctx, anyReward(t, text)); err != nil {
			t.Fatal(err)
		}
		s.now = s.now.Add(time.Second)
	})
	if _, err := s.RetireReward(ctx, "r1"); err != nil && fault.Code(err) != "reward.unknown" {
		t.Fatal(err)
	}
}

// Rows may name whom they were merged into in any order; in a ring, or into nobody who stands for themselves, they are refused.
func TestAFileMergesMembersIntoWhoeverStandsForThem(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("old", "0900000001", 10)
	s.member("gone", "0900000009", 0)
	if _, err := s.Erase(t.Context(), "gone", office.Erasure{Reason: "yêu cầu"}, ""); err != nil {
		t.Fatal(err)
	}
	s.loaded("members", "csv", "id,phone,name,merged_into\na,0900000002,A,b\nb,0900000003,B,c\nc,0900000004,C,\n")
	s.loaded("members", "csv", "id,phone,name,merged_into\ne,0900000006,E,old\nd,0900000005,D,a\n")
	for id, want := range map[string]string{"a": "c", "b": "c", "d": "c", "e": "old"} {
		if m, err := s.Member(t.Context(), id); err != nil || m.ID != want {
			t.Errorf("%s is %s (%v), want %s", id, m.ID, err, want)
		}
		if _, err := s.Adjust(t.Context(), id, office.Adjustment{Points: 1, Reason: "thử"}); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
	if got := s.points("c", s.now).Balance; got != 3 {
		t.Errorf("all of c's have %d points", got)
	}
	for name, rows := range map[string]string{
		"ring":                   "x,0900000011,X,y\ny,0900000012,Y,x\n",
		"into who was forgotten": "x,0900000011,X,gone\n",
	} {
		r, err := s.load("members", "csv", "id,phone,name,merged_into\n"+rows)
		if fault.Code(err) != "import.refused" || len(r.Errors) == 0 || r.Errors[0].Field != "merged_into" {
			t.Errorf("%s: %v, %+v", name, err, r.Errors)
		}
		if _, err := s.Member(t.Context(), "x"); fault.Code(err) != "customer.unknown" {
			t.Errorf("%s: x is there", name)
		}
	}
}

// A row of somebody who is there already says nothing of where they lead, and can't take another's phone by saying so.
func TestAFileCantTakeAPhoneBySayingWhereARowLeads(t *testing.T) {
	s := openOffice(t)
	s.program()
	s.member("lan", "0900000001", 10)
	s.member("mai", "0900000002", 20)
	if r, err := s.load("members", "csv", "id,phone,name,merged_into\nlan,0900000002,Lan,mai\n"); fault.Code(err) != "import.refused" {
		t.Errorf("%+v, %v", r, err)
	}
	if m, err := s.MemberByPhone(t.Context(), "0900000002"); err != nil || m.ID != "mai" {
		t.Errorf("mai's phone leads to %s, %v", m.ID, err)
	}
}

// A file that is sent again under its key is answered as the first time, though its rows would be refused by now.
func TestAFileSentAgainUnderItsKeyIsAnsweredAsTheFirstTime(t *testing.T) {
	s := openOffice(t)
	s.program()
	files := map[string]string{
		"members":     "phone,name,opening.points\n0911111111,Lan,10\n0922222222,Mai,20\n",
		"balances":    "phone,points\n0911111111,5\n",
		"adjustments": "phone,reason,points\n0911111111,bù,-15\n",
	}
	for _, kind := range []string{"members", "balances", "adjustments"} {
		send := func() (office.ImportReport, *office.Once, error) {
			once := &office.Once{Key: "file " + kind, Request: journal.Hash{1}}
			r, err := s.Import(office.WithOnce(ctx, once), kind, "csv", strings.NewReader(files[kind]), nil)
			return r, once, err
		}
		first, _, err := send()
		if err != nil {
			t.Fatalf("%s: %v %+v", kind, err, first)
		}
		again, once, err := send()
		if err != nil || !once.Replayed || fmt.Sprint(again) != fmt.Sprint(first) {
			t.Errorf("%s again: %v, %+v (replayed %v), first %+v", kind, err, again, once.Replayed, first)
		}
	}
	if m, err := s.MemberByPhone(ctx, "0911111111"); err != nil || s.points(m.ID, s.now).Balance != 0 {
		t.Errorf("%v, %+v", err, s.points(m.ID, s.now))
	}
}
