// Package api is central's public door: the HTTP API that other channels, managers and integrators use. It turns
// requests into office's use cases and faults into RFC 9457 problems, and holds no rule of its own.
//
// Caveats. Whoever holds the admin token may do everything, so the server speaks plain HTTP on loopback only unless it is
// told otherwise. An answer in the 2xx range means that what was asked is durable; any other answer, and none at all, means
// that the caller repeats the same request with the same key. Logs carry routes, codes and durations: no phones, no
// names, no bodies and no ids of members.
package api
