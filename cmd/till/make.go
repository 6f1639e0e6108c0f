package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/setup"
	"tim/storage/bolt"
	"tim/sync/wire"
	"tim/tui/firstrun"
)

// The names of a first start on its way, in the till's data directory. A shop is made whole in makingDir and moves to its place when
// madeFile stands there: whatever ends the making before that leaves no shop, and behind it the next start goes on moving.
const (
	makingDir = "making"
	madeFile  = "made"      // in makingDir
	codeFile  = "code.json" // in makingDir: by which its place in a chain was given
	// printerFile is where the till keeps its printer.
	printerFile = "printer.json"
)

// firstShop is what a first start makes: complete answers, and the products that they name.
type firstShop struct {
	setup.Answers
	goods []catalog.Product
}

// vacant says that a directory has no shop and nothing else: at most a first start that didn't come to its end.
func vacant(dir string) (bool, error) {
	files, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	other := slices.ContainsFunc(files, func(f fs.DirEntry) bool {
		return f.Name() != makingDir && !firstrun.IsDraft(f.Name())
	})
	return err == nil && !other, err
}

// makeFirst makes the shop, all of it or nothing. Faults: setup.there, seed.taken, setup.running; those of a link to a chain.
func (m *Main) makeFirst(ctx context.Context, f *flags, shop firstShop, told func(setup.Stage)) error {
	told(setup.Stage{Step: setup.MakeFiles})
	s, err := m.making(ctx, f.data, shop.Central)
	if err != nil {
		return err
	}
	err = m.furnishFirst(ctx, s, shop, told)
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	told(setup.Stage{Step: setup.MakePlace})
	if err := shop.keep(s.dir); err != nil {
		return err
	}
	if err := writeJSON(s.dir, madeFile, true); err != nil {
		return err
	}
	return arriveMade(f.data)
}

// making opens the till that a first start fills.
func (m *Main) making(ctx context.Context, dir string, to setup.Central) (*shop, error) {
	if err := m.clear(ctx, dir, to); err != nil {
		return nil, err
	}
	making := filepath.Join(dir, makingDir)
	if err := os.MkdirAll(making, 0o700); err != nil {
		return nil, fmt.Errorf("make the data directory: %w", err)
	}
	return m.open(ctx, making)
}

// clear makes room for a first start. What another left half made goes; a place in the same chain by the same code is gone on with.
func (m *Main) clear(ctx context.Context, dir string, to setup.Central) error {
	if err := arriveMade(dir); err != nil {
		return err
	}
	free, err := vacant(dir)
	if err != nil {
		return fmt.Errorf("look into the data directory: %w", err)
	}
	making := filepath.Join(dir, makingDir)
	switch {
	case !free && exists(filepath.Join(dir, bolt.LedgerFile)):
		return fault.New(fault.Conflict, "setup.there", nil)
	case !free:
		return fault.New(fault.Conflict, "seed.taken", nil)
	case !exists(making):
		return nil
	}
	switch whole, err := m.untouched(ctx, making); {
	case err != nil:
		return err
	case whole && to.URL != "" && enrolledBy(making, to):
		return nil
	}
	if err := os.RemoveAll(making); err != nil {
		return fmt.Errorf("clear what was half made: %w", err)
	}
	return nil
}

// untouched says whether what was half made can be gone on with. Fault: setup.running while another program makes it.
func (m *Main) untouched(ctx context.Context, making string) (whole bool, err error) {
	if err = m.checkFirst(ctx, making); err == nil {
		var till *bolt.Till
		if till, err = bolt.OpenTill(making, bolt.Options{}); err == nil {
			err = till.Close()
		}
	}
	if fault.Code(err) == "file.locked" {
		return false, fault.New(fault.Conflict, "setup.running", nil)
	}
	return err == nil, nil
}

// enrolledBy says whether a place in that chain was given here by that code.
func enrolledBy(making string, to setup.Central) bool {
	var by string
	b, err := os.ReadFile(filepath.Join(making, codeFile))
	l, known, badLink := readLink(making)
	return err == nil && json.Unmarshal(b, &by) == nil && by == to.Code && badLink == nil && (!known || l.URL == to.URL)
}

// furnishFirst fills an empty till's files.
func (m *Main) furnishFirst(ctx context.Context, s *shop, shop firstShop, told func(setup.Stage)) error {
	if !shop.Alone() {
		return m.enrollFirst(ctx, s, shop.Central, told)
	}
	var err error
	if s.central, err = m.openLocal(s.dir); err != nil {
		return err
	}
	told(setup.Stage{Step: setup.MakeShop})
	f, err := shop.Founding(shop.goods, m.Now().UTC().Truncate(time.Millisecond), m.Entropy)
	if err != nil {
		return err
	}
	told(setup.Stage{Step: setup.MakeTill})
	_, err = m.found(ctx, s, f)
	return err
}

// enrollFirst takes the till's place in a chain, once, and fetches what it sells from.
func (m *Main) enrollFirst(ctx context.Context, s *shop, c setup.Central, told func(setup.Stage)) error {
	told(setup.Stage{Step: setup.MakeTill})
	l, known, err := readLink(s.dir)
	if err != nil {
		return err
	}
	if !known {
		l = chainLink{URL: c.URL}
		if l.CA, err = readAuthority(c.CA); err != nil {
			return fault.At("central.ca", "file.missing", fault.Args{"file": c.CA})
		}
		if err := writeJSON(s.dir, codeFile, c.Code); err != nil {
			return err
		}
		if l, err = m.enrolAt(ctx, s, l, wire.Enrol{Ticket: c.Code}); err != nil {
			return err
		}
		if err := l.write(s.dir); err != nil {
			return err
		}
	}
	items := int64(0)
	return m.copyFirst(ctx, s, l, func(more int) {
		items += int64(more)
		told(setup.Stage{Step: setup.MakeCopy, Done: items})
	})
}

// keep writes down what of the answers is this machine's own.
func (shop firstShop) keep(dir string) error {
	if shop.Printer.To != "" {
		if err := writeJSON(dir, printerFile, shop.Printer); err != nil {
			return err
		}
	}
	return writeJSON(dir, looksFile, looks{Language: cmp.Or(shop.Language, "vi")})
}

// arriveMade moves a shop that is made whole to its place; done before, or with nothing made, it changes nothing. The link comes last:
// with it the till can sell.
func arriveMade(dir string) error {
	making := filepath.Join(dir, makingDir)
	if !exists(filepath.Join(making, madeFile)) {
		return nil
	}
	files, err := os.ReadDir(making)
	if err != nil {
		return fmt.Errorf("look for what was made: %w", err)
	}
	names := []string{}
	for _, f := range files {
		if name := f.Name(); name != madeFile && name != codeFile && name != linkFile {
			names = append(names, f.Name())
		}
	}
	for _, name := range append(names, linkFile) {
		if err := os.Rename(filepath.Join(making, name), filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("put the shop in its place: %w", err)
		}
	}
	if err := os.Remove(filepath.Join(dir, firstrun.DraftFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("clear the draft: %w", err)
	}
	if err := errors.Join(bolt.SyncDir(making), bolt.SyncDir(dir)); err != nil {
		return err
	}
	return os.RemoveAll(making)
}
