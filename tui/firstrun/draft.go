package firstrun

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"sync"

	"tim/tui/screen/first"
)

// DraftFile is where a data directory keeps what a first start was answered so far, without PINs. It is no part of the data: without it
// the first start begins at the beginning.
const DraftFile = "setup.json"

// draftNew is a draft while it is written.
const draftNew = DraftFile + ".new"

// Draft is what was answered in a directory before; what can't be read was not.
func Draft(dir string) (d first.Draft) {
	b, err := os.ReadFile(filepath.Join(dir, DraftFile))
	if err != nil || json.Unmarshal(b, &d) != nil {
		return first.Draft{}
	}
	return d
}

// IsDraft says whether a file of that name is a draft's.
func IsDraft(name string) bool { return name == DraftFile || name == draftNew }

// Drafts writes drafts down beside the screen: the newest, when many follow each other.
type Drafts struct {
	Dir string

	mu      sync.Mutex
	newest  []byte // that isn't written yet
	last    string // as it was kept last
	writing sync.WaitGroup
	busy    bool
}

// Keep has a draft written. It doesn't wait.
func (d *Drafts) Keep(draft first.Draft) {
	b, err := json.MarshalIndent(draft, "", "  ")
	d.mu.Lock()
	defer d.mu.Unlock()
	if err != nil || string(b) == d.last {
		return
	}
	d.newest, d.last = b, string(b)
	if !d.busy {
		d.busy = true
		d.writing.Go(d.write)
	}
}

func (d *Drafts) write() {
	for {
		d.mu.Lock()
		draft := d.newest
		d.newest, d.busy = nil, draft != nil
		d.mu.Unlock()
		if draft == nil {
			return
		}
		_ = d.put(draft) // the answers are on the screen; only the next start doesn't know them
	}
}

// put puts a draft in its place whole or not at all.
func (d *Drafts) put(draft []byte) error {
	fresh := filepath.Join(d.Dir, draftNew)
	f, err := os.OpenFile(fresh, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(draft)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(fresh, filepath.Join(d.Dir, DraftFile))
}

// Flush waits until the newest is written.
func (d *Drafts) Flush() { d.writing.Wait() }

// Forget takes the draft away, once it is made.
func (d *Drafts) Forget() error {
	d.Flush()
	if err := os.Remove(filepath.Join(d.Dir, DraftFile)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
