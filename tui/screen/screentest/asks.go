package screentest

import (
	"fmt"
	"testing"

	"tim/tui/screen"
)

// Asks holds what a screen asked for, in order.
func Asks(t *testing.T, got []screen.Effect, want ...screen.Effect) {
	t.Helper()
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		t.Fatalf("asked for %s, want %s", g, w)
	}
}
