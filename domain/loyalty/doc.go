// Package loyalty is the points programme: its settings and their checks, what an order earns and why, how many points
// an order may use, and a member's account as a fold over postings. It is pure: instants, zones and the tier held come
// from the caller.
//
// An account is a function of a set of postings: arrival order and repeats change nothing, and what names a lot that is
// not known yet waits for it. Balances at any instant, past or future, and the lapses among them come out of the fold;
// nothing has to sweep. See account.go for how debts and lapses meet.
//
// Caveats. Instants are whole milliseconds. A day is 24 h wherever days are counted (E9, X1, X2); only X3 knows a
// calendar, and it uses the zone's offset that stood at the sale, so a zone that later changes its offset moves no
// lapse of an order that is already paid. What a posting says is believed: who may take which points is decided before
// (Account.Plan, shares), and a fold of postings that overdraw a lot shows a debt instead of refusing them. An entry of
// the past can change when a late posting arrives; its sums always agree with the balance. Whether a time zone's name
// exists is not checked here, because that needs the machine's zone files.
package loyalty
