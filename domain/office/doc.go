// Package office is central's use cases, one a file, and the small ports they need: the programme, members, rewards and
// orders of every channel. It decides by the same rules as the till (loyalty, sale) and holds none of its own.
//
// Caveats. A use case runs inside Store.Write and may run again: it has no effect outside its transaction. The
// instant is read once, before the transaction.
package office
