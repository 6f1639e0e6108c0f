package desk

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/leaves"
	"tim/tui/screen/screentest"
	"tim/tui/story"
)

// kept keeps files in memory.
type kept struct {
	files map[string]string
	full  error
}

func (k *kept) Write(name string, write func(io.Writer) error) (string, error) {
	if k.full != nil {
		return "", k.full
	}
	var b bytes.Buffer
	err := write(&b)
	k.files[name] = b.String()
	return "exports/" + name, err
}

// exported presses keys, exports, and gives what the screen tells.
func exported(t *testing.T, k *kept, keys ...string) counter.Notice {
	t.Helper()
	env := at80()
	var s screen.Screen = New(story.Desk{}, "minh").Saving(k)
	s, asked := s.Update(env, screen.Opened{})
	s = answers(s, env, asked)
	for _, key := range keys {
		s, asked = screentest.Press(s, env, key)
		s = answers(s, env, asked)
	}
	s, asked = screentest.Press(s, env, "f6")
	screentest.See(t, s, env, "đang ghi tệp")
	if _, again := screentest.Press(s, env, "f6"); reviews(again) > 0 {
		t.Error("it is written twice at a time")
	}
	if len(asked) != 1 {
		t.Fatalf("F6 asks for %v", asked)
	}
	_, told := s.Update(env, leaves.Run(t.Context(), asked[0].(screen.Review)))
	for _, e := range told {
		if tell, is := e.(screen.Tell); is {
			return tell.Notice
		}
	}
	t.Fatalf("nothing is told: %v", told)
	return counter.Notice{}
}

func TestWhatIsLookedAtIsExported(t *testing.T) {
	k := &kept{files: map[string]string{}}
	said := exported(t, k, "down", "enter", ">", "5", "0", "k")
	file := k.files["ledger-02-16.csv"]
	if rows := strings.Count(file, "order.paid"); rows != 3 || !strings.Contains(file, "proof") || strings.Contains(file, "drawer.opened") {
		t.Errorf("the filtered ledger is\n%s", file)
	}
	if said.Code != "desk.exported" || said.Args["file"] != "ledger-02-16.csv" || said.Args["dir"] != "exports" || said.Args["rows"] != int64(5) {
		t.Errorf("told %+v", said)
	}
	said = exported(t, k, "down", "down", "f9")
	if !strings.Contains(k.files["z-03-9.csv"], "over") || !strings.HasPrefix(k.files["z-03-9.pdf"], "%PDF") || said.Args["file"] != "z-03-9.csv, z-03-9.pdf" {
		t.Errorf("told %+v, %d files", said, len(k.files))
	}
}

func TestWhatCanNotBeWrittenIsSaid(t *testing.T) {
	for _, full := range []error{errors.New("no space left on device"), fault.New(fault.Unavailable, "link.down", nil)} {
		if said := exported(t, &kept{full: full}, "enter"); !said.Error || said.Code != "desk.unexported" && said.Code != fault.Code(full) {
			t.Errorf("told %+v", said)
		}
	}
}

// Over SSH there are no files of the supervisor's: nothing is offered.
func TestWithoutFilesNothingIsExported(t *testing.T) {
	env := at80()
	s := sits(story.Desk{}, env, "down", "enter")
	if s.Keys(env).Has(keymap.Export) {
		t.Error("an export is offered")
	}
	if with := New(story.Desk{}, "minh").Saving(&kept{}); with.Keys(env).Has(keymap.Export) {
		t.Error("the glance has nothing to export")
	}
}
