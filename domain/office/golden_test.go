package office_test

import (
	"encoding/hex"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"tim/domain/journal"
)

// A golden file is what journals hold for ever: -update writes a missing one and never touches one that is there.
var update = flag.Bool("update", false, "write missing golden files")

func goldenBody(t *testing.T, name string, v, empty journal.Coder) {
	t.Helper()
	path, got := filepath.Join("testdata", name), hex.EncodeToString(journal.Encode(v))
	if _, err := os.Stat(path); *update && os.IsNotExist(err) {
		if err := os.WriteFile(path, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	pinned, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.TrimSpace(string(pinned)); got != want {
		t.Errorf("%s: the canonical bytes have changed:\n%s\nwant\n%s", name, got, want)
	}
	raw, _ := hex.DecodeString(got)
	if err := journal.Decode(raw, empty); err != nil || !reflect.DeepEqual(v, empty) {
		t.Errorf("%s: read back as %+v, %v", name, empty, err)
	}
}
