package counter_test

import (
	"testing"

	"tim/domain/counter"
)

// The code on a paper has the journal's head behind the number; scanned, it is the number's order all the same.
func TestAPapersCodeIsItsNumberWhateverIsBehindIt(t *testing.T) {
	for typed, want := range map[string]string{"HD-01-000123": "HD-01-000123", "HD-01-000123-A1B2C3D4": "HD-01-000123", "hd-01-000123-a1b2c3d4": "HD-01-000123",
		"TH-01-000045-00000000": "TH-01-000045", "DT-01-000001-A1B2C3D4": "DT-01-000001", "HD-01-000123-A1B2": "HD-01-000123-A1B2"} {
		if in, err := counter.Read(typed); err != nil || in.Meaning != counter.MeansReceipt || in.Text != want {
			t.Errorf("%s is %+v, %v; want %s", typed, in, err, want)
		}
	}
	if in, err := counter.Read("trà-sữa-đá-12345678"); err != nil || in.Meaning != counter.MeansSearch {
		t.Errorf("words are %+v, %v", in, err)
	}
}
