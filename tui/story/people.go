package story

import (
	"context"
	"io"
	"slices"
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
)

func amount(v money.VND) *money.VND { return &v }
func count(n int64) *int64          { return &n }

func storyRewards() []loyalty.Reward {
	half := money.Per100(50)
	return []loyalty.Reward{
		{ID: "giam-50k", Name: "Giảm 50.000 ₫", Cost: 100, Gives: loyalty.Gives{Kind: loyalty.GiveAmount, Amount: amount(50_000)}, MinOrder: amount(200_000), Stock: count(500),
			VoucherDays: count(60), WithPoints: true, Issued: 212},
		{ID: "nua-gia", Name: "Giảm nửa giá", Cost: 250, Gives: loyalty.Gives{Kind: loyalty.GivePercent, Percent: &half, Cap: amount(80_000)}, Tiers: []string{"vang"}, Stock: count(40), PerCustomer: count(1), Issued: 40},
		{ID: "sua-tang", Name: "Tặng một hộp sữa", Cost: 60, Gives: loyalty.Gives{Kind: loyalty.GiveProduct, SKU: "SUA-1"}, WithPoints: true, WithVouchers: true, Issued: 1_204},
		{ID: "tet", Name: "Lì xì Tết", Cost: 30, Gives: loyalty.Gives{Kind: loyalty.GiveAmount, Amount: amount(20_000)}, Issued: 88, RetiredAt: Now.AddDate(0, -8, 0)},
	}
}

// Rewards implements manage.Rewards.
func (m *Manager) Rewards(context.Context) ([]loyalty.Reward, error) {
	if m.Empty {
		return nil, m.Err
	}
	return storyRewards(), m.Err
}

// PutReward implements manage.Rewards.
func (m *Manager) PutReward(_ context.Context, r loyalty.Reward) (loyalty.Reward, error) {
	return r, m.Err
}

// RetireReward implements manage.Rewards.
func (m *Manager) RetireReward(_ context.Context, id string) (loyalty.Reward, error) {
	all := storyRewards()
	r := all[max(slices.IndexFunc(all, func(r loyalty.Reward) bool { return r.ID == id }), 0)]
	return r.Retire(Now), m.Err
}

// Performance implements manage.Rewards.
func (m *Manager) Performance(context.Context, time.Time, time.Time) ([]office.Performance, error) {
	if m.Empty {
		return nil, m.Err
	}
	return []office.Performance{{Issued: 31, Used: 30, Open: 1, Points: 1_870, Given: 1_820_000},
		{RewardID: "giam-50k", Name: "Giảm 50.000 ₫", Issued: 212, Used: 160, Expired: 9, HandedBack: 3, Open: 40, Points: 21_200, PointsBack: 300, Given: 7_960_000},
		{RewardID: "nua-gia", Name: "Giảm nửa giá", Issued: 40, Used: 33, Expired: 2, Open: 5, Points: 10_000, Given: 2_231_000},
		{RewardID: "sua-tang", Name: "Tặng một hộp sữa", Issued: 1_204, Used: 1_100, Expired: 44, Open: 60, Points: 72_240, Given: 35_200_000},
		{RewardID: "tet", Name: "Lì xì Tết", Issued: 88, Used: 70, Expired: 18, Points: 2_640, Given: 1_400_000}}, m.Err
}

func storyMembers() []office.Member {
	joined := time.Date(2025, 3, 14, 2, 0, 0, 0, time.UTC)
	who := func(id, name, phone string, consents ...catalog.Purpose) office.Member {
		m := office.Member{Member: catalog.Member{ID: id, Name: name, Phone: phone, JoinedAt: joined}, CreatedAt: joined}
		for _, p := range consents {
			m.Consents = append(m.Consents, catalog.Consent{Purpose: p, TextVersion: "2026-11", At: joined, Method: "till"})
		}
		return m
	}
	anh := who("anh", "Đặng Ngọc Ánh", "+84912345678", catalog.PurposePoints, catalog.PurposeNews)
	anh.Email, anh.Birthday = "anh@example.vn", "1990-01-31"
	return []office.Member{anh, who("anh-cu", "Dang Ngoc Anh", "+84987000678", catalog.PurposePoints), who("binh", "Lê Bình", "+84903111222", catalog.PurposePoints),
		who("xuan", "Đỗ Quỳnh Xuân", "+84933444555")}
}

