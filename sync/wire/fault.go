package wire

import (
	"fmt"
	"maps"
	"slices"

	"tim/domain/fault"
)

// FaultOf is an error as it travels: its code and arguments; never its cause, which is the sender's own business. What has
// no code is internal.
func FaultOf(err error) Fault {
	e, ok := fault.Of(err)
	if !ok {
		return Fault{Kind: fault.Internal, Reason: "internal"}
	}
	f := Fault{Kind: e.Kind, Reason: e.Code}
	for _, name := range slices.Sorted(maps.Keys(e.Args)) {
		f.Args = append(f.Args, Arg{name, fmt.Sprint(e.Args[name])})
	}
	return f
}

// Err is the fault as an error; its arguments are texts.
func (f Fault) Err() error {
	args := fault.Args{}
	for _, a := range f.Args {
		args[a.Name] = a.Value
	}
	return fault.New(f.Kind, f.Reason, args)
}
