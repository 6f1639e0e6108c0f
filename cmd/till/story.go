package main

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/spf13/cobra"

	"tim/domain/fault"
	"tim/tui/input"
	"tim/tui/story"
	"tim/tui/story/picture"
)

// storyCommand shows any state of the screens without a till: each has a name, and a picture that the tests hold.
func (m *Main) storyCommand(f *flags) *cobra.Command {
	var size string
	var live bool
	c := &cobra.Command{
		Use: "story [NAME]", Short: "draw a state of the screens by its name; without a name, list them", Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return m.listStories()
			}
			told, err := storyNamed(args[0])
			if err != nil {
				return err
			}
			told.Touch = told.Touch || f.touch
			window, err := windowSize(size)
			if err != nil {
				return err
			}
			if live {
				return m.playStory(c.Context(), f, told, window)
			}
			return m.drawStory(f, told, window)
		},
	}
	c.Flags().StringVar(&size, "size", "80x24", "columns x rows")
	c.Flags().BoolVar(&live, "live", false, "go on from there by hand; nothing is kept, Ctrl+C leaves")
	f.sellingFlags(c)
	return c
}

func (m *Main) listStories() error {
	for _, s := range story.Stories() {
		if _, err := fmt.Fprintln(m.Stdout, s.Name); err != nil {
			return err
		}
	}
	return nil
}

// storyNamed finds a story. Fault: story.unknown.
func storyNamed(name string) (story.Story, error) {
	for _, s := range story.Stories() {
		if s.Name == name {
			return s, nil
		}
	}
	return story.Story{}, fault.New(fault.NotFound, "story.unknown", fault.Args{"name": name})
}

// windowSize reads "80x24". Fault: size.format.
func windowSize(typed string) (picture.Size, error) {
	var s picture.Size
	if n, err := fmt.Sscanf(strings.ToLower(typed), "%dx%d", &s.Width, &s.Height); n != 2 || err != nil || s.Width < 1 || s.Height < 1 || s.Width > windowMax || s.Height > windowMax {
		return s, fault.At("size", "size.format", fault.Args{"value": typed, "max": windowMax})
	}
	return s, nil
}

// windowMax is the greatest number of columns and of rows that a story is drawn in.
const windowMax = 1000

// drawStory writes the frame, in the colours that the output has.
func (m *Main) drawStory(f *flags, s story.Story, size picture.Size) error {
	out := colorprofile.NewWriter(m.Stdout, []string{"TERM=" + m.Getenv("TERM"), "COLORTERM=" + m.Getenv("COLORTERM"),
		"NO_COLOR=" + m.Getenv("NO_COLOR"), "CLICOLOR_FORCE=" + m.Getenv("CLICOLOR_FORCE")})
	_, err := fmt.Fprintln(out, picture.Draw(s, size, f.language(m.Getenv), f.style(m.Getenv)))
	return err
}

// playStory opens the story in the terminal: keys and taps work, and its till answers every action as the story says.
func (m *Main) playStory(ctx context.Context, f *flags, s story.Story, size picture.Size) error {
	root := picture.Play(s, size, f.language(m.Getenv), f.style(m.Getenv), m.Now)
	_, err := tea.NewProgram(root, tea.WithContext(ctx), tea.WithFPS(framesPerSecond), tea.WithInput(input.NewReader(m.Stdin, m.Now)),
		tea.WithOutput(m.Stdout), tea.WithoutSignalHandler()).Run()
	if ctx.Err() != nil {
		return nil
	}
	return err
}