// FindMembers implements manage.Members.
func (m *Manager) FindMembers(_ context.Context, text, _ string) ([]office.Member, string, error) {
	if m.Empty {
		return nil, "", m.Err
	}
	all := slices.DeleteFunc(storyMembers(), func(who office.Member) bool {
		return text != "" && catalog.Match(who.SearchText(), catalog.Words(text)) == catalog.NoMatch
	})
	return all, "", m.Err
}

// Member implements manage.Members.
func (m *Manager) Member(_ context.Context, id string) (office.Member, error) {
	for _, who := range storyMembers() {
		if who.ID == id {
			return who, m.Err
		}
	}
	return office.Member{Member: catalog.Member{ID: id, JoinedAt: Now}}, m.Err
}

// Points implements manage.Members.
func (m *Manager) Points(_ context.Context, id string) (office.Points, error) {
	p := office.Points{CustomerID: id, AsOf: Now, Usable: 2_480, Pending: 120, Balance: 2_600, UsableValue: 2_480_000, Ranking: 7_350, Tier: office.TierView{ID: "vang", Name: "Vàng"},
		NextLapse: &office.PointsAt{Points: 300, At: Now.AddDate(0, 0, 9)}, Lots: make([]office.LotOfOrder, 4)}
	if id != "anh" {
		p.Usable, p.Pending, p.Balance, p.UsableValue, p.Ranking, p.NextLapse, p.Tier, p.Lots = 85, 0, 85, 85_000, 340, nil, office.TierView{Name: "Khởi tạo"}, p.Lots[:1]
	}
	return p, m.Err
}

// Statement implements manage.Members.
func (m *Manager) Statement(_ context.Context, _, _ string, lang loyalty.Lang) ([]office.ExplainedEntry, string, error) {
	last := Done().Last
	line := func(days int, kind string, points, after int64) office.ExplainedEntry {
		return office.ExplainedEntry{Entry: office.Entry{ID: kind, At: Now.AddDate(0, 0, -days), Kind: kind, Points: points, BalanceAfter: after}}
	}
	earned := line(0, "earn", 186, 2_600)
	earned.Receipt, earned.Explain = "HD-01-000127", loyalty.Explain(last.Earned, last.Lot, lang)
	given := line(3, "adjust", 500, 2_414)
	given.Reason = "bù đơn giao trễ ngày 18/11"
	return []office.ExplainedEntry{earned, given, line(9, "use", -250, 1_914), line(20, "lapse", -36, 2_164), line(31, "redeem", -100, 2_200)}, "", m.Err
}

// Vouchers implements manage.Members.
func (m *Manager) Vouchers(_ context.Context, id string) ([]office.VoucherView, error) {
	if id != "anh" {
		return nil, m.Err
	}
	return []office.VoucherView{{Code: "912345678901234567", State: loyalty.VoucherIssued}, {State: loyalty.VoucherUsed}, {State: loyalty.VoucherExpired}}, m.Err
}

// PatchMember implements manage.Members.
func (m *Manager) PatchMember(ctx context.Context, id string, _ office.MemberPatch) (office.Member, error) {
	who, _ := m.Member(ctx, id)
	return who, m.Err
}

// Adjust implements manage.Members.
func (m *Manager) Adjust(ctx context.Context, id string, a office.Adjustment) (office.Points, error) {
	p, _ := m.Points(ctx, id)
	if -a.Points > p.Usable {
		return p, fault.New(fault.Invalid, "points.short", fault.Args{"have": p.Usable, "want": -a.Points})
	}
	return p, m.Err
}

// Merge implements manage.Members.
func (m *Manager) Merge(ctx context.Context, _, into string) (office.Member, error) {
	who, _ := m.Member(ctx, into)
	return who, m.Err
}

// Dossier implements manage.Members.
func (m *Manager) Dossier(context.Context, string, loyalty.Lang) ([]byte, error) {
	return []byte("{}"), m.Err
}

// Erase implements manage.Members.
func (m *Manager) Erase(_ context.Context, id, _ string) (office.Member, error) {
	return office.Member{Member: catalog.Member{ID: id, JoinedAt: Now}}, m.Err
}

