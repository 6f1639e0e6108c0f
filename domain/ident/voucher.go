package ident

import "strings"

// VoucherLen is the number of digits of a voucher code (V3).
const VoucherLen = 18

// Voucher mints a voucher code: a leading 9, 16 random digits, a Luhn check digit (V3). It panics as New does.
func (m Minter) Voucher() string {
	code := make([]byte, 1, VoucherLen)
	code[0] = '9'
	for len(code) < VoucherLen-1 {
		for _, b := range m.Bytes(VoucherLen - 1 - len(code)) {
			if b < 250 { // 250-255 would make 0 to 5 likelier
				code = append(code, '0'+b%10)
			}
		}
	}
	return string(append(code, luhnDigit(string(code))))
}

// IsVoucher says whether digits has the shape of a voucher code: 18 digits, a leading 9, a right check digit.
func IsVoucher(digits string) bool {
	return len(digits) == VoucherLen && digits[0] == '9' && Luhn(digits)
}

// Luhn says whether a string of digits carries a right Luhn check digit at its end.
func Luhn(digits string) bool {
	if len(digits) < 2 {
		return false
	}
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return false
		}
	}
	last := len(digits) - 1
	return luhnDigit(digits[:last]) == digits[last]
}

// luhnDigit is the check digit of the digits before it.
func luhnDigit(digits string) byte {
	sum, double := 0, true
	for i := len(digits) - 1; i >= 0; i-- {
		d := int(digits[i] - '0')
		if double {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum, double = sum+d, !double
	}
	return byte('0' + (10-sum%10)%10)
}

// SpacedVoucher is a voucher code as people read it aloud and type it: 9123 4567 8901 2345 67.
func SpacedVoucher(code string) string {
	var b strings.Builder
	for i, digit := range code {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(digit)
	}
	return b.String()
}
