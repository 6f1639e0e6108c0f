package bolt

import (
	"bytes"
	"context"

	"go.etcd.io/bbolt"
)

// MemberKey is the key that a member created here is encrypted under in the journal, nil when the person is forgotten or
// wasn't created here.
func (t *Till) MemberKey(ctx context.Context, member string) (key []byte, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	err = t.fromLedger("a member's key", func(tx *bbolt.Tx) error {
		key = bytes.Clone(tx.Bucket(memberKeysBucket).Get([]byte(member)))
		return nil
	})
	return key, err
}