func storyProducts() []catalog.Product {
	return []catalog.Product{
		{SKU: "SUA-1", Name: "Sữa tươi Đồng Xanh 1L", Price: 32_000, Barcodes: []string{"2000000000015"}, Category: "Sữa", Unit: "hộp", VAT: catalog.ReducedVAT(), Earns: true},
		{SKU: "CAM-1", Name: "Cam sành", Price: 45_000, Category: "Trái cây", Unit: "kg", Weighed: true, Item: "00001", Earns: true},
		{SKU: "BIA-24", Name: "Bia lon Sông Hồng, thùng 24 lon", Price: 365_000, Barcodes: []string{"2000000000022", "2000000000039"}, Category: "Bia rượu", Unit: "thùng", VAT: catalog.FlatVAT(money.Per100(10))},
	}
}

// FindProducts implements manage.Products.
func (m *Manager) FindProducts(_ context.Context, text, _ string) ([]catalog.Product, string, error) {
	if m.Empty {
		return nil, "", m.Err
	}
	return slices.DeleteFunc(storyProducts(), func(p catalog.Product) bool {
		return text != "" && catalog.Match(p.SearchText(), catalog.Words(text)) == catalog.NoMatch
	}), "", m.Err
}

// PutProduct implements manage.Products.
func (m *Manager) PutProduct(_ context.Context, p catalog.Product) (catalog.Product, error) {
	return p, m.Err
}

// Categories implements manage.Products.
func (m *Manager) Categories(context.Context) ([]office.Category, error) {
	return []office.Category{{Name: "Bia rượu", Products: 1}, {Name: "Sữa", Products: 1}, {Name: "Thẻ cào", Products: 6}, {Name: "Trái cây", Products: 1}}, m.Err
}

// Import refuses every file of members, to show its bad rows.
func (m *Manager) Import(_ context.Context, kind, _ string, _ []byte, _ string) (office.ImportReport, error) {
	if kind != "customers" {
		return office.ImportReport{Rows: 120, Created: 120}, m.Err
	}
	return office.ImportReport{Rows: 120, Errors: []office.RowError{{Row: 4, Field: "phone", Code: "phone.format", Args: fault.Args{"value": "091"}}, {Row: 4, Field: "name", Code: "field.required"},
		{Row: 17, Field: "phone", Code: "field.duplicate"}, {Row: 60, Code: "row.format"}}}, fault.New(fault.Invalid, "import.refused", fault.Args{"rows": int64(120), "errors": int64(4)})
}

// Export implements manage.Tables.
func (m *Manager) Export(context.Context, string, string) ([]byte, error) {
	return []byte("phone\n"), m.Err
}

// Liability implements manage.Programme.
func (m *Manager) Liability(context.Context, time.Time, func(done, total int)) (office.Liability, error) {
	owed := func(usable, pending, debt int64, value money.VND) office.Owed {
		return office.Owed{Usable: usable, Pending: pending, Debt: debt, Value: value}
	}
	if m.Empty {
		return office.Liability{At: Now}, m.Err
	}
	l := office.Liability{At: Now, Members: 4_812, Total: owed(812_400, 9_300, 1_210, 821_700_000), Never: owed(210_000, 0, 0, 210_000_000),
		Tiers: []office.TierLiability{{ID: "khoi-tao", Name: "Khởi tạo", Members: 3_900, Owed: owed(301_000, 4_100, 900, 305_100_000)}, {ID: "bac", Name: "Bạc", Members: 640, Owed: owed(214_400, 2_200, 310, 216_600_000)},
			{ID: "vang", Name: "Vàng", Members: 240, Owed: owed(230_000, 2_500, 0, 232_500_000)}, {ID: "kim-cuong", Name: "Kim cương", Members: 32, Owed: owed(67_000, 500, 0, 67_500_000)}},
		Runs: []office.LapseRun{{At: time.Date(2027, 1, 1, 0, 0, 0, 0, Zone), Members: 3_310, Points: 402_000, Value: 402_000_000}}}
	for i, points := range []int64{12_400, 402_000, 3_100, 48_200, 900, 145_100} {
		l.Lapses = append(l.Lapses, office.LapseLiability{Month: time.Date(2026, time.Month(12+i), 1, 0, 0, 0, 0, Zone), Members: int(points / 120), Points: points, Value: money.VND(points) * 1000})
	}
	return l, m.Err
}

