package counter

import (
	"slices"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/sale"
)

// saidMost is how many changes a Notice names one by one: one row has no room for more.
const saidMost = 2

// difference says exactly what another state of a cart has that one hadn't, and the other way round; nil when nothing.
func (c *Counter) difference(before, after hand) *Notice {
	list := append(linesDiffer(before.cart, after.cart), restDiffers(before, after)...)
	if more := len(list) - saidMost; more > 1 {
		list = append(list[:saidMost:saidMost], &Notice{Code: "undo.more", Args: fault.Args{"n": more}})
	}
	var said *Notice
	for _, n := range list {
		said = said.and(n)
	}
	return said
}

func linesDiffer(before, after sale.Order) (list []*Notice) {
	tell := func(code string, args fault.Args) { list = append(list, &Notice{Code: code, Args: args}) }
	for _, l := range before.Lines {
		now, there := after.Line(l.ID)
		switch {
		case !there:
			tell("undo.line_out", lineArgs(l))
		case now.Quantity != l.Quantity:
			tell("undo.quantity", fault.Args{"name": l.Name, "from": l.Quantity, "to": now.Quantity})
		case now.UnitPrice != l.UnitPrice:
			tell("undo.price", fault.Args{"name": l.Name, "from": l.UnitPrice, "to": now.UnitPrice})
		case now.Part != l.Part:
			tell("undo.discount", fault.Args{"name": l.Name, "from": l.Part, "to": now.Part})
		}
	}
	for _, l := range after.Lines {
		if before.Place(l.ID) < 0 {
			tell("undo.line_back", lineArgs(l))
		}
	}
	return list
}

// lineArgs name a line; pieces need no unit.
func lineArgs(l sale.Line) fault.Args {
	args := fault.Args{"name": l.Name, "quantity": l.Quantity}
	if l.Weighed {
		args["unit"] = l.Unit
	}
	return args
}

func restDiffers(before, after hand) (list []*Notice) {
	tell := func(code string, args fault.Args) { list = append(list, &Notice{Code: code, Args: args}) }
	was, is := before.cart, after.cart
	if from, to := was.OrderOff(), is.OrderOff(); was.Discount != is.Discount || was.DiscountPart != is.DiscountPart {
		tell("undo.order_discount", fault.Args{"from": from, "to": to})
	}
	switch {
	case was.Member == is.Member:
	case is.Member == "":
		tell("member.detached", nil)
	default:
		tell("member.attached", fault.Args{"name": after.member.profile.Name})
	}
	if was.Use.Points != is.Use.Points {
		tell("undo.points", fault.Args{"from": was.Use.Points, "to": is.Use.Points})
	}
	for _, v := range missing(before.vouchers, after.vouchers) {
		tell("voucher.removed", voucherArgs(v, nil))
	}
	for _, v := range missing(after.vouchers, before.vouchers) {
		tell("voucher.applied", voucherArgs(v, fault.Args{"value": takenOff(is, v.ID)}))
	}
	switch {
	case is.Later && !was.Later:
		tell("undo.later", nil)
	case was.Later && !is.Later:
		tell("undo.now", nil)
	}
	switch {
	case was.Exchange.Order == is.Exchange.Order:
	case is.Exchange.Order == "":
		tell("exchange.dropped", nil)
	default:
		tell("exchange.started", fault.Args{"receipt": is.Exchange.Receipt, "credit": is.Exchange.Credit})
	}
	return list
}

// missing are the vouchers of a list that another hasn't.
func missing(from, in []loyalty.Voucher) (list []loyalty.Voucher) {
	for _, v := range from {
		if !holdsCode(in, v.ID) {
			list = append(list, v)
		}
	}
	return list
}

func holdsCode(list []loyalty.Voucher, code string) bool {
	return slices.ContainsFunc(list, func(v loyalty.Voucher) bool { return v.ID == code })
}
