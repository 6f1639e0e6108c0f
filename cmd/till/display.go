package main

// The customer's screen and how it follows the till.
//
// A till that runs listens on the unix socket display.sock in its data directory, mode 0600: who may read the directory's
// data may follow it, nobody else. A display connects and says nothing; it gets one JSON document a line, UTF-8, each the
// whole of counter.Display as it is now: the newest at once, and again at each change that a customer can see. There are no
// differences to add up, so a display that missed lines is right again with the next one, and a slow one gets fewer lines,
// not older ones.
//
// "v" is the version of the document. Fields may be added within a version and are to be ignored by whoever doesn't know
// them; a display that is told another version says so and shows nothing else.
//
// The end of the connection is the end of the till, or of its patience with this display. A display tries again every
// displayRetry for as long as it runs, and goes on showing what it knew; after display.ClosedAfter it says that the till
// is closed.

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/spf13/cobra"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/tui/display"
	"tim/tui/style"
)

// displayRetry is how long a display waits between two tries to reach its till.
const displayRetry = 200 * time.Millisecond

func (m *Main) displayCommand(f *flags) *cobra.Command {
	c := &cobra.Command{
		Use: "display", Short: "the customer's screen of the till that runs on --data", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := f.needData(); err != nil {
				return err
			}
			return m.display(c.Context(), f)
		},
	}
	f.screenFlags(c)
	return c
}

// display shows what the till shows the customer until somebody leaves. It reads nothing but the link.
func (m *Main) display(ctx context.Context, f *flags) error {
	if info, err := os.Stat(f.data); err != nil || !info.IsDir() {
		return fault.At("data", "data.missing", fault.Args{"file": f.data})
	}
	path, release, err := socketPath(f.data, displaySocket)
	if err != nil {
		return err
	}
	defer release()
	cfg := display.Config{Theme: f.displayStyle(m.Getenv)}
	if f.lang != "" {
		lang := f.language(m.Getenv)
		cfg.Lang = &lang
	}
	following, stop := context.WithCancel(ctx)
	defer stop()
	options := []tea.ProgramOption{tea.WithContext(following), tea.WithFPS(framesPerSecond), tea.WithInput(m.Stdin), tea.WithOutput(m.Stdout),
		tea.WithoutSignalHandler()}
	if cfg.Theme == style.None { // a theme without colour has one thing in black and white: the code to scan
		options = append(options, tea.WithColorProfile(colorprofile.ANSI))
	}
	program := tea.NewProgram(display.New(cfg), options...)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		follow(following, path, program.Send)
	}()
	_, err = program.Run()
	stop()
	<-ended
	if ctx.Err() != nil {
		return nil // told to stop
	}
	return err
}

// displayStyle is light where nothing else was asked for: it is read from a metre away, and a code is white anyway.
func (f *flags) displayStyle(getenv func(string) string) style.Name {
	name := f.style(getenv)
	if f.theme == "" && name == style.Dark {
		return style.Light
	}
	return name
}

// follow tells what the till shows for as long as ctx lives, however often the till goes and comes back.
func follow(ctx context.Context, path string, tell func(tea.Msg)) {
	for {
		heard, _ := hear(ctx, path, tell) // why it ended is all the same: it is tried again
		if heard {
			tell(display.Lost{})
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(displayRetry):
		}
	}
}

// hear follows one life of the till; heard says that it told anything.
func hear(ctx context.Context, path string, tell func(tea.Msg)) (heard bool, err error) {
	conn, err := new(net.Dialer).DialContext(ctx, "unix", path)
	if err != nil {
		return false, fmt.Errorf("reach the till: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer func() {
		stop()
		conn.Close()
	}()
	lines := json.NewDecoder(conn)
	for {
		var line json.RawMessage
		if err := lines.Decode(&line); err != nil {
			return heard, fmt.Errorf("hear the till: %w", err)
		}
		tell(display.Shown{Display: displayed(line)})
		heard = true
	}
}

// displayed reads one line. What can't be read is another version's: only its number counts.
func displayed(line []byte) counter.Display {
	var version struct {
		V int `json:"v"`
	}
	if err := json.Unmarshal(line, &version); err != nil {
		return counter.Display{}
	}
	if version.V != counter.DisplayVersion {
		return counter.Display{V: version.V}
	}
	var d counter.Display
	if err := json.Unmarshal(line, &d); err != nil {
		return counter.Display{}
	}
	return d
}
