package app_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"tim/tui/app"
	"tim/tui/story"
	"tim/tui/style"
	"time"
)

// window is the root at a size, in colour, on a cart of n lines.
func window(b *testing.B, n, width, height int) tea.Model {
	b.Helper()
	now := story.Now
	var m tea.Model = app.New(app.Config{Till: &till{state: story.Many(n)}, Zone: story.Zone, Now: func() time.Time { return now }, Theme: style.Dark})
	m, _ = m.Update(tea.WindowSizeMsg{Width: width, Height: height})
	return m
}

var drawn tea.View

// BenchmarkView is what drawing costs: DESIGN allows 0.5 ms at 200 x 60.
func BenchmarkView(b *testing.B) {
	for _, size := range []struct {
		name          string
		width, height int
	}{{"80x24", 80, 24}, {"200x60", 200, 60}} {
		b.Run(size.name+"/unchanged", func(b *testing.B) {
			m := window(b, 30, size.width, size.height)
			for b.Loop() {
				drawn = m.View()
			}
		})
		b.Run(size.name+"/typed", func(b *testing.B) {
			m := window(b, 30, size.width, size.height)
			keys := []tea.KeyPressMsg{{Code: 'a', Text: "a"}, {Code: tea.KeyBackspace}}
			for i := 0; b.Loop(); i++ {
				m, _ = m.Update(keys[i%2])
				drawn = m.View()
			}
		})
		b.Run(size.name+"/cart", func(b *testing.B) {
			m := window(b, 30, size.width, size.height)
			keys := []tea.KeyPressMsg{{Code: tea.KeyUp}, {Code: tea.KeyDown}}
			for i := 0; b.Loop(); i++ {
				m, _ = m.Update(keys[i%2])
				drawn = m.View()
			}
		})
	}
}
