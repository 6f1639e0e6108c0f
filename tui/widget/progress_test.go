package widget

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestProgressShowsHowMuchIsDone(t *testing.T) {
	for _, c := range []struct {
		done, total int64
		full        int
		text        string
	}{{0, 1_000_000, 0, "0 % · 0 / 1.000.000"}, {500_000, 1_000_000, 20, "50 % · 500.000 / 1.000.000"}, {3, 3, 40, "100 % · 3 / 3"}, {0, 0, 40, "100 % · 0 / 0"}} {
		line := ansi.Strip(Progress(c.done, c.total))
		if strings.Count(line, "█") != c.full || !strings.Contains(line, c.text) || strings.Count(line, "█")+strings.Count(line, "░") != 40 {
			t.Errorf("%d of %d: %q", c.done, c.total, line)
		}
	}
}
