package sale

import (
	"fmt"
	"strconv"
	"strings"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/money"
)

// Limits of a VietQR transfer.
const (
	BINLen                  = 6                  // digits of a bank's number
	AccountMax              = 19                 // letters and digits of an account
	MemoMax                 = 19                 // of what the bank shows as the purpose: the shortest that banks keep whole
	TransferQRMax money.VND = 10_000_000_000_000 // amounts are below it: a code has 13 digits for them
)

// What is the same in every transfer.
const (
	napasID   = "A000000727"
	toAccount = "QRIBFTTA"
	inVietnam = "5802VN"
)

// VietQR is what a customer's banking app reads from a QR code to fill in a transfer: bank (napas BIN), account, amount
// and memo, by EMV's rules with NAPAS' fields and a checksum. With an amount of 0 the customer types it. The memo is folded
// to A-Z, 0-9 and single spaces and cut to MemoMax: banks drop or refuse anything else. Faults: field.characters on
// "bank_bin" and "bank_account"; field.range on "amount" outside 0 to TransferQRMax-1.
func VietQR(bin, account string, amount money.VND, memo string) (string, error) {
	switch {
	case len(bin) != BINLen || strings.Trim(bin, "0123456789") != "":
		return "", fault.At("bank_bin", "field.characters", nil)
	case account == "" || len(account) > AccountMax || strings.ContainsFunc(account, func(r rune) bool { return !letterOrDigit(r) }):
		return "", fault.At("bank_account", "field.characters", nil)
	case amount < 0 || amount >= TransferQRMax:
		return "", fault.At("amount", "field.range", fault.Args{"value": amount, "min": money.VND(0), "max": TransferQRMax - 1})
	}
	use := "11" // the code can be used again
	if amount > 0 {
		use = "12"
	}
	beneficiary := field("00", bin) + field("01", account)
	code := field("00", "01") + field("01", use) + field("38", field("00", napasID)+field("01", beneficiary)+field("02", toAccount)) + field("53", "704")
	if amount > 0 {
		code += field("54", strconv.FormatInt(int64(amount), 10))
	}
	code += inVietnam
	if memo = foldMemo(memo); memo != "" {
		code += field("62", field("08", memo))
	}
	code += "6304" // the checksum is over its own tag and length too
	return code + fmt.Sprintf("%04X", crc16(code)), nil
}

// field is a tag, the length of its value and the value.
func field(tag, value string) string { return fmt.Sprintf("%s%02d%s", tag, len(value), value) }

// crc16 is CRC-16/CCITT-FALSE.
func crc16(s string) uint16 {
	crc := uint16(0xFFFF)
	for i := range len(s) {
		crc ^= uint16(s[i]) << 8
		for range 8 {
			carry := crc&0x8000 != 0
			crc <<= 1
			if carry {
				crc ^= 0x1021
			}
		}
	}
	return crc
}

// foldMemo is a memo as banks keep it.
func foldMemo(s string) string {
	folded := foldWords(s)
	return strings.TrimSpace(folded[:min(len(folded), MemoMax)])
}

// foldWords is a text in capitals and digits with single spaces.
func foldWords(s string) string {
	words := strings.FieldsFunc(strings.ToUpper(catalog.Fold(s)), func(r rune) bool { return !letterOrDigit(r) })
	return strings.Join(words, " ")
}

func letterOrDigit(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
}

// idTail is how many digits of an order's id a memo has: 32 random bits, beside the amount enough to tell one sale from all others.
const idTail = 8

// TransferMemo is the purpose of a transfer that pays this order, so that the bank's entry can be matched to it: the till
// and the end of the order's id, letters and digits only ("Q0112AB34CD"). It is the same for as long as the order lives.
func (o Order) TransferMemo() string {
	return "Q" + memoTill(o.Till) + lettersAndDigits(o.ID[max(0, len(o.ID)-idTail):])
}
