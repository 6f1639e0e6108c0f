package text_test

import (
	"testing"

	"tim/domain/office"
	"tim/tui/text"
)

func TestEveryKindOfExceptionHasWords(t *testing.T) {
	for _, kind := range []string{office.VoucherTwice, office.Overdrawn, office.TakeLate, office.EarnedDiffers, office.TrustTaken, office.PhoneTaken,
		office.ClockAhead, office.OrderPast, office.JournalForked, office.BodyUnread} {
		vi, en := text.Exception(kind, text.Vietnamese), text.Exception(kind, text.English)
		if vi == kind || en == kind || vi == en {
			t.Errorf("%s: %q, %q", kind, vi, en)
		}
	}
}
