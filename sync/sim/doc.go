// Package sim is a chain of shops from one seed: tills and a central, members that roam, cashiers, a network that loses,
// doubles, delays and re-orders, disks that fail at any commit, clocks that jump. What runs in it is the real thing: counter,
// engine, wire, hub and office over stores in memory; or central in files or in a PostgreSQL. What was really written is counted apart (truth), and invariants S1 to S8
// of the design are held against it, some after every write, the others once the links have healed.
//
// A world is a Plan, drawn from the seed, and nothing else: steps can be left out of a plan that breaks an invariant, which is
// how Shrink finds a short one. Everything runs on one goroutine at a time; a cashier is a coroutine that the clock resumes.
//
// Caveats. HTTP, TLS, tokens and compression are not in it: their own tests are. Nothing here is proof: a world that stands shows that
// this seed broke nothing.
package sim
