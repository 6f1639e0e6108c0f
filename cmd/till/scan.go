package main

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/tui/app"
)

// scan hands the screen what the till's scanner reads, where that is no keyboard, and says when it is gone and there again.
func (m *Main) scan(ctx context.Context, f *flags, b *beside, program *tea.Program) {
	port, there, err := f.port(m.Getenv)
	if err != nil || !there {
		return // sell has said why
	}
	gone := false
	b.copying.Go(func() {
		port.Read(ctx, func(code string) { program.Send(app.Scanned{Code: code}) }, func(err error) {
			args := fault.Args{"port": port.Path}
			switch {
			case err != nil:
				program.Send(app.Told{Notice: counter.Notice{Code: "scanner.gone", Args: args, Error: true}})
			case gone:
				program.Send(app.Told{Notice: counter.Notice{Code: "scanner.back", Args: args}})
			}
			gone = err != nil
		})
	})
}
