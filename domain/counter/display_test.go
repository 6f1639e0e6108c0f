package counter_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/loyalty"
	"tim/domain/sale"
)

// facing is what the customer of the till sees.
func (k *till) facing(paying bool) counter.Display {
	return k.last.Display(paying, loyalty.Vi, saigon)
}

func TestTheCustomerFollowsTheSale(t *testing.T) {
	k := start(t)
	if d := k.facing(false); d.Phase != counter.PhaseIdle || d.Newest != -1 || d.V != 1 {
		t.Fatalf("%+v", d)
	}
	k.mustDo(counter.Enter{Text: "3*" + milk})
	k.mustDo(counter.Enter{Text: "3*" + card})
	k.mustDo(counter.Enter{Text: anhPhone})
	d := k.facing(false)
	if d.Phase != counter.PhaseSale || len(d.Lines) != 2 || d.Newest != 1 || d.Lines[0].Amount != 96_000 || d.Totals.Due != 141_000 {
		t.Fatalf("%+v", d)
	}
	if m := *d.Member; m.Name != "Ánh" || m.Phone != "09•• ••• 678" || m.Usable != 500 || m.Most != (counter.DisplayPoints{Points: 70, Value: 70_000}) || m.WillEarn != 96 {
		t.Fatalf("%+v", m)
	}
	k.mustDo(counter.UsePoints{Points: 70})
	d = k.facing(true)
	if d.Phase != counter.PhasePay || d.Member.Used != (counter.DisplayPoints{Points: 70, Value: 70_000}) || d.Totals.Due != 71_000 || d.Member.Usable != 430 {
		t.Fatalf("%+v", d)
	}
	if d.Transfer != nil {
		t.Error("a shop without an account shows a code")
	}
	k.mustDo(counter.AddTender{Kind: sale.Cash, Amount: 100_000})
	d = k.facing(false)
	if d.Phase != counter.PhaseDone || *d.Done != (counter.DisplayDone{Change: 29_000, Used: 70, Earned: 48, Balance: 478}) || d.Member.Name != "Ánh" || d.Member.Usable != 478 {
		t.Fatalf("%+v %+v", d, d.Done)
	}
	k.mustDo(counter.Enter{Text: milk})
	if d = k.facing(false); d.Phase != counter.PhaseSale || d.Done != nil || d.Member != nil {
		t.Fatalf("the next customer sees %+v", d)
	}
}

func TestATransferPaysWhatIsDueAndNamesTheOrder(t *testing.T) {
	k := start(t)
	k.mustDo(counter.Enter{Text: milk})
	s := k.last
	s.Shop.BankBIN, s.Shop.BankAccount, s.Shop.Bank = "970436", "0011001234567", "VCB 0011001234567"
	want, err := sale.VietQR("970436", "0011001234567", 32_000, s.Cart.Order.TransferMemo())
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Display(true, loyalty.Vi, saigon).Transfer; got == nil || got.QR != want || got.Memo != s.Cart.Order.TransferMemo() || got.Bank == "" {
		t.Fatalf("%+v, want %s", got, want)
	}
	if got := s.Display(false, loyalty.Vi, saigon).Transfer; got != nil {
		t.Error("a code is shown before paying")
	}
	s.Shop.BankAccount = "not an account"
	if got := s.Display(true, loyalty.Vi, saigon).Transfer; got != nil {
		t.Errorf("%+v", got)
	}
	s.Shop.BankAccount, s.Cart.Totals.Due = "0011001234567", 0
	if got := s.Display(true, loyalty.Vi, saigon).Transfer; got != nil {
		t.Errorf("nothing is due: %+v", got)
	}
}

func TestGoodsTakenBackAreShown(t *testing.T) {
	k := start(t)
	s := k.last
	s.Returned = &counter.Returned{Offer: counter.Offer{Member: &catalog.Member{Name: "Nguyễn Thị Ánh", Phone: "+84912345678"},
		Return: sale.Return{Refund: 32_000, Clawed: 32, Restored: 5}, After: counter.Standing{Balance: 470, Usable: 470}}}
	d := s.Display(false, loyalty.En, saigon)
	if d.Phase != counter.PhaseReturned || *d.Returned != (counter.DisplayReturned{Refund: 32_000, Clawed: 32, Restored: 5, Balance: 470}) || d.Member.Name != "Ánh" || d.Language != "en" {
		t.Fatalf("%+v", d)
	}
}

