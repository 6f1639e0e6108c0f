package demo

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"tim/domain/loyalty"
	"tim/domain/office"
)

// Founding is the whole demo shop, for its central to begin with.
func Founding(shop string, members []Member, now time.Time, entropy io.Reader) (office.Founding, error) {
	document, err := json.Marshal(Shop())
	if err != nil {
		return office.Founding{}, fmt.Errorf("encode the shop: %w", err)
	}
	staff, err := Staff(entropy)
	if err != nil {
		return office.Founding{}, err
	}
	return office.Founding{Shop: shop, Document: document, Staff: staff, Programs: loyalty.Versions{Program()}, Products: Products(),
		Rewards: Rewards(members), Count: len(members),
		Members: func(put func(office.Founder) error) error {
			for _, m := range members {
				if err := put(office.Founder{Member: m.Member, Postings: History(m, now), Vouchers: Vouchers(m, now)}); err != nil {
					return err
				}
			}
			return nil
		}}, nil
}

// Regulars are the members who have points: those whose shares a till holds that has sold there for long.
func Regulars(members []Member) []string {
	var ids []string
	for _, m := range members {
		if m.Points > 0 {
			ids = append(ids, m.ID)
		}
	}
	return ids
}
