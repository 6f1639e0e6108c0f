package setup_test

import (
	"crypto/rand"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"tim/domain/fault"
	"tim/domain/setup"
)

func read(t *testing.T, file string) setup.Answers {
	t.Helper()
	a, err := setup.Read([]byte(file), setup.Till, time.LoadLocation)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// faults are the keys and codes of what is wrong, in the order in which it is told.
func faults(t *testing.T, file string, k setup.Kind) []string {
	t.Helper()
	_, err := setup.Read([]byte(file), k, time.LoadLocation)
	var list fault.Fields
	if !errors.As(err, &list) {
		t.Fatalf("%v", err)
	}
	var told []string
	for _, f := range list {
		told = append(told, f.Field+" "+f.Code)
	}
	return told
}

func TestAnEmptyFileIsAShopThatSells(t *testing.T) {
	for name, file := range map[string]string{"vi": "", "en": `language = "en"`} {
		if got, want := read(t, file), setup.Default(setup.Till, name == "en"); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestWhatIsSaidReplacesItsDefaultOnly(t *testing.T) {
	a := read(t, `
		shop.name = "Tạp hóa Bé"
		program.tiers = [{id = "a", name = "Thường", min_ranking_points = 0}, {id = "b", name = "Quý", min_ranking_points = 100, rate_percent = 110.01}]
		program.use.max_percent = 50
		[[products.list]]
		name = "Trà đá"
		price = 5000
		earns = true`)
	if a.Shop.Name != "Tạp hóa Bé" || a.Shop.DiscountFree != 10 || a.Products.From != setup.FromList {
		t.Errorf("%+v", a)
	}
	if p := a.Program; len(p.Tiers) != 2 || p.Tiers[1].Rate.String() != "110.01" || p.Use.MaxPercent.String() != "50" || p.Use.ValuePerPoint != 1000 {
		t.Errorf("%+v", p)
	}
	if goods := a.Goods(nil, nil); len(goods) != 0 {
		t.Errorf("goods without a SKU before Complete: %+v", goods)
	}
	whole, _, err := a.Complete(rand.Reader)
	if goods := whole.Goods(nil, nil); err != nil || len(goods) != 1 || goods[0].SKU != "SP0001" || goods[0].Price != 5000 {
		t.Errorf("%+v, %v", goods, err)
	}
}

// Every answer at fault is named by its key, at once, and keys that nobody knows are refused.
func TestEveryFaultIsToldAtOnce(t *testing.T) {
	got := faults(t, `
		language = "fr"
		shop_id = "Quận 1"
		colour = "red"
		[shop]
		name = ""
		tax_code = "12345"
		discount_free = 101
		[program]
		time_zone = "Asia/Saigonn"
		rounding = "up"
		[program.ranking]
		spend = "a lot"
		[[program.tiers]]
		id = "a"
		name = "A"
		min_ranking_points = 5
		rate_percent = 1000.01
		[program.use]
		step = 0
		[[staff]]
		name = "Mai"
		role = "boss"
		pin = "1111"
		[[staff]]
		name = "Nam"
		role = "cashier"
		pin = "12"
		[products]
		from = "file"
		[printer]
		to = "somewhere"
		paper = 70`, setup.Till)
	want := []string{"colour field.unknown", "program.ranking.spend money.format", "language field.enum", "shop_id id.format", "shop.name field.required",
		"shop.tax_code tax_code.format", "shop.discount_free field.range", "program.tiers[0].rate_percent field.range", "program.tiers[0].min_ranking_points tier.first",
		"program.rounding field.enum", "program.use.step field.range", "program.time_zone field.enum", "staff[0].role field.enum", "staff[0].pin pin.weak",
		"staff[1].pin pin.format", "staff staff.no_manager", "products.file field.required", "printer.paper field.enum", "printer.to printer.address"}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestTwoPeopleDontHaveOnePIN(t *testing.T) {
	got := faults(t, `staff = [{name = "Mai", role = "manager", pin = "2580"}, {name = "Nam", role = "cashier", pin = "2580"}]`, setup.Till)
	if !slices.Equal(got, []string{"staff[1].pin pin.same"}) {
		t.Errorf("%q", got)
	}
}

func TestAChainsTillIsAskedNothingThatTheChainSays(t *testing.T) {
	read(t, "central = {url = \"https://tim.example\", code = \"AAAA-BBBB-CCCC-DDDD\"}\nshop.name = \"\"")
	if got := faults(t, `central.url = "tim.example"`, setup.Till); !slices.Equal(got, []string{"central.url url.format", "central.code field.required"}) {
		t.Errorf("%q", got)
	}
	if got := faults(t, "central.url = \"https://tim.example\"\nproducts.from = \"samples\"", setup.Chain); !slices.Equal(got, []string{"central.url field.unknown", "products.from field.enum"}) {
		t.Errorf("%q", got)
	}
}

func TestAFileThatIsNoTOMLNamesThePlace(t *testing.T) {
	_, err := setup.Read([]byte("language = \"vi\"\nshop = {"), setup.Till, time.LoadLocation)
	f, _ := fault.Of(err)
	if f == nil || f.Code != "toml.format" || f.Args["line"] != int64(2) {
		t.Errorf("%v", err)
	}
}

func TestPINsThatNobodySaidAreMadeAndAreGood(t *testing.T) {
	for range 300 {
		whole, made, err := setup.Default(setup.Till, false).Complete(rand.Reader)
		if err != nil || len(made) != 2 || made[0].PIN == made[1].PIN || whole.Staff[0].PIN != made[0].PIN {
			t.Fatalf("%+v, %v", made, err)
		}
		if err := whole.Validate(setup.Till, time.LoadLocation); err != nil {
			t.Fatal(err)
		}
	}
	kept := setup.Default(setup.Till, false)
	kept.Staff[0].PIN = "2580"
	whole, made, err := kept.Complete(rand.Reader)
	if err != nil || len(made) != 1 || whole.Staff[0].PIN != "2580" || kept.Staff[1].PIN != "" {
		t.Errorf("%+v %+v, %v", whole, made, err)
	}
}

func TestWhoHasNoIdGetsOneFromTheName(t *testing.T) {
	a := setup.Default(setup.Till, false)
	a.Staff = []setup.Person{{Name: "Trần Đức Nam", Role: setup.Manager}, {Name: "Lê Nam", Role: setup.Cashier}, {ID: "nam3", Name: "Nam", Role: setup.Cashier}}
	whole, _, err := a.Complete(rand.Reader)
	if err != nil || whole.Staff[0].ID != "nam" || whole.Staff[1].ID != "nam2" {
		t.Errorf("%+v, %v", whole.Staff, err)
	}
}
