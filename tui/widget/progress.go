package widget

import (
	"fmt"

	"charm.land/bubbles/v2/progress"

	"tim/tui/text"
)

// progressWidth is the cells of the bar itself.
const progressWidth = 40

// Progress is a long task's line on a plain terminal: a bar, the part that is done, and how many of how many.
func Progress(done, total int64) string {
	part := 1.0
	if total > 0 {
		part = float64(min(done, total)) / float64(total)
	}
	bar := progress.New(progress.WithWidth(progressWidth), progress.WithoutPercentage(), progress.WithFillCharacters('█', '░'))
	return fmt.Sprintf("%s %3.0f %% · %s / %s", bar.ViewAs(part), part*100, text.Points(done), text.Points(total))
}
