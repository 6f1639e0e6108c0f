package keymap

import (
	"unicode"

	tea "charm.land/bubbletea/v2"
)

// keypad is what a keypad key types when the terminal gave it no text (application keypad mode).
var keypad = map[rune]string{
	tea.KeyKpEqual: "=", tea.KeyKpMultiply: "*", tea.KeyKpPlus: "+", tea.KeyKpComma: ",", tea.KeyKpMinus: "-",
	tea.KeyKpDecimal: ".", tea.KeyKpDivide: "/", tea.KeyKpSep: ",",
	tea.KeyKp0: "0", tea.KeyKp1: "1", tea.KeyKp2: "2", tea.KeyKp3: "3", tea.KeyKp4: "4",
	tea.KeyKp5: "5", tea.KeyKp6: "6", tea.KeyKp7: "7", tea.KeyKp8: "8", tea.KeyKp9: "9",
}

const locks = tea.ModCapsLock | tea.ModNumLock | tea.ModScrollLock

// Typed is the text that a key press types, or "" when it types nothing. A keypad key without text types its sign, and
// alt+digit types the digit: an Esc shortly before a scan arrives as that, and would eat the scan's first digit.
func Typed(k tea.KeyPressMsg) string {
	switch mod := k.Mod &^ (locks | tea.ModShift); {
	case k.Text != "" && mod&(tea.ModCtrl|tea.ModAlt) == 0:
		return k.Text
	case mod == 0:
		return keypad[k.Code]
	case mod == tea.ModAlt && k.Code >= '0' && k.Code <= '9':
		return string(k.Code)
	}
	return ""
}

// Name is the key's name in one form for what terminals send in several: "enter" for the keypad's Enter and for a line
// feed (scanners end with it), "backspace" for ctrl+h (input methods on Windows send it), no lock keys, and shift only
// where it makes another key (shift+tab, shift+f1, shift+arrows). Space is "space"; other text is itself.
func Name(k tea.KeyPressMsg) string {
	key := k.Key()
	key.Mod &^= locks
	switch key.Code {
	case tea.KeyBackspace, tea.KeyEnter, tea.KeyKpEnter, tea.KeyEscape, tea.KeySpace:
		key.Mod &^= tea.ModShift
	}
	if text := Typed(tea.KeyPressMsg(key)); text != "" && text != " " {
		return text
	}
	if key.Mod&tea.ModCtrl != 0 && key.Mod&tea.ModShift == 0 {
		key.Code = unicode.ToLower(key.Code)
	}
	switch name := key.Keystroke(); name {
	case "ctrl+h":
		return "backspace"
	case "ctrl+j", "ctrl+m":
		return "enter"
	case "ctrl+i":
		return "tab"
	case "ctrl+[":
		return "esc"
	default:
		return name
	}
}
