// Package recent remembers what was asked for lately, in so much room and no more.
package recent

import "sync"

// Map is values by name. Who takes one has it alone. What nobody took while half of the room was filled anew is forgotten. It is safe for
// concurrent use. A nil Map remembers nothing.
type Map[V any] struct {
	max int

	mu         sync.Mutex
	young, old map[string]sized[V]
	size       int // of young
}

type sized[V any] struct {
	value V
	size  int
}

// New makes room for values of so much size together, in the unit that Keep counts in.
func New[V any](max int) *Map[V] {
	return &Map[V]{max: max, young: map[string]sized[V]{}}
}

// Take takes a value out, the zero one where there is none.
func (m *Map[V]) Take(name string) (value V) {
	if m == nil {
		return value
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if k, there := m.young[name]; there {
		delete(m.young, name)
		m.size -= k.size
		return k.value
	}
	k := m.old[name]
	delete(m.old, name)
	return k.value
}

// Keep puts a value back, or another in its place. One that is larger than half of the room isn't kept.
func (m *Map[V]) Keep(name string, value V, size int) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.size -= m.young[name].size
	delete(m.young, name)
	delete(m.old, name)
	if size > m.max/2 {
		return
	}
	if m.size+size > m.max/2 {
		m.old, m.young, m.size = m.young, map[string]sized[V]{}, 0
	}
	m.young[name] = sized[V]{value, size}
	m.size += size
}
