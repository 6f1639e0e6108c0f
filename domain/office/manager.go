package office

import (
	"context"

	"tim/domain/fault"
	"tim/domain/share"
	"tim/domain/shift"
)

type actorKey struct{}

// Acting says in whose name a use case is called: a manager's, as ManagerAt and ManagerOf name them. Central's journal has that name with
// every event that comes of it.
func Acting(ctx context.Context, by string) context.Context {
	return context.WithValue(ctx, actorKey{}, by)
}

// Actor is who acts, "" where nobody said.
func Actor(ctx context.Context) string {
	by, _ := ctx.Value(actorKey{}).(string)
	return by
}

// ManagerAt is the name that a manager acts under who works at a till's shop: "SHOP/STAFF-ID". That they typed their PIN the till says, as
// it does of approvals; that they are a manager central decides. Faults: till.unknown, staff.manager.
func (o *Office) ManagerAt(ctx context.Context, h share.Holder, id string) (string, error) {
	till, err := o.Till(ctx, h)
	if err != nil {
		return "", err
	}
	return o.ManagerOf(ctx, till.Shop, id)
}

// ManagerOf is the name that a shop's manager acts under: "SHOP/STAFF-ID". Fault: staff.manager of who is none.
func (o *Office) ManagerOf(ctx context.Context, shop, id string) (string, error) {
	who, err := read(ctx, o, func(r Reader) (shift.Staff, error) { return staffAt(r, shop, id) })
	if err == nil && who.Role < shift.Manager {
		err = fault.New(fault.Forbidden, "staff.manager", fault.Args{"name": id})
	}
	return shop + "/" + id, err
}
