package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"tim/domain/loyalty"
	"tim/domain/money"
)

const schemaPrefix = "#/components/schemas/"

// describe is the OpenAPI 3.1 document of the endpoints and the readable page made of it.
func describe(endpoints []endpoint, version string) (document, page []byte, err error) {
	answers := huma.NewMapRegistry(schemaPrefix, named(""))
	requests := huma.NewMapRegistry(schemaPrefix, named("Input"))
	for _, r := range []huma.Registry{answers, requests} {
		for t, alias := range aliases {
			r.RegisterTypeAlias(t, alias)
		}
	}
	api := &huma.OpenAPI{OpenAPI: "3.1.0", Info: &huma.Info{Title: "Central", Version: version,
		Description: "The shop chain's programme, members, points and orders of every channel."}}
	for _, e := range endpoints {
		if e.described() {
			api.AddOperation(e.operation(answers, requests))
		}
	}
	schemas := answers.Map()
	for name, s := range requests.Map() {
		s.Required = nil // what is missing takes its default or is refused with field.required
		schemas[name] = s
	}
	api.Components = &huma.Components{Schemas: merged{answers, schemas}, SecuritySchemes: map[string]*huma.SecurityScheme{
		"token": {Type: "http", Scheme: "bearer", Description: "the admin token"}}}
	if document, err = json.MarshalIndent(api, "", " "); err != nil {
		return nil, nil, fmt.Errorf("write the OpenAPI document: %w", err)
	}
	page, err = render(api, endpoints)
	return document, page, err
}

// merged is the answers' registry that writes the requests' schemas too.
type merged struct {
	huma.Registry
	all map[string]*huma.Schema
}

func (m merged) MarshalJSON() ([]byte, error) { return json.Marshal(m.all) }

// papers are packages whose types are answered as they are: their names are told apart by the package.
var papers = map[string]bool{"report": true, "receipt": true, "shift": true, "sale": true}

// named names schemas by their types; what reads and what answers may differ in what is required.
func named(suffix string) func(reflect.Type, string) string {
	return func(t reflect.Type, hint string) string {
		name := huma.DefaultSchemaNamer(t, hint)
		if from := path.Base(t.PkgPath()); papers[from] {
			name = strings.ToUpper(from[:1]) + from[1:] + name
		}
		return strings.ToUpper(name[:1]) + name[1:] + suffix
	}
}

// operation is one endpoint in the document.
func (e endpoint) operation(answers, requests huma.Registry) *huma.Operation {
	op := &huma.Operation{Method: e.method, Path: e.path, OperationID: e.id, Summary: e.summary, Tags: []string{e.tag},
		Responses: map[string]*huma.Response{}}
	if !e.open {
		op.Security = []map[string][]string{{"token": {}}}
	}
	for _, part := range strings.Split(e.path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			op.Parameters = append(op.Parameters, parameter(strings.TrimSuffix(name, "}"), "path", ""))
		}
	}
	for _, q := range e.query {
		op.Parameters = append(op.Parameters, parameter(q.name, "query", q.doc))
	}
	if e.keyed {
		op.Parameters = append(op.Parameters, parameter("Idempotency-Key", "header", "the same key and body again: the first answer again"))
	}
	if e.in != nil {
		op.RequestBody = &huma.RequestBody{Required: true, Content: content(requests, e.in)}
	}
	op.Responses[strconv.Itoa(e.status)] = &huma.Response{Description: http.StatusText(e.status), Content: content(answers, e.out)}
	for _, status := range e.statuses() {
		if status < http.StatusBadRequest { // done, in another way
			op.Responses[strconv.Itoa(status)] = &huma.Response{Description: http.StatusText(status), Content: content(answers, e.out)}
			continue
		}
		op.Responses[strconv.Itoa(status)] = &huma.Response{Description: http.StatusText(status), Content: map[string]*huma.MediaType{
			"application/problem+json": {Schema: answers.Schema(reflect.TypeFor[Problem](), true, "Problem")}}}
	}
	return op
}

func parameter(name, in, doc string) *huma.Param {
	return &huma.Param{Name: name, In: in, Description: doc, Required: in == "path", Schema: &huma.Schema{Type: huma.TypeString}}
}

func content(r huma.Registry, document any) map[string]*huma.MediaType {
	if document == nil {
		return nil
	}
	if text, ok := document.(text); ok {
		return map[string]*huma.MediaType{string(text): {Schema: &huma.Schema{Type: huma.TypeString}}}
	}
	t := reflect.TypeOf(document)
	return map[string]*huma.MediaType{"application/json": {Schema: r.Schema(t, true, t.Name())}}
}

// text is a body that is no JSON, by its media type.
type text string

// statuses are those beside success, which the endpoint's own fields and its kind make.
func (e endpoint) statuses() []int {
	all := append([]int{http.StatusTooManyRequests, http.StatusInternalServerError}, e.refusals...)
	if !e.open {
		all = append(all, http.StatusUnauthorized, http.StatusForbidden)
	}
	if e.in != nil {
		all = append(all, http.StatusBadRequest, http.StatusRequestTimeout, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity)
	}
	if e.keyed {
		all = append(all, http.StatusConflict)
	}
	if len(e.query) > 0 {
		all = append(all, http.StatusUnprocessableEntity)
	}
	if e.method != http.MethodGet {
		all = append(all, http.StatusServiceUnavailable)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// aliases describe types whose JSON isn't what their Go kind suggests.
var aliases = map[reflect.Type]reflect.Type{
	reflect.TypeFor[money.VND]():          reflect.TypeFor[amount](),
	reflect.TypeFor[money.Quantity]():     reflect.TypeFor[quantity](),
	reflect.TypeFor[money.Percent]():      reflect.TypeFor[percent](),
	reflect.TypeFor[loyalty.ExpiryMode](): reflect.TypeFor[expiryMode](),
}

type (
	amount     struct{}
	quantity   struct{}
	percent    struct{}
	expiryMode struct{}
)

// Schema describes money.
func (amount) Schema(huma.Registry) *huma.Schema {
	return decimal("whole đồng as a decimal string, 0 to 10^17; input may be a JSON number", "150000")
}

// Schema describes quantities.
func (quantity) Schema(huma.Registry) *huma.Schema {
	return decimal("a quantity above 0 up to 10^9 with up to 3 decimals, as a decimal string; input may be a JSON number", "1.245")
}

// Schema describes rates.
func (percent) Schema(huma.Registry) *huma.Schema {
	return decimal("a percentage with up to 4 decimals, as a decimal string; input may be a JSON number", "150")
}

// Schema describes expiry modes.
func (expiryMode) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Enum: []any{"never", "after_accrual", "after_last_order", "yearly"}}
}

func decimal(doc, example string) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "decimal", Description: doc, Examples: []any{example}}
}
