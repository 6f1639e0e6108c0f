package api

// endpoint is one operation: what the router, the guards and the OpenAPI document know about it. Paths and names are API.md's.
type endpoint struct {
	method, path string
	id, summary  string
	tag          string
	query        []param
	in, out      any   // zero values of the documents, nil when none
	status       int   // of success
	refusals     []int // statuses beyond those that every endpoint may answer
	keyed        bool  // takes an Idempotency-Key
	open         bool  // needs no token
	probe        bool  // for whoever watches the server: no rate limit
	html         bool  // for members, in HTML; refusals too
	tills        bool  // tills may ask too
	manager      bool  // a manager may ask at a till, in their own name
	file         bool  // its body or answer may be large
	serve        func(*call) error
}

// described says whether the OpenAPI document has it.
func (e endpoint) described() bool { return !e.probe && !e.html }

// param is a query parameter.
type param struct{ name, doc string }

var (
	paging = []param{{"limit", "at most so many items, 1 to 500, 50 by default"}, {"cursor", "next_cursor of the page before; empty for the first"}}
	format = []param{{"format", "csv or jsonl (default)"}}
	atTime = []param{{"at", "RFC 3339 instant, past or future; default now"}}
	search = append([]param{{"q", "words"}}, paging...)
)

// endpoints are all of them.
func (s *Server) endpoints() []endpoint {
	var all []endpoint
	for _, some := range [][]endpoint{
		s.programEndpoints(), s.customerEndpoints(), s.accountEndpoints(), s.productEndpoints(), s.rewardEndpoints(),
		s.orderEndpoints(), s.hookEndpoints(), s.fileEndpoints(), s.tillEndpoints(), s.exceptionEndpoints(), s.invoiceEndpoints(), s.deskEndpoints(), s.shopEndpoints(), s.pageEndpoints(), s.probeEndpoints(),
	} {
		all = append(all, some...)
	}
	return all
}
