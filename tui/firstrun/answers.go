// Package firstrun is what the commands of a first start share, at a till and at central: the file of answers with the products that it
// names, what is wrong with them in words, and the draft of a first start that is on its way.
package firstrun

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/office"
	"tim/domain/setup"
	"tim/tui/text"
)

// Read reads and checks a file of answers and the products that it names; samples are those to try with. Faults: file.missing; toml.format,
// json.too_long; fault.Fields with every fault of both.
func Read(ctx context.Context, path string, k setup.Kind, samples []catalog.Product) (setup.Answers, []catalog.Product, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return setup.Answers{}, nil, fault.Wrap(fault.NotFound, "file.missing", err, fault.Args{"file": path})
	}
	if err != nil {
		return setup.Answers{}, nil, fmt.Errorf("read the answers: %w", err)
	}
	a, err := setup.Read(b, k, time.LoadLocation)
	var faults fault.Fields
	if err != nil && !errors.As(err, &faults) {
		return a, nil, err
	}
	var file []catalog.Product
	if a.Alone() && a.Products.From == setup.FromFile && a.Products.File != "" {
		if !filepath.IsAbs(a.Products.File) {
			a.Products.File = filepath.Join(filepath.Dir(path), a.Products.File)
		}
		var bad error
		file, _, bad = Products(ctx, a.Products.File)
		faults = faults.Also(bad)
	}
	return a, a.Goods(samples, file), faults.OrNil()
}

// rowsTold is how many rows at fault are told one by one.
const rowsTold = 50

// Products reads a file of products, and every row at fault. Fault: fault.Fields on "products.file": file.missing, or
// products.file (errors) and one fault for each of the first rows at fault.
func Products(ctx context.Context, path string) (products []catalog.Product, rows []office.RowError, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, fault.Fields{fault.At("products.file", "file.missing", fault.Args{"file": path})}
	}
	defer file.Close()
	format := office.JSONL
	if strings.EqualFold(filepath.Ext(path), ".csv") {
		format = office.CSV
	}
	products, rows, err = office.ReadProducts(ctx, format, file)
	if err != nil || len(rows) == 0 {
		return products, rows, err
	}
	faults := fault.Fields{fault.At("products.file", "products.file", fault.Args{"errors": int64(len(rows)), "file": path})}
	for _, r := range rows[:min(len(rows), rowsTold)] {
		faults = append(faults, fault.At(fmt.Sprintf("products.file row %d %s", r.Row, r.Field), r.Code, r.Args))
	}
	return products, rows, faults
}

// Refused tells each fault of the answers on a row of its own, its key first. Fault: setup.refused (errors); any other stays.
func Refused(w io.Writer, err error, l text.Language) error {
	var faults fault.Fields
	if !errors.As(err, &faults) {
		return err
	}
	for _, one := range faults {
		fmt.Fprintf(w, "%s: %s\n", one.Field, text.Fault(one, l))
	}
	return fault.New(fault.Invalid, "setup.refused", fault.Args{"errors": int64(len(faults))})
}

// PINs shows the PINs that were made: here, and never again.
func PINs(w io.Writer, made []setup.Person, l text.Language) {
	for _, p := range made {
		fmt.Fprintln(w, text.SetupPIN(p.Name, p.PIN, l))
	}
}

// Asked says whether somebody can be asked: both ends are a terminal.
func Asked(in *os.File, out io.Writer) bool {
	o, is := out.(*os.File)
	if !is || in == nil {
		return false
	}
	for _, f := range []*os.File{in, o} {
		if stat, err := f.Stat(); err != nil || stat.Mode()&os.ModeCharDevice == 0 {
			return false
		}
	}
	return true
}
