package api

import "tim/domain/loyalty"

var pageEn = pageText{
	Lang: "en", Title: "Your points", Other: "Tiếng Việt", OtherLang: "vi",

	Confirm:    "Confirm your phone number",
	ConfirmWhy: "So that nobody but you sees your points and vouchers.",
	Digits:     "Last 6 digits of your phone number",
	DigitsHint: "or the whole number that you collect points with",
	Open:       "Show my points",
	Shut:       "The page locks itself after 30 minutes.",

	Hello:        func(name string) string { return "Hello " + name },
	Usable:       "points to use",
	Worth:        func(value string) string { return "worth " + value },
	Owed:         func(points string) string { return "You owe " + points + " points: earn them back before using any." },
	PointWorth:   func(value string) string { return "1 point = " + value },
	Tier:         "Tier",
	TierTop:      "You hold the highest tier.",
	ToNext:       func(missing, tier string) string { return missing + " more ranking points to " + tier },
	TierProgress: func(have, of string) string { return have + " / " + of },
	Points: func(n int64) string {
		if n == 1 {
			return "1" + nbsp + "point"
		}
		return number(n) + nbsp + "points"
	},

	Pending: "Pending", From: "from", Lapse: "Lapsing next", Never: "The points you have never lapse.",
	AllLapses: func(n int) string { return "All " + number(int64(n)) + " lapses ahead" },

	Vouchers: "Your vouchers", NoVouchers: "You have no vouchers yet. Redeem points to get one.",
	Fresh: "Just redeemed", ShowAtTill: "Show this code at the till to be scanned.", Until: "Expires", Endless: "Never expires",
	Spent: func(n int) string { return "Used, expired, handed back (" + number(int64(n)) + ")" },
	Off:   func(amount string) string { return amount + " off" },
	PercentOff: func(rate, most string) string {
		if most == "" {
			return rate + " off"
		}
		return rate + " off, at most " + most
	},
	Gift:            func(product string) string { return "1 " + product + " for free" },
	MinOrder:        func(amount string) string { return "orders from " + amount },
	Channels:        func(list string) string { return "to be used at: " + list },
	NotWithPoints:   "not together with points",
	NotWithVouchers: "not together with other vouchers",
	Anybody:         "others may use it",
	State: map[loyalty.VoucherState]string{loyalty.VoucherIssued: "Ready", loyalty.VoucherUsed: "Used", loyalty.VoucherExpired: "Expired",
		loyalty.VoucherHandedBack: "Handed back"},
	QR:   func(code string) string { return "QR code of voucher " + code },
	Bars: func(code string) string { return "Barcode of voucher " + code },

	Rewards: "Redeem", NoRewards: "There are no rewards at the moment.",
	Redeem:     "Redeem",
	RedeemFor:  func(points string) string { return "Redeem for " + points },
	Sure:       func(left string) string { return "Redeem now? You will have " + left + " left." },
	Yes:        "Yes, redeem",
	MoneyTitle: "Points into a money voucher",
	MoneyHow:   func(most, worth string) string { return "At most " + most + " = " + worth + "." },
	HowMany:    "Points", IntoMoney: "Into money",
	Lives: func(days string) string { return "voucher good for " + days + " days" },

	Statement: "Statement", NoEntries: "No entries yet.", Balance: "Balance", Why: "How these points came about",
	Older: "Older", Newest: "Back to the first page",
	Kind: [loyalty.Merge + 1]string{loyalty.Earn: "Earned", loyalty.Use: "Used", loyalty.UseUndone: "Given back", loyalty.Redeem: "Redeemed",
		loyalty.RedeemUndone: "Voucher handed back", loyalty.Lapse: "Lapsed", loyalty.ClawBack: "Taken back with a return", loyalty.Restore: "Restored with a return",
		loyalty.Adjust: "Adjusted", loyalty.Merge: "Accounts merged"},
	Channel: map[string]string{"store": "store", "web": "web", "facebook": "Facebook", "messenger": "Messenger", "marketplace": "marketplace"},
	Opening: "Opening balance",
	Receipt: func(number string) string { return "Receipt " + number },

	AsOf: func(moment, zone string) string { return "As of " + moment + ", " + zone + " time." },

	Refused: map[string]func(refusedFigures) string{
		"points.short":        func(f refusedFigures) string { return f.Missing + " short" },
		"reward.window":       func(f refusedFigures) string { return "From " + f.From + " on" },
		"reward.tier":         func(f refusedFigures) string { return "For tier " + f.Tiers },
		"reward.out_of_stock": say("All gone"),
		"reward.limit":        func(f refusedFigures) string { return "You had all " + f.Most + " of them" },
		"reward.retired":      say("No longer offered"),
		"program.disabled":    say("The programme takes no points at the moment"),
	},
	Notice: map[string]string{
		"digits.wrong":   "That doesn't match. Please try again.",
		"digits.format":  "At least the last 6 digits of the phone number are needed.",
		"points.short":   "Not redeemed: there are not enough points.",
		"reward.refused": "Not redeemed: this reward can't be had at the moment.",
		"reward.changed": "Not redeemed: this reward has just changed. Please look again.",
		"points.format":  "Not redeemed: that is no number of points.",
	},
	Stopped: map[string]stop{
		"link.format":         {"There is no such page", "The link is wrong or was cut off. Please scan the QR code on your receipt again."},
		"link.expired":        {"This link has expired", "Please scan the QR code on your newest receipt."},
		"digits.locked":       {"Wrong too many times", "To keep your points safe this page is locked for now."},
		"page.old":            {"This page is out of date", "Nothing was redeemed. Please open the page anew and try again."},
		"rate.limit":          {"Too many requests", "Please wait a moment and open the page again."},
		"internal.unexpected": {"Something broke on our side", "Your points are safe. Please open the page again in a few minutes."},
	},
	TryAfter: func(n int64, hours bool) string {
		switch {
		case hours:
			return "Please try again in " + number(n) + " hours."
		case n == 1:
			return "Please try again in a minute."
		}
		return "Please try again in " + number(n) + " minutes."
	},
}
