// Package training is what a till trains on: storage in memory, which no sale may be kept in.
package training

import (
	"crypto/ed25519"
	"fmt"
	"io"

	"tim/domain/counter"
	"tim/domain/journal"
	"tim/storage/memory"
)

// Scratch is an empty ledger over a till's members, under a key that is thrown away.
func Scratch(members counter.Members, papers counter.Printer, entropy io.Reader) (counter.Scratch, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(entropy, seed); err != nil {
		return counter.Scratch{}, fmt.Errorf("entropy for a training: %w", err)
	}
	store := memory.NewPractice(members)
	return counter.Scratch{Ledger: store, Members: store, Printer: papers, Key: journal.Key(ed25519.NewKeyFromSeed(seed))}, nil
}
