package counter

import (
	"context"

	"tim/domain/fault"
	"tim/domain/receipt"
	"tim/domain/sale"
)

// printTransfer prints what the customer is asked to pay, with its code, as often as somebody wants.
func (c *Counter) printTransfer() error {
	switch {
	case c.cart.Awaited.Amount == 0:
		return fault.New(fault.Conflict, "transfer.none", nil)
	case c.Press == nil || !c.Press.On():
		return fault.New(fault.Unavailable, "printer.none", nil)
	}
	c.pressTransfer(c.cart)
	c.notice = &Notice{Code: "transfer.printed", Args: fault.Args{"memo": c.cart.TransferMemo()}}
	return nil
}

// pressTransfer prints it by a job that no ledger keeps: behind a crash nobody may wait for it any more, and a key makes it again.
func (c *Counter) pressTransfer(cart sale.Order) {
	slip := c.paper(c.shop, c.staff).transfer(cart)
	c.press(&Job{Kind: PaperTransfer, Of: slip.Memo, Number: slip.Memo, At: slip.At}, Paper{Transfer: &slip})
}

// transfer draws what a cart waits for. A training's has no code: it would be paid with real money.
func (p paper) transfer(cart sale.Order) receipt.Transfer {
	slip := receipt.Transfer{Shop: p.shop.head(), Zone: p.zone, At: cart.Awaited.Since, Till: cart.Till, Amount: cart.Awaited.Amount,
		Bank: p.shop.Bank, Memo: cart.TransferMemo(), Training: p.training}
	if !p.training {
		slip.QR = p.shop.transferCode(cart)
	}
	return slip
}

// transferCode is what pays a cart's transfer, "" where the shop named no account that a code can pay.
func (s Shop) transferCode(cart sale.Order) string {
	code, err := sale.VietQR(s.BankBIN, s.BankAccount, cart.Awaited.Amount, cart.TransferMemo())
	if err != nil {
		return ""
	}
	return code
}

// askedByMemo draws the transfer with a memo as long as its cart waits for it. It reads through the ports only. Fault:
// transfer.none.
func (c *Counter) askedByMemo(ctx context.Context, memo string) (receipt.Transfer, error) {
	known, err := c.Ledger.Transfers(ctx, memo)
	if err != nil {
		return receipt.Transfer{}, err
	}
	cart, err := c.Ledger.Order(ctx, known.Order)
	if err == nil && cart.Awaited.Amount == 0 || fault.Code(err) == "order.unknown" {
		err = fault.New(fault.Conflict, "transfer.none", nil)
	}
	if err != nil {
		return receipt.Transfer{}, err
	}
	shop, err := c.Settings.Shop(ctx)
	return c.paper(shop, nil).transfer(cart), err
}
