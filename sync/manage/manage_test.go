package manage_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
	"tim/domain/shift"
	"tim/storage/bolt"
	"tim/sync/api"
	"tim/sync/manage"
)

const token = "the admin's token"

var ctx = context.Background()

// central is one over real HTTP and a real store, with mai as q1's manager, and her desk.
type central struct {
	*office.Office
	url  string
	desk *manage.Central
}

func open(t testing.TB) *central {
	t.Helper()
	dir := t.TempDir()
	key, err := bolt.LoadOrCreateCentralKey(dir, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	store, err := bolt.OpenCentral(dir, bolt.CentralOptions{Key: key})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	use := office.New(office.Config{Store: store, Now: time.Now, Entropy: rand.Reader, Zone: time.LoadLocation})
	server, err := api.New(api.Config{Office: use, Store: store, Now: time.Now, Zone: time.LoadLocation, Version: "test",
		Token: api.OnlyAdmin(sha256.Sum256([]byte(token))), Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(server)
	t.Cleanup(front.Close)
	verifier, err := shift.NewVerifier("7913", []byte("fedcba9876543210"))
	if err != nil {
		t.Fatal(err)
	}
	if err := use.PutStaff(ctx, "q1", shift.Staff{ID: "mai", Name: "Mai", Role: shift.Manager, Verifier: verifier}); err != nil {
		t.Fatal(err)
	}
	c := &central{Office: use, url: front.URL}
	if c.desk, err = manage.New(manage.Config{URL: c.url, Token: token, Manager: "q1/mai"}); err != nil {
		t.Fatal(err)
	}
	return c
}

// A manager elsewhere edits the newest version, be it only scheduled, and over nobody's head.
func TestAManagerEditsTheNewestVersion(t *testing.T) {
	c := open(t)
	doc, etag, err := c.desk.Program(ctx)
	if err != nil || !reflect.DeepEqual(doc, loyalty.Default()) {
		t.Fatalf("%+v, %v", doc, err)
	}
	doc.Use.ValuePerPoint = 500
	first, next, err := c.desk.PutProgram(ctx, doc, etag)
	if err != nil || first.Version != 1 || first.Author != "q1/mai" {
		t.Fatalf("%+v, %v", first, err)
	}
	later := first
	later.EffectiveFrom, later.Rounding = time.Now().Add(48*time.Hour).UTC().Truncate(time.Second), loyalty.RoundHalfUp
	second, _, err := c.desk.PutProgram(ctx, later, next)
	if err != nil || !second.EffectiveFrom.Equal(later.EffectiveFrom) {
		t.Fatalf("%+v, %v", second, err)
	}
	newest, etag, err := c.desk.Program(ctx)
	if err != nil || newest.Version != 2 || newest.Rounding != loyalty.RoundHalfUp {
		t.Fatalf("%+v, %v", newest, err)
	}
	if _, _, err := c.desk.PutProgram(ctx, doc, next); fault.Code(err) != "program.changed" {
		t.Errorf("over a scheduled version: %v", err)
	}
	newest.Tiers[0].Rate, newest.Ranking.Spend = money.Per100(1001), 0
	_, _, err = c.desk.PutProgram(ctx, newest, etag)
	var fields fault.Fields
	if !errors.As(err, &fields) {
		t.Fatal(err)
	}
	var at []string
	for _, f := range fields {
		at = append(at, f.Field+" "+f.Code)
	}
	if want := []string{"ranking.spend field.range", "tiers[0].rate_percent field.range"}; !reflect.DeepEqual(at, want) {
		t.Errorf("%q", at)
	}
	if versions, err := c.desk.Versions(ctx); err != nil || len(versions) != 2 {
		t.Errorf("%d versions, %v", len(versions), err)
	}
}

// A preview that comes in parts says what central says in one piece, and how far it has come.
func TestAManagerPreviewsRealOrders(t *testing.T) {
	c := open(t)
	doc, etag, err := c.desk.Program(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.desk.PutProgram(ctx, doc, etag); err != nil {
		t.Fatal(err)
	}
	const orders = 1203
	for i := range 12 {
		m := office.NewMember{ID: fmt.Sprint("m", i), Phone: fmt.Sprintf("09123456%02d", i), Name: fmt.Sprint("Ánh ", i)}
		if _, err := c.CreateMember(ctx, m); err != nil {
			t.Fatal(err)
		}
	}
	when := time.Now().Add(-time.Hour).UTC().Truncate(time.Millisecond)
	var all sync.WaitGroup
	for i := range orders {
		all.Go(func() {
			price, at := money.VND(10_000+100*i), when.Add(time.Duration(i)*time.Millisecond)
			d := office.OrderDoc{CustomerID: fmt.Sprint("m", i%12), PlacedAt: &at, PaidAt: &at, DeliveredAt: &at,
				Lines: []office.OrderLine{{ID: "1", SKU: "SUA", Quantity: money.Units(1), UnitPrice: &price}}}
			if _, err := c.PutOrder(ctx, "web", fmt.Sprint(i), d); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	doc.Tiers[0].Rate = money.Per100(120)
	var told [][2]int
	p, err := c.desk.Preview(ctx, doc, office.PreviewQuery{Orders: 5000}, func(done, total int) { told = append(told, [2]int{done, total}) })
	if want := [][2]int{{1000, 5000}, {orders, 5000}, {orders, orders}}; err != nil || !reflect.DeepEqual(told, want) {
		t.Fatalf("%v, %v", told, err)
	}
	own, err := c.Preview(ctx, doc, office.PreviewQuery{Orders: 5000})
	if err != nil || p.Looked != orders || p.Gainers != 12 || !strings.HasPrefix(p.Gain[0].Name, "Ánh") {
		t.Errorf("%+v, %v", p, err)
	}
	for i := range p.Bars { // the zone has another name over HTTP
		p.Bars[i].From = p.Bars[i].From.In(own.Bars[i].From.Location())
	}
	p.From, p.To = p.From.UTC(), p.To.UTC()
	if !reflect.DeepEqual(p, own) {
		t.Errorf("%+v\ncentral: %+v", p, own)
	}
	if p, err = c.desk.Preview(ctx, doc, office.PreviewQuery{}, nil); err != nil || p.Looked != office.PreviewDefault {
		t.Errorf("%d, %v", p.Looked, err)
	}
	doc.Tiers[0].Rate = -1
	if _, err := c.desk.Preview(ctx, doc, office.PreviewQuery{}, nil); fault.Code(err) != "field.range" {
		t.Error(err)
	}
}

func TestAManagerKeepsRewards(t *testing.T) {
	c := open(t)
	amount, stock := money.VND(50_000), int64(7)
	for _, id := range []string{"a", "b/c"} {
		r := loyalty.Reward{ID: id, Name: "Giảm 50K", Cost: 50, WithPoints: true, Stock: &stock, Gives: loyalty.Gives{Kind: loyalty.GiveAmount, Amount: &amount}}
		if got, err := c.desk.PutReward(ctx, r); err != nil || !reflect.DeepEqual(got, r) {
			t.Fatalf("%+v, %v", got, err)
		}
	}
	if r, err := c.desk.RetireReward(ctx, "b/c"); err != nil || r.RetiredAt.IsZero() {
		t.Errorf("%+v, %v", r, err)
	}
	if list, err := c.desk.Rewards(ctx); err != nil || len(list) != 2 {
		t.Errorf("%+v, %v", list, err)
	}
	if _, err := c.desk.RetireReward(ctx, "none"); fault.Code(err) != "reward.unknown" {
		t.Error(err)
	}
	if _, err := c.desk.PutReward(ctx, loyalty.Reward{ID: "d"}); fault.Code(err) != "field.required" {
		t.Error(err)
	}
}

func TestOnlyAManagersNameIsBelieved(t *testing.T) {
	c := open(t)
	nobody, err := manage.New(manage.Config{URL: c.url, Token: token, Manager: "q1/hong"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := nobody.Rewards(ctx); fault.Code(err) != "staff.manager" {
		t.Error(err)
	}
	if _, err := manage.New(manage.Config{URL: "http://central.example"}); fault.Code(err) != "url.plain" {
		t.Error("a token goes over the open network:", err)
	}
}

// What points are worth comes in parts too, of one instant.
func TestAManagerSeesWhatPointsAreWorth(t *testing.T) {
	c := open(t)
	var all sync.WaitGroup
	for i := range 1100 {
		all.Go(func() {
			m := office.NewMember{ID: fmt.Sprint("m", i), Phone: fmt.Sprintf("09123%05d", i), Name: "Ánh", Opening: office.Opening{Points: int64(i % 3)}}
			if _, err := c.CreateMember(ctx, m); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	var told [][2]int
	l, err := c.desk.Liability(ctx, time.Time{}, func(done, total int) { told = append(told, [2]int{done, total}) })
	if want := [][2]int{{1000, 0}, {1100, 1100}}; err != nil || !reflect.DeepEqual(told, want) {
		t.Fatalf("%v, %v", told, err)
	}
	own, err := c.Liability(ctx, l.At, nil)
	if err != nil || l.Members != 733 || l.Total.Usable != 1099 || l.Total != own.Total || !reflect.DeepEqual(l.Tiers, own.Tiers) || l.Never != own.Never {
		t.Errorf("%+v\ncentral: %+v, %v", l, own, err)
	}
}
