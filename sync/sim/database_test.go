package sim_test

import (
	"os"
	"testing"

	"tim/storage/postgres/pgtest"
	"tim/storage/storetest/enginetest"
	"tim/sync/sim"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// databaseSeeds are worlds in which central is killed, and put back from a backup.
var databaseSeeds = []uint64{1, 5, 8, 11}

// What stands over a central in memory stands over one in PostgreSQL: its machine is killed at commits, its backups are put back.
func TestChainsStandOnADatabase(t *testing.T) {
	if os.Getenv(enginetest.Env) != "postgres" {
		t.Skip("worlds on PostgreSQL take a few seconds each: " + enginetest.Env + "=postgres runs some, and so does go run ./cmd/sim --store postgres")
	}
	url := pgtest.Database(t)
	var all sim.Stats
	for _, seed := range databaseSeeds {
		o := sim.Defaults
		o.Database = url
		r := sim.Run(seed, o, sim.Plan(seed, o))
		if r.Broken != "" {
			t.Errorf("seed %d: %s", seed, r.Broken)
		}
		all.Add(r.Stats)
	}
	t.Log(all)
	if all.CentralCrashes == 0 || all.Restores == 0 || all.Settled == 0 {
		t.Errorf("these worlds test little: %s", all)
	}
}