func TestVouchersAreShownByNameAndInTheShopsTime(t *testing.T) {
	k := start(t)
	k.mustDo(counter.Enter{Text: milk})
	k.mustDo(counter.Enter{Text: anhPhone})
	s := k.last
	until := time.Date(2026, 11, 30, 17, 0, 0, 0, time.UTC)
	v := loyalty.Voucher{ID: "912345678901234564", Name: "Giảm 50.000 ₫", ExpiresAt: until}
	on := counter.VoucherOffer{Voucher: v, State: loyalty.VoucherUsed, OnCart: true, Value: 16_000}
	spent := counter.VoucherOffer{Voucher: v, State: loyalty.VoucherUsed}
	free := counter.VoucherOffer{Voucher: v, State: loyalty.VoucherIssued, Product: "Bình nước Tim", Value: 9_000}
	s.Cart.Vouchers, s.Member.Vouchers = []counter.VoucherOffer{on}, []counter.VoucherOffer{free, on, spent}
	d := s.Display(false, loyalty.Vi, saigon)
	if len(d.Vouchers) != 2 || !d.Vouchers[0].OnOrder || d.Vouchers[0].Value != 16_000 || d.Vouchers[1].Product != "Bình nước Tim" || d.Vouchers[1].Value != 0 {
		t.Fatalf("%+v", d.Vouchers)
	}
	if got := d.Vouchers[0].Until.Format("02/01/2006"); got != "01/12/2026" {
		t.Errorf("until %s", got)
	}
	if line := marshalled(t, d); strings.Contains(line, v.ID) {
		t.Error(line)
	}
}

func marshalled(t interface{ Fatal(...any) }, d counter.Display) string {
	line, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(line)
}

// TestADisplayHasNoRoomForSecrets names every text that a display has. Whoever adds one says here why a bystander may
// read it.
func TestADisplayHasNoRoomForSecrets(t *testing.T) {
	public := []string{"language", "phase", "shop", "till", "lines.name", "lines.unit", "member.name", "member.phone", "member.tier",
		"vouchers.name", "vouchers.gives.kind", "vouchers.gives.sku", "vouchers.product", "transfer.qr", "transfer.bank", "transfer.memo"}
	var texts []string
	var walk func(path string, v reflect.Type)
	walk = func(path string, v reflect.Type) {
		switch {
		case v == reflect.TypeFor[time.Time]():
		case v.Kind() == reflect.Pointer || v.Kind() == reflect.Slice:
			walk(path, v.Elem())
		case v.Kind() == reflect.Struct:
			for i := range v.NumField() {
				name, _, _ := strings.Cut(v.Field(i).Tag.Get("json"), ",")
				if name == "" || name == "-" {
					t.Errorf("%s.%s has no name", path, v.Field(i).Name)
				}
				walk(strings.TrimPrefix(path+"."+name, "."), v.Field(i).Type)
			}
		case v.Kind() == reflect.String:
			texts = append(texts, path)
		case v.Kind() == reflect.Int, v.Kind() == reflect.Int64, v.Kind() == reflect.Bool:
		default:
			t.Errorf("%s is a %s: nobody can say what will be in it", path, v)
		}
	}
	walk("", reflect.TypeFor[counter.Display]())
	if !slices.Equal(texts, public) {
		t.Errorf("texts of a display are\n%v, allowed are\n%v", texts, public)
	}
}

// Whoever the customer is, the line that leaves the till says no more than the given name and five digits of the phone.
func TestNobodysPhoneOrFamilyNameIsShown(t *testing.T) {
	base := start(t).last
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`[35789][0-9]{8}`).Draw(t, "phone")
		family := rapid.StringMatching(`[A-Z][a-z]{4,9} [A-Z][a-z]{4,9}`).Draw(t, "family")
		profile := catalog.Member{ID: "0192f3c1-7a2b", Name: family + " Ánh", Phone: "+84" + digits, Email: "someone@example.test", Birthday: "1990-05-20"}
		s := base
		switch rapid.IntRange(0, 2).Draw(t, "state") {
		case 0:
			s.Member = &counter.Member{Profile: profile}
		case 1:
			s.Last = &counter.Done{Member: &profile}
		case 2:
			s.Returned = &counter.Returned{Offer: counter.Offer{Member: &profile}}
		}
		line := marshalled(t, s.Display(rapid.Bool().Draw(t, "paying"), loyalty.Vi, saigon))
		for _, secret := range append(strings.Fields(family), digits, digits[2:], profile.ID, profile.Email, profile.Birthday) {
			if strings.Contains(line, secret) {
				t.Fatalf("%s is in %s", secret, line)
			}
		}
		if !strings.Contains(line, "Ánh") || !strings.Contains(line, digits[6:]) {
			t.Fatalf("the customer can't see that it is them: %s", line)
		}
	})
}

func TestADisplayReadsBackAsItWasWritten(t *testing.T) {
	k := start(t)
	k.mustDo(counter.AddProduct{SKU: "CAM", Quantity: 1245})
	k.mustDo(counter.Enter{Text: anhPhone})
	want := k.facing(true)
	var got counter.Display
	if err := json.Unmarshal([]byte(marshalled(t, want)), &got); err != nil {
		t.Fatal(err)
	}
	if marshalled(t, got) != marshalled(t, want) || got.Lines[0].Quantity != 1245 || got.Totals.Due != 52_290 {
		t.Errorf("%+v, want %+v", got, want)
	}
}
