package desk

import (
	"context"

	"tim/domain/office"
	"tim/sync/client"
)

// Keys are the SSH keys that open this desk, as central has them now.
func (d *Desk) Keys(ctx context.Context) ([]office.DeskKey, error) {
	var keys client.List[office.DeskKey]
	err := d.get(ctx, "/v1/staff/ssh-keys", nil, &keys)
	return keys.Items, err
}
