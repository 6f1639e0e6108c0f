package story

import (
	"tim/domain/counter"
	"tim/domain/sale"
)

// waiting is a cart that waits for a transfer; told says that the till is linked to central.
func waiting(told bool) counter.State {
	s := PointsUsed()
	s.Shop.BankBIN, s.Shop.BankAccount = "970436", "0071000123456"
	s.Cart.Order, _ = s.Cart.Order.Awaiting(s.Cart.Totals.Due, Now)
	s = Refresh(s)
	memo := s.Cart.Order.TransferMemo()
	code, _ := sale.VietQR(s.Shop.BankBIN, s.Shop.BankAccount, s.Cart.Totals.Due, memo)
	s.Cart.Transfer = &counter.TransferView{Amount: s.Cart.Totals.Due, Since: Now, QR: code, Bank: s.Shop.Bank, Memo: memo, Told: told}
	s.Notice = nil
	return s
}

// manyWays is a shop that takes wallets and debts and rounds cash to 500 ₫.
func manyWays() counter.State {
	s := PointsUsed()
	s.Shop.Policy.Wallets, s.Shop.Policy.AccountLimit = []string{"MoMo", "ZaloPay", "VNPAY"}, 500_000
	s.Cart.Order.CashStep, s.Notice = 500, nil
	s = Refresh(s)
	s.Cart.Quick = sale.QuickCash(s.Cart.Order.InCash(s.Cart.Totals.Due))
	return s
}

// transfers are the ways to pay beside cash and card.
func transfers() []Story {
	return []Story{
		{Name: "pay-waiting", State: waiting(true), Keys: []string{"f9"}},
		{Name: "pay-waiting-printer", State: waiting(true), Keys: []string{"f9"}, Press: &Press{counter.Printing{On: true}}},
		{Name: "pay-waiting-offline", State: waiting(false), Keys: []string{"f9"}},
		{Name: "pay-rounded", State: manyWays(), Keys: []string{"f9"}},
		{Name: "pay-wallet", State: manyWays(), Keys: []string{"f9", "left", "left", "left"}},
		{Name: "pay-on-account", State: manyWays(), Keys: []string{"f9", "left"}},
	}
}
