package memory

import (
	"iter"
	"strings"
)

// tree is an ordered map whose copies are free: a copy shares every node with the original until one of them is edited, and
// an edit copies the nodes on the way to what it changes. It is a B+ tree that drops nodes when they are empty and merges
// none. The zero value is empty.
type tree[V any] struct{ root *node[V] }

// edit is a right to change nodes in place: those that were made under it. Nobody edits under it once the tree is shared.
type edit struct {
	logs bool
	undo []func() // what goes back to the mark, newest last
}

// mark begins what may have to be undone.
func (e *edit) mark() {
	clear(e.undo)
	e.logs, e.undo = true, e.undo[:0]
}

// back undoes all changes since the mark.
func (e *edit) back() {
	e.logs = false
	for i := len(e.undo) - 1; i >= 0; i-- {
		e.undo[i]()
	}
}

// width is how many slots a node has: more are more to copy, fewer are more nodes on the way.
const width = 16

type node[V any] struct {
	by    *edit
	n     int
	slots [width]slot[V] // n of them, by key
}

// slot is a key with its value, which is never changed, or a node all of whose keys are at least key.
type slot[V any] struct {
	key   string
	value *V
	kid   *node[V]
}

// at is the last slot whose key is at most key, -1 when there is none.
func (n *node[V]) at(key string) int {
	low, high := 0, n.n
	for low < high {
		if mid := (low + high) / 2; n.slots[mid].key <= key {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low - 1
}

// get reads a key.
func (t tree[V]) get(key string) (value V, there bool) {
	if found := t.find(key); found != nil {
		return *found, true
	}
	return value, false
}

// find is the value of a key, nil when there is none.
func (t tree[V]) find(key string) *V {
	for n := t.root; n != nil; {
		i := n.at(key)
		if i < 0 {
			break
		}
		if s := &n.slots[i]; s.kid == nil {
			if s.key != key {
				break
			}
			return s.value
		}
		n = n.slots[i].kid
	}
	return nil
}

// put adds or replaces a key.
func (t *tree[V]) put(by *edit, key string, value V) {
	if by.logs {
		t.log(by, key)
	}
	t.set(by, key, &value)
}

// log notes what stands under a key, so that it can stand there again.
func (t *tree[V]) log(by *edit, key string) {
	old := t.find(key)
	by.undo = append(by.undo, func() {
		if old == nil {
			t.drop(by, key)
		} else {
			t.set(by, key, old)
		}
	})
}

func (t *tree[V]) set(by *edit, key string, value *V) {
	if t.root == nil {
		t.root = &node[V]{by: by}
	}
	left, right := t.root.put(by, slot[V]{key: key, value: value})
	if t.root = left; right != nil {
		t.root = &node[V]{by: by, n: 2}
		t.root.slots[0] = slot[V]{key: left.slots[0].key, kid: left}
		t.root.slots[1] = slot[V]{key: right.slots[0].key, kid: right}
	}
}

// put gives the node to stand here now, and what of it found no room there.
func (n *node[V]) put(by *edit, s slot[V]) (own, right *node[V]) {
	n = n.mine(by)
	i := n.at(s.key)
	if n.n == 0 || n.slots[0].kid == nil {
		if i >= 0 && n.slots[i].key == s.key {
			n.slots[i].value = s.value
			return n, nil
		}
		return n, n.insert(by, i+1, s)
	}
	i = max(i, 0)
	way := &n.slots[i]
	way.key = min(way.key, s.key)
	if way.kid, right = way.kid.put(by, s); right != nil {
		right = n.insert(by, i+1, slot[V]{key: right.slots[0].key, kid: right})
	}
	return n, right
}

// insert puts a slot at i and gives the node for those that found no room. Keys that come in order leave full nodes.
func (n *node[V]) insert(by *edit, i int, s slot[V]) (right *node[V]) {
	into := n
	if n.n == width {
		half := width / 2
		if i == width {
			half = width
		}
		right = &node[V]{by: by}
		right.n = copy(right.slots[:], n.slots[half:])
		clear(n.slots[half:])
		n.n = half
		if i > half || half == width {
			into, i = right, i-half
		}
	}
	copy(into.slots[i+1:into.n+1], into.slots[i:into.n])
	into.slots[i] = s
	into.n++
	return right
}

// mine is n if it was made under by, else a copy that is.
func (n *node[V]) mine(by *edit) *node[V] {
	if n.by == by {
		return n
	}
	own := *n
	own.by = by
	return &own
}

// delete drops a key; one that isn't there is no error.
func (t *tree[V]) delete(by *edit, key string) {
	if t.find(key) == nil {
		return
	}
	if by.logs {
		t.log(by, key)
	}
	t.drop(by, key)
}

// drop drops a key that is there.
func (t *tree[V]) drop(by *edit, key string) {
	t.root = t.root.delete(by, key)
	for t.root != nil && t.root.n == 1 && t.root.slots[0].kid != nil {
		t.root = t.root.slots[0].kid
	}
}

// delete gives the node to stand here now, nil when it is empty.
func (n *node[V]) delete(by *edit, key string) *node[V] {
	n = n.mine(by)
	i := n.at(key)
	if s := &n.slots[i]; s.kid != nil {
		if s.kid = s.kid.delete(by, key); s.kid != nil {
			return n
		}
	}
	copy(n.slots[i:], n.slots[i+1:n.n])
	n.n--
	n.slots[n.n] = slot[V]{}
	if n.n == 0 {
		return nil
	}
	return n
}

// from goes along the keys from one on, in order. The tree must not be edited meanwhile; nor in any other walk.
func (t tree[V]) from(key string) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) { t.root.up(key, yield) }
}

func (n *node[V]) up(from string, yield func(string, V) bool) bool {
	if n == nil {
		return true
	}
	for i := max(0, n.at(from)); i < n.n; i++ {
		s := &n.slots[i]
		if s.kid != nil && !s.kid.up(from, yield) || s.kid == nil && s.key >= from && !yield(s.key, *s.value) {
			return false
		}
	}
	return true
}

// under goes along the keys that begin with prefix, in order.
func (t tree[V]) under(prefix string) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for key, value := range t.from(prefix) {
			if !strings.HasPrefix(key, prefix) || !yield(key, value) {
				return
			}
		}
	}
}

// before goes back along the keys below one, the last first.
func (t tree[V]) before(key string) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) { t.root.down(key, yield) }
}

func (n *node[V]) down(below string, yield func(string, V) bool) bool {
	if n == nil {
		return true
	}
	for i := n.at(below); i >= 0; i-- {
		s := &n.slots[i]
		if s.kid != nil && !s.kid.down(below, yield) || s.kid == nil && s.key < below && !yield(s.key, *s.value) {
			return false
		}
	}
	return true
}

// backUnder goes back along the keys that begin with prefix, the last first.
func (t tree[V]) backUnder(prefix string) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for key, value := range t.before(past(prefix)) {
			if !strings.HasPrefix(key, prefix) || !yield(key, value) {
				return
			}
		}
	}
}
