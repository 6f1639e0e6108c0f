package story

import (
	"context"

	"tim/domain/loyalty"
	"tim/domain/office"
)

// Staying implements manage.Programme.
func (m *Manager) Staying(_ context.Context, _ loyalty.Program, progress func(done, total int)) (office.Reruling, error) {
	progress(1_204, 1_204)
	return office.Reruling{Members: 340, Lots: 561, Points: 12_480, Looked: 1_204}, m.Err
}

// ApplyExpiry implements manage.Programme.
func (m *Manager) ApplyExpiry(ctx context.Context, _ int, progress func(done, total int)) (office.Reruling, error) {
	r, err := m.Staying(ctx, loyalty.Program{}, progress)
	if m.Applying != nil {
		err = m.Applying
	}
	return r, err
}
