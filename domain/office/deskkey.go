package office

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/shift"
)

// DeskKeysMax is how many SSH keys one person may have.
const DeskKeysMax = 8

// DeskKey is an SSH public key that opens the desk, and whose it is.
type DeskKey struct {
	Key  string `json:"key" doc:"as in authorized_keys, without options and comment"`
	Shop string `json:"shop"`
	ID   string `json:"id" doc:"of the staff"`
	Name string `json:"name"`
	// Manager says that theirs is the manager's desk too.
	Manager bool `json:"manager"`
}

// deskKeySpace has the SSH keys of staff by shop and id. They are apart from the staff themselves, whom tills have too: no till needs them.
func deskKeySpace() string { return "ssh-keys" }

func deskKeyOf(shop, id string) string { return shop + "/" + id }

// deskKeys are somebody's keys as they are stored.
type deskKeys struct {
	Shop string   `json:"shop"`
	ID   string   `json:"id"`
	Keys []string `json:"keys"`
}

// Code is the canonical form.
func (d *deskKeys) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &d.Shop)
	journal.String(c, &d.ID)
	journal.List(c, &d.Keys, func(c *journal.Codec, s *string) { journal.String(c, s) })
}

// SetDeskKeys gives somebody these SSH keys in place of any before; none takes them away. Whoever reads them from a file checks them: here
// they are text. Faults: staff.gone (name) for one who isn't staff there; field.too_many (max) on "ssh_keys".
func (o *Office) SetDeskKeys(ctx context.Context, shop, id string, keys []string) error {
	if len(keys) > DeskKeysMax {
		return fault.At("ssh_keys", "field.too_many", fault.Args{"max": int64(DeskKeysMax)})
	}
	_, err := write(ctx, o, func(tx Tx, now time.Time) (outcome, error) {
		there, err := tx.Note(staffSpace(shop), id)
		if err != nil {
			return unchanged, err
		}
		if there == nil {
			return unchanged, fault.New(fault.NotFound, "staff.gone", fault.Args{"name": id})
		}
		return o.putDeskKeys(tx, deskKeys{shop, id, keys}, now)
	})
	return err
}

// putDeskKeys stores them, with an event that says which.
func (o *Office) putDeskKeys(tx Tx, d deskKeys, now time.Time) (outcome, error) {
	var value []byte
	if len(d.Keys) > 0 {
		value = journal.Encode(&d)
	}
	key := deskKeyOf(d.Shop, d.ID)
	old, err := tx.Note(deskKeySpace(), key)
	if err != nil || bytes.Equal(old, value) {
		return unchanged, err
	}
	body, err := setting(key, d)
	if err != nil {
		return unchanged, err
	}
	if err := o.record(tx, journal.StaffSet, now, now, body); err != nil {
		return unchanged, err
	}
	return changed, tx.PutNote(deskKeySpace(), key, value)
}

// DeskKeys are the SSH keys of all shops' supervisors and managers, as they stand now.
func (o *Office) DeskKeys(ctx context.Context) ([]DeskKey, error) {
	return read(ctx, o, func(r Reader) (list []DeskKey, err error) {
		err = eachNote(r, deskKeySpace(), "", func(n Note) (more bool, err error) {
			list, err = appendKeys(r, list, n)
			return true, err
		})
		return list, err
	})
}

// appendKeys adds somebody's keys, unless they may not look at the desk any more.
func appendKeys(r Notes, list []DeskKey, n Note) ([]DeskKey, error) {
	var d deskKeys
	if err := journal.Decode(n.Value, &d); err != nil {
		return nil, fmt.Errorf("SSH keys %s: %w", n.Key, err)
	}
	value, err := r.Note(staffSpace(d.Shop), d.ID)
	if err != nil || value == nil {
		return list, err
	}
	var s shift.Staff
	if err := journal.Decode(value, &s); err != nil {
		return nil, fmt.Errorf("staff %s: %w", d.ID, err)
	}
	if s.Role < shift.Supervisor {
		return list, nil
	}
	for _, key := range d.Keys {
		list = append(list, DeskKey{Key: key, Shop: d.Shop, ID: s.ID, Name: s.Name, Manager: s.Role >= shift.Manager})
	}
	return list, nil
}
