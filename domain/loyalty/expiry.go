package loyalty

import "tim/domain/fault"

// expiryWords are the modes as documents write them, by number.
var expiryWords = [...]string{
	ExpiryNever:          "never",
	ExpiryAfterAccrual:   "after_accrual",
	ExpiryAfterLastOrder: "after_last_order",
	ExpiryYearly:         "yearly",
}

// String is the mode's word: never, after_accrual, after_last_order, yearly.
func (m ExpiryMode) String() string {
	if int(m) < len(expiryWords) {
		return expiryWords[m]
	}
	return "unknown"
}

// MarshalText writes the mode's word.
func (m ExpiryMode) MarshalText() ([]byte, error) {
	if int(m) >= len(expiryWords) {
		return nil, fault.New(fault.Invalid, "field.enum", fault.Args{"value": int64(m)})
	}
	return []byte(expiryWords[m]), nil
}

// UnmarshalText reads the mode's word. Fault: field.enum.
func (m *ExpiryMode) UnmarshalText(b []byte) error {
	for i, word := range expiryWords {
		if word == string(b) {
			*m = ExpiryMode(i)
			return nil
		}
	}
	return enumFault("", string(b), expiryWords[:])
}
