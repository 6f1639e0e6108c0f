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
	f, err := founding(shop, entropy)
	f.Programs, f.Products, f.Rewards, f.Count = loyalty.Versions{Program()}, Products(), Rewards(members), len(members)
	f.Members = func(put func(office.Founder) error) error {
		for _, m := range members {
			if err := put(office.Founder{Member: m.Member, Postings: History(m, now), Vouchers: Vouchers(m, now)}); err != nil {
				return err
			}
		}
		return nil
	}
	return f, err
}

// Large is an invented shop of any size, for its central to begin with.
func Large(shop string, people People, products int, entropy io.Reader) (office.Founding, error) {
	f, err := founding(shop, entropy)
	program := LargeProgram()
	f.Programs, f.Products, f.Rewards, f.Count = loyalty.Versions{program}, Range(products), Rewards(nil), people.Count
	f.Members = func(put func(office.Founder) error) error {
		for i := range people.Count {
			m := people.Member(i)
			if err := put(office.Founder{Member: m.Member, Postings: history(program, m, people.Until)}); err != nil {
				return err
			}
		}
		return nil
	}
	return f, err
}

// founding is the shop itself and its staff.
func founding(shop string, entropy io.Reader) (office.Founding, error) {
	document, err := json.Marshal(Shop())
	if err != nil {
		return office.Founding{}, fmt.Errorf("encode the shop: %w", err)
	}
	staff, err := Staff(entropy)
	if err != nil {
		return office.Founding{}, err
	}
	return office.Founding{Shop: shop, Document: document, Staff: staff}, nil
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