// The rows of the manager's menu that stand above those of people.
const rowsAbove = 8

// The rows of people in the menu.
const (
	rowRewards = rowsAbove + iota
	rowMembers
	rowProducts
	rowLiability
	rowInvoices
	rowFiles
)

// peopleStories are the manager's pages about rewards, members, products, files and what points are worth.
func peopleStories() []Story {
	at := func(name string, row int, m Manager, keys ...string) Story {
		open := slices.Concat([]string{"f12", "ctrl+p", "/manage", "enter", "7913", "enter"}, slices.Repeat([]string{"down"}, row), []string{"enter"})
		return Story{Name: name, State: WithMember(), Manage: &m, Keys: append(open, keys...), After: managed}
	}
	member := func(name string, act int, keys ...string) Story {
		return at(name, rowMembers, Manager{}, slices.Concat([]string{"enter"}, slices.Repeat([]string{"down"}, act), []string{"enter"}, keys)...)
	}
	down := Manager{Err: fault.New(fault.Unavailable, "manage.offline", nil)}
	return []Story{
		at("rewards", rowRewards, Manager{}, "down"),
		at("rewards-none", rowRewards, Manager{Empty: true}),
		at("rewards-offline", rowRewards, down),
		at("reward", rowRewards, Manager{}, "enter"),
		at("reward-retired", rowRewards, Manager{}, "down", "down", "down", "enter"),
		at("reward-new", rowRewards, Manager{}, "f2", "tra-da", "enter", "Trà đá", "enter", "20", "enter", "right", "right"),
		at("reward-wrong", rowRewards, Manager{}, "f2", "f9"),
		at("reward-leave", rowRewards, Manager{}, "enter", "Giảm nhiều", "esc"),
		at("manage-members", rowMembers, Manager{}),
		at("manage-members-found", rowMembers, Manager{}, "anh"),
		at("manage-members-none", rowMembers, Manager{}, "zzz"),
		at("manage-member", rowMembers, Manager{}, "enter"),
		member("manage-statement", 0),
		member("manage-statement-why", 0, "down"),
		member("manage-adjust", 1, "right", "enter", "500", "enter", "tính nhầm đơn hôm qua"),
		member("manage-adjust-short", 1, "right", "enter", "9999", "enter", "tính nhầm", "f9"),
		member("manage-adjust-wrong", 1, "f9"),
		member("manage-person", 2),
		member("manage-person-wrong", 2, "backspace", "enter", "12", "f9"),
		member("manage-consents", 3),
		member("manage-merge", 4, "down", "enter", "down"),
		member("manage-erase", 6, "5678", "enter", "khách yêu cầu xóa"),
		member("manage-erase-wrong", 6, "1234", "f9"),
		at("manage-products", rowProducts, Manager{}, "down"),
		at("manage-product", rowProducts, Manager{}, "enter"),
		at("manage-product-vat", rowProducts, Manager{}, "enter", "down", "down", "down", "down", "down", "down", "down", "down", "down", "down", "1/7/2027", "tab", "8"),
		at("manage-product-wrong", rowProducts, Manager{}, "f2", "f9"),
		at("manage-liability", rowLiability, Manager{}),
		at("manage-liability-none", rowLiability, Manager{Empty: true}),
		at("manage-invoices", rowInvoices, Manager{}),
		at("manage-invoices-numbers", rowInvoices, Manager{}, "end"),
		at("manage-invoices-handed", rowInvoices, Manager{}, "f6"),
		at("manage-invoices-none", rowInvoices, Manager{Empty: true}),
		at("manage-files", rowFiles, Manager{}),
		at("manage-files-wrong", rowFiles, Manager{}, "up", "up", "right", "down", "down", "khach.csv", "enter"),
	}
}

// Write implements manage.Files.
func (m *Manager) Write(name string, _ func(io.Writer) error) (string, error) {
	return "exports/" + name, nil
}

// Read implements manage.Files: every file is there.
func (m *Manager) Read(string) ([]byte, error) { return []byte("phone,name\n"), nil }
