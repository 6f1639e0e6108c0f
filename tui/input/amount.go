package input

import (
	"strconv"

	"tim/domain/money"
)

// thousandsBelow: no note is smaller, so that many or fewer are thousands (retail practice 1.6).
const thousandsBelow = 1_000

// Amount is the money that digits typed into an amount field mean: below 1.000 they are thousands, which the screen
// shows before Enter. Anything but digits, and what no int64 holds, is 0.
func Amount(digits string) (v money.VND, thousands bool) {
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n < 0 {
		return 0, false
	}
	if n > 0 && n < thousandsBelow {
		return money.VND(n * 1_000), true
	}
	return money.VND(n), false
}
