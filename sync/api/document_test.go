package api_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// document is as much of an OpenAPI document as the tests look at.
type document struct {
	OpenAPI string
	Paths   map[string]map[string]struct {
		Responses   map[string]body
		RequestBody body
	}
	Components struct{ Schemas map[string]*schema }
}

type body struct {
	Content map[string]struct{ Schema schema }
}

type schema struct {
	Ref        string `json:"$ref"`
	Type       any
	Properties map[string]*schema
	Items      *schema
}

func readDocument(t *testing.T) document {
	var d document
	if err := json.Unmarshal(open(t).get("/openapi.json").ok().body, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTheDocumentHasThePathsAndStatusesOfTheContract(t *testing.T) {
	d := readDocument(t)
	if d.OpenAPI != "3.1.0" {
		t.Errorf("OpenAPI %s", d.OpenAPI)
	}
	contract, err := os.ReadFile("testdata/contract.txt")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{}
	for line := range strings.Lines(string(contract)) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		method, path := strings.ToLower(fields[0]), fields[1]
		want[method+" "+path] = true
		op, ok := d.Paths[path][method]
		if !ok {
			t.Errorf("%s %s is missing", method, path)
			continue
		}
		for _, status := range fields[2:] {
			if _, ok := op.Responses[status]; !ok {
				t.Errorf("%s %s: %s is missing", method, path, status)
			}
		}
	}
	for path, methods := range d.Paths {
		for method := range methods {
			if !want[method+" "+path] {
				t.Errorf("%s %s is not in the contract's list", method, path)
			}
		}
	}
}

// The examples are the contract's own.
func TestTheDocumentHasTheNamesOfTheContract(t *testing.T) {
	d := readDocument(t)
	for _, c := range []struct{ method, path, example string }{
		{"put", "/v1/program", exampleProgram}, {"get", "/v1/customers/{id}/points", examplePoints},
		{"post", "/v1/customers", exampleCustomer}, {"put", "/v1/products/{sku}", exampleProduct}, {"put", "/v1/rewards/{id}", exampleReward},
		{"put", "/v1/orders/{channel}/{id}", exampleOrder}, {"post", "/v1/quotes", exampleOrder},
		{"post", "/v1/customers/{id}/adjustments", `{"key": "", "points": 0, "reason": "", "at": ""}`},
		{"post", "/v1/customers/{id}/redemptions", `{"key": "", "reward_id": "", "points": 0, "at": ""}`},
		{"post", "/v1/customers/{id}/merge", `{"into": ""}`},
	} {
		op := d.Paths[c.path][c.method]
		in := op.RequestBody
		if c.method == "get" {
			in = op.Responses["200"]
		}
		d.covers(t, c.method+" "+c.path, in, c.example)
	}
	for path, example := range map[string]string{
		"put /v1/orders/{channel}/{id}":           exampleAnswer,
		"post /v1/customers/{id}/redemptions":     `{"voucher": {"code": "", "reward_id": "", "gives": {"kind": ""}, "state": "", "issued_at": "", "expires_at": ""}, "points": ` + examplePoints + `}`,
		"get /v1/customers/{id}/entries":          `{"items": [{"id": "", "at": "", "kind": "", "points": 0, "lot": "", "order": "", "voucher": "", "reason": "", "balance_after": 0}], "next_cursor": ""}`,
		"put /v1/program":                         `{"version": 1, "author": "", "at": "", "warnings": [], "tiers": [{"spend_per_point": ""}], "expiry": {"mode": ""}}`,
		"post /v1/customers":                      `{"id": "", "created_at": "", "phone": "", "name": "", "email": "", "birthday": "", "joined_at": "", "consents": []}`,
		"post /v1/quotes":                         exampleAnswer,
		"get /v1/orders/{channel}/{id}":           exampleAnswer,
		"get /v1/customers":                       `{"items": [], "next_cursor": ""}`,
		"get /v1/orders":                          `{"items": [], "next_cursor": ""}`,
		"get /v1/customers/{id}/vouchers":         `{"items": [{"code": "", "state": ""}], "next_cursor": ""}`,
		"post /v1/customers/{id}/adjustments 422": `{"type": "", "title": "", "status": 1, "detail": "", "code": "", "errors": [{"field": "", "code": "", "message": ""}]}`,
	} {
		parts := strings.Fields(path)
		op := d.Paths[parts[1]][parts[0]]
		status := "200"
		for _, s := range []string{"201", "200"} {
			if _, ok := op.Responses[s]; ok {
				status = s
			}
		}
		if len(parts) == 3 {
			status = parts[2]
		}
		if _, ok := op.Responses["201"]; ok && len(parts) == 2 {
			status = "201"
		}
		d.covers(t, path, op.Responses[status], example)
	}
}

// covers says whether every name of an example is in a body's schema.
func (d document) covers(t *testing.T, where string, b body, example string) {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(example), &v); err != nil {
		t.Fatalf("%s: %v", where, err)
	}
	for _, media := range b.Content {
		d.compare(t, where, &media.Schema, v)
		return
	}
	t.Errorf("%s has no schema", where)
}

func (d document) compare(t *testing.T, where string, s *schema, v any) {
	t.Helper()
	if name, ok := strings.CutPrefix(s.Ref, "#/components/schemas/"); ok {
		s = d.Components.Schemas[name]
	}
	if s == nil {
		t.Errorf("%s: a schema is missing", where)
		return
	}
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			p, ok := s.Properties[name]
			if !ok {
				t.Errorf("%s: %s is missing", where, name)
				continue
			}
			d.compare(t, where+" "+name, p, v[name])
		}
	case []any:
		for _, item := range v {
			if s.Items == nil {
				t.Errorf("%s is no array", where)
				return
			}
			d.compare(t, where, s.Items, item)
		}
	}
}

