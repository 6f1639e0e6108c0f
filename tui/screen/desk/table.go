package desk

import (
	"tim/domain/report"
	"tim/tui/screen"
	"tim/tui/style"
	"tim/tui/text"
	"tim/tui/widget"
)

// footRows is how many rows facts get under a list: more where the window has them to spare.
func footRows(height, listed int) int { return max(footLeast, min(footMost, height-listed)) }

// Rows of facts under a list.
const (
	footLeast = 4
	footMost  = 8
)

// worry is the style of a trouble.
func worry(t report.Trouble, theme *style.Theme) style.Style {
	switch {
	case t >= report.TroubleShort:
		return theme.Danger
	case t >= report.TroubleUnsent:
		return theme.Warn
	case t == report.TroubleNone:
		return theme.OK
	}
	return theme.Muted
}

// alertSign is an alert's sign with its style.
func alertSign(a report.Alert, theme *style.Theme) string {
	if a.Reason != "" {
		return theme.OK.On("✓")
	}
	return theme.Warn.On("!")
}

// alertLine is an alert in one line: where, what, who and how often.
func alertLine(env screen.Env, a report.Alert, width int) string {
	name := text.AlertName(a, env.Lang)
	return widget.Cut(env.Theme.Strong.On(name+":")+" "+widget.Clean(text.Alert(a, env.Lang)), width)
}
