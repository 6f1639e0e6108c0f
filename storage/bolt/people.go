package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"go.etcd.io/bbolt"

	"tim/domain/catalog"
	"tim/domain/ident"
	"tim/domain/journal"
)

// Members lie in both files in the same form: those created here in ledger.db, those pulled from central in
// catalog.db.
//
//	members  id → canonical bytes
//	phones   phone 0 id → nothing
//	tails    phone as dialled at home, backwards, 0 id → folded name
//	initials first letters of the folded name's words 0 id → folded name; none of a name of one word
//	names    one key for each word of the folded name: from that word on 0 what stood before it 0 id → nothing
//
// So "ngọc ánh đ" is one seek, and any words in any order are a walk along each of them, a step each in turn.
var (
	membersBucket    = []byte("members")
	phonesBucket     = []byte("phones")
	tailsBucket      = []byte("tails")
	namesBucket      = []byte("names")
	initialsBucket   = []byte("initials")
	memberKeysBucket = []byte("member_keys")
)

// entry is one key and value for a bucket.
type entry struct{ key, value []byte }

// memberEntries is what the index buckets hold of a member.
func memberEntries(m catalog.Member) (phone, tail entry, names []entry) {
	words := catalog.Words(m.Name)
	phone = entry{key: joinKey(m.Phone, m.ID)}
	tail = entry{key: joinKey(reversed(ident.PhoneLocal(m.Phone)), m.ID), value: []byte(strings.Join(words, " "))}
	for i := range words {
		names = append(names, entry{key: joinKey(strings.Join(words[i:], " "), strings.Join(words[:i], " "), m.ID)})
	}
	return phone, tail, names
}

// initialsEntry is what a till's initials hold of a member, none of a name of one word. Central is not searched by initials.
func initialsEntry(id, folded string) []entry {
	initials := catalog.InitialsOf(folded)
	if initials == "" {
		return nil
	}
	return []entry{{joinKey(initials, id), []byte(folded)}}
}

// createInitials is the step of a till's schemas that brings initials, of the members that are there too.
func createInitials(tx *bbolt.Tx) error {
	if err := createBuckets(tx, string(initialsBucket)); err != nil {
		return err
	}
	var entries []entry
	err := tx.Bucket(namesBucket).ForEach(func(key, _ []byte) error {
		name, rest, _ := bytes.Cut(key, []byte{0})
		if before, id, _ := bytes.Cut(rest, []byte{0}); len(before) == 0 { // the key of the first word has the whole name
			entries = append(entries, initialsEntry(string(id), string(name))...)
		}
		return nil
	})
	return errors.Join(err, putSorted(tx, initialsBucket, entries))
}

func joinKey(parts ...string) []byte { return []byte(strings.Join(parts, "\x00")) }

