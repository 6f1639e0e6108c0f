package counter

import (
	"strings"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/money"
	"tim/domain/sale"
)

// Meaning is what a line typed into the order screen's field asks for.
type Meaning uint8

// The meanings.
const (
	MeansNothing       Meaning = iota
	MeansCode                  // sell what the code names
	MeansQuantity              // for the next code
	MeansPhone                 // attach the member
	MeansSearch                // words: look for products and members
	MeansTail                  // 3 to 7 digits: members by last digits, products by code
	MeansVoid                  // void a line
	MeansPrice                 // override a line's price
	MeansDiscount              // discount a line
	MeansVoucher               // apply a voucher; 18 digits with a wrong check digit are a mistyped one
	MeansReceipt               // open an order by the number of its receipt, or of the slip of its return
	MeansOrderDiscount         // discount the whole order
	MeansWord                  // a word for a key: /pay
)

// InputMax is the longest line that is read, in bytes.
const InputMax = 200

// Input is a typed or scanned line, read.
type Input struct {
	Meaning  Meaning
	Text     string         // what to search, the phone in E.164, the receipt's number, the word without its slash
	Code     catalog.Code   // MeansCode
	Quantity money.Quantity // MeansQuantity; MeansCode when given before it (`3*code`), else 0
	Line     int            // MeansVoid: the line's place counted from 1, 0 for the marked line
	Price    money.VND      // MeansPrice; MeansOrderDiscount when an amount was given
	Part     money.Percent  // MeansDiscount, MeansOrderDiscount
}

// Read says what a line means (DESIGN "The till's screens"), under the shop's rules for labels of its scales; without any under
// catalog.ScaleRule. Faults: code.format, code.check_digit, code.gs1, phone.format, quantity.*, money.*, discount.range, input.long.
func Read(text string, rules ...catalog.WeightRule) (Input, error) {
	if len(rules) == 0 {
		rules = []catalog.WeightRule{catalog.ScaleRule()}
	}
	if len(text) > InputMax {
		return Input{}, fault.New(fault.Invalid, "input.long", fault.Args{"max": int64(InputMax)})
	}
	text = strings.TrimSpace(width.Fold.String(norm.NFC.String(text)))
	switch {
	case text == "":
		return Input{}, nil
	case text[0] == '/':
		return Input{Meaning: MeansWord, Text: strings.ToLower(strings.TrimSpace(text[1:]))}, nil
	case text[0] == '-':
		return readVoid(text[1:])
	case text[0] == '=':
		return readPrice(text[1:])
	case strings.HasPrefix(text, "%%"):
		return readOrderDiscount(text[2:])
	case text[0] == '%':
		return readDiscount(text[1:])
	}
	if n, code, found := strings.Cut(text, "*"); found {
		return readQuantity(n, strings.TrimSpace(code), rules)
	}
	return readCode(text, rules)
}

func readVoid(n string) (Input, error) {
	in := Input{Meaning: MeansVoid}
	for _, r := range strings.TrimSpace(n) {
		if r < '0' || r > '9' || in.Line > 9999 {
			return Input{}, fault.New(fault.Invalid, "line.unknown", fault.Args{"line": n})
		}
		in.Line = in.Line*10 + int(r-'0')
	}
	return in, nil
}

func readPrice(s string) (Input, error) {
	v, err := Amount(s)
	return Input{Meaning: MeansPrice, Price: v}, err
}

// Amount reads money as a cashier types it: 25000, 25.000 or 25,000. Faults: money.format, money.range.
func Amount(s string) (money.VND, error) {
	s = strings.TrimSpace(width.Fold.String(s))
	for _, group := range []string{".", ",", " "} {
		if parts := strings.Split(s, group); grouped(parts) {
			s = strings.Join(parts, "")
		}
	}
	v, err := money.Parse(s)
	if err == nil && v < 0 {
		err = fault.New(fault.Invalid, "money.range", fault.Args{"max": money.Max})
	}
	return v, err
}

func grouped(parts []string) bool {
	if len(parts) < 2 || len(parts[0]) == 0 || len(parts[0]) > 3 {
		return false
	}
	for _, p := range parts[1:] {
		if len(p) != 3 {
			return false
		}
	}
	return true
}

