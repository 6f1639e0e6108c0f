package text

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"tim/domain/setup"
)

// The example is every default, and says every key that there is.
func TestTheExampleSaysEveryKeyAndItsDefault(t *testing.T) {
	for _, k := range []setup.Kind{setup.Till, setup.Chain} {
		for _, l := range []Language{Vietnamese, English} {
			a, err := setup.Read([]byte(SetupExample(k, l)), k, time.LoadLocation)
			if want := setup.Default(k, l == English); err != nil || !reflect.DeepEqual(a, want) {
				t.Errorf("%v\n got %+v\nwant %+v", err, a, want)
			}
		}
	}
	said := SetupExample(setup.Till, English)
	for _, line := range keysOf(t, "", reflect.TypeFor[setup.Answers]()) {
		if !strings.Contains(said, line) {
			t.Errorf("%q isn't in the example", line)
		}
	}
}

// untold are the keys that a first start has no use for.
var untold = []string{"program.version", "program.author", "program.at", "program.reason", "program.effective_from", "shop.page_url", "shop.page_key", "shop.policy", "shop.invoice", "shop.labels", "products.list"}

// keysOf is how the example begins the line of each key.
func keysOf(t *testing.T, path string, of reflect.Type) (lines []string) {
	t.Helper()
	for _, f := range reflect.VisibleFields(of) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		key := strings.TrimPrefix(path+"."+name, ".")
		inner := f.Type
		if inner.Kind() == reflect.Slice {
			inner = inner.Elem()
		}
		switch {
		case slices.Contains(untold, key):
		case inner.Kind() == reflect.Struct:
			lines = append(lines, "["+key+"]")
			lines = append(lines, keysOf(t, key, inner)...)
		default:
			lines = append(lines, name+" =")
		}
	}
	return lines
}
