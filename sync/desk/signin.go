package desk

import (
	"context"
	"encoding/json"
	"fmt"
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
	body, err := json.Marshal(map[string]string{"shop": shop, "id": id, "pin": pin})
	if err != nil {
		return who, fmt.Errorf("encode who signs in: %w", err)
	}
	return who, d.ask(ctx, http.MethodPost, "/v1/staff/sign-in", nil, body, &who)
}
