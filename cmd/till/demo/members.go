package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"tim/domain/catalog"
	"tim/domain/ident"
)

// SecondTierAt is the ranking points from which a demo member is in the second tier: the demo programme's own
// threshold.
const SecondTierAt = 1000

// Member is a demo member with the points that the account opens with.
type Member struct {
	catalog.Member
	Points        int64 // usable at once
	RankingPoints int64 // never below Points
	bought        []bought
}

const (
	memberCount   = 200
	memberSeed    = 20261121
	joinedDaysMax = 900
	consentText   = "demo-1"
)

// The members that scripts and guides name.
const (
	AnhPhone  = "+84912345678" // Nguyễn Thị Ánh: 500 points, second tier
	BinhPhone = "+84987654321" // Trần Văn Bình: no points at all
)

// Members is the demo shop's 200 members, checked, the two named ones first. The same now gives the same
// members, ids included; everybody joined before it, at most 900 days ago.
func Members(now time.Time) []Member {
	now = now.UTC().Truncate(time.Millisecond)
	c := newCrowd(now)
	members := []Member{
		c.member("Nguyễn Thị Ánh", AnhPhone, 400, 500, SecondTierAt+200),
		c.member("Trần Văn Bình", BinhPhone, 3, 0, 0),
	}
	for len(members) < memberCount {
		ranking := c.rankingPoints()
		members = append(members, c.member(c.name(), c.phone(), 1+c.IntN(joinedDaysMax-1), c.Int64N(ranking+1), ranking))
	}
	fillWallets(members)
	return members
}

// crowd composes people from word lists and one seed.
type crowd struct {
	*rand.Rand
	minter ident.Minter
	now    time.Time
	names  map[string]bool
	phones map[string]bool
}

func newCrowd(now time.Time) *crowd {
	var seed [32]byte
	copy(seed[:], fmt.Sprint(memberSeed))
	entropy := rand.NewChaCha8(seed)
	return &crowd{
		Rand: rand.New(entropy), minter: ident.Minter{Entropy: entropy}, now: now,
		names: map[string]bool{"Nguyễn Thị Ánh": true, "Trần Văn Bình": true}, phones: map[string]bool{},
	}
}

func (c *crowd) member(name, phone string, daysAgo int, points, ranking int64) Member {
	return c.person(name, phone, c.now.Add(-time.Duration(daysAgo)*24*time.Hour).Add(-time.Duration(c.IntN(600))*time.Minute), points, ranking)
}

func (c *crowd) person(name, phone string, joined time.Time, points, ranking int64) Member {
	m, err := catalog.Member{
		ID: c.minter.New(joined), Name: name, Phone: phone, Birthday: c.birthday(), JoinedAt: joined,
		Consents: c.consents(joined),
	}.Checked()
	if err != nil {
		panic(fmt.Sprintf("demo: member %s: %v", name, err))
	}
	return Member{Member: m, Points: points, RankingPoints: ranking}
}

// consents to points are everybody's, to news every second one's: the two are asked apart.
func (c *crowd) consents(at time.Time) []catalog.Consent {
	out := []catalog.Consent{{Purpose: catalog.PurposePoints, TextVersion: consentText, At: at, Method: "till"}}
	if c.IntN(2) == 0 {
		out = append(out, catalog.Consent{Purpose: catalog.PurposeNews, TextVersion: consentText, At: at, Method: "till"})
	}
	return out
}

// birthday is unknown for one member in three.
func (c *crowd) birthday() string {
	if c.IntN(3) == 0 {
		return ""
	}
	return time.Date(1955+c.IntN(50), time.January, 1+c.IntN(365), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// rankingPoints puts one member in five into the second tier.
func (c *crowd) rankingPoints() int64 {
	if c.IntN(5) == 0 {
		return SecondTierAt + c.Int64N(4000)
	}
	return c.Int64N(SecondTierAt)
}

// name is a full name that nobody has yet, in the order họ, đệm, tên.
func (c *crowd) name() string {
	for {
		if name := c.anyName(); !c.names[name] {
			c.names[name] = true
			return name
		}
	}
}

// anyName is a full name that others may have too.
func (c *crowd) anyName() string {
	middles, givens := maleMiddles, maleGivens
	if c.IntN(2) == 0 {
		middles, givens = femaleMiddles, femaleGivens
	}
	return c.pick(families) + " " + c.pick(middles) + " " + c.pick(givens)
}

func (c *crowd) pick(words []string) string { return words[c.IntN(len(words))] }

func (c *crowd) phone() string {
	for {
		local := fmt.Sprintf("%s%07d", c.pick([]string{"030", "050"}), c.IntN(10_000_000))
		if !c.phones[local] {
			c.phones[local] = true
			return local
		}
	}
}
