package app

import (
	"tim/domain/shift"
	"tim/tui/screen"
	"tim/tui/screen/approve"
	"tim/tui/screen/aside"
	"tim/tui/screen/buyer"
	"tim/tui/screen/desk"
	"tim/tui/screen/drawer"
	"tim/tui/screen/float"
	"tim/tui/screen/heart"
	"tim/tui/screen/member"
	"tim/tui/screen/menu"
	"tim/tui/screen/order"
	"tim/tui/screen/pay"
	"tim/tui/screen/pick"
	"tim/tui/screen/receipt"
	"tim/tui/screen/returns"
	"tim/tui/screen/signin"
)

// build knows every screen that is made of its place alone. A route without a screen
// is a bug and panics.
func build(to screen.Go, supervisors desk.Screen) screen.Screen {
	switch to.Route {
	case screen.SignIn:
		return signin.New()
	case screen.Float:
		return float.New()
	case screen.Order:
		return order.New()
	case screen.Heart:
		return heart.New()
	case screen.Pay:
		return pay.New()
	case screen.Products:
		return pick.NewProducts(to.Param)
	case screen.Members:
		return pick.NewMembers(to.Param)
	case screen.NewMember:
		return member.New(to.Param)
	case screen.Menu:
		return menu.New()
	case screen.Orders:
		return menu.NewOrders()
	case screen.Receipt:
		return receipt.New(to.Param)
	case screen.Return:
		return returns.New(to.Param)
	case screen.Desk:
		return supervisors
	case screen.Held:
		return aside.New()
	case screen.Buyer:
		return buyer.New()
	case screen.Cancel:
		return returns.NewCancel(to.Param)
	}
	return buildDrawer(to)
}

// supervisors is the desk, in a training that of the training, of which nothing is exported.
func (m *Model) supervisors() desk.Screen {
	if m.state.Training != nil && m.cfg.TrainingDesk != nil {
		return desk.Locked(m.cfg.TrainingDesk())
	}
	return desk.Locked(m.cfg.Desk).Saving(m.cfg.Files)
}

// buildDrawer makes the screens about the drawer and the shift.
func buildDrawer(to screen.Go) screen.Screen {
	switch to.Route {
	case screen.PaidIn:
		return drawer.NewMove(shift.PaidIn)
	case screen.PaidOut:
		return drawer.NewMove(shift.PaidOut)
	case screen.SafeDrop:
		return drawer.NewMove(shift.SafeDrop)
	case screen.NoSale:
		return drawer.NewNoSale()
	case screen.CloseShift:
		return drawer.NewClose(to.Param)
	case screen.HandOver:
		return drawer.NewHandOver()
	case screen.Shifts:
		return drawer.NewHistory()
	case screen.Report:
		return drawer.NewPaper(to.Param)
	}
	panic("app: no screen for this route")
}

func approval() screen.Screen { return approve.New() }

// dialogSize is the size of the approval dialog in a body.
func dialogSize(width, height int) (int, int) {
	return min(width-4, approve.Width), min(height-2, approve.Height)
}
