package demo

import (
	"fmt"
	"io"
	"time"

	"tim/domain/counter"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/sale"
	"tim/domain/shift"
)

// Till is the demo's till number, Float the cash that its shift opens with.
const (
	Till            = "01"
	Float money.VND = 500_000
)

// Shop is the demo's shop. It is invented, like all that it sells and everyone in it.
func Shop() counter.Shop {
	return counter.Shop{
		Name: "Cửa hàng Nguyễn Huệ", Address: "12 Nguyễn Huệ, Quận 1, TP. Hồ Chí Minh", TaxCode: "0300000000",
		Phone: "028 0000 0000", Channel: sale.Store, Bank: "Vietcombank · 0000000000 · CUA HANG NGUYEN HUE",
		BankBIN: "970436", BankAccount: "0000000000",
		Returns: "Đổi trả trong 7 ngày kèm hóa đơn.", Currency: "VND", ProgrammeNotified: true, DiscountFree: 10,
	}
}

// Program is the demo's programme (DESIGN): two tiers at 100 %, 1.000 ₫ a point, half of an order at most, points paid
// outside the base; points live a year.
func Program() loyalty.Program {
	p := loyalty.Default()
	p.Version, p.Author, p.Reason = 1, "demo", "demo"
	half := money.Per100(50)
	p.Use.MaxPercent = &half
	p.Tiers = []loyalty.Tier{
		{ID: "khoi-tao", Name: "Khởi tạo", MinRankingPoints: 0, Rate: money.Per100(100)},
		{ID: secondTier, Name: "Bạc", MinRankingPoints: SecondTierAt, Rate: money.Per100(100)},
	}
	p.Expiry = loyalty.Expiry{Mode: loyalty.ExpiryAfterAccrual, Days: 365}
	return p
}

// LargeProgram is the programme of an invented shop that has sold for a year: points live two, so that those which its members
// began with are there still, and the till goes on knowing the accounts of all of them.
func LargeProgram() loyalty.Program {
	p := Program()
	p.Expiry.Days *= 2
	p.Offline.KeepDays = p.Expiry.Days
	return p
}

const secondTier = "bac"

// PINs of the demo's staff, shown on its sign-in screen.
func PINs() map[string]string { return map[string]string{"hong": "1111", "nam": "9999"} }

// Staff is the demo's cashier and manager. Their PINs are easily guessed: nobody has to remember them.
func Staff(entropy io.Reader) ([]shift.Staff, error) {
	staff := []shift.Staff{
		{ID: "hong", Name: "Lê Thị Hồng", Role: shift.Cashier},
		{ID: "nam", Name: "Trần Đức Nam", Role: shift.Manager},
	}
	mint := ident.Minter{Entropy: entropy}
	for i, s := range staff {
		verifier, err := shift.NewVerifier(PINs()[s.ID], mint.Bytes(16))
		if err != nil {
			return nil, fmt.Errorf("verifier of %s: %w", s.ID, err)
		}
		staff[i].Verifier = verifier
	}
	return staff, nil
}

// soon is how many of a member's points lapse within days, so that the demo shows what that looks like.
const soon = 20

// opening is why a member begins with points.
const opening = "Số dư đầu kỳ"

// History is a member's account as central would send it: the opening points, some of which lapse soon, and what its
// vouchers cost beside them.
func History(m Member, now time.Time) []loyalty.Posting { return history(Program(), m, now) }

func history(program loyalty.Program, m Member, now time.Time) []loyalty.Posting {
	postings := redemptions(m, now)
	if m.Points == 0 && m.RankingPoints == 0 {
		return postings
	}
	rule := program.Freeze(program.Tiers[0], sale.Store, now, time.UTC)
	older, newer := min(soon, m.Points), m.Points-min(soon, m.Points)
	add := func(n int, points, ranking int64, at time.Time) {
		id := fmt.Sprintf("opening/%s/%d", m.ID, n)
		p := loyalty.Posting{Ref: loyalty.Ref{ID: id, At: at, Writer: journal.Central}, Member: m.ID, Kind: loyalty.Adjust,
			Reason: opening, Ranking: ranking}
		if points > 0 {
			lot := rule.Lot(id, 1, points, at)
			lot.Order = ""
			p.Lots = []loyalty.Lot{lot}
		}
		postings = append(postings, p)
	}
	add(1, older, m.RankingPoints, now.Add(-356*day))
	if newer > 0 {
		add(2, newer, 0, now.Add(-100*day))
	}
	return postings
}