func TestThePageNeedsNothingFromElsewhere(t *testing.T) {
	page := string(open(t).get("/docs").ok().body)
	for _, host := range []string{"http://", "https://", "src="} {
		if strings.Contains(page, host) {
			t.Errorf("the page has %s", host)
		}
	}
	for path := range readDocument(t).Paths {
		if !strings.Contains(page, path) {
			t.Errorf("the page lacks %s", path)
		}
	}
}

const (
	exampleProgram = `{"enabled": true, "currency": "VND", "time_zone": "Asia/Ho_Chi_Minh", "channels": ["store"],
 "ranking": {"spend": "1000", "points": 1}, "tiers": [{"id": "khoi-tao", "name": "Khởi tạo", "min_ranking_points": 0, "rate_percent": "100"}],
 "tier_review": {"mode": "never", "months": 12}, "rounding": "drop",
 "earn": {"trigger": "paid", "activation": {"mode": "immediate", "value": 0}, "excluded_skus": [], "excluded_categories": [], "excluded_from_ranking": false,
          "base": {"tax": "included", "points_paid": "excluded", "discounted_lines": "earn"}},
 "expiry": {"mode": "never", "days": 0, "month": 0, "day": 0},
 "use": {"value_per_point": "1000", "max_percent": "100", "max_amount": null, "max_points": null, "min_points": 0, "step": 1,
         "levels": [25, 50, 75, 100], "as_voucher": true, "when_disabled": true},
 "returns": {"already_spent": "negative", "grace_days": 30, "unpaid_points": "restore"},
 "offline": {"use": "shares", "keep_points": 500, "keep_days": 90, "stop_hours": 72, "trust_points": 0}, "effective_from": "2026-01-01T00:00:00Z"}`
	examplePoints = `{"customer_id": "…", "as_of": "…", "usable": 90, "pending": 30, "balance": 120, "usable_value": "90000",
 "ranking_points": 5300, "tier": {"id": "vang", "name": "Vàng", "rate_percent": "150"}, "next_tier": {"id": "…", "missing": 4700},
 "next_lapse": {"points": 20, "at": "…"}, "lots": [{"id": "…", "order": "store/1001", "points": 50, "remaining": 20, "arose_at": "…",
 "usable_at": "…", "lapses_at": "…"}]}`
	exampleCustomer = `{"id": "", "phone": "", "name": "", "email": "", "birthday": "", "joined_at": "", "opening": {"points": 1, "ranking_points": 1},
 "consents": [{"purpose": "", "text_version": "", "at": "", "method": ""}]}`
	exampleProduct = `{"name": "", "price": "", "barcodes": [], "category": "", "vat_percent": "", "earns": true, "unit": ""}`
	exampleReward  = `{"name": "", "cost": 1, "gives": {"kind": "amount", "amount": "", "percent": "", "cap": "", "sku": ""}, "min_order": "", "stock": 1,
 "per_customer": 1, "tiers": [], "from": "", "to": "", "voucher_days": 1, "channels": [], "with_points": true, "with_vouchers": false, "transferable": false}`
	exampleOrder = `{"customer_id": "…", "customer": {"phone": ""}, "placed_at": "2026-11-21T10:00:00+07:00",
 "lines": [{"id": "1", "sku": "SUA", "name": "…", "quantity": "2", "unit_price": "32000", "discount": "0", "category": "…", "vat_percent": "8", "earns": true}],
 "discount": "0", "shipping": "0", "use_points": 10, "vouchers": ["…"], "paid_at": "…", "delivered_at": "…", "cancelled_at": "…",
 "returns": [{"id": "r1", "at": "…", "lines": [{"id": "1", "quantity": "1"}]}]}`
	exampleAnswer = `{"order": ` + exampleOrder + `, "state": "paid",
 "totals": {"goods": "64000", "discounts": "0", "vouchers": "0", "points": "10000", "shipping": "0", "payable": "54000"},
 "points": {"eligible": "54000", "ranking": 54, "earned": 54, "used": 10, "clawed_back": 0, "restored": 0, "max_use": 64, "refund": "0", "usable_at": "…", "lapses_at": "…"},
 "explain": ["…"], "customer": ` + examplePoints + `}`
)

// Whoever sends what an answer showed is understood: fmt keeps the two shapes from drifting apart.
func TestWhatIsReadCanBePutAgain(t *testing.T) {
	s := open(t)
	s.programme("")
	s.put("/v1/program", string(s.get("/v1/program").ok().body)).ok().has("version", 1)
	s.put("/v1/products/SUA", `{"name": "Sữa tươi", "price": "32000", "barcodes": ["2000000000015"], "vat_percent": "8"}`).ok()
	s.put("/v1/products/SUA", string(s.get("/v1/products/SUA").ok().body)).ok().has("vat_percent", 8, "earns", true)
	s.put("/v1/rewards/coc", `{"name": "Cốc", "cost": 100, "gives": {"kind": "amount", "amount": "50000"}}`).ok()
	s.put("/v1/rewards/coc", string(s.get("/v1/rewards/coc").ok().body)).ok().has("cost", 100, "with_points", true)
	s.member("anh", "0912345678", 100)
	s.put("/v1/orders/web/1", order("anh", 32000, `, "use_points": 5`)).ok()
	var answer struct{ Order json.RawMessage }
	if err := json.Unmarshal(s.get("/v1/orders/web/1").ok().body, &answer); err != nil {
		t.Fatal(err)
	}
	before := fmt.Sprint(s.get("/v1/customers/anh/points").value("balance"))
	s.put("/v1/orders/web/1", string(answer.Order)).ok().has("state", "paid", "customer.balance", before)
}
