package office_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"tim/domain/fault"
	"tim/domain/office"
)

// FuzzHaravan holds that whatever a signed webhook says is filed, refused with a code or stale, and that the same again
// changes nothing.
func FuzzHaravan(f *testing.F) {
	files, err := filepath.Glob("../../sync/api/testdata/haravan/*.json")
	if err != nil || len(files) == 0 {
		f.Fatal(err, "no bodies")
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	s := openOffice(f)
	s.now = at(400)
	s.program()
	s.member("anh", "0912345678", 100)
	ctx := context.Background()
	f.Fuzz(func(t *testing.T, body []byte) {
		outcome, err := s.Haravan(ctx, "orders/updated", body)
		if err != nil {
			if _, coded := fault.Of(err); !coded {
				t.Fatalf("a refusal without a code: %v", err)
			}
			return
		}
		before, err := s.Points(ctx, "anh", s.now)
		if err != nil {
			t.Fatal(err)
		}
		again, err := s.Haravan(ctx, "orders/updated", body)
		if err != nil || again != outcome && again != office.HaravanStale {
			t.Fatalf("again: %s, %v", again, err)
		}
		if after, err := s.Points(ctx, "anh", s.now); err != nil || after.Balance != before.Balance {
			t.Fatalf("balance %d became %d, %v", before.Balance, after.Balance, err)
		}
	})
}
