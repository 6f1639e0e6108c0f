package story

import (
	"time"

	"tim/domain/counter"
	"tim/domain/shift"
)

// Training is a state as it is in a training, in which two sales were made.
func Training(s counter.State) counter.State {
	s.Training = &counter.Training{Since: s.At.Add(-12 * time.Minute), Sales: 2}
	if s.Last != nil {
		last := *s.Last
		last.Order.Receipt, last.Receipt.Number, last.Receipt.Training = "DT-01-000002", "DT-01-000002", true
		s.Last = &last
	}
	return s
}

// TrainingApproval is a till whose shop wants a supervisor to let somebody train.
func TrainingApproval() counter.State {
	s := Empty()
	s.Approval = &counter.ApprovalNeeded{What: shift.ActTrain}
	return s
}

// trainingStories are the screens of a training: each has its banner.
func trainingStories() []Story {
	return []Story{
		{Name: "training", State: Training(Order())},
		{Name: "training-menu", State: Training(Empty()), Keys: []string{"f12"}},
		{Name: "training-pay", State: Training(PointsUsed()), Keys: []string{"f9"}},
		{Name: "training-done", State: Training(Done())},
		{Name: "training-float", State: Training(NoShift())},
		{Name: "approve-training", State: TrainingApproval()},
	}
}
