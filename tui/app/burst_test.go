package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/tui/input"
	"tim/tui/story"
)

// A finger or a key opens the pay screen between two keys of a scan: its rest and its Enter would pay.
func TestAScanIsOneScanWhateverHappensInItsMidst(t *testing.T) {
	for name, act := range map[string]func(d *desk){
		"a tap": func(d *desk) { d.tap("F9 Trả") },
		"a key": func(d *desk) { d.press(byScanner, f9) },
	} {
		t.Run(name, func(t *testing.T) {
			d := sit(t, story.Order())
			d.types("cam")
			d.now = d.now.Add(time.Second)
			d.press(byScanner, letters(milk[:5])...)
			act(d)
			d.press(byScanner, append(letters(milk[5:]), enter)...).settle()
			d.did()
			d.sees("✗ Chưa bán mã " + milk)
			if d.tones != 1 {
				t.Fatalf("%d error tones, want 1", d.tones)
			}
			d.press(byHand, esc).settle()
			d.sees("│ cam ")
		})
	}
}

// The machine stands still in the middle of a scan: it is one code, and what was half typed before it stays.
func TestAScanTornByAStallIsSoldOnce(t *testing.T) {
	d := sit(t, story.Empty())
	d.types("cam")
	d.now = d.now.Add(2 * time.Second)
	d.press(byScanner, letters(milk[:5])...)
	d.now = d.now.Add(300 * time.Millisecond)
	d.press(byScanner, append(letters(milk[5:]), enter)...).settle()
	d.did(scanOf(milk, ""))
	d.sees("│ cam ")
}

// The program stood still: a key and a scan come in one read.
func TestAScanThatCameWithAKeyInOneReadIsNoAmount(t *testing.T) {
	for _, code := range []string{milk, "123456", "20000015"} {
		d := sit(t, story.Order())
		d.press(0, append(append([]tea.KeyPressMsg{f9}, letters(code)...), enter)...).settle()
		d.did()
		d.sees("✗ Chưa bán mã " + code)
	}
}

func TestAScanIsNeverAPIN(t *testing.T) {
	for name, s := range map[string]counter.State{"sign-in": story.SignedOut(), "approval": story.PriceApproval()} {
		d := sit(t, s)
		d.scans("123400").settle().did()
		if d.tones != 1 {
			t.Errorf("%s: %d error tones, want 1", name, d.tones)
		}
	}
}

// The disk stands still, and the scanner doesn't. What can't be kept is lost in whole codes, and said aloud.
func TestMoreScansThanCanBeKeptAreLostInWholeCodes(t *testing.T) {
	const scans = 2_000
	d := sit(t, story.Empty())
	asked := 0
	d.till.answer = func(a counter.Action, s counter.State) (counter.State, error) {
		if e, ok := a.(counter.Enter); !ok || e.Text != milk {
			return s, fault.New(fault.Invalid, "input.unknown", nil)
		}
		asked++
		return s, nil
	}
	d.types("cam")
	d.now = d.now.Add(time.Second)
	for range scans {
		d.press(0, append(letters(milk), enter)...)
	}
	d.sees("✗ Quá nhiều phím")
	d.settle()
	if asked != len(d.till.asked) || asked >= scans || asked < 1_000 {
		t.Fatalf("%d of %d actions sold the code, of %d scans", asked, len(d.till.asked), scans)
	}
	d.sees("│ cam ")
	before := asked
	d.press(0, append(letters(milk), enter)...).settle() // still no pause
	d.scans(milk).settle()
	if asked != before+1 {
		t.Fatalf("%d scans were sold after the pause, want 1", asked-before)
	}
}

// 300 scans in one read while the store is slow, some of them unknown: each is asked for, in order, whole.
func TestThreeHundredScansInOneReadAreAskedForInOrder(t *testing.T) {
	d := sit(t, story.Empty())
	var want []string
	d.types("nước")
	d.now = d.now.Add(time.Second)
	for i := range 300 {
		code := fmt.Sprintf("20000%08d", i)
		want = append(want, code)
		d.press(0, append(letters(code), enter)...)
	}
	d.settle()
	var got []string
	for _, a := range d.till.asked {
		got = append(got, a.(counter.Enter).Text)
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Fatalf("asked for\n%v", got)
	}
	d.sees("│ nước ")
}

// A scanner that types nothing behind a code, at its pace and without a pause, beside an input method: each code is asked for, in order,
// none is merged with another, and what was half typed stays.
func TestCodesWithoutEndsAreAskedForOneByOne(t *testing.T) {
	for name, typed := range map[string][]tea.KeyPressMsg{
		"a whole syllable at once":   letters("sữa"),
		"a letter taken back for it": {{Code: 's', Text: "s"}, {Code: 'u', Text: "u"}, {Code: tea.KeyBackspace}, {Code: 'ữ', Text: "ữ"}, {Code: 'a', Text: "a"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := sitWith(t, story.Empty(), input.Wedge{NoEnd: true})
			d.press(2*time.Millisecond, typed...)
			d.now = d.now.Add(time.Second)
			var want []string
			for i := range 30 {
				code := []string{milk, "8934563138165", "2000000000015"}[i%3]
				want = append(want, code)
				d.press(byScanner, letters(code)...)
			}
			d.now = d.now.Add(100 * time.Millisecond)
			d.settle()
			var got []string
			for _, a := range d.till.asked {
				got = append(got, a.(counter.Enter).Text)
			}
			if !slices.Equal(got, want) {
				t.Errorf("asked for\n%v, want\n%v", got, want)
			}
			d.sees("│ sữa ")
		})
	}
}

// What isn't over yet stands in the field, and what no code ends stays there.
func TestTheRestOfARunStaysInTheField(t *testing.T) {
	d := sitWith(t, story.Empty(), input.Wedge{NoEnd: true})
	d.now = d.now.Add(time.Second)
	d.press(byScanner, letters(milk+milk+milk+"20000")...)
	d.now = d.now.Add(100 * time.Millisecond)
	d.settle()
	d.did(scanOf(milk, ""))
	d.sees("│ " + milk + milk + "20000")
}
