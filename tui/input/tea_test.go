package input

import (
	"fmt"
	"io"
	"os"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// heard is a program that notes what Bubble Tea made of the keys, until "q".
type heard struct{ log *[]string }

func (h heard) Init() tea.Cmd  { return nil }
func (h heard) View() tea.View { return tea.NewView("") }

func (h heard) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		*h.log = append(*h.log, "paste "+msg.Content)
	case tea.KeyPressMsg:
		*h.log = append(*h.log, msg.String())
		if msg.String() == "q" {
			return h, tea.Quit
		}
	}
	return h, nil
}

func TestBubbleTeaHearsTheKeysAfterABrokenPaste(t *testing.T) {
	from, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	defer to.Close()
	at, read := start, make(chan struct{}, 8)
	r := NewReader(from, func() time.Time {
		at = at.Add(PasteQuiet)
		read <- struct{}{}
		return at
	})
	go func() {
		for _, piece := range []string{"\x1b[200~dán", "8\x1b[[A9", "q"} {
			_, _ = io.WriteString(to, piece)
			<-read
		}
	}()
	var log []string
	p := tea.NewProgram(heard{&log}, tea.WithInput(r), tea.WithOutput(io.Discard), tea.WithoutRenderer(), tea.WithoutSignals())
	if _, err := p.Run(); err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(log), fmt.Sprint([]string{"paste dán", "8", "f1", "9", "q"}); got != want {
		t.Fatalf("%s, want %s", got, want)
	}
}
