package hub

import (
	"sync"
	"time"
)

// wakeEvery is how often the waiting pulls of a scope are woken at most: what changes together is told together.
const wakeEvery = 25 * time.Millisecond

// bell wakes pulls that wait for a scope of the feeds.
type bell struct {
	mu      sync.Mutex
	waiting map[string]chan struct{} // closed when the scope changed
	changed []string                 // to be woken when the timer fires
}

// rings is closed when the scope changes from now on.
func (b *bell) rings(scope string) <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waiting == nil {
		b.waiting = map[string]chan struct{}{}
	}
	ch := b.waiting[scope]
	if ch == nil {
		ch = make(chan struct{})
		b.waiting[scope] = ch
	}
	return ch
}

// ring notes that scopes changed.
func (b *bell) ring(scopes []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, scope := range scopes {
		if b.waiting[scope] == nil {
			continue
		}
		if len(b.changed) == 0 {
			time.AfterFunc(wakeEvery, b.wake)
		}
		b.changed = append(b.changed, scope)
	}
}

func (b *bell) wake() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, scope := range b.changed {
		if ch := b.waiting[scope]; ch != nil {
			close(ch)
			delete(b.waiting, scope)
		}
	}
	b.changed = b.changed[:0]
}
