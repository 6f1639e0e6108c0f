package memory

import (
	"context"

	"tim/domain/sale"
)

// Transfers implements counter.Ledger.
func (t *Till) Transfers(ctx context.Context, memo string) (sale.Transfers, error) {
	s, err := t.disk.read(ctx)
	if err != nil {
		return sale.Transfers{}, err
	}
	defer t.disk.done()
	if v, there := s.transfers.get(memo); there {
		return decode[sale.Transfers](v), nil
	}
	return sale.Transfers{Memo: memo}, nil
}

// Received implements counter.Bank.
func (t *Till) Received(ctx context.Context) (list []sale.Received, err error) {
	s, err := t.disk.read(ctx)
	if err != nil {
		return nil, err
	}
	defer t.disk.done()
	for _, r := range s.catalog.pulled.received.from("") {
		list = append(list, r)
	}
	return list, nil
}
