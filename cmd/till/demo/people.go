package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"tim/domain/ident"
)

// PeopleMax is how many members People has phones for.
const PeopleMax = 10_000_000

// People are the members of an invented shop of any size: the i-th is worked out from the seed and i alone, so that nobody
// need hold them all. Ids rise with i. The first two are those that guides name.
type People struct {
	Seed  uint64
	Count int
	Until time.Time // everybody joined before it
}

// joinedFrom is when the first member joined, before Until.
const joinedFrom = 900 * day

// Phones lie under 030 and 050, each once: multiplying by what has no factor with phoneSpace goes through all of them.
const (
	phoneSpace = 2 * PeopleMax
	phoneStep  = 12_345_679 // prime to phoneSpace
)

// Member is the i-th member with its opening points.
func (p People) Member(i int) Member {
	var seed [32]byte
	copy(seed[:], fmt.Sprintf("%d/%d", p.Seed, i))
	entropy := rand.NewChaCha8(seed)
	c := crowd{Rand: rand.New(entropy), minter: ident.Minter{Entropy: entropy}}
	step := joinedFrom / time.Duration(p.Count+1)
	joined := p.Until.Add(-joinedFrom + step*time.Duration(i)).Truncate(time.Millisecond)
	switch i {
	case 0:
		return c.person("Nguyễn Thị Ánh", AnhPhone, joined, 500, SecondTierAt+200)
	case 1:
		return c.person("Trần Văn Bình", BinhPhone, joined, 0, 0)
	}
	var ranking int64 // two in three haven't bought for long
	if c.IntN(3) == 0 {
		ranking = c.rankingPoints()
	}
	return c.person(c.anyName(), Phone(i), joined, c.Int64N(ranking+1), ranking)
}

// Phone is the i-th number that no carrier has given out; those from PeopleMax on are for who joins later.
func Phone(i int) string {
	n := i % phoneSpace * phoneStep % phoneSpace
	return fmt.Sprintf("0%d0%07d", 3+n/PeopleMax*2, n%PeopleMax)
}

// NewName is the name of somebody who joins.
func NewName(chance *rand.Rand) string { return (&crowd{Rand: chance}).anyName() }