func reversed(s string) string {
	b := []byte(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

// putMember writes or replaces one member with its index.
func putMember(tx *bbolt.Tx, m catalog.Member) error {
	if err := dropIndex(tx, m.ID); err != nil {
		return err
	}
	if err := tx.Bucket(membersBucket).Put([]byte(m.ID), journal.Encode(&m)); err != nil {
		return err
	}
	phone, tail, names := memberEntries(m)
	if err := tx.Bucket(phonesBucket).Put(phone.key, phone.value); err != nil {
		return err
	}
	if err := tx.Bucket(tailsBucket).Put(tail.key, tail.value); err != nil {
		return err
	}
	for _, n := range names {
		if err := tx.Bucket(namesBucket).Put(n.key, n.value); err != nil {
			return err
		}
	}
	return putSorted(tx, initialsBucket, initialsEntry(m.ID, string(tail.value)))
}

// dropIndex forgets how a stored member is found; one that isn't stored is no error.
func dropIndex(tx *bbolt.Tx, id string) error {
	old, found, err := getMember(tx, id)
	if err != nil || !found {
		return err
	}
	phone, tail, names := memberEntries(old)
	if err := tx.Bucket(phonesBucket).Delete(phone.key); err != nil {
		return err
	}
	if err := tx.Bucket(tailsBucket).Delete(tail.key); err != nil {
		return err
	}
	for _, n := range names {
		if err := tx.Bucket(namesBucket).Delete(n.key); err != nil {
			return err
		}
	}
	for _, e := range initialsEntry(id, string(tail.value)) {
		if err := tx.Bucket(initialsBucket).Delete(e.key); err != nil {
			return err
		}
	}
	return nil
}

func getMember(tx *bbolt.Tx, id string) (m catalog.Member, found bool, err error) {
	doc := tx.Bucket(membersBucket).Get([]byte(id))
	if doc == nil {
		return m, false, nil
	}
	if err := journal.Decode(doc, &m); err != nil {
		return m, false, fmt.Errorf("member %s: %w", id, err)
	}
	return m, true, nil
}

// idByPhone finds the member with that phone; of several (a merge on its way) the one with the lowest id.
func idByPhone(tx *bbolt.Tx, phone string) (string, bool) {
	prefix := append([]byte(phone), 0)
	k, _ := tx.Bucket(phonesBucket).Cursor().Seek(prefix)
	if !bytes.HasPrefix(k, prefix) {
		return "", false
	}
	return string(k[len(prefix):]), true
}

// found is a member that a search came upon.
type found struct {
	id   string
	name string // folded
	rank catalog.Rank
	came uint64 // of a regular: the greater the later; 0 of others
}

// Limits of one search over the index: what is found beyond is not better, only more.
const (
	candidatesMax = 128   // members that are ranked
	stepsMax      = 4_000 // keys looked at along one word
)

// byTail finds members whose phone ends in digits and whose name has words.
func byTail(tx *bbolt.Tx, digits string, words []string) []found {
	var list []found
	prefix := []byte(reversed(digits))
	c := tx.Bucket(tailsBucket).Cursor()
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix) && len(list) < candidatesMax; k, v = c.Next() {
		if hasWords(v, nil, words) {
			list = append(list, found{id: string(k[bytes.IndexByte(k, 0)+1:]), name: string(v)})
		}
	}
	return list
}

// byName finds members by the beginnings of words of their names, in any order: first those where the words follow
// each other as typed, then, when those are fewer than the limit, along every word at once. The rarest word ends it.
func byName(tx *bbolt.Tx, words []string, limit int) []found {
	s := nameSearch{words: words, seen: map[string]bool{}}
	whole := &walk{cursor: tx.Bucket(namesBucket).Cursor(), prefix: []byte(strings.Join(words, " "))}
	for s.step(whole) {
	}
	if len(words) == 1 || len(s.list) >= limit {
		return s.list
	}
	walks := make([]*walk, len(words))
	for i, w := range words {
		walks[i] = &walk{cursor: tx.Bucket(namesBucket).Cursor(), prefix: []byte(w)}
	}
	for {
		for _, w := range walks {
			if !s.step(w) {
				return s.list
			}
		}
	}
}

// byInitials finds members whose names' first letters begin so.
func byInitials(tx *bbolt.Tx, letters string) []found {
	b := tx.Bucket(initialsBucket)
	if b == nil { // central's
		return nil
	}
	var list []found
	prefix := []byte(letters)
	c := b.Cursor()
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix) && len(list) < candidatesMax; k, v = c.Next() {
		list = append(list, found{id: string(k[bytes.IndexByte(k, 0)+1:]), name: string(v)})
	}
	return list
}

type nameSearch struct {
	words []string
	seen  map[string]bool
	list  []found
}

// walk goes along the names index from a prefix on.
type walk struct {
	cursor *bbolt.Cursor
	prefix []byte
	steps  int
}

// step looks at the walk's next key; false at its end or at a limit.
func (s *nameSearch) step(w *walk) bool {
	var k []byte
	if w.steps == 0 {
		k, _ = w.cursor.Seek(w.prefix)
	} else {
		k, _ = w.cursor.Next()
	}
	w.steps++
	if !bytes.HasPrefix(k, w.prefix) || w.steps > stepsMax || len(s.list) >= candidatesMax {
		return false
	}
	end := bytes.IndexByte(k, 0)
	tail, rest := k[:end], k[end+1:]
	end = bytes.IndexByte(rest, 0)
	head, id := rest[:end], rest[end+1:]
	if hasWords(head, tail, s.words) && !s.seen[string(id)] {
		s.seen[string(id)] = true
		s.list = append(s.list, found{id: string(id), name: strings.TrimSpace(string(head) + " " + string(tail))})
	}
	return true
}

// hasWords says whether every word begins a word of either part of a folded name.
func hasWords(head, tail []byte, words []string) bool {
	for _, w := range words {
		if !beginsWord(head, w) && !beginsWord(tail, w) {
			return false
		}
	}
	return true
}

func beginsWord(name []byte, w string) bool {
	for at := 0; at+len(w) <= len(name); {
		if string(name[at:at+len(w)]) == w {
			return true
		}
		space := bytes.IndexByte(name[at:], ' ')
		if space < 0 {
			return false
		}
		at += space + 1
	}
	return false
}
