package text

import (
	"maps"
	"time"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
)

// Voucher is the texts of rewards and vouchers, wherever they are shown.
type Voucher struct {
	Gives    func(g loyalty.Gives, product string) string // product: the free one's name
	Money    func(g loyalty.Gives) string                 // the name of points turned into money
	MinOrder func(v money.VND) string
	Until    func(day string) string
	Forever  string
	Days     func(n int64) string // a voucher's life
	Tiers    func(names string) string
	Left     func(n int64) string // of a stock
	Anybody  string               // others may use it too
	Used     func(day, receipt string) string
	Expired  func(day string) string
	Returned func(day string) string // handed back for points
}

// Title is how a voucher is called: its reward's name, or what its points were turned into.
func (v *Voucher) Title(of loyalty.Voucher) string {
	if of.Name != "" {
		return clean(of.Name)
	}
	return v.Money(of.Terms.Gives)
}

var voucherVi = Voucher{
	Gives: func(g loyalty.Gives, product string) string {
		return gives(g, product, "giảm ", "", ", nhiều nhất ", "tặng ")
	},
	Money:    func(g loyalty.Gives) string { return "Voucher " + amountOf(g.Amount) },
	MinOrder: func(v money.VND) string { return "đơn từ " + Money(v) },
	Until:    func(day string) string { return "hạn " + day },
	Forever:  "không hết hạn",
	Days:     func(n int64) string { return "dùng trong " + Points(n) + " ngày" },
	Tiers:    func(names string) string { return "hạng " + names },
	Left:     func(n int64) string { return "còn " + Points(n) },
	Anybody:  "ai dùng cũng được",
	Used:     func(day, receipt string) string { return spacedOut("dùng "+day, receipt) },
	Expired:  func(day string) string { return "hết hạn " + day },
	Returned: func(day string) string { return "trả lại " + day },
}

var voucherEn = Voucher{
	Gives: func(g loyalty.Gives, product string) string {
		return gives(g, product, "", " off", ", at most ", "free: ")
	},
	Money:    func(g loyalty.Gives) string { return "Voucher " + amountOf(g.Amount) },
	MinOrder: func(v money.VND) string { return "orders from " + Money(v) },
	Until:    func(day string) string { return "till " + day },
	Forever:  "no expiry",
	Days: func(n int64) string {
		if n == 1 {
			return "good for 1 day"
		}
		return "good for " + Points(n) + " days"
	},
	Tiers:    func(names string) string { return "tiers: " + names },
	Left:     func(n int64) string { return Points(n) + " left" },
	Anybody:  "anybody may use it",
	Used:     func(day, receipt string) string { return spacedOut("used "+day, receipt) },
	Expired:  func(day string) string { return "expired " + day },
	Returned: func(day string) string { return "handed back " + day },
}

// gives is what a voucher takes off, with a word before and behind it.
func gives(g loyalty.Gives, product, before, behind, most, free string) string {
	switch g.Kind {
	case loyalty.GiveProduct:
		if product == "" {
			product = g.SKU
		}
		return free + clean(product)
	case loyalty.GivePercent:
		out := before
		if g.Percent != nil {
			out += Percent(*g.Percent)
		}
		out += behind
		if g.Cap != nil {
			out += most + Money(*g.Cap)
		}
		return out
	}
	return before + amountOf(g.Amount) + behind
}

func amountOf(v *money.VND) string {
	if v == nil {
		return ""
	}
	return Money(*v)
}

func spacedOut(a, b string) string {
	if b == "" {
		return a
	}
	return a + " · " + b
}

// Reason is why a reward can't be had or a voucher can't be used, in the few words that a list has room for. What has
// no short word is told as Fault does.
func Reason(f *fault.Error, now time.Time, zone *time.Location, l Language) string {
	if f == nil {
		return ""
	}
	args := maps.Clone(f.Args)
	if args == nil {
		args = fault.Args{}
	}
	switch f.Code {
	case "points.short":
		have, _ := args["have"].(int64)
		want, _ := args["want"].(int64)
		args["missing"] = want - have
	case "reward.window":
		window(args, now, zone)
	}
	if s, ok := variant(reasons, f.Code, args); ok {
		return fill(s.In(l), args)
	}
	return Fault(f, l)
}

// window writes the days of a reward as people read them, and says on which side of them now is.
func window(args fault.Args, now time.Time, zone *time.Location) {
	from, to := day(args["from"]), day(args["to"])
	args["from"], args["to"], args["when"] = Date(from, time.UTC), Date(to, time.UTC), "after"
	if today := now.In(zone).Format(time.DateOnly); from.Format(time.DateOnly) > today {
		args["when"] = "before"
	}
}

// day reads the day of a reward's window, an instant's too.
func day(value any) time.Time {
	s, _ := value.(string)
	at, err := time.Parse(time.DateOnly, s[:min(len(s), len(time.DateOnly))])
	if err != nil {
		return time.Time{}
	}
	return at
}

// variant is the text for a code, a special one where its arguments ask for it.
func variant(table map[string]Both, code string, args fault.Args) (Both, bool) {
	for _, name := range [...]string{"with", "when"} {
		if v, ok := args[name].(string); ok {
			if s, ok := table[code+"."+v]; ok {
				return s, true
			}
		}
	}
	s, ok := table[code]
	return s, ok
}

// left is why a voucher left the cart, of which only the code is told.
func left(code string, l Language) string {
	s, ok := reasons[code+".left"]
	if !ok {
		s, ok = reasons[code]
	}
	if !ok {
		return clean(code)
	}
	return fill(s.In(l), nil)
}

// reasons are short words by code.
var reasons = map[string]Both{
	"points.short":                 Of("thiếu {missing} điểm", "{missing} points short"),
	"program.disabled":             Of("chương trình đang tắt", "the programme is off"),
	"reward.retired":               Of("đã ngừng", "retired"),
	"reward.window.before":         Of("từ {from}", "from {from}"),
	"reward.window.after":          Of("hết ngày {to}", "ended {to}"),
	"reward.tier":                  Of("hạng {tiers}", "tiers: {tiers}"),
	"reward.out_of_stock":          Of("hết hàng", "out of stock"),
	"reward.limit":                 Of("đã đổi đủ {most} lần", "had {most} already"),
	"voucher.channel":              Of("không dùng ở quầy", "not at the counter"),
	"order.too_small":              Of("đơn từ {min}", "orders from {min}"),
	"order.too_small.left":         Of("đơn dưới mức tối thiểu", "the order is too small"),
	"order.empty":                  Of("đơn chưa có hàng", "no goods yet"),
	"order.awaiting":               Of("đang chờ chuyển khoản", "a transfer is awaited"),
	"order.tendered":               Of("đã thu tiền", "money was taken"),
	"voucher.combination":          Of("không dùng chung được", "can't be combined"),
	"voucher.combination.points":   Of("không cùng điểm", "not with points"),
	"voucher.combination.vouchers": Of("không cùng voucher khác", "not with other vouchers"),
	"voucher.product":              Of("đơn chưa có món đó", "goods not on the order"),
	"product.unknown":              Of("hàng không còn bán", "goods no longer sold"),
	"vouchers.many":                Of("đơn đủ voucher", "vouchers are full"),
	"voucher.used":                 Of("đã dùng", "used"),
	"voucher.expired":              Of("đã hết hạn", "expired"),
	"voucher.handed_back":          Of("đã trả lại", "handed back"),
	"voucher.not_yours":            Of("của khách khác", "another member's"),
	"voucher.member":               Of("chưa có khách", "no member named"),
}
