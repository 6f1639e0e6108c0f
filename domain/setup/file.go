package setup

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/pelletier/go-toml/v2"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/loyalty"
)

// FileMax is the size of the largest file of answers, bytes.
const FileMax = 1 << 20

// Read reads a file of answers (TOML); what it doesn't say is as Default has it. Faults: toml.format (line, column) and json.too_long
// for the file as a whole, else fault.Fields with every key at fault: those of loyalty.Fill and Validate.
func Read(file []byte, k Kind, zone func(name string) (*time.Location, error)) (Answers, error) {
	if len(file) > FileMax {
		return Answers{}, fault.New(fault.Invalid, "json.too_long", fault.Args{"max": int64(FileMax)})
	}
	var document map[string]any
	if err := toml.Unmarshal(file, &document); err != nil {
		return Answers{}, fault.Wrap(fault.Invalid, "toml.format", err, place(err))
	}
	b, err := json.Marshal(document)
	if err != nil {
		return Answers{}, fault.Wrap(fault.Invalid, "toml.format", err, nil)
	}
	lang, _ := document["language"].(string)
	a := Default(k, lang == "en")
	if document == nil {
		return a, a.Validate(k, zone)
	}
	faults := loyalty.Fill(b, &a)
	if from, _ := document["products"].(map[string]any); from["from"] == nil && len(a.Products.List) > 0 {
		a.Products.From = FromList // goods that are listed are meant
	}
	return a, faults.Also(a.Validate(k, zone)).OrNil()
}

// place is where in a file something can't be read.
func place(err error) fault.Args {
	var at *toml.DecodeError
	if !errors.As(err, &at) {
		return nil
	}
	line, column := at.Position()
	return fault.Args{"line": int64(line), "column": int64(column)}
}

// Goods are the products that the answers name: samples and the file's are the caller's to bring.
func (a Answers) Goods(samples, file []catalog.Product) []catalog.Product {
	switch a.Products.From {
	case FromSamples:
		return samples
	case FromFile:
		return file
	case FromList:
		var list []catalog.Product
		for _, p := range a.Products.List {
			if p, err := p.Checked(); err == nil {
				list = append(list, p)
			}
		}
		return list
	}
	return nil
}
