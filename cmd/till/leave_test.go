package main

import (
	"os/exec"
	"strings"
	"testing"
	"time"
)

// modes are what a program must give back: the alternate screen and the mouse.
const modes = "#{alternate_on}#{mouse_any_flag}#{mouse_button_flag}"

// becomes waits until the terminal's modes are those.
func (k *terminal) becomes(want string) {
	k.t.Helper()
	deadline, got := time.Now().Add(screenWait), ""
	for got != want {
		if time.Now().After(deadline) {
			k.t.Fatalf("the modes are %s, want %s", got, want)
		}
		out, _ := k.tmux("display", "-p", "-t", "t", modes)
		got = strings.TrimSpace(out)
		time.Sleep(20 * time.Millisecond) // between two looks at a condition
	}
}

func TestTheTerminalIsLeftAsItWas(t *testing.T) {
	for _, signal := range []string{"", "TERM", "HUP"} {
		t.Run("by "+signal, func(t *testing.T) {
			k := openProgram(t, "demo", t.TempDir(), "; echo left $?; exec cat") // a shell that goes on behind the till
			k.shows("PIN")
			k.becomes("111")
			if signal == "" {
				k.keys("C-c")
			} else {
				shell, err := k.tmux("list-panes", "-t", "t", "-F", "#{pane_pid}")
				if err != nil {
					t.Fatal(err)
				}
				if out, err := exec.Command("pkill", "-"+signal, "-P", strings.TrimSpace(shell)).CombinedOutput(); err != nil {
					t.Fatalf("%v: %s", err, out)
				}
			}
			k.becomes("000")
			if screen := strings.TrimSpace(k.shows("left 0")); screen != "left 0" {
				t.Errorf("this is left on the screen:\n%s", screen)
			}
		})
	}
}

func TestTheLinuxConsolesFunctionKeys(t *testing.T) {
	k := openTerminal(t, "--lang", "en")
	k.shows("PIN")
	k.keys("-l", "\x1b[[A")
	k.shows("Keys of this screen")
}
