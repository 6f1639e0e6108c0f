package report_test

import (
	"testing"
	"time"

	"tim/domain/report"
	"tim/domain/shift"
)

func TestWhatIsTheMatterWithAShiftIsSaidWorstFirst(t *testing.T) {
	at := time.Date(2026, 11, 21, 14, 0, 0, 0, saigon)
	good := report.Line{Chain: report.ChainGood, Heard: at.Add(-time.Minute)}
	for want, change := range map[report.Trouble]func(*report.Line){
		report.TroubleNone:      func(*report.Line) {},
		report.TroubleUnchecked: func(l *report.Line) { l.Chain = report.ChainUnknown },
		report.TroubleUnsent:    func(l *report.Line) { l.Unsent, l.Oldest = 3, at.Add(-61*time.Minute) },
		report.TroubleSilent:    func(l *report.Line) { l.Heard = at.Add(-61 * time.Minute) },
		report.TroubleSkew:      func(l *report.Line) { l.Skew, l.Heard = -3*time.Minute, at.Add(-2*time.Hour) },
		report.TroubleShort:     func(l *report.Line) { l.Over, l.DropOver = -1, 1 },
		report.TroubleBroken:    func(l *report.Line) { l.Chain, l.Over = report.ChainBroken, -1 },
	} {
		l := good
		if change(&l); l.Trouble(at) != want {
			t.Errorf("%+v is %d, want %d", l, l.Trouble(at), want)
		}
	}
	closed := report.Line{Chain: report.ChainGood, Shift: shift.Shift{State: shift.Closed}, Heard: at.Add(-24 * time.Hour)}
	if got := closed.Trouble(at); got != report.TroubleNone {
		t.Errorf("a closed shift's till is silent by right: %d", got)
	}
}
