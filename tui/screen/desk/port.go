// Package desk is the supervisor's desk: open shifts at a glance, a shift's ledger event by event, what is to be looked at, and pictures
// of how a shop does; at a till over its own ledger, or over all shops' at central.
package desk

import (
	"context"
	"time"

	"tim/domain/counter"
	"tim/domain/report"
	"tim/domain/shift"
)

// Office is where a shop's staff are listed and changed: *counter.Counter. It may wait for central.
type Office interface {
	// KnownStaff is who works here as the till knows it. It may wait for an action of the till.
	KnownStaff() []shift.Listed
	// Staff is who works here, and who was let go, as central has it.
	Staff(ctx context.Context) ([]shift.Listed, error)
	// ChangeStaff does what a manager wants, once, and lists the staff behind it.
	ChangeStaff(ctx context.Context, wish counter.StaffWish) ([]shift.Listed, error)
}

// Desk is what a supervisor looks at: one till's own ledger, or all shops' at central. Everything that it answers is computed and named;
// whoever shows it sums nothing.
type Desk interface {
	// Glance is all open shifts, with the alerts above them.
	Glance(ctx context.Context) (report.Glance, error)
	// Shifts are closed and open ones, newest first.
	Shifts(ctx context.Context, q report.ShiftQuery) ([]report.Line, error)
	// Paper is a shift's X as it stands, or its Z. Fault: shift.unknown.
	Paper(ctx context.Context, of report.ShiftID) (report.Paper, error)
	// Ledger is a shift's events in order, those that pass the filter. next is where to go on, "" at the end.
	Ledger(ctx context.Context, q report.LedgerQuery) (rows []report.Row, next string, err error)
	// Rows hands on all that Ledger answers page by page, and says what proves it. It ends with each's error.
	Rows(ctx context.Context, q report.LedgerQuery, each func(report.Row) error) (report.Provenance, error)
	// Order is what an event's order is about: its receipt, and why it earned what it did. Fault: order.unknown.
	Order(ctx context.Context, key string) (report.OrderPaper, error)
	// Alerts are what the rules found and what central excepted in a time, newest first, dealt with or not.
	Alerts(ctx context.Context, from, to time.Time) ([]report.Alert, error)
	// Evidence are the events that an alert is about, oldest first. Fault: alert.unknown.
	Evidence(ctx context.Context, id string) ([]report.Row, error)
	// Reconcile deals with an alert: by is the staff id of who does. Faults: alert.unknown, field.required on "reason".
	Reconcile(ctx context.Context, id, by, reason string) error
	// Series are figures over a time, for pictures.
	Series(ctx context.Context, from, to time.Time) (report.Series, error)
}
