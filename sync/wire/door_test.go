package wire_test

import (
	"testing"

	"tim/sync/wire"
)

func TestOneCustomerOfAProviderIsOneNetwork(t *testing.T) {
	for remote, want := range map[string]string{
		"203.0.113.7:4711": "203.0.113.7", "[::ffff:203.0.113.7]:1": "203.0.113.7",
		"[2001:db8:1:2:3::4]:1": "2001:db8:1:2::/64", "[2001:db8:1:2:9::9]:2": "2001:db8:1:2::/64", "[fe80::1%eth0]:2": "fe80::/64", "pipe": "pipe",
	} {
		if got := wire.Network(remote); got != want {
			t.Errorf("%s: %s, want %s", remote, got, want)
		}
	}
}
