package sim

import "tim/storage/memory"

// Kill is a machine's program killed at one of its commits, from when the shops open until the faults end.
type Kill struct {
	Till   int  // from 1; 0 is central
	Commit int  // from 1; 0: never, but commits are counted
	After  bool // behind it, before anybody hears of it, rather than before it
}

// disk is a disk that kills its program at one of the next commits.
type disk struct {
	left  int  // commits until then, of central to the journal copy and to the store; 0: never
	after bool // behind the commit rather than before it
	fired bool // the commit that is on disk and wasn't answered for
	kill  *kill
}

// kill is a Kill to come, and the commits of its machine so far, whichever life of its program made them. Nil is another
// machine's.
type kill struct {
	Kill
	commits int
	counts  bool // the shops are open
}

// disk is a machine's: a till's number, from 1, or central's 0.
func (w *world) disk(machine int) *disk {
	if machine != w.Kill.Till {
		return &disk{}
	}
	return &disk{kill: &w.killed}
}

// comes counts a commit and says whether it is the one.
func (k *kill) comes() bool {
	if k == nil || !k.counts {
		return false
	}
	k.commits++
	return k.commits == k.Commit && !k.After
}

// hasCome says whether the newest commit is the one, and nobody is to hear of it.
func (k *kill) hasCome() bool { return k != nil && k.counts && k.commits == k.Commit && k.After }

// Before implements memory.Faults.
func (d *disk) Before(c memory.Commit) error {
	if kills := d.kill.comes(); kills || d.left == 1 && !d.after {
		d.left, d.fired = 0, c.Kind == memory.CommitWrite // central's copy has it: the next start does it again
		return memory.ErrCrash
	}
	return nil
}

// After implements memory.Faults.
func (d *disk) After(memory.Commit) error {
	last := d.left == 1
	d.left = max(0, d.left-1)
	if d.kill.hasCome() || last {
		d.left, d.fired = 0, true
		return memory.ErrCrash
	}
	return nil
}
