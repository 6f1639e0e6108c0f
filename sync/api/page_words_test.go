package api

import (
	"math"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"tim/domain/loyalty"
)

func TestThePageSpeaksBothLanguagesWhole(t *testing.T) {
	for _, text := range []pageText{pageVi, pageEn} {
		v := reflect.ValueOf(text)
		for i := range v.NumField() {
			if v.Field(i).IsZero() {
				t.Errorf("%s: %s is missing", text.Lang, v.Type().Field(i).Name)
			}
		}
		for kind := loyalty.Earn; kind <= loyalty.Merge; kind++ {
			if text.Kind[kind] == "" {
				t.Errorf("%s: entries of kind %d have no words", text.Lang, kind)
			}
		}
		for name, m := range map[string][2]any{"channel": {pageVi.Channel, text.Channel}, "state": {pageVi.State, text.State},
			"refused": {pageVi.Refused, text.Refused}, "notice": {pageVi.Notice, text.Notice}, "stopped": {pageVi.Stopped, text.Stopped}} {
			for _, key := range reflect.ValueOf(m[0]).MapKeys() {
				if words := reflect.ValueOf(m[1]).MapIndex(key); !words.IsValid() || words.IsZero() {
					t.Errorf("%s: %s %s has no words", text.Lang, name, key)
				}
			}
			if reflect.ValueOf(m[0]).Len() != reflect.ValueOf(m[1]).Len() {
				t.Errorf("%s: %s has more words than the other language", text.Lang, name)
			}
		}
		if !strings.Contains(text.Digits, strconv.Itoa(pageDigits)) || !strings.Contains(text.Notice["digits.format"], strconv.Itoa(pageDigits)) {
			t.Errorf("%s asks for another number of digits", text.Lang)
		}
		if !strings.Contains(text.Shut, strconv.Itoa(int(pageSession/time.Minute))) {
			t.Errorf("%s says another time", text.Lang)
		}
	}
}

func FuzzPhoneConfirmed(f *testing.F) {
	for _, typed := range []string{"345678", "0912 345 678", "+84912345678", "", "45678", "84912345678", "０９１２３４５６７８"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		right, err := phoneConfirmed(typed, "+84912345678")
		digits := strings.Map(digitsOnly, typed)
		if right && (err != nil || len(digits) < pageDigits || !strings.HasSuffix("0084912345678", digits) && !strings.HasSuffix("0912345678", digits)) {
			t.Fatalf("%q confirms +84912345678, %v", typed, err)
		}
		if len(digits) < pageDigits && err == nil {
			t.Fatalf("%q counts as a try", typed)
		}
	})
}

func TestWrongTriesAreForgottenBeforeTheyFillTheMemory(t *testing.T) {
	tries, now := newTries(2, time.Hour), time.Date(2026, 11, 21, 5, 0, 0, 0, time.UTC)
	name := func(i int) string { return strconv.Itoa(i) }
	for i := range triesMax {
		tries.take(name(i), now.Add(time.Duration(i)*time.Millisecond))
	}
	full := now.Add(time.Minute)
	if tries.take("one more", full); len(tries.made) != triesMax || tries.made["0"].n != 0 || tries.made["1"].n != 1 {
		t.Errorf("%d remembered; not the oldest was forgotten", len(tries.made))
	}
	if tries.take(name(5), full) != 0 || tries.take(name(5), full) <= 0 || len(tries.made) != triesMax {
		t.Error("who is known is counted on")
	}
	if tries.take("much later", full.Add(2*time.Hour)); len(tries.made) != 1 {
		t.Errorf("%d remembered when all are over", len(tries.made))
	}
}

// TestEveryColourCanBeRead holds WCAG 2.2 AA for each text on each ground that the style puts it on, in light and in dark.
func TestEveryColourCanBeRead(t *testing.T) {
	light, dark, found := strings.Cut(pageCSS, "@media (prefers-color-scheme: dark)")
	if !found {
		t.Fatal("no dark mode")
	}
	dark, _, _ = strings.Cut(dark, "}")
	colours := map[string]string{}
	for _, scheme := range []string{light, dark} {
		for _, m := range regexp.MustCompile(`--(\w+): #([0-9a-f]+)`).FindAllStringSubmatch(scheme, -1) {
			colours[m[1]] = m[2]
		}
		for _, pair := range []struct {
			text, on string
			least    float64
		}{
			{"text", "ground", 4.5}, {"text", "card", 4.5}, {"soft", "card", 4.5}, {"soft", "ground", 4.5}, {"accent", "card", 4.5}, {"accent", "ground", 4.5},
			{"accent", "tint", 4.5}, {"text", "tint", 4.5}, {"onaccent", "accent", 4.5}, {"gain", "card", 4.5}, {"accent", "track", 3},
		} {
			if got := contrast(t, colours[pair.text], colours[pair.on]); got < pair.least {
				t.Errorf("%s on %s: contrast %.2f, least %.1f", pair.text, pair.on, got, pair.least)
			}
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(t *testing.T, hex string) float64 {
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || len(hex) != 6 {
		t.Fatalf("%q is no colour", hex)
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		c := float64(n>>(16-8*i)&0xff) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
