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

// ManagerAt is a manager of a till's shop, and the name that they act under: "SHOP/STAFF-ID". That it is them SignInAt says. Faults:
// till.unknown, staff.manager.
func (o *Office) ManagerAt(ctx context.Context, h share.Holder, id string) (who shift.Staff, by string, err error) {
	till, err := o.Till(ctx, h)
	if err != nil {
		return who, "", err
	}
	return o.manager(ctx, till.Shop, id)
}

// ManagerOf is the name that a shop's manager acts under: "SHOP/STAFF-ID". Fault: staff.manager of who is none.
func (o *Office) ManagerOf(ctx context.Context, shop, id string) (string, error) {
	_, by, err := o.manager(ctx, shop, id)
	return by, err
}

func (o *Office) manager(ctx context.Context, shop, id string) (who shift.Staff, by string, err error) {
	who, err = read(ctx, o, func(r Reader) (shift.Staff, error) { return staffAt(r, shop, id) })
	if err == nil && who.Role < shift.Manager {
		err = fault.New(fault.Forbidden, "staff.manager", fault.Args{"name": id})
	}
	return who, shop + "/" + id, err
}