func readDiscount(s string) (Input, error) {
	p, err := money.ParsePercent(strings.Replace(strings.TrimSpace(s), ",", ".", 1))
	if err == nil && (p < 0 || p > money.Per100(100)) {
		err = fault.At("discount", "discount.range", fault.Args{"max": int64(100)})
	}
	return Input{Meaning: MeansDiscount, Part: p}, err
}

// readOrderDiscount reads `%%10`, a percentage, or `%%20000`: more than 100 is đồng.
func readOrderDiscount(s string) (Input, error) {
	if amount, err := Amount(s); err == nil && amount > 100 {
		return Input{Meaning: MeansOrderDiscount, Price: amount}, nil
	}
	in, err := readDiscount(s)
	in.Meaning = MeansOrderDiscount
	return in, err
}

func readQuantity(n, code string, rules []catalog.WeightRule) (Input, error) {
	q, err := money.ParseQuantity(strings.Replace(strings.TrimSpace(n), ",", ".", 1))
	if err == nil && q <= 0 {
		err = fault.At("quantity", "quantity.range", fault.Args{"max": int64(sale.LineQuantityMax)})
	}
	if err != nil || code == "" {
		return Input{Meaning: MeansQuantity, Quantity: q}, err
	}
	in, err := readCode(code, rules)
	if err == nil && in.Meaning != MeansCode && in.Meaning != MeansTail {
		err = fault.New(fault.Invalid, "code.format", fault.Args{"code": code})
	}
	in.Quantity = q
	return in, err
}

func readCode(text string, rules []catalog.WeightRule) (Input, error) {
	if catalog.IsGS1(text) {
		code, err := catalog.ParseGS1(text)
		return Input{Meaning: MeansCode, Code: code}, err
	}
	compact := strings.NewReplacer(" ", "", ".", "", "-", "").Replace(text)
	if upper := unsealed(strings.ToUpper(text)); strings.HasPrefix(upper, "HD-") || isSlip(upper) {
		return Input{Meaning: MeansReceipt, Text: upper}, nil
	}
	if !digits(strings.TrimPrefix(compact, "+")) {
		return Input{Meaning: MeansSearch, Text: text}, nil
	}
	switch n := len(compact); {
	case n == ident.VoucherLen:
		return Input{Meaning: MeansVoucher, Text: compact}, nil
	case compact[0] == '+', n == 10 && compact[0] == '0', n == 11 && strings.HasPrefix(compact, "84"), strings.HasPrefix(compact, "0084"):
		phone, err := ident.NormalisePhone(compact)
		return Input{Meaning: MeansPhone, Text: phone}, err
	case n >= 3 && n <= 7:
		return Input{Meaning: MeansTail, Text: compact}, nil
	}
	code, err := catalog.ParseCodeWith(compact, rules...)
	return Input{Meaning: MeansCode, Code: code}, err
}

// How the numbers of papers begin, but for receipts.
const (
	slipPrefix        = "TH-" // of a return's slip
	trainedSlipPrefix = "TT-" // of one of a training
	trainedPrefix     = "DT-" // of a training's receipt
)

// unsealed is a paper's number without the journal's head that its printed code has behind it: HD-01-000123-A1B2C3D4.
func unsealed(upper string) string {
	i := strings.LastIndexByte(upper, '-')
	if i < 0 || strings.Count(upper, "-") != 3 || len(upper)-i-1 != headLen || strings.Trim(upper[i+1:], "0123456789ABCDEF") != "" {
		return upper
	}
	return upper[:i]
}

// headLen is how many characters of the journal's head stand on paper.
const headLen = 8

// isSlip says whether it is the number of a return's slip, or of a training's receipt, rather than words that begin so.
func isSlip(upper string) bool {
	for _, prefix := range []string{slipPrefix, trainedSlipPrefix, trainedPrefix} {
		if number, found := strings.CutPrefix(upper, prefix); found {
			return digits(number[strings.LastIndexByte(number, '-')+1:])
		}
	}
	return false
}

// ofSlip says whether a number is a return slip's.
func ofSlip(number string) bool {
	return strings.HasPrefix(number, slipPrefix) || strings.HasPrefix(number, trainedSlipPrefix)
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
