package printer

import (
	"context"
	"fmt"
	"reflect"
	"testing"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/tui/screen"
	"tim/tui/screen/screentest"
	"tim/tui/story"
	"tim/tui/text"
)

// asked is a printer that keeps what the page asks of it.
type asked struct {
	did  []string
	fail error
}

func (a *asked) Retry() { a.did = append(a.did, "retry") }
func (a *asked) Test(context.Context) error {
	a.did = append(a.did, "test")
	return a.fail
}
func (a *asked) Labels(context.Context, []catalog.Product) error {
	a.did = append(a.did, "labels")
	return a.fail
}
func (a *asked) AskOnPaper(_ context.Context, on bool) error {
	a.did = append(a.did, fmt.Sprint("codes ", on))
	return a.fail
}
func (a *asked) Drop(_ context.Context, place string) error {
	a.did = append(a.did, "drop "+place)
	return a.fail
}
func (a *asked) Restore(context.Context) error {
	a.did = append(a.did, "restore")
	return a.fail
}

// told runs what the page asks for beside the screens, and gives what it says then.
func told(t *testing.T, s screen.Screen, env screen.Env, effects []screen.Effect) counter.Notice {
	t.Helper()
	for _, e := range effects {
		if r, is := e.(screen.Review); is {
			_, err := r.Of(t.Context())
			_, effects = s.Update(env, screen.Reviewed{Seq: r.Seq, Err: err})
		}
	}
	for _, e := range effects {
		if tell, is := e.(screen.Tell); is {
			return tell.Notice
		}
	}
	return counter.Notice{}
}

func TestAPaperIsDroppedAndHadBack(t *testing.T) {
	a, env := &asked{}, screentest.Env(story.Order(), text.Vietnamese, 80, 21)
	env.Printing = &story.PaperOut().Printing
	s, effects := screentest.Press(New(a), env, "down", "delete")
	if n := told(t, s, env, effects); n.Code != "printer.dropped" || n.Args["number"] != "HD-01-000122" {
		t.Errorf("said %+v", n)
	}
	dropped := *env.Printing
	dropped.Dropped, dropped.Jobs = &env.Printing.Jobs[1], env.Printing.Jobs[2:]
	env.Printing = &dropped
	s, effects = screentest.Press(s, env, "ctrl+z")
	if n := told(t, s, env, effects); n.Code != "printer.restored" || n.Args["number"] != "HD-01-000122" {
		t.Errorf("said %+v", n)
	}
	a.fail = fault.New(fault.NotFound, "job.unknown", nil)
	s, effects = screentest.Press(s, env, "delete")
	if n := told(t, s, env, effects); n.Code != "job.unknown" || !n.Error {
		t.Errorf("said %+v", n)
	}
	a.fail = nil
	s, effects = screentest.Press(s, env, "f8")
	if n := told(t, s, env, effects); n.Code != "printer.tested" {
		t.Errorf("said %+v", n)
	}
	screentest.Press(s, env, "f5")
	a.fail = nil
	for on, shown := range map[bool]string{true: "in ngay khi chờ", false: "in khi bấm F5"} {
		env.Printing.AsksOnPaper = on
		if !screentest.Seen(s, env, shown) {
			t.Errorf("codes %v shown as\n%s", on, screentest.Plain(s.Draw(env)))
		}
	}
	env.Printing.AsksOnPaper = true
	s, effects = screentest.Press(s, env, "f6")
	if n := told(t, s, env, effects); n.Code != "printer.set" {
		t.Errorf("said %+v", n)
	}
	want := []string{"drop HD-01-000122", "restore", "drop Z 16", "test", "retry", "codes false"}
	if !reflect.DeepEqual(a.did, want) {
		t.Errorf("asked for %q, want %q", a.did, want)
	}
}

func TestWithoutAPrinterThePageSaysHowToHaveOne(t *testing.T) {
	env := screentest.Env(story.Order(), text.Vietnamese, 80, 21)
	s, _ := screentest.Press(New(nil), env, "f5")
	if !screentest.Seen(s, env, "till printer set") || len(s.Keys(env)) != 2 {
		t.Errorf("keys %v on\n%s", s.Keys(env), screentest.Plain(s.Draw(env)))
	}
}
