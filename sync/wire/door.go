package wire

import (
	"net/netip"

	"tim/domain/fault"
)

// StatusOf is the HTTP status of a kind of fault, where its code has none of its own: at the tills' doors and at the API alike.
func StatusOf(kind fault.Kind) int {
	switch kind {
	case fault.Invalid:
		return 422
	case fault.NotFound:
		return 404
	case fault.Conflict:
		return 409
	case fault.Forbidden:
		return 403
	case fault.Unavailable:
		return 503
	}
	return 500
}

// Network is whom tries are counted by, of a request's remote address: the address, or of IPv6 the /64 that one customer of
// a provider has. What is no address is itself.
func Network(remote string) string {
	at, err := netip.ParseAddrPort(remote)
	if err != nil {
		return remote
	}
	ip := at.Addr().WithZone("")
	if !ip.Is6() || ip.Is4In6() {
		return ip.Unmap().String()
	}
	return netip.PrefixFrom(ip, 64).Masked().String()
}
