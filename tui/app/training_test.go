package app_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/shift"
	"tim/tui/app"
	"tim/tui/story"
	"tim/tui/story/picture"
	"tim/tui/style"
	"tim/tui/text"
)

// trains lets the till begin and end a training when it is asked to.
func (d *desk) trains() *desk {
	d.till.answer = func(a counter.Action, now counter.State) (counter.State, error) {
		switch a.(type) {
		case counter.StartTraining:
			return story.Training(story.NoShift()), nil
		case counter.EndTraining:
			return story.Empty(), nil
		}
		return now, nil
	}
	return d
}

func TestATrainingFromTheMenuAndBack(t *testing.T) {
	d := sit(t, story.Empty()).trains()
	d.press(byHand, f12, f2).settle()
	d.did(counter.StartTraining{})
	d.sees("▲ ĐÀO TẠO - không tính tiền thật")
	d.sees("2 đơn thử")
	d.press(byHand, f12).settle().sees("Kết thúc đào tạo")
	d.sees("▲ ĐÀO TẠO")
	d.press(byHand, f2).settle()
	d.did(counter.StartTraining{}, counter.EndTraining{Why: shift.TrainingLeft})
	d.doesNotSee("ĐÀO TẠO")
	d.doesNotSee("Kết thúc đào tạo")
}

func TestTheWordForTraining(t *testing.T) {
	for _, word := range []string{"/train", "/daotao"} {
		d := sit(t, story.Empty()).trains()
		d.types(word).press(byHand, enter).settle()
		d.did(counter.StartTraining{})
		d = sit(t, story.Training(story.Empty()))
		d.types(word).press(byHand, enter).settle()
		d.did(counter.EndTraining{Why: shift.TrainingLeft})
	}
}

// No screen, language, theme or window hides the banner, nor a dialog over the screen.
func TestTheBannerStandsOnEveryScreen(t *testing.T) {
	for _, s := range story.Stories() {
		if s.First != nil { // there is no till yet
			continue
		}
		s.State = story.Training(s.State)
		if after := s.After; after != nil {
			s.After = func(a counter.Action) (counter.State, error) {
				next, err := after(a)
				return story.Training(next), err
			}
		}
		for _, theme := range style.Names() {
			for _, lang := range []text.Language{text.Vietnamese, text.English} {
				for _, size := range []picture.Size{{Width: 60, Height: 20}, {Width: 80, Height: 24}, {Width: 120, Height: 40}} {
					m := picture.Open(s, size, lang, theme)
					banner := text.In(lang).Common.Training
					first, _, _ := strings.Cut(m.View().Content, "\n")
					if !strings.Contains(first, " "+banner) || !strings.HasPrefix(first, opens(theme)) || m.View().WindowTitle != banner+" · Tim" {
						t.Fatalf("%s, %s, %v: the first row is %q", s.Name, theme, size, first)
					}
				}
			}
		}
	}
}

// opens is how a row begins that is drawn as the banner is.
func opens(theme style.Name) string {
	before, _, _ := strings.Cut(style.ByName(theme).Training.On("x"), "x")
	return before
}

// tick lets something happen that nobody did.
func (d *desk) tick() *desk {
	d.send(tea.FocusMsg{})
	return d
}

// Keys that were typed ahead were meant for the training; the till takes none of them.
func TestKeysTypedAheadDontReachTheTillBehindATraining(t *testing.T) {
	d := sit(t, story.Training(story.Empty())).trains()
	d.press(byHand, f12, f2).scans(milk).settle()
	d.did(counter.EndTraining{Why: shift.TrainingLeft})
}

// Taps don't wait for the till, so what is tapped while a training ends was meant for it too.
func TestWhatIsTappedAsATrainingEndsDoesntReachTheTill(t *testing.T) {
	s := story.Training(story.Order())
	d := sit(t, s).trains()
	d.now = d.now.Add(app.TrainingIdleDefault)
	d.tick().tap("F6 Treo").settle()
	d.did(counter.EndTraining{Why: shift.TrainingIdle})
}

func TestATrainingEndsWhenNobodyPressesAKey(t *testing.T) {
	s, never := story.Training(story.Empty()), int64(0)
	s.Shop.Policy.IdleMinutes = &never
	d := sit(t, s).trains()
	d.now = d.now.Add(29 * time.Minute)
	d.tick().settle().did()
	d.types("s")
	d.now = d.now.Add(29 * time.Minute)
	d.tick().settle().did()
	d.now = d.now.Add(time.Minute)
	d.tick().settle().did(counter.EndTraining{Why: shift.TrainingIdle})
	d.tick().settle().doesNotSee("ĐÀO TẠO")
}

func TestATrainingThatCantEndIsNotAskedEverySecond(t *testing.T) {
	d := sit(t, story.Training(story.Empty()))
	d.till.answer = func(counter.Action, counter.State) (counter.State, error) {
		return story.Training(story.Empty()), fault.New(fault.Unavailable, "ledger.full", nil)
	}
	d.now = d.now.Add(time.Hour)
	d.tick().settle().tick()
	d.settle()
	if len(d.till.asked) != 1 {
		t.Errorf("asked %d times", len(d.till.asked))
	}
}

func TestATillThatNobodyTrainsAtHasNoSuchLimit(t *testing.T) {
	d := sit(t, story.Empty())
	d.now = d.now.Add(9 * time.Hour)
	d.tick().settle().did(counter.Lock{})
}
