package api_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"os"
	"strings"
	"testing"
)

// deliver sends a body of testdata/haravan as Haravan would.
func (s *shop) deliver(topic, name string) reply {
	s.t.Helper()
	body, err := os.ReadFile("testdata/haravan/" + name + ".json")
	if err != nil {
		s.t.Fatal(err)
	}
	return s.deliverBody(topic, string(body))
}

func (s *shop) deliverBody(topic, body string) reply {
	s.t.Helper()
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(body))
	token := s.token
	defer func() { s.token = token }()
	s.token = ""
	return s.ask("POST", "/v1/hooks/haravan", body, "X-Haravan-Topic", topic, "X-Haravan-Org-Id", "1000203245",
		"X-Haravan-Hmacsha256", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
}

// haravanShop has a programme, and Ánh, who orders at Haravan.
func haravanShop(t *testing.T) *shop {
	s := open(t)
	s.programme("")
	s.member("anh", "0912345678", 0)
	return s
}

// life is one order's, as its webhooks come: 2 milk at 32.000 ₫, biscuits at 86.000 ₫ less 6.000 ₫, a coupon of 14.000 ₫,
// 30.000 ₫ shipping; one milk comes back, then all of it.
var life = []struct {
	topic, name, state string
	balance            int
}{
	{"orders/create", "web-created", "open", 0},
	{"orders/paid", "web-paid", "paid", 130},
	{"orders/fulfilled", "web-fulfilled", "completed", 130},
	{"orders/updated", "web-partially-refunded", "completed", 101},
	{"orders/cancelled", "web-cancelled", "cancelled", 0},
}

func TestHaravanOrderFromCreationToCancelling(t *testing.T) {
	s := haravanShop(t)
	for _, step := range life {
		s.deliver(step.topic, step.name).ok().has("outcome", "filed")
		s.get("/v1/orders/web/1600000001").ok().has("state", step.state, "customer.balance", step.balance, "totals.goods", "150000",
			"totals.discounts", "20000", "totals.shipping", "30000", "totals.payable", "160000")
		s.deliver(step.topic, step.name).ok() // again
		s.get("/v1/customers/anh/points").ok().has("balance", step.balance)
	}
}

// Whatever the order of arrival, twice or once, the newest state wins and each thing happened once.
func TestHaravanWebhooksInAnyOrder(t *testing.T) {
	for _, order := range [][]int{{4, 3, 2, 1, 0}, {1, 0, 2, 3, 4}, {3, 0, 1, 4, 2}, {2, 1, 1, 0, 3, 3, 4, 4, 0}} {
		s := haravanShop(t)
		for _, i := range order {
			s.deliver(life[i].topic, life[i].name).ok()
		}
		s.get("/v1/orders/web/1600000001").ok().has("state", "cancelled", "customer.balance", 0)
		s.get("/v1/quarantine").ok().has("items", 0)
	}
}

func TestHaravanWebhookArrivesLateBehindANewerOne(t *testing.T) {
	s := haravanShop(t)
	s.deliver("orders/paid", "web-paid").ok().has("outcome", "filed")
	s.deliver("orders/create", "web-created").ok().has("outcome", "stale")
	s.get("/v1/orders/web/1600000001").ok().has("state", "paid", "customer.balance", 130, "order.paid_at", "2026-11-21T10:00:00.5+07:00")
}

func TestHaravanOrdersOfOtherSources(t *testing.T) {
	s := haravanShop(t)
	s.deliver("orders/create", "pos-without-customer").ok().has("outcome", "filed")
	s.get("/v1/orders/store/1600000002").ok().has("state", "completed", "totals.payable", "144000", "customer", nil)
	s.deliver("orders/paid", "shopee-paid").ok().has("outcome", "filed")
	s.get("/v1/orders/marketplace/1600000003").ok().has("state", "paid", "totals.payable", "135000", "points.earned", 115,
		"order.lines.0.sku", "1113450021", "order.customer_id", "anh")
	s.deliverBody("products/update", `{"id": 5}`).ok().has("outcome", "ignored")
}

