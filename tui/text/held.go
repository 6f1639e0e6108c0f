package text

import "time"

// Held is the texts of the list of carts that lie aside.
type Held struct {
	Title    string
	Count    func(n int) string
	About    string
	Swaps    func(lines int, due string) string // what happens to the cart at hand
	None     string
	Goods    func(lines int, first string) string
	By       func(name string) string
	Why      string // asked before one is thrown away
	WhyAbout string
	Here     func(n int) string // on the order screen's field
	Status   func(n int) string // in the status line
	Ago      func(since time.Duration) string
}

var heldVi = Held{
	Title: "Đơn treo",
	Count: func(n int) string { return Count(n) + " đơn" },
	About: "Enter lấy đơn ra bán tiếp · Del hủy đơn treo, giám sát duyệt",
	Swaps: func(lines int, due string) string {
		return "Đơn đang bán (" + Count(lines) + " dòng, " + due + ") sẽ được treo lại khi lấy đơn khác"
	},
	None:     "Không có đơn nào đang treo",
	Goods:    func(lines int, first string) string { return Count(lines) + " dòng: " + first },
	By:       func(name string) string { return name + " treo" },
	Why:      "Vì sao hủy đơn treo này?",
	WhyAbout: "Điểm và voucher trên đơn về lại với khách · giám sát gõ PIN",
	Here:     func(n int) string { return Count(n) + " đơn treo · F8 lấy" },
	Status:   func(n int) string { return Count(n) + " treo" },
	Ago:      func(since time.Duration) string { return ago(since, " phút", " giờ", " ngày") },
}

var heldEn = Held{
	Title: "Held orders",
	Count: func(n int) string { return Count(n) + " held" },
	About: "Enter takes the order up again · Del voids it, a supervisor approves",
	Swaps: func(lines int, due string) string {
		return "The order at hand (" + Count(lines) + " lines, " + due + ") is held in exchange"
	},
	None: "No order is held",
	Goods: func(lines int, first string) string {
		if lines == 1 {
			return "1 line: " + first
		}
		return Count(lines) + " lines: " + first
	},
	By:       func(name string) string { return "held by " + name },
	Why:      "Why is this held order voided?",
	WhyAbout: "Points and vouchers on it go back to the member · a supervisor's PIN",
	Here:     func(n int) string { return Count(n) + " held · F8 recalls" },
	Status:   func(n int) string { return Count(n) + " held" },
	Ago:      func(since time.Duration) string { return ago(since, " min", " h", " d") },
}

// ago is how long something takes so far, in the greatest unit of which it has one.
func ago(since time.Duration, minutes, hours, days string) string {
	switch h := int(since.Hours()); {
	case h >= 24:
		return Count(h/24) + days
	case h > 0:
		return Count(h) + hours
	}
	return Count(int(max(since, 0).Minutes())) + minutes
}
