package app

import "testing"

// A form takes what fast hands (or a keyboard that replays keys) type, and still nothing that a scanner sends.
func TestOutsideTheOrderScreenOnlyCodesCountAsScans(t *testing.T) {
	for code, scanned := range map[string]bool{
		"200000": false, "0901234567": false, "99990000": false, "123456": true, "20000015": true, "2000000000015": true, "8934563138162": true, "HD-01-000123": true,
		"TH-01-000045": true, "912345678901234560": true,
	} {
		if got := looksScanned(code, layer{}); got != scanned {
			t.Errorf("%s counts as a scan: %v", code, got)
		}
	}
}
