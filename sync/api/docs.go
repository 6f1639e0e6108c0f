package api

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

//go:embed docs.html
var docsPage string

// page is what the template shows.
type page struct {
	Title, Version, Description string
	Tags                        []pageTag
	Schemas                     []pageSchema
}

type pageTag struct {
	Name       string
	Operations []pageOperation
}

type pageOperation struct {
	ID, Method, Path, Summary string
	Parameters                []*huma.Param
	In, Out                   string // schema names
	Status                    int
	Refusals                  []int
}

type pageSchema struct {
	Name   string
	Fields []pageField
}

type pageField struct{ Name, Type, Ref, Doc string }

// render is the document as a page that needs nothing from elsewhere.
func render(api *huma.OpenAPI, endpoints []endpoint) ([]byte, error) {
	p := page{Title: api.Info.Title, Version: api.Info.Version, Description: api.Info.Description}
	for _, e := range endpoints {
		if !e.described() {
			continue
		}
		if n := len(p.Tags); n == 0 || p.Tags[n-1].Name != e.tag {
			p.Tags = append(p.Tags, pageTag{Name: e.tag})
		}
		p.Tags[len(p.Tags)-1].Operations = append(p.Tags[len(p.Tags)-1].Operations, operationOn(api, e))
	}
	schemas := api.Components.Schemas.(merged).all
	for name, s := range schemas {
		p.Schemas = append(p.Schemas, pageSchema{name, fieldsOn(s)})
	}
	slices.SortFunc(p.Schemas, func(a, b pageSchema) int { return strings.Compare(a.Name, b.Name) })
	t, err := template.New("docs").Parse(docsPage)
	if err != nil {
		return nil, fmt.Errorf("the page of the documentation: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, p); err != nil {
		return nil, fmt.Errorf("the page of the documentation: %w", err)
	}
	return b.Bytes(), nil
}

func operationOn(api *huma.OpenAPI, e endpoint) pageOperation {
	item := api.Paths[e.path]
	var op *huma.Operation
	for _, have := range []*huma.Operation{item.Get, item.Put, item.Post, item.Patch, item.Delete} {
		if have != nil && have.OperationID == e.id {
			op = have
		}
	}
	o := pageOperation{ID: e.id, Method: e.method, Path: e.path, Summary: e.summary, Parameters: op.Parameters, Status: e.status, Refusals: e.statuses()}
	if op.RequestBody != nil {
		o.In = schemaName(op.RequestBody.Content)
	}
	o.Out = schemaName(op.Responses[fmt.Sprint(e.status)].Content)
	return o
}

func schemaName(content map[string]*huma.MediaType) string {
	for media, c := range content {
		if c.Schema.Ref != "" {
			return strings.TrimPrefix(c.Schema.Ref, schemaPrefix)
		}
		return media
	}
	return ""
}

func fieldsOn(s *huma.Schema) []pageField {
	var fields []pageField
	for name, f := range s.Properties {
		shown := pageField{Name: name, Type: f.Type, Doc: f.Description}
		ref := f.Ref
		if f.Type == huma.TypeArray && f.Items != nil {
			shown.Type = "array of " + f.Items.Type
			ref = f.Items.Ref
		}
		if f.Format != "" {
			shown.Type += " (" + f.Format + ")"
		}
		shown.Ref = strings.TrimPrefix(ref, schemaPrefix)
		fields = append(fields, shown)
	}
	slices.SortFunc(fields, func(a, b pageField) int { return strings.Compare(a.Name, b.Name) })
	return fields
}
