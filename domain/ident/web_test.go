package ident_test

import (
	"testing"

	"tim/domain/ident"
)

func TestAddressesOfWebPages(t *testing.T) {
	for address, want := range map[string]bool{
		"https://tim.example/m": true, "http://127.0.0.1:8080": true, "https://tracuu.example/?so=1&mst=2": true,
		"": false, "tim.example": false, "https://": false, "https:///m": false, "ftp://tim.example": false, "https://tim.example/a b": false, "https://tim.example/{x}": false,
	} {
		if got := ident.IsWebAddress(address); got != want {
			t.Errorf("%q: %v", address, got)
		}
	}
}
