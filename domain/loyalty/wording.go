package loyalty

import (
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/width"

	"tim/domain/money"
)

// Lang is a language of the texts that this package writes.
type Lang uint8

// The languages.
const (
	Vi Lang = 0
	En Lang = 1
)

// wording is everything that Explain says in one language.
type wording struct {
	off                           string
	excluded                      string
	why                           [5]string // by Exclusion
	discount, shared, points      string
	eligible, tier, rate          string
	rounding                      [2]string // by money.Rounding
	point, pointsMany             string
	rankingPoints                 string
	usableNow, usableFrom         string
	usableAfter, onDelivery       string
	never, lapses, unlessOrder    string
	lapsesAfter, withoutOrder     string
	lapsesYearly, toppedUp        string
	hour, hours, dayWord, dayMany string
}

var wordings = [...]*wording{
	Vi: {
		off:      "Không tích điểm: chương trình đang tắt hoặc kênh bán này không tích",
		excluded: "không tích điểm",
		why: [5]string{ExcludedFlag: "hàng không tích điểm", ExcludedSKU: "mã hàng bị loại trừ",
			ExcludedCategory: "nhóm hàng bị loại trừ", ExcludedDiscount: "hàng đã giảm giá"},
		discount: "giảm giá", shared: "phần giảm đơn, voucher", points: "phần điểm đã dùng",
		eligible: "Tiền tích điểm:", tier: "Hạng", rate: "tỷ lệ",
		rounding: [2]string{money.Drop: "bỏ lẻ", money.HalfUp: "làm tròn từ 0,5"},
		point:    "điểm", pointsMany: "điểm", rankingPoints: "Điểm xếp hạng:",
		usableNow: "Hiệu lực ngay", usableFrom: "Hiệu lực từ", usableAfter: "Hiệu lực sau",
		onDelivery: "Tích khi đã thanh toán và giao hàng",
		never:      "không hết hạn", lapses: "hạn", unlessOrder: "nếu không mua thêm",
		lapsesAfter: "hạn", withoutOrder: "kể từ đơn gần nhất", lapsesYearly: "hết hạn hằng năm vào 00:00 ngày", toppedUp: "Bù thêm theo hạng đúng lúc mua:",
		hour: "giờ", hours: "giờ", dayWord: "ngày", dayMany: "ngày",
	},
	En: {
		off:      "No points: the programme is off, or this sales channel doesn't earn",
		excluded: "no points",
		why: [5]string{ExcludedFlag: "product earns none", ExcludedSKU: "SKU is excluded",
			ExcludedCategory: "category is excluded", ExcludedDiscount: "discounted line"},
		discount: "discount", shared: "share of order discount, voucher", points: "share of points used",
		eligible: "Earning spend:", tier: "Tier", rate: "rate",
		rounding: [2]string{money.Drop: "fraction dropped", money.HalfUp: "rounded half up"},
		point:    "point", pointsMany: "points", rankingPoints: "Ranking points:",
		usableNow: "Usable at once", usableFrom: "Usable from", usableAfter: "Usable after",
		onDelivery: "Earned when paid and delivered",
		never:      "never lapses", lapses: "lapses", unlessOrder: "unless there is another order",
		lapsesAfter: "lapses after", withoutOrder: "without an order", lapsesYearly: "lapses every year at 00:00 on", toppedUp: "Topped up to the tier held at the time:",
		hour: "hour", hours: "hours", dayWord: "day", dayMany: "days",
	},
}

// number is a whole number with its thousands apart: 48.340.
func (t *wording) number(n int64) string { return digits(strconv.FormatInt(n, 10)) }

// digits puts a plain decimal number into the shop's form, the same in both languages: figures are compared with the
// receipt around them.
func digits(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "−", s[1:]
	}
	whole, fraction, fractional := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "." + whole[i:]
	}
	if fractional {
		whole += "," + fraction
	}
	return sign + whole
}

func (t *wording) vnd(v money.VND) string { return t.number(int64(v)) + "\u00a0₫" }

func (t *wording) percent(p money.Percent) string { return digits(p.String()) + " %" }

func (t *wording) pointsOf(n int64) string {
	if n == 1 {
		return t.point
	}
	return t.pointsMany
}

// date is an instant in the programme's zone: 21/11/2026 14:05.
func (t *wording) date(at time.Time, r Rule) string {
	return at.In(time.FixedZone("", int(r.ZoneOffset))).Format("02/01/2006 15:04")
}

// span is a duration in days when it is whole days, else in hours.
func (t *wording) span(d time.Duration) string {
	n, one, many := int64(d/time.Hour), t.hour, t.hours
	if d%day == 0 {
		n, one, many = int64(d/day), t.dayWord, t.dayMany
	}
	if n == 1 {
		return "1 " + one
	}
	return t.number(n) + " " + many
}

// Places of an exact quotient that are shown, and of one that never ends.
const (
	placesMax     = 12
	placesEndless = 6
)

// exact is eligible x points x rate / (spend x 100) unrounded; one that never ends is cut and says so: 16,666666….
func (t *wording) exact(eligible money.VND, r Rule, rate money.Percent) string {
	over := new(big.Int).Mul(big.NewInt(int64(eligible)), big.NewInt(r.RankingPoints))
	over.Mul(over, big.NewInt(int64(rate)))
	under := new(big.Int).Mul(big.NewInt(int64(r.RankingSpend)), big.NewInt(int64(money.Per100(100))))
	whole, rest := new(big.Int).QuoRem(over, under, new(big.Int))
	var places strings.Builder
	for ten := big.NewInt(10); rest.Sign() != 0 && places.Len() < placesMax; {
		digit, next := new(big.Int).QuoRem(rest.Mul(rest, ten), under, new(big.Int))
		places.WriteString(digit.String())
		rest = next
	}
	switch {
	case places.Len() == 0:
		return digits(whole.String())
	case rest.Sign() != 0:
		return digits(whole.String()+"."+places.String()[:placesEndless]) + "…"
	}
	return digits(whole.String() + "." + places.String())
}

// wrap joins words with spaces into lines of at most ExplainWidth cells; later lines are set in. A word alone that is
// longer is clipped.
func wrap(words ...string) []string {
	const indent = "  "
	lines := []string{clipCells(words[0], ExplainWidth)}
	for _, w := range words[1:] {
		last := &lines[len(lines)-1]
		if cells(*last)+1+cells(w) <= ExplainWidth {
			*last += " " + w
			continue
		}
		lines = append(lines, clipCells(indent+w, ExplainWidth))
	}
	return lines
}

// clipCells shortens text to so many cells, with an ellipsis.
func clipCells(s string, most int) string {
	if cells(s) <= most {
		return s
	}
	used := 0
	for i, r := range s {
		if used += cellsOf(r); used > most-1 {
			return s[:i] + "…"
		}
	}
	return s
}

func cells(s string) int {
	n := 0
	for _, r := range s {
		n += cellsOf(r)
	}
	return n
}

// cellsOf is how many terminal cells a character takes.
func cellsOf(r rune) int {
	switch {
	case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r):
		return 0
	case r < 0x1100:
		return 1
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
