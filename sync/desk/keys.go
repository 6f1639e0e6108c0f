package desk

import (
	"context"

	"tim/domain/office"
)

// Keys are the SSH keys that open this desk, as central has them now.
func (d *Desk) Keys(ctx context.Context) ([]office.DeskKey, error) {
	var keys list[office.DeskKey]
	err := d.get(ctx, "/v1/staff/ssh-keys", nil, &keys)
	return keys.Items, err
}
