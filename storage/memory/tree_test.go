package memory

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestTreeIsASortedMap: whatever is put and dropped, in however many generations, each generation goes on reading as it was.
func TestTreeIsASortedMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type generation struct {
			tree  tree[int]
			model map[string]int
		}
		past, now := []generation{}, generation{model: map[string]int{}}
		by := new(edit)
		key := rapid.Map(rapid.IntRange(0, 150), func(n int) string { return fmt.Sprint(n) })
		for range rapid.IntRange(1, 300).Draw(t, "steps") {
			switch rapid.IntRange(0, 5).Draw(t, "step") {
			case 0:
				past = append(past, generation{now.tree, maps.Clone(now.model)})
				by = new(edit)
			case 1, 2:
				k := key.Draw(t, "dropped")
				now.tree.delete(by, k)
				delete(now.model, k)
			default:
				k, v := key.Draw(t, "put"), rapid.Int().Draw(t, "value")
				now.tree.put(by, k, v)
				now.model[k] = v
			}
		}
		from := key.Draw(t, "from")
		for _, g := range append(past, now) {
			sameAsModel(t, g.tree, g.model, from)
		}
	})
}

// TestBackToTheMark: what was changed since the mark is as it was, and older generations never noticed.
func TestBackToTheMark(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.Map(rapid.IntRange(0, 150), func(n int) string { return fmt.Sprint(n) })
		var now tree[int]
		model, by := map[string]int{}, new(edit)
		change := func(steps string) {
			for range rapid.IntRange(0, 200).Draw(t, steps) {
				k := key.Draw(t, "key")
				if rapid.Bool().Draw(t, "drop") {
					now.delete(by, k)
					delete(model, k)
				} else {
					v := rapid.Int().Draw(t, "value")
					now.put(by, k, v)
					model[k] = v
				}
			}
		}
		change("before")
		old, was := now, maps.Clone(model)
		by = new(edit)
		change("copied")
		stands := maps.Clone(model)
		by.mark()
		change("marked")
		by.back()
		sameAsModel(t, now, stands, "7")
		sameAsModel(t, old, was, "7")
		model = stands
		change("after")
		sameAsModel(t, now, model, "7")
	})
}

func sameAsModel(t *rapid.T, have tree[int], want map[string]int, from string) {
	keys := slices.Sorted(maps.Keys(want))
	at, _ := slices.BinarySearch(keys, from)
	for k, v := range want {
		if got, there := have.get(k); !there || got != v {
			t.Fatalf("%s is %d, %v, want %d", k, got, there, v)
		}
	}
	var up, down, under, back []string
	for k := range have.from(from) {
		up = append(up, k)
	}
	for k := range have.before(from) {
		down = append(down, k)
	}
	for k := range have.under("1") {
		under = append(under, k)
	}
	for k := range have.backUnder("1") {
		back = append(back, k)
	}
	slices.Reverse(down)
	slices.Reverse(back)
	ones := slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return k[0] != '1' })
	if !slices.Equal(up, keys[at:]) || !slices.Equal(down, keys[:at]) || !slices.Equal(under, ones) || !slices.Equal(back, ones) {
		t.Fatalf("from %s: up %v, down %v, under 1 %v, back %v of %v", from, up, down, under, back, keys)
	}
}

// TestTreeStaysFlat: keys that come in order, as those of a journal do, fill nodes before they make more.
func TestTreeStaysFlat(t *testing.T) {
	var tree tree[int]
	by := new(edit)
	for i := range width * width * width {
		tree.put(by, place(1, uint64(i)), i)
	}
	depth := 0
	for n := tree.root; n != nil; n = n.slots[0].kid {
		depth++
	}
	if depth != 3 {
		t.Errorf("%d nodes deep", depth)
	}
}
