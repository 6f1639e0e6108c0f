package api_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"tim/storage/bolt"
	"tim/storage/storetest/enginetest"
)

func (s *shop) file(path, media, body string) reply {
	s.t.Helper()
	return s.ask("POST", path, body, "Content-Type", media)
}

func TestAnImportIsAllOrNothing(t *testing.T) {
	s := open(t)
	bad := "phone,name\n0912345678,Trần Thị Ánh\n091234,Ngắn\n0987654321,\n0912345678,Trùng\n"
	r := s.file("/v1/customers/import?format=csv", "text/csv", bad).refused(http.StatusUnprocessableEntity, "import.refused")
	rows := map[string]bool{}
	for i := 0; r.value(fmt.Sprintf("errors.%d", i)) != nil; i++ {
		rows[r.text(fmt.Sprintf("errors.%d.row", i))] = true
	}
	if !rows["3"] || !rows["4"] || !rows["5"] || rows["2"] {
		t.Errorf("rows at fault: %v\n%s", rows, r.body)
	}
	s.get("/v1/customers").ok().has("items", 0)
	s.file("/v1/customers/import", "text/csv", "phone,name\n0912345678,Trần Thị Ánh\n0987654321,Lê Hồng\n").ok().has("rows", 2, "created", 2)
	s.get("/v1/customers/by-phone/0987654321").ok().has("name", "Lê Hồng")
	s.file("/v1/balances/import?format=jsonl", "application/jsonl", `{"phone": "0912345678", "points": 120, "ranking_points": 6000}`+"\n").ok().has("rows", 1)
	s.get("/v1/customers/by-phone/0912345678").ok()
	s.get("/v1/customers/import?format=xml").is(http.StatusNotFound)
	s.file("/v1/customers/import?format=xml", "text/xml", "<x/>").refused(http.StatusUnprocessableEntity, "field.enum")
}

func TestAFileSentAgainWithItsKeyIsTakenOnce(t *testing.T) {
	s := open(t)
	s.programme("")
	s.member("anh", "0912345678", 0)
	send := func(points string) reply {
		return s.ask("POST", "/v1/adjustments/import?format=csv", "phone,reason,points\n0912345678,bù,"+points+"\n", "Content-Type", "text/csv", "Idempotency-Key", "file-1")
	}
	first := send("40").ok().has("rows", 1)
	again := send("40").ok().has("rows", 1)
	if first.header.Get("Idempotent-Replay") != "" || again.header.Get("Idempotent-Replay") != "true" {
		t.Errorf("replayed: %q, then %q", first.header.Get("Idempotent-Replay"), again.header.Get("Idempotent-Replay"))
	}
	send("41").refused(http.StatusConflict, "key.reused")
	s.get("/v1/customers/anh/points").ok().has("balance", 40)
}

func TestWhatIsExportedImportsAgainToTheSame(t *testing.T) {
	s, other := open(t), open(t)
	s.programme("")
	s.member("anh", "0912345678", 100)
	s.member("hong", "0987654321", 0)
	s.put("/v1/products/SUA", `{"name": "Sữa \"tươi\", 1L", "price": "32000", "barcodes": ["2000000000015"], "vat_percent": "8"}`).ok()
	s.put("/v1/rewards/coc", `{"name": "Cốc", "cost": 100, "gives": {"kind": "amount", "amount": "50000"}, "tiers": ["vang"]}`).ok()
	for _, kind := range []string{"customers", "products", "rewards"} {
		for _, format := range []string{"csv", "jsonl"} {
			path := fmt.Sprintf("/v1/%s/%%s?format=%s", kind, format)
			exported := s.get(fmt.Sprintf(path, "export")).ok().body
			if len(bytes.TrimSpace(exported)) == 0 {
				t.Fatalf("%s %s is empty", kind, format)
			}
			other.post(fmt.Sprintf(path, "import"), string(exported)).ok()
			if again := other.get(fmt.Sprintf(path, "export")).ok().body; !bytes.Equal(again, exported) {
				t.Errorf("%s %s: %s became %s", kind, format, exported, again)
			}
		}
	}
	s.put("/v1/orders/web/1", order("anh", 50000, "")).ok()
	for _, kind := range []string{"orders", "entries"} {
		if body := string(s.get("/v1/" + kind + "/export?format=csv").ok().body); strings.Count(body, "\n") < 2 {
			t.Errorf("%s: %q", kind, body)
		}
	}
}

func TestABackupTakenWhileRunningRestores(t *testing.T) {
	enginetest.OwnFile(t)
	s := open(t)
	s.programme("")
	s.member("anh", "0912345678", 100)
	copied := s.get("/v1/backup").ok().body
	dir := t.TempDir()
	if err := bolt.RestoreCentral(dir, bytes.NewReader(copied)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir + "/" + bolt.CentralFile); err != nil {
		t.Fatal(err)
	}
}
