package story

import (
	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/loyalty"
)

// products is what "sua" finds.
func products() counter.Found {
	kids, drink := milk, milk
	kids.SKU, kids.Name, kids.Price, kids.Unit = "SUA-180", "Sữa tươi Đồng Xanh 180 ml", 8_500, "hộp"
	drink.SKU, drink.Name, drink.Price, drink.Unit, drink.Earns = "SUA-CHUA", "Sữa chua uống vị dâu", 6_000, "chai", false
	return counter.Found{Products: []catalog.Product{milk, kids, drink, long}}
}

// members is two people of one name and one without points.
func members() counter.Found {
	tiers := Programme().Tiers
	return counter.Found{Members: []counter.FoundMember{
		{Member: catalog.Member{ID: "m1", Name: "Nguyễn Thị Ánh", Phone: "+84912345678"}, Tier: tiers[1], Usable: 500},
		{Member: catalog.Member{ID: "m3", Name: "Nguyễn Thị Ánh", Phone: "+84933222111"}, Tier: tiers[0], Usable: 12},
		{Member: catalog.Member{ID: "m2", Name: "Phạm Quốc Bảo", Phone: "+84987654321"}, Tier: tiers[0]},
	}}
}

// entries is a statement: points used, lapsed, given back and earned, the last explained.
func entries() counter.Found {
	last := Done().Last
	at := func(days int) loyalty.Entry { return loyalty.Entry{At: Now.AddDate(0, 0, -days)} }
	with := func(e loyalty.Entry, id string, kind loyalty.EntryKind, points, after int64) loyalty.Entry {
		e.ID, e.Kind, e.Points, e.BalanceAfter = id, kind, points, after
		return e
	}
	return counter.Found{Entries: []counter.StatementEntry{
		{Entry: with(at(0), "e5", loyalty.Earn, 48, 478), Receipt: "HD-01-000123",
			ExplainVi: loyalty.Explain(last.Earned, last.Lot, loyalty.Vi), ExplainEn: loyalty.Explain(last.Earned, last.Lot, loyalty.En)},
		{Entry: with(at(0), "e4", loyalty.Use, -70, 430), Receipt: "HD-01-000123"},
		{Entry: with(at(9), "e3", loyalty.Lapse, -20, 500)},
		{Entry: with(at(40), "e2", loyalty.UseUndone, 30, 520)},
		{Entry: with(at(90), "e1", loyalty.Earn, 490, 490), Receipt: "HD-01-000007"},
	}}
}
