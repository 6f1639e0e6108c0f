package main

import (
	"context"
	"path/filepath"

	"tim/cmd/till/training"
	"tim/domain/counter"
	"tim/domain/report"
	"tim/domain/shift"
	"tim/tui/screen/desk"
)

// trainingDir is where a till keeps what its trainings print, among its papers. Each training begins it anew with its first numbers.
const trainingDir = "training"

// lane is the till as its screen has it: the counter, or a training in its place.
func (m *Main) lane(f *flags, s *shop, c *counter.Counter) *counter.Lane {
	papers := files{dir: filepath.Join(s.receipts(), trainingDir), lang: f.language(m.Getenv)}
	return counter.NewLane(c, func(context.Context) (counter.Scratch, error) { return training.Scratch(s, papers, m.Entropy) })
}

// trainingDesk is the supervisor's desk over the training that goes on.
func trainingDesk(l *counter.Lane) func() desk.Desk {
	return func() desk.Desk {
		practice := l.Practice()
		if practice == nil {
			return nil
		}
		return practice.Desk(report.DefaultLimits(), func() report.ChainState { return report.ChainGood })
	}
}

// endTraining ends a training behind the screen; what it wrote is on its way to central before the link ends.
func endTraining(l *counter.Lane, why ending) error {
	if why == retired {
		return l.Close(context.Background(), shift.TrainingRetired)
	}
	return l.Close(context.Background(), shift.TrainingExit)
}