func TestHaravanSignatures(t *testing.T) {
	s := haravanShop(t)
	s.token = ""
	for _, signature := range []string{"", "x", base64.StdEncoding.EncodeToString(make([]byte, 32))} {
		s.ask("POST", "/v1/hooks/haravan", `{"id": 1}`, "X-Haravan-Topic", "orders/create", "X-Haravan-Hmacsha256", signature).
			refused(http.StatusUnauthorized, "hook.signature")
	}
}

// bankTells sends a bank's webhook, signed with a secret.
func (s *shop) bankTells(secret, body string) reply {
	s.t.Helper()
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(body))
	token := s.token
	defer func() { s.token = token }()
	s.token = ""
	return s.ask("POST", "/v1/hooks/bank", body, "X-Bank-Hmacsha256", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
}

func TestABanksWebhookIsBelievedBySignatureAndOnce(t *testing.T) {
	s := open(t)
	told := `{"id": "FT26327", "at": "2026-11-21T10:00:00+07:00", "amount": 45000, "content": "tien com trua", "gateway": "MB"}`
	s.bankTells(secret, told).refused(http.StatusUnauthorized, "hook.signature") // another service's secret
	s.bankTells("", told).refused(http.StatusUnauthorized, "hook.signature")
	s.bankTells(bankSecret, told).ok().has("outcome", "unknown")
	s.bankTells(bankSecret, told).ok().has("outcome", "repeated")
	s.bankTells(bankSecret, strings.Replace(told, "45000", "46000", 1)).refused(http.StatusConflict, "transfer.differs")
	s.bankTells(bankSecret, `{"id": "FT26328", "direction": "out"}`).ok().has("outcome", "ignored")
	s.bankTells(bankSecret, `{"id": "FT26329", "at": "2026-11-21T10:00:00+07:00", "amount": "0", "content": "Q01"}`).
		is(http.StatusAccepted).has("outcome", "quarantined", "reason", "hook.unmapped amount")
	s.get("/v1/exceptions?kind=transfer.unknown").ok().has("items.0.detail", "45000 FT26327", "items.1", nil)
	s.get("/v1/quarantine").ok().has("items.0.source", "bank")
}

func TestWhatCannotBeFiledWaitsReadableInTheQuarantine(t *testing.T) {
	s := haravanShop(t)
	s.deliver("orders/paid", "facebook-unknown-phone").is(http.StatusAccepted).has("outcome", "quarantined", "reason", "customer.unknown")
	s.deliver("orders/paid", "facebook-unknown-phone").is(http.StatusAccepted)
	s.deliver("orders/paid", "total-does-not-fit").is(http.StatusAccepted).has("reason", "hook.unmapped total_price")
	s.deliverBody("orders/create", "<xml/>").is(http.StatusAccepted).has("reason", "hook.unmapped")
	list := s.get("/v1/quarantine").ok().has("items.0.source", "haravan", "items.0.topic", "orders/paid", "items.0.body.id", "1600000004",
		"items.2.body", "<xml/>", "items.3", nil)
	id := list.text("items.0.id")
	s.post("/v1/quarantine/"+id+"/retry", "").refused(http.StatusNotFound, "customer.unknown")
	s.member("lan", "0399999999", 0)
	s.post("/v1/quarantine/"+id+"/retry", "").ok().has("done", true)
	s.post("/v1/quarantine/"+id+"/retry", "").ok().has("done", true)
	s.get("/v1/orders/facebook/1600000004").ok().has("state", "paid", "customer.balance", 130)
	s.get("/v1/quarantine").ok().has("items.0.body.id", "1600000005", "items.2", nil)
	s.post("/v1/quarantine/nothing/retry", "").refused(http.StatusNotFound, "quarantine.unknown")
}

func TestSourceNamesBecomeChannels(t *testing.T) {
	s := haravanShop(t)
	body, err := os.ReadFile("testdata/haravan/shopee-paid.json")
	if err != nil {
		t.Fatal(err)
	}
	for source, channel := range map[string]string{"web": "web", "pos": "store", "FACEBOOK": "facebook", "messenger": "messenger",
		"Lazada": "marketplace", "haravan_draft_order": "web", "zalo/oa": "zalo-oa"} {
		s.deliverBody("orders/paid", strings.Replace(string(body), `"source_name": "shopee"`, `"source_name": "`+source+`"`, 1)).ok()
		s.get("/v1/orders/" + channel + "/1600000003").ok()
	}
}
