package meter

import (
	"io"
	"os"
)

// Input is the terminal's input as tea.WithInput takes it, measured. It embeds the file, so raw mode works as on it.
type Input struct {
	*os.File
	meter  *Meter
	reader io.Reader
}

// Input measures what comes from a terminal's file through a reader on it.
func (m *Meter) Input(f *os.File, reader io.Reader) *Input { return &Input{f, m, reader} }

// Read implements io.Reader.
func (i *Input) Read(p []byte) (int, error) {
	n, err := i.reader.Read(p)
	if n > 0 {
		i.meter.Read()
	}
	return n, err
}

// Output is the terminal's output as tea.WithOutput takes it, measured: each write is a frame.
type Output struct {
	*os.File
	meter *Meter
}

// Output measures what goes to a terminal.
func (m *Meter) Output(f *os.File) *Output { return &Output{f, m} }

// Write implements io.Writer.
func (o *Output) Write(p []byte) (int, error) {
	n, err := o.File.Write(p)
	o.meter.Wrote(n)
	return n, err
}

// WriteString implements io.StringWriter.
func (o *Output) WriteString(s string) (int, error) { return o.Write([]byte(s)) }
