package input

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"tim/domain/catalog"
)

// withCheck is digits with their check digit.
func withCheck(digits string) string {
	for c := range 10 {
		if code := fmt.Sprint(digits, c); proven(code) {
			return code
		}
	}
	panic("no check digit fits " + digits)
}

// scanner types codes without ends at a pace, and gives what was taken for a scan.
type scanner struct {
	wedge Wedge
	burst Burst
	at    time.Time
	got   []string
}

func (s *scanner) types(gap time.Duration, text string) {
	for _, r := range text {
		s.at = s.at.Add(gap)
		s.burst, _ = s.burst.Feed(tea.KeyPressMsg{Code: r, Text: string(r)}, s.at)
		s.takes(false)
	}
}

func (s *scanner) takes(paused bool) {
	codes, left, _ := s.burst.Run(s.wedge, paused)
	s.got, s.burst = append(s.got, codes...), left
}

// pauses is nothing for so long, as the till sees it.
func (s *scanner) pauses(long time.Duration) {
	s.at = s.at.Add(long)
	if _, whole := s.burst.Whole(s.wedge); whole && long > keyGapMax {
		s.takes(true)
	}
}

const wedgePace = 8 * time.Millisecond

// 300 codes without ends, whatever pauses lie between them: none is merged with another, none is lost, all in order.
func TestThreeHundredCodesWithoutEndsAreThreeHundredCodes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		s := scanner{wedge: Wedge{NoEnd: true}, at: time.Unix(1_000, 0)}
		var want []string
		for range 300 {
			code := withCheck(fmt.Sprintf("893%09d", r.IntN(1_000_000_000)))
			want = append(want, code)
			s.types(wedgePace, code)
			s.pauses([]time.Duration{0, 20 * time.Millisecond, 61 * time.Millisecond, 2 * time.Second}[r.IntN(4)])
		}
		s.pauses(time.Second)
		if !slices.Equal(s.got, want) {
			t.Fatalf("%d codes, want %d", len(s.got), len(want))
		}
	})
}

// Lengths that goods and vouchers have are told apart by their check digits, and where a scan stands still its halves are one.
func TestARunOfCodesOfSeveralLengths(t *testing.T) {
	milk, egg, box, voucher := withCheck("893456313816"), withCheck("9638507"), withCheck("1893480401234"), "923985708097560197"
	for name, c := range map[string]struct {
		wedge Wedge
		typed []string
		want  []string
	}{
		"one":                       {Wedge{}, []string{milk}, []string{milk}},
		"a piece, a box, a voucher": {Wedge{}, []string{milk + box + milk}, []string{milk, box, milk}},
		"a short one among them":    {Wedge{}, []string{milk + egg + milk}, []string{milk, egg, milk}},
		"torn by a stall":           {Wedge{}, []string{milk + milk[:5], milk[5:]}, []string{milk, milk}},
		"torn in its first":         {Wedge{}, []string{milk[:5], milk[5:] + milk}, []string{milk, milk}},
		"a prefix":                  {Wedge{Prefix: "~"}, []string{"~SKU-00417~" + milk + "~" + voucher}, []string{"SKU-00417", milk, voucher}},
		"signs of symbologies":      {Wedge{}, []string{"]E0" + milk + "]E0" + milk}, []string{milk, milk}},
		"a wrong check digit":       {Wedge{}, []string{milk + milk[:12] + "9"}, nil},
		"no code":                   {Wedge{}, []string{"banh mi 12345"}, nil},
		"a vowel with its mark":     {Wedge{}, []string{"bánh" + milk}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			c.wedge.NoEnd = true
			s := scanner{wedge: c.wedge, at: time.Unix(1_000, 0)}
			for i, text := range c.typed {
				if i > 0 {
					s.pauses(300 * time.Millisecond)
				}
				s.types(wedgePace, text)
			}
			s.pauses(time.Second)
			if !slices.Equal(s.got, c.want) {
				t.Errorf("got %q, want %q", s.got, c.want)
			}
		})
	}
}

// A hand's digits are no code, whatever they say.
func TestWhatAHandTypesIsNoRun(t *testing.T) {
	s := scanner{wedge: Wedge{NoEnd: true}, at: time.Unix(1_000, 0)}
	s.types(40*time.Millisecond, withCheck("893456313816")+withCheck("893456313817"))
	s.pauses(time.Second)
	if len(s.got) > 0 {
		t.Errorf("a hand scanned %q", s.got)
	}
}

// Half a code that is typed behind a whole one isn't taken for another: codes of a shop's scale and its vouchers have their own rules.
func TestAScalesLabelBehindACode(t *testing.T) {
	label := withCheck("211234501500")
	if _, err := catalog.ParseCode(label); err != nil {
		t.Fatal(err)
	}
	s := scanner{wedge: Wedge{NoEnd: true}, at: time.Unix(1_000, 0)}
	s.types(wedgePace, label+withCheck("893456313816")+label)
	s.pauses(time.Second)
	if want := []string{label, withCheck("893456313816"), label}; !slices.Equal(s.got, want) {
		t.Errorf("got %q, want %q", s.got, want)
	}
}
