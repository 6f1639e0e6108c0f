package bolt_test

import (
	"testing"

	"tim/domain/office"
	"tim/storage/memory"
	"tim/storage/storetest"
)

// What stands over a central in memory, as in simulations, stands over one in a file.
func TestCentralAnswersAsOneInMemory(t *testing.T) {
	var last office.Store
	storetest.Alike(t, func() (one, other office.Store) {
		if last != nil {
			centralHarness.Close(t, last)
		}
		last = openCentral(t, t.TempDir())
		return last, memory.NewCentral(storetest.Key(), nil)
	})
	centralHarness.Close(t, last)
}
