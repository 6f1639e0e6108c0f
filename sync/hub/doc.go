// Package hub is central's side of the link to its tills: what they send up is taken, what they ask for is granted, what
// changed goes down. Hub answers messages and knows no network, so that a simulated world can speak to it; Server is the
// same over HTTP, with the guards that a network needs.
//
// Caveats. An answer promises only what is durable. Everything can be sent again: nothing counts twice. What is kept in
// memory (rates, newest signatures, who waits) is lost with the process, and nothing unsafe follows from that.
package hub
