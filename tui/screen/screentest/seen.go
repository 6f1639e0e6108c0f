package screentest

import (
	"strings"
	"testing"

	"tim/tui/screen"
	"tim/tui/text"
)

// plain is what is seen, with money's space as an ordinary one.
func plain(s screen.Screen, env screen.Env) string {
	return strings.ReplaceAll(Plain(s.Draw(env)), "\u00a0", " ")
}

// See holds that texts are to be seen.
func See(t *testing.T, s screen.Screen, env screen.Env, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(plain(s, env), text) {
			t.Fatalf("%q is not to be seen:\n%s", text, plain(s, env))
		}
	}
}

// Hidden holds that a text isn't to be seen.
func Hidden(t *testing.T, s screen.Screen, env screen.Env, text string) {
	t.Helper()
	if strings.Contains(plain(s, env), text) {
		t.Fatalf("%q is to be seen:\n%s", text, plain(s, env))
	}
}

// Refusal is how the refusal of an error begins on the screen.
func Refusal(err error) string {
	words := []rune("! " + strings.ReplaceAll(text.Fault(err, text.Vietnamese), "\u00a0", " "))
	return string(words[:min(len(words), 40)])
}
