package text

import (
	"strconv"

	"tim/domain/money"
)

// Short is an amount for a narrow column, cut down and never up: "412", "31k", "1,2tr" ("1,2m" in English). The exact one always stands
// elsewhere on the same screen.
func Short(v money.VND, l Language) string {
	const thousand, million, billion = 1_000, 1_000_000, 1_000_000_000
	sign, n := "", uint64(v)
	if v < 0 {
		sign, n = minus, uint64(-v)
	}
	switch {
	case n < thousand:
		return sign + strconv.FormatUint(n, 10)
	case n < million:
		return sign + strconv.FormatUint(n/thousand, 10) + "k"
	case n < billion:
		return sign + tenths(n, million) + Of("tr", "m").In(l)
	}
	return sign + tenths(n, billion) + Of("tỷ", "bn").In(l)
}

// tenths is n in units, with one decimal below a hundred of them.
func tenths(n, unit uint64) string {
	whole, tenth := n/unit, n%unit/(unit/10)
	if whole >= 100 || tenth == 0 {
		return Group(strconv.FormatUint(whole, 10))
	}
	return strconv.FormatUint(whole, 10) + "," + strconv.FormatUint(tenth, 10)
}
