package loyalty

import (
	"encoding/hex"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"tim/domain/journal"
	"tim/domain/money"
)

// golden checks a value's canonical bytes against those pinned for ever, and reads them back.
func golden(t *testing.T, file string, v, empty journal.Coder) {
	t.Helper()
	pinned, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	got := hex.EncodeToString(journal.Encode(v))
	if want := strings.Join(strings.Fields(string(pinned)), ""); got != want {
		t.Fatalf("%s: the canonical bytes have changed:\n%s\nwant\n%s", file, got, want)
	}
	raw, _ := hex.DecodeString(got)
	if err := journal.Decode(raw, empty); err != nil || !reflect.DeepEqual(v, empty) {
		t.Errorf("%s: read back as %+v, %v", file, empty, err)
	}
}

func TestPostingBytesVersion1(t *testing.T) {
	x2 := LotExpiry{Mode: ExpiryAfterLastOrder, LapsesAt: hour(240), Life: 240 * time.Hour, NotBefore: hour(300)}
	golden(t, "posting_v1.hex", &Posting{
		Member: "ánh", Kind: Restore, Order: "store/1001", Voucher: "912345678901234567", Reason: "đổi ý",
		Lots:     []Lot{{ID: "store/1~r1", Root: "store/1", Order: "store/1", Points: 20, AroseAt: hour(1), UsableAt: hour(2), Expiry: x2}},
		Takes:    []Take{{Lot: "store/2", Points: 70}},
		Restores: []Take{{Lot: "store/3", Points: 1_000_000_000_000}},
		Claws:    []Claw{{"store/4", 48, 40}},
		Ranking:  -71, OrderedAt: hour(3), Into: "bình",
		Rules: []LotRule{{"store/5", LotExpiry{Mode: ExpiryYearly, LapsesAt: hour(960)}}, {"store/6", LotExpiry{}}},
	}, &Posting{})
}

func TestPostingBytesVersion2(t *testing.T) {
	golden(t, "posting_v2.hex", &Posting{Member: "ánh", Kind: Stamp, Stamped: "0193-e1"}, &Posting{})
}

func TestPostingBytesVersion3(t *testing.T) {
	golden(t, "posting_v3.hex", &Posting{
		Member: "ánh", Kind: Restore, Order: "store/1001",
		Lots:     []Lot{{ID: "store/1~r1!", Root: "store/1", Order: "store/1", Points: 20, AroseAt: hour(1), UsableAt: hour(2), Trust: true}},
		Takes:    []Take{{Lot: "store/2", Points: 70}, {Lot: "store/2", Points: 7, Trust: true}},
		Restores: []Take{{Lot: "store/3", Points: 5, Trust: true}},
	}, &Posting{})
}

func TestRuleBytesVersion1(t *testing.T) {
	golden(t, "rule_v1.hex", &Rule{
		ProgramVersion: 7, Enabled: true, Tier: "bac", TierName: "Bạc", Rate: money.Per100(110), Rounding: money.HalfUp, RankingSpend: 1000, RankingPoints: 1,
		ExcludedFromRanking: true, TaxExcluded: false, PointsPaidIncluded: true, DiscountedLinesNone: false, Trigger: true, Activation: 48 * time.Hour,
		Expiry: LotExpiry{Mode: ExpiryYearly}, ExpiryMonth: 2, ExpiryDay: 29, ZoneOffset: 25_200,
	}, &Rule{})
}

func TestRefBytes(t *testing.T) {
	want := Ref{ID: "e1/2", At: hour(5), Writer: "01", Epoch: 3, Seq: 900}
	var got Ref
	if err := journal.Decode(journal.Encode(&want), &got); err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestMovesSayWhatPostingsDoToShares(t *testing.T) {
	moves := Moves([]Posting{
		{Lots: []Lot{{ID: "a", Points: 5}}},
		{Takes: []Take{{Lot: "b", Points: 2}}, Restores: []Take{{Lot: "c", Points: 3}}, Claws: []Claw{{"d", 4, 1}}},
		{Takes: []Take{{Lot: "e", Points: 6, Trust: true}}, Restores: []Take{{Lot: "e", Points: 7, Trust: true}}, Lots: []Lot{{ID: "f", Points: 8, Trust: true}}},
	})
	want := []journal.Move{
		{Kind: journal.MoveArise, Lot: "a", N: 5}, {Kind: journal.MoveTake, Lot: "b", N: 2}, {Kind: journal.MoveRestore, Lot: "c", N: 3},
		{Kind: journal.MoveClaw, Lot: "d", N: 4, Burn: 1},
		{Kind: journal.MoveArise, Lot: "f", N: 8}, {Kind: journal.MoveReturn, Lot: "f", N: 8},
		{Kind: journal.MoveTrust, Lot: "e", N: 6}, {Kind: journal.MoveCancel, Lot: "e", N: 7},
	}
	if !reflect.DeepEqual(moves, want) {
		t.Errorf("%+v", moves)
	}
}
