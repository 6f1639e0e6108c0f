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
