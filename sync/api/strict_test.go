package api_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/domain/office"
	"tim/sync/api"
)

type inner struct {
	N int64 `json:"n"`
}

type sample struct {
	S     string         `json:"s"`
	N     int64          `json:"n"`
	B     bool           `json:"b"`
	P     *string        `json:"p,omitempty"`
	V     money.VND      `json:"v"`
	Q     money.Quantity `json:"q"`
	T     time.Time      `json:"t,omitzero"`
	L     []inner        `json:"l"`
	I     inner          `json:"i"`
	Words []string       `json:"words"`
	Shown string         `json:"shown" strict:"answer"`
	inner
}

func TestADocumentIsRead(t *testing.T) {
	var got sample
	err := api.Decode([]byte(` { "s" : "a\"}\\", "n":-5 ,"b":true,"p":"x","v":"32000", "q":1.5,"t":"2026-11-21T10:00:00+07:00",
		"l":[{"n":1} , {"n":2}], "i":{"n":3},"words":[],"shown":{"any":[1,"}"]} } `), &got)
	if err != nil {
		t.Fatal(err)
	}
	x := "x"
	want := sample{S: `a"}\`, N: -5, B: true, P: &x, V: 32000, Q: 1500, T: got.T, L: []inner{{1}, {2}}, I: inner{3}, Words: []string{}}
	if !reflect.DeepEqual(got, want) || !got.T.Equal(time.Date(2026, 11, 21, 3, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v", got)
	}
}

func TestFaultsHavePaths(t *testing.T) {
	for document, want := range map[string]string{
		`{"S": "a"}`:                             "field.unknown S",
		`{"s": 1, "n": "1", "b": "true"}`:        "field.type s want=string; field.type n want=integer; field.type b want=boolean",
		`{"n": 1.5, "i": [], "l": {}}`:           "field.type n want=integer; field.type i want=object; field.type l want=array",
		`{"l": [{"n": 1}, {"n": "x", "m": 2}]}`:  "field.type l[1].n want=integer; field.unknown l[1].m",
		`{"v": "1,5", "q": 0}`:                   "money.format v value=1,5; quantity.range q max=1000000000",
		`{"t": "tomorrow"}`:                      "field.type t want=string",
		`{"s": "a", "s": "b"}`:                   "field.duplicate s",
		`{"words": ["a", 2]}`:                    "field.type words[1] want=string",
		`{"n": 99999999999999999999}`:            "field.type n want=integer",
		`{"\u0073": "a", "\u0078": 1}`:           "field.unknown x",
		`{"` + strings.Repeat("y", 100) + `":1}`: "field.unknown " + strings.Repeat("y", 60) + "…",
	} {
		var got sample
		if err := api.Decode([]byte(document), &got); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", document, err, want)
		}
	}
}

func TestNullIsAbsent(t *testing.T) {
	got := sample{S: "kept", N: 7}
	if err := api.Decode([]byte(`{"s": null, "n": null, "p": null, "l": null, "t": null, "v": null}`), &got); err != nil {
		t.Fatal(err)
	}
	if got.S != "kept" || got.N != 7 || got.P != nil || got.L != nil {
		t.Errorf("%+v", got)
	}
}

func TestWhatIsNoObjectIsNoDocument(t *testing.T) {
	for _, document := range []string{"", " ", "[]", "null", "1", `"{}"`, "{", "{}}", `{"s"}`, "\xff"} {
		var got sample
		if err := api.Decode([]byte(document), &got); fault.Code(err) != "json.format" {
			t.Errorf("%q: %v", document, err)
		}
	}
}

func TestAHostileDocumentIsCheap(t *testing.T) {
	var b strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&b, `,"x%d":1`, i)
	}
	var got sample
	err := api.Decode([]byte("{"+b.String()[1:]+"}"), &got)
	if faults, ok := err.(fault.Fields); !ok || len(faults) > 100 {
		t.Errorf("%d faults", len(faults))
	}
}

// FuzzDecode holds that what is accepted is what the standard library reads, that a refusal has a path, and that nothing panics.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"customer_id": "anh", "lines": [{"id": "1", "sku": "A", "quantity": 1.5, "unit_price": "32000"}], "paid_at": "2026-11-21T10:00:00Z"}`))
	f.Add([]byte(`{"lines": [{"quantity": "x"}, null, {}], "returns": [{"lines": []}], "vouchers": ["a", null], "customer": {"phone": "09"}}`))
	f.Add([]byte(`{"use_points": 1e2, "discount": -0, "discount": 5, "\u006cines": []}`))
	f.Fuzz(func(t *testing.T, document []byte) {
		for _, into := range []func() (any, any){
			func() (any, any) { return new(office.OrderDoc), new(office.OrderDoc) },
			func() (any, any) { return new(office.NewMember), new(office.NewMember) },
			func() (any, any) { return new(office.Redemption), new(office.Redemption) },
		} {
			got, want := into()
			err := api.Decode(document, got)
			if err != nil {
				if _, coded := fault.Of(err); !coded {
					t.Fatalf("%q: a refusal without a code: %v", document, err)
				}
				continue
			}
			if strings.Contains(string(document), "null") {
				continue // read as absent here, asked of the type there
			}
			if err := json.Unmarshal(document, want); err != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("%q: read as %+v, by encoding/json %+v, %v", document, got, want, err)
			}
		}
	})
}

// FuzzProgram holds that a document that is accepted is valid and, written out, is read as itself.
func FuzzProgram(f *testing.F) {
	f.Add([]byte(`{"rounding": "half_up", "tiers": [{"id": "a", "name": "A", "min_ranking_points": 0, "rate_percent": "0.01"}]}`))
	f.Fuzz(func(t *testing.T, document []byte) {
		p, err := loyalty.ParseProgram(document)
		if err != nil {
			return
		}
		out, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		again, err := loyalty.ParseProgram(out)
		if err != nil {
			t.Fatalf("%s: %v", out, err)
		}
		if twice, err := json.Marshal(again); err != nil || string(twice) != string(out) {
			t.Fatalf("%s became %s", out, twice)
		}
	})
}
