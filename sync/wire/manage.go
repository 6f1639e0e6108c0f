package wire

import "slices"

// Carried are the headers of a request or an answer that travel (ManageHeaders), in their order.
func Carried(h map[string][]string) (carried []Arg) {
	for _, name := range ManageHeaders {
		if values := h[canonical(name)]; len(values) > 0 {
			carried = append(carried, Arg{name, values[0]})
		}
	}
	return carried
}

// HeaderOf is what travelled, as a header; what doesn't travel is left out.
func HeaderOf(carried []Arg) map[string][]string {
	h := map[string][]string{}
	for _, a := range carried {
		if slices.Contains(ManageHeaders, a.Name) {
			h[canonical(a.Name)] = []string{a.Value}
		}
	}
	return h
}

// canonical is a header's name as net/http keeps it.
func canonical(name string) string {
	if name == "ETag" {
		return "Etag"
	}
	return name
}
