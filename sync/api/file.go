package api

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"

	"tim/domain/fault"
	"tim/domain/office"
)

// kinds of files that go in and out.
var (
	importKinds = []string{"customers", "products", "rewards", "balances", "adjustments"}
	exportKinds = []string{"customers", "products", "rewards", "orders", "entries"}
)

func (s *Server) fileEndpoints() []endpoint {
	const tag = "Files"
	var all []endpoint
	for _, kind := range importKinds {
		all = append(all, endpoint{method: "POST", path: "/v1/" + kind + "/import", id: "import-" + kind, tag: tag, file: true, keyed: true, manager: true, query: format,
			summary: "CSV or JSON lines, all or nothing", in: text("text/csv"), out: office.ImportReport{}, status: http.StatusOK,
			serve: func(c *call) error { return c.importFile(kind) }})
	}
	for _, kind := range exportKinds {
		all = append(all, endpoint{method: "GET", path: "/v1/" + kind + "/export", id: "export-" + kind, tag: tag, file: true, manager: true, query: format,
			summary: exportSummary(kind), out: text("text/csv"), status: http.StatusOK,
			serve: func(c *call) error { return c.exportFile(kind) }})
	}
	return append(all,
		endpoint{method: "GET", path: "/v1/backup", id: "backup", summary: "a copy of the whole store, while it is in use", tag: tag, file: true,
			out: text("application/octet-stream"), status: http.StatusOK, serve: (*call).backup},
		endpoint{method: "GET", path: "/v1/quarantine", id: "list-quarantine", summary: "messages that couldn't be filed, oldest first", tag: tag,
			query: paging, out: list[quarantinedDoc]{}, status: http.StatusOK, serve: (*call).listQuarantine},
		endpoint{method: "POST", path: "/v1/quarantine/{id}/retry", id: "retry-quarantine", summary: "try to file it again", tag: tag,
			out: quarantinedDoc{}, status: http.StatusOK, refusals: []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
			serve: (*call).retryQuarantine},
	)
}

// exportSummary says what an exported file is.
func exportSummary(kind string) string {
	switch kind {
	case "orders":
		return "CSV or JSON lines: totals, points, lines; tenders.* and refunds.* (cash, card, transfer, wallet, on_account, goods, rounding; VND), payments"
	case "entries":
		return "CSV or JSON lines: every member's statement"
	}
	return "CSV or JSON lines that import again"
}

// fileFormat is what the query says, else what the media type does. Fault: field.enum at format.
func (c *call) fileFormat() (string, error) {
	switch f := c.get("format"); f {
	case "csv", "jsonl":
		return f, nil
	case "":
	default:
		return "", fault.At("format", "field.enum", fault.Args{"value": clip(f)})
	}
	if media, _, _ := mime.ParseMediaType(c.r.Header.Get("Content-Type")); media == "text/csv" {
		return "csv", nil
	}
	return "jsonl", nil
}

func (c *call) importFile(kind string) error {
	format, err := c.fileFormat()
	if err != nil {
		return err
	}
	file, err := spool(c.r.Body)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := c.setOnceOf(file); err != nil {
		return err
	}
	report, err := c.Office.Import(c.ctx(), kind, format, file, nil)
	if len(report.Errors) > 0 {
		return &rowFaults{err, report.Errors}
	}
	if err != nil {
		return err
	}
	return c.answer(report)
}

// setOnceOf makes taking a file repeatable when the request names a key.
func (c *call) setOnceOf(file *os.File) error {
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return fmt.Errorf("read the file to import: %w", err)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read the file to import: %w", err)
	}
	c.setOnce(h.Sum(nil), nil)
	return nil
}

// spool keeps a body in a nameless file: an import reads it twice.
func spool(body io.Reader) (*os.File, error) {
	file, err := os.CreateTemp("", "import-*")
	if err != nil {
		return nil, fmt.Errorf("keep the file to import: %w", err)
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(fmt.Errorf("unname the file to import: %w", err), file.Close())
	}
	if _, err := io.Copy(file, body); err != nil {
		return nil, errors.Join(bodyFault(err), file.Close())
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// rowFaults are the rows that kept a file from being imported.
type rowFaults struct {
	error
	rows []office.RowError
}

// Unwrap gives the fault of the whole.
func (r *rowFaults) Unwrap() error { return r.error }

func (c *call) exportFile(kind string) error {
	format, err := c.fileFormat()
	if err != nil {
		return err
	}
	media := "application/jsonl"
	if format == "csv" {
		media = "text/csv; charset=utf-8"
	}
	return c.stream(media, kind+"."+format, func(w io.Writer) error { return c.Office.Export(c.ctx(), kind, format, w) })
}

func (c *call) backup() error {
	return c.stream("application/octet-stream", "central.db", func(w io.Writer) error { return c.Backup(c.ctx(), w) })
}

// stream sends a file as it is made. Once it has begun, a failure can only cut the connection, so that nobody takes a part for the whole.
func (c *call) stream(media, name string, write func(io.Writer) error) error {
	c.w.Header().Set("Content-Type", media)
	c.w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	counted := &counter{Writer: c.w}
	err := write(counted)
	switch {
	case err == nil:
		return nil
	case counted.n == 0:
		c.w.Header().Del("Content-Disposition")
		return err
	}
	note(c.r).code = "stream.cut"
	panic(http.ErrAbortHandler)
}

type counter struct {
	io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	c.n += int64(n)
	return n, err
}
