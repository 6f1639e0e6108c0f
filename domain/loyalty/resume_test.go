package loyalty

import (
	"fmt"
	"math/rand"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/journal"
)

// Whatever an account was folded from before, folding on from there is folding all: what came since in any order, what was taken back
// because it was never committed, what was decided anew under the same id.
func TestResumeEqualsFold(t *testing.T) {
	steps := 0
	rapid.Check(t, func(t *rapid.T) {
		postings := wild(t)
		if rapid.Bool().Draw(t, "mostly newest last") {
			slices.SortFunc(postings, func(a, b Posting) int { return a.Ref.Compare(b.Ref) })
		}
		r := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed")))
		var s *State
		for n := 1; n <= len(postings); n++ {
			known := slices.Clone(postings[:n])
			switch r.Intn(12) {
			case 0:
				known = slices.Delete(known, r.Intn(n), n)
			case 1:
				p := &known[r.Intn(n)]
				p.Ranking++
			case 2:
				p := &known[r.Intn(n)]
				p.Lots, p.Takes = slices.Clone(p.Lots), slices.Clone(p.Takes)
				for i := range p.Lots {
					p.Lots[i].Points++
				}
				for i := range p.Takes {
					p.Takes[i].Points++
				}
			case 3:
				known = append(known, known[r.Intn(n)])
				known = slices.Delete(known, n/2, n/2+1)
			}
			r.Shuffle(len(known), func(i, j int) { known[i], known[j] = known[j], known[i] })
			before := s
			if s = s.Resume(known); s == before {
				steps++
			}
			differ(t, fmt.Sprintf("of %d", n), s, Fold(known))
		}
	})
	if steps == 0 {
		t.Fatal("no account went on from what was folded: the test proves nothing")
	}
}

// Central folds its own postings before they have their place in its journal.
func TestResumeKnowsCentralsOwnPostingsWithoutTheirPlace(t *testing.T) {
	drafted := regular(ExpiryAfterAccrual, 3)
	for i := range drafted {
		drafted[i].Ref.Writer, drafted[i].Ref.Epoch, drafted[i].Ref.Seq = journal.Central, 0, 0
	}
	stored := slices.Clone(drafted)
	for i := range stored {
		stored[i].Ref.Epoch, stored[i].Ref.Seq = 1, uint64(i+7)
	}
	if s := Fold(drafted); s.Resume(stored) != s {
		t.Error("all was folded anew")
	}
}

// A field that a later program adds to a posting, and that isn't compared, would let an old account stand for a new one.
func TestEveryFieldOfAPostingIsCompared(t *testing.T) {
	one := func() *Posting {
		return &Posting{Lots: []Lot{{}}, Takes: []Take{{}}, Restores: []Take{{}}, Claws: []Claw{{}}, Rules: []LotRule{{}}}
	}
	fields := leaves(reflect.ValueOf(one()).Elem())
	for n := range fields {
		other := one()
		v := leaves(reflect.ValueOf(other).Elem())[n]
		switch {
		case v.Type() == reflect.TypeFor[time.Time]():
			v.Set(reflect.ValueOf(epoch))
		case v.Kind() == reflect.Pointer:
			v.Set(reflect.New(v.Type().Elem()))
		case v.Kind() == reflect.String:
			v.SetString("other")
		case v.Kind() == reflect.Bool:
			v.SetBool(true)
		default:
			v.Set(reflect.ValueOf(7).Convert(v.Type()))
		}
		if other.same(one()) || one().same(other) {
			t.Errorf("%+v is taken for another", other)
		}
	}
	if !one().same(one()) || len(fields) < 40 {
		t.Errorf("%d fields were compared", len(fields))
	}
}

// leaves are the values that a value is made of; of a list those of its first element.
func leaves(v reflect.Value) (list []reflect.Value) {
	if v.Kind() == reflect.Slice {
		return leaves(v.Index(0))
	}
	if v.Kind() != reflect.Struct || v.Type() == reflect.TypeFor[time.Time]() {
		return []reflect.Value{v}
	}
	for i := range v.NumField() {
		list = append(list, leaves(v.Field(i))...)
	}
	return list
}
