package desk

import (
	"context"
	"net/http"
)

// Person is who sits at the desk.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Role string `json:"role"`
}

// SignIn shows central by PIN who somebody of a shop's staff is. Faults: desk.sign_in, whatever was wrong; pin.locked (until).
func (d *Desk) SignIn(ctx context.Context, shop, id, pin string) (who Person, err error) {
	return who, d.central.Put(ctx, http.MethodPost, "/v1/staff/sign-in", map[string]string{"shop": shop, "id": id, "pin": pin}, &who)
}
