package api_test

import "testing"

// A shop that misspells an act would leave the drawer unguarded without knowing it.
func TestAShopsPolicyIsReadStrictly(t *testing.T) {
	s := open(t)
	put := func(policy string) reply { return s.put("/v1/shops/q1", `{"name": "Quận 1", "policy": `+policy+`}`) }
	put(`{"approve": {"drawer.open": false, "cash.paid_in": true}, "drop_at": "2000000", "open_count": true}`).ok().
		has("policy.drop_at", "2000000", "policy.open_count", "true")
	put(`{"approve": {"drawer.opened": false}}`).refused(422, "field.enum").at("policy.approve field.enum")
	put(`{"drop_at": "-1"}`).refused(422, "money.range").at("policy.drop_at money.range")
	put(`{"drop": "1"}`).refused(422, "field.unknown").at("policy.drop field.unknown")
}

// What a till could neither number nor read by isn't stored, nor anything beside it.
func TestAShopsInvoicesAndLabelsAreChecked(t *testing.T) {
	s := open(t)
	s.put("/v1/shops/q1", `{"name": "Quận 1", "tax_code": "0301442379"}`).ok()
	s.put("/v1/shops/q1", `{"name": "Quận 2", "tax_code": "12", "invoice": {"symbol": "1C{yy}MAA", "series": ""}, "labels": [{"prefix": "93", "item_digits": 5, "value_digits": 5}]}`).
		refused(422, "tax_code.format").at("tax_code tax_code.format", "invoice.series field.required", "labels[0].prefix rule.format")
	s.put("/v1/shops/q1", `{"name": "Quận 2", "labels": [{"prefix": "21", "item_digits": 5, "value_digits": 5, "grams": 1}], "invoice": {"symbol": "1C{yy}MAA", "series": "M1-{yy}-ABCDE", "lookup": "https://tracuu.example/?so={number}"}}`).
		ok().has("invoice.lookup", "https://tracuu.example/?so={number}")
}
