package input

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/catalog"
	"tim/domain/ident"
	"tim/tui/keymap"
)

// What makes a burst a scan. Wedge scanners send a key every 7 to 16 ms; people need more than 60.
const (
	scanMinChars  = 6
	scanMinDigits = 4 // an input method commits a syllable and Enter as fast as a scanner does, but without digits
	scanMaxChars  = 512
	keyGapMax     = 60 * time.Millisecond // a longer pause begins a new burst
	meanGapMax    = 25 * time.Millisecond // who rolls ten digits over the keys needs 30 each
	stallMax      = time.Second           // a machine or a link that stands still in the middle of a scan, once
	groupSign     = "\x1d"                // separates the parts of a GS1 code; arrives as ctrl+]
)

// Burst tells scans from typing by when keys come. It holds nothing back: keys go to the focused field as always, and on
// a scan the caller puts the field back to what it was when the burst began. It is a value and reads no clock. What only
// an input method sends (a letter with a mark, a backspace) makes the rest of that burst typing. A key that neither types
// nor corrects (F9, an arrow) is somebody's hand beside the scanner, or came just before it in one read: it is no part of
// a code, and breaks none. Where a machine or a link stands still in the middle of a scan, its halves are one code if that has
// the right check digit.
//
//	till.burst, seen = till.burst.Feed(key, now)
//	if seen.Began { former, kept = kept, field } // before the field takes the key
//	if seen.Scan  { entry, rest := input.Compose(kept.Value(), seen.Code) … }
type Burst struct {
	code        string
	before      string // the burst before this one, when only a stall lies between them
	first, last time.Time
	typing      bool // this burst can't be a scan any more
	ended       bool // the last key ended a scan
}

// Seen is what a key press turned out to be.
type Seen struct {
	Began bool   // the first key of what may become a scan: keep the field's value now
	Scan  bool   // the Enter, Tab or line feed that ends a scan; it means nothing else
	Code  string // what was scanned, without its end and without the sign of its symbology
	Whole bool   // the scan began with the burst before this one: the field is to be put back to what it was before that
	Tail  bool   // the line feed of a scanner that sends CR and LF: to be ignored
}

// Feed takes every key press, in order, with the time it was read.
func (b Burst) Feed(k tea.KeyPressMsg, at time.Time) (Burst, Seen) {
	gap := at.Sub(b.last)
	if b.last.IsZero() || b.ended || gap < 0 || gap > keyGapMax {
		if b.ended && gap <= keyGapMax && k.Keystroke() == "ctrl+j" {
			return Burst{}, Seen{Tail: true}
		}
		if acts(k) {
			return Burst{}, Seen{}
		}
		return Burst{first: at, last: at, before: b.stalled(gap)}.take(k), Seen{Began: true}
	}
	b.last = at
	switch {
	case !ends(k) && acts(k):
		return b, Seen{}
	case !ends(k):
		return b.take(k), Seen{}
	}
	seen := b.ends()
	if !seen.Scan {
		return Burst{}, seen
	}
	return Burst{last: at, ended: true}, seen
}

// Wedge is what is known of a scanner that is a keyboard, beyond what tells its keys from typing.
type Wedge struct {
	Prefix string // what it types before each code
	NoEnd  bool   // it types nothing behind a code: a pause, or the next code, ends one that has a right check digit
}

// Quiet is how long a pause ends a code of a scanner that types nothing behind it.
const Quiet = keyGapMax + time.Millisecond

// Whole says that what came so far would be one scan or a run of them, with right check digits, if it ended now, and when its last key
// came.
func (b Burst) Whole(w Wedge) (last time.Time, whole bool) {
	if !w.NoEnd {
		return b.last, false
	}
	codes, _, _ := b.Run(w, true)
	return b.last, len(codes) > 0
}

// stalled is what may be the first half of a code whose second half comes after such a gap.
func (b Burst) stalled(gap time.Duration) string {
	if b.typing || b.ended || gap < 0 || gap > stallMax || b.last.Sub(b.first) > meanGapMax*time.Duration(len(b.code)) {
		return ""
	}
	return b.code
}

// ends is what the burst was, now that Enter came.
func (b Burst) ends() Seen {
	quick := !b.typing && b.last.Sub(b.first) <= meanGapMax*time.Duration(len(b.code))
	whole := b.before + b.code
	switch {
	case !quick:
		return Seen{}
	case b.before != "" && len(b.code) > 1 && looksLikeCode(whole) && proven(whole) && (len(b.before) > 1 || !proven(b.code)):
		return Seen{Scan: true, Whole: true, Code: withoutSymbology(whole)}
	case looksLikeCode(b.code):
		return Seen{Scan: true, Code: withoutSymbology(b.code)}
	}
	return Seen{}
}

// proven says that a code carries a check digit, and the right one; a quantity before it doesn't count.
func proven(code string) bool {
	code = withoutSymbology(code[strings.LastIndexByte(code, '*')+1:])
	if catalog.IsGS1(code) {
		_, err := catalog.ParseGS1(code)
		return err == nil
	}
	_, err := catalog.ParseCode(code)
	return err == nil || ident.IsVoucher(code)
}

// acts says that a key neither types nor corrects.
func acts(k tea.KeyPressMsg) bool { return codeSign(k) == "" && !corrects(k) }

// corrects says that a key takes back what was typed, as input methods do.
func corrects(k tea.KeyPressMsg) bool {
	switch keymap.Name(k) {
	case "backspace", "delete", "ctrl+w", "ctrl+u":
		return true
	}
	return false
}

// codeSign is what a key adds to a code.
func codeSign(k tea.KeyPressMsg) string {
	if keymap.Name(k) == "ctrl+]" {
		return groupSign
	}
	return keymap.Typed(k)
}

// symbologyLen is the length of an AIM symbology identifier, "]E0": some scanners send it before each code.
const symbologyLen = 3

// Bare is a code without the sign of its symbology, as scans give it, of a scanner that is no keyboard.
func Bare(code string) string { return withoutSymbology(code) }

func withoutSymbology(code string) string {
	if len(code) > symbologyLen && code[0] == ']' && !catalog.IsGS1(code) { // element strings keep theirs: it tells what they are
		return code[symbologyLen:]
	}
	return code
}

func ends(k tea.KeyPressMsg) bool {
	name := keymap.Name(k)
	return name == "enter" || name == "tab"
}

func (b Burst) take(k tea.KeyPressMsg) Burst {
	typed := codeSign(k)
	if typed == "" || len(b.code)+len(typed) > scanMaxChars || strings.ContainsFunc(typed, unprintable) {
		b.typing = true
	}
	b.code += typed
	return b
}

func unprintable(r rune) bool { return (r < ' ' && r != '\x1d') || r > '~' }

func looksLikeCode(code string) bool {
	digits := 0
	for _, r := range code {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	return len(code) >= scanMinChars && digits >= scanMinDigits
}

// Compose is what a scan means beside what was half typed before it: the code alone, with the typed text kept aside, or
// both together when the text ends in "*" ("3*" and a scan is three of it), or the code begins with it: none does.
func Compose(typed, code string) (entry, kept string) {
	if strings.HasSuffix(typed, "*") || strings.HasPrefix(code, "*") {
		return typed + code, ""
	}
	return code, typed
}
