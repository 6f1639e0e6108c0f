package story

import (
	"context"
	"time"

	"tim/domain/catalog"
	"tim/domain/counter"
)

// Press is a printer that stands as it says and does nothing.
type Press struct{ counter.Printing }

// Retry implements the printer page's Press.
func (*Press) Retry() {}

// Test implements the printer page's Press.
func (*Press) Test(context.Context) error { return nil }

// Labels implements the printer page's Press.
func (*Press) Labels(context.Context, []catalog.Product) error { return nil }

// AskOnPaper implements the printer page's Press.
func (*Press) AskOnPaper(context.Context, bool) error { return nil }

// Drop implements the printer page's Press.
func (*Press) Drop(context.Context, string) error { return nil }

// Restore implements the printer page's Press.
func (*Press) Restore(context.Context) error { return nil }

// printerStories are those of the paper printer.
func printerStories() []Story {
	open := []string{"/printer", "enter"}
	return []Story{
		{Name: "order-paper-out", State: WithMember(), Press: PaperOut()},
		{Name: "done-printer-off", State: Done(), Press: &Press{counter.Printing{On: true, Trouble: "printer.off", Jobs: PaperOut().Jobs[:1]}}},
		{Name: "printer", State: Order(), Keys: open, Press: &Press{counter.Printing{On: true, Low: true, Drawer: counter.DrawerShut, AsksOnPaper: true}}},
		{Name: "printer-waiting", State: Order(), Keys: append(open, "down"), Press: PaperOut()},
		{Name: "pick-labels", State: Order(), Keys: []string{"sua", "enter", "f8"}, Found: products(), Press: &Press{counter.Printing{On: true}}},
		{Name: "pick-labels-chosen", State: Order(), Keys: []string{"sua", "enter", "insert", "down", "insert"}, Found: products(), Press: &Press{counter.Printing{On: true}}},
		{Name: "printer-none", State: Order(), Keys: open},
	}
}

// PaperOut is a printer without paper that four papers wait for: one that has perhaps come out, a copy, and one that can't be drawn.
func PaperOut() *Press {
	job := func(n time.Duration, kind counter.PaperKind, number string) counter.PrintJob {
		return counter.PrintJob{Place: number, Job: counter.Job{ID: number, Kind: kind, Number: number, At: Now.Add(-n * time.Minute)}}
	}
	jobs := []counter.PrintJob{job(9, counter.PaperReceipt, "HD-01-000121"), job(7, counter.PaperReceipt, "HD-01-000122"), job(6, counter.PaperReturn, "TH-01-000045"), job(2, counter.PaperZ, "Z 16")}
	jobs[0].Begun, jobs[1].Copy, jobs[2].Trouble = true, true, "order.unknown"
	return &Press{counter.Printing{On: true, Trouble: "printer.paper_out", Drawer: counter.DrawerOpen, Jobs: jobs}}
}
