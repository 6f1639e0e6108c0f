package sim

import (
	"context"
	"strconv"

	"tim/domain/counter"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/domain/sale"
	"tim/storage/memory"
	"tim/sync/uplink"
)

// stores are where the machines of a world keep what they have.
type stores interface {
	till(fill func(filler)) tillDisk
	archive(epoch, branch uint32, base uint64) (counter.Archive, error)
	central(key journal.Key, f memory.Faults) centralDisk
	end()
}

// tillDisk is a till's store. A Clone is what a start finds, whatever became of this one; with nil faults, a copy that nobody
// uses yet.
type tillDisk interface {
	counter.Ledger
	counter.Products
	counter.Members
	counter.Settings
	counter.Bank
	uplink.PageStore
	Latest(ctx context.Context, limit int) ([]sale.Order, error)
	Postings(ctx context.Context, member string) ([]loyalty.Posting, error)
	Clone(f memory.Faults) tillDisk
	Close()
}

// centralDisk is central's store. KeepCopy begins a journal copy, where the store has one (keepsCopy). A Clone is what a start finds, with nil faults a backup; Bare
// is one whose journal copy is lost, PutBack one that knows that it is an old backup.
type centralDisk interface {
	office.Store
	KeepCopy()
	keepsCopy() bool
	Clone(f memory.Faults) centralDisk
	Bare(f memory.Faults) centralDisk
	PutBack(f memory.Faults) centralDisk
	Close()
}

// memoryStores are storage/memory's.
type memoryStores struct{}

func (memoryStores) end() {}

func (memoryStores) till(fill func(filler)) tillDisk {
	t := memory.NewTill(nil)
	_ = t.Fill(func(f *memory.Filler) error { // without faults it never fails
		fill(f)
		return nil
	})
	return memoryTill{t}
}

func (memoryStores) archive(uint32, uint32, uint64) (counter.Archive, error) {
	return memory.NewTill(nil), nil
}

func (memoryStores) central(key journal.Key, f memory.Faults) centralDisk {
	return memoryCentral{memory.NewCentral(key, f)}
}

type memoryTill struct{ *memory.Till }

// Clone implements tillDisk.
func (t memoryTill) Clone(f memory.Faults) tillDisk { return memoryTill{t.Till.Clone(f)} }

type memoryCentral struct{ *memory.Central }

// KeepCopy implements centralDisk.
func (c memoryCentral) KeepCopy() { c.Central.KeepCopy(&memory.Copy{}) }

// keepsCopy implements centralDisk.
func (c memoryCentral) keepsCopy() bool { return true }

// Clone implements centralDisk.
func (c memoryCentral) Clone(f memory.Faults) centralDisk { return memoryCentral{c.Central.Clone(f)} }

// Bare implements centralDisk.
func (c memoryCentral) Bare(f memory.Faults) centralDisk { return memoryCentral{c.Central.Bare(f)} }

// PutBack implements centralDisk.
func (c memoryCentral) PutBack(f memory.Faults) centralDisk {
	return memoryCentral{c.Central.PutBack(f)}
}

func number(n int) string { return strconv.Itoa(n) }
