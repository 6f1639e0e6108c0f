package input

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"
)

var start = time.Date(2026, 11, 21, 7, 5, 0, 0, time.UTC)

var (
	enter    = tea.KeyPressMsg{Code: tea.KeyEnter}
	lineFeed = tea.KeyPressMsg{Code: 'j', Mod: tea.ModCtrl}
)

func keys(s string) []tea.KeyPressMsg {
	var out []tea.KeyPressMsg
	for _, r := range s {
		out = append(out, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return out
}

// fed sends keys a gap apart and gives what the last one was.
func fed(b Burst, at time.Time, gap time.Duration, sent ...tea.KeyPressMsg) (Burst, time.Time, Seen) {
	var seen Seen
	for _, k := range sent {
		at = at.Add(gap)
		b, seen = b.Feed(k, at)
	}
	return b, at, seen
}

func TestScannerIsToldFromTyping(t *testing.T) {
	const gtin = "2000000000015"
	for _, c := range []struct {
		name string
		gap  time.Duration
		keys []tea.KeyPressMsg
		code string
	}{
		{"all in one read", 0, append(keys(gtin), enter), gtin},
		{"a key every 8 ms", 8 * time.Millisecond, append(keys(gtin), enter), gtin},
		{"a slow scanner", 16 * time.Millisecond, append(keys(gtin), enter), gtin},
		{"ending in Tab", 8 * time.Millisecond, append(keys(gtin), tea.KeyPressMsg{Code: tea.KeyTab}), gtin},
		{"ending in a line feed", 8 * time.Millisecond, append(keys(gtin), lineFeed), gtin},
		{"six digits", 8 * time.Millisecond, append(keys("123456"), enter), "123456"},
		{"five digits", 8 * time.Millisecond, append(keys("12345"), enter), ""},
		{"a receipt code", 8 * time.Millisecond, append(keys("HD-01-000123"), enter), "HD-01-000123"},
		{"an input method commits a word and Enter", 0, append(keys("Nguyễn"), enter), ""},
		{"and one without marks", 0, append(keys("nhanhh"), enter), ""},
		{"and one with digits after it", 0, append(keys("tiếng123456"), enter), ""},
		{"digits by hand", 120 * time.Millisecond, append(keys("0912345678"), enter), ""},
		{"digits rolled over the keys", 30 * time.Millisecond, append(keys("0912345678"), enter), ""},
		{"and a little slower", 40 * time.Millisecond, append(keys("0912345678"), enter), ""},
		{"Telex in a hurry", 8 * time.Millisecond, append(keys("nguyeenx thij anhs"), enter), ""},
		{"an input method that takes back and types again", 0, append(append(append(keys("09123a"), tea.KeyPressMsg{Code: tea.KeyBackspace}), keys("â45678")...), enter), ""},
		{"the same on Windows", 0, append(append(append(keys("09123a"), tea.KeyPressMsg{Code: 'h', Mod: tea.ModCtrl}), keys("45678")...), enter), ""},
		{"F9 just before", 0, append(append([]tea.KeyPressMsg{{Code: tea.KeyF9}}, keys(gtin)...), enter), gtin},
		{"F9 in its midst", 8 * time.Millisecond, append(append(keys(gtin[:5]), tea.KeyPressMsg{Code: tea.KeyF9}), append(keys(gtin[5:]), enter)...), gtin},
		{"with the sign of its symbology", 8 * time.Millisecond, append(keys("]E0"+gtin), enter), gtin},
		{"digits by a quick hand", 65 * time.Millisecond, append(keys("0912345678"), enter), ""},
		{"a correction inside", 0, append(append(keys("123456"), tea.KeyPressMsg{Code: tea.KeyBackspace}), enter), ""},
		{"Esc just before is read as alt+digit", 0, append([]tea.KeyPressMsg{{Code: '2', Mod: tea.ModAlt}}, append(keys(gtin[1:]), enter)...), gtin},
		{"a longer text than any code", 0, append(keys(strings.Repeat("1", scanMaxChars+1)), enter), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, seen := fed(Burst{}, start, c.gap, c.keys...)
			if seen.Scan != (c.code != "") || seen.Code != c.code {
				t.Fatalf("scan %v %q, want %q", seen.Scan, seen.Code, c.code)
			}
		})
	}
}

func TestHalfTypedTextIsKeptAsideWhenAScanComes(t *testing.T) {
	b, at, _ := fed(Burst{}, start, 120*time.Millisecond, keys("cam")...)
	b, seen := b.Feed(keys("2")[0], at.Add(time.Second))
	if !seen.Began {
		t.Fatal("the first key of the scan did not begin a burst")
	}
	b, at, seen = fed(b, at.Add(time.Second), 8*time.Millisecond, keys("000000000015")...)
	if seen.Began {
		t.Fatal("a key in the middle began a burst")
	}
	_, seen = b.Feed(enter, at.Add(8*time.Millisecond))
	if !seen.Scan || seen.Code != "2000000000015" {
		t.Fatalf("%+v", seen)
	}
}

// A machine or a link stands still between two keys of a scan.
func TestAScanTornByAStallIsOneCode(t *testing.T) {
	const gtin, voucher = "2000000000015", "912345678901234560"
	torn := func(gap, stall time.Duration, first, rest string) Seen {
		b, at, _ := fed(Burst{}, start, gap, keys(first)...)
		b, at, _ = fed(b, at, stall, keys(rest)[0])
		_, _, seen := fed(b, at, gap, append(keys(rest)[1:], enter)...)
		return seen
	}
	for at := 1; at < len(gtin)-1; at++ {
		if seen := torn(8*time.Millisecond, 400*time.Millisecond, gtin[:at], gtin[at:]); !seen.Scan || !seen.Whole || seen.Code != gtin {
			t.Errorf("torn behind %d: %+v", at, seen)
		}
	}
	if seen := torn(0, stallMax, "3*"+gtin[:5], gtin[5:]); seen.Code != "3*"+gtin {
		t.Errorf("with a quantity: %+v", seen)
	}
	if seen := torn(8*time.Millisecond, 400*time.Millisecond, "9123", "45678901234560"); seen.Code != voucher {
		t.Errorf("a voucher: %+v", seen)
	}
	for _, typed := range []string{"5", "cam", "12"} { // somebody's, just before a scan
		if seen := torn(8*time.Millisecond, 100*time.Millisecond, typed, gtin); seen.Whole || seen.Code != gtin {
			t.Errorf("behind %q: %+v", typed, seen)
		}
	}
	if seen := torn(8*time.Millisecond, stallMax+time.Millisecond, gtin[:5], gtin[5:]); seen.Whole {
		t.Errorf("a pause is no stall: %+v", seen)
	}
}

func TestScansFollowEachOtherAtOnce(t *testing.T) {
	b, at := Burst{}, start
	for i, code := range []string{"2000000000015", "2000000000022", "2000000000015"} {
		var seen Seen
		b, at, seen = fed(b, at, 0, append(keys(code), enter)...)
		if seen.Code != code {
			t.Fatalf("scan %d: %+v", i, seen)
		}
	}
}

func TestLineFeedAfterAScansReturnIsItsTail(t *testing.T) {
	b, at, _ := fed(Burst{}, start, 8*time.Millisecond, append(keys("2000000000015"), enter)...)
	if _, seen := b.Feed(lineFeed, at.Add(8*time.Millisecond)); !seen.Tail {
		t.Fatal("the line feed would confirm something")
	}
	if _, seen := b.Feed(enter, at.Add(8*time.Millisecond)); seen.Tail {
		t.Fatal("an Enter of its own was swallowed")
	}
	if _, seen := b.Feed(lineFeed, at.Add(time.Second)); seen.Tail {
		t.Fatal("a late line feed was swallowed")
	}
}

func TestQuantityBeforeAScanBelongsToIt(t *testing.T) {
	if entry, kept := Compose("3*", "2000000000015"); entry != "3*2000000000015" || kept != "" {
		t.Fatal(entry, kept)
	}
	if entry, kept := Compose("3", "*2000000000015"); entry != "3*2000000000015" || kept != "" {
		t.Fatal(entry, kept)
	}
	if entry, kept := Compose("cam s", "2000000000015"); entry != "2000000000015" || kept != "cam s" {
		t.Fatal(entry, kept)
	}
}

func TestTypingSlowerThanTheLimitIsNeverAScan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[0-9]{6,20}`).Draw(t, "text")
		b, at := Burst{}, start
		for _, k := range append(keys(text), enter) {
			at = at.Add(time.Duration(rapid.IntRange(61, 900).Draw(t, "gap")) * time.Millisecond)
			var seen Seen
			if b, seen = b.Feed(k, at); seen.Scan {
				t.Fatal("typing was taken for a scan")
			}
		}
	})
}
