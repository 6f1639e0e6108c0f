package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"tim/domain/fault"
)

func TestAFaultIsFoundThroughEveryWrapping(t *testing.T) {
	short := fault.New(fault.Conflict, "points.short", fault.Args{"missing": int64(20)})
	err := fmt.Errorf("use points: %w", fmt.Errorf("order 7: %w", short))
	if got, ok := fault.Of(err); !ok || got != short || fault.Code(err) != "points.short" {
		t.Errorf("found %v, %v", got, ok)
	}
	if !errors.Is(err, fault.New(fault.Internal, "points.short", nil)) || errors.Is(err, fault.New(fault.Conflict, "points.step", nil)) {
		t.Error("a fault is known by its code alone")
	}
	if _, ok := fault.Of(io.EOF); ok || fault.Code(io.EOF) != "" || fault.Code(nil) != "" {
		t.Error("io.EOF became a fault")
	}
}

func TestTheCauseStaysReachable(t *testing.T) {
	err := fault.Wrap(fault.Unavailable, "file.read", io.ErrUnexpectedEOF, fault.Args{"file": "ledger.db"})
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("the cause is lost")
	}
	if got := err.Error(); got != "file.read file=ledger.db: unexpected EOF" {
		t.Error(got)
	}
}

func TestLogsNameFieldAndArgumentsInOneOrder(t *testing.T) {
	err := fault.At("tiers[0].rate_percent", "percent.range", fault.Args{"min": "0", "max": "1000", "at": int64(3)})
	if got := err.Error(); got != "percent.range tiers[0].rate_percent at=3 max=1000 min=0" || err.Kind != fault.Invalid {
		t.Error(got)
	}
}

func TestA3AllFieldsAreReported(t *testing.T) {
	var none fault.Fields
	if err := none.OrNil(); err != nil {
		t.Errorf("no fault is %v", err)
	}
	err := fault.Fields{fault.At("name", "field.required", nil), fault.At("price", "money.range", nil)}.OrNil()
	if got := err.Error(); got != "field.required name; money.range price" {
		t.Error(got)
	}
	if !errors.Is(err, fault.New(0, "money.range", nil)) || fault.Code(err) != "field.required" {
		t.Error("a single fault is not found in the list")
	}
	var fields fault.Fields
	if !errors.As(fmt.Errorf("save: %w", err), &fields) || len(fields) != 2 {
		t.Error("the list is not found")
	}
}

func TestA3RulesAreToldBesideWhatCouldNotBeRead(t *testing.T) {
	unread := fault.Fields{fault.At("lines[0].quantity", "field.type", nil), fault.At("tiers[1]", "field.type", nil)}
	rules := fault.Fields{fault.At("lines[0].quantity", "quantity.range", nil), fault.At("tiers[1].name", "field.required", nil),
		fault.At("tiers[10].name", "field.required", nil), fault.At("use_points", "field.range", nil)}
	got := unread.Also(rules)
	if len(got) != 4 || got[2].Field != "tiers[10].name" || got[3].Field != "use_points" {
		t.Errorf("told: %v", got)
	}
	if none := (fault.Fields)(nil).Also(nil); none.OrNil() != nil {
		t.Errorf("no fault became %v", none)
	}
}
