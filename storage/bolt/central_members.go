package bolt

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/journal"
	"tim/domain/office"
)

// searchMax is how many members a search ranks: pages beyond it are empty.
const searchMax = candidatesMax

// Member implements office.Members.
func (r centralReader) Member(id string) (office.Member, error) {
	m, there, err := r.findMember(id)
	if err == nil && !there {
		err = fault.New(fault.NotFound, "customer.unknown", nil)
	}
	return m, err
}

func (r centralReader) findMember(id string) (office.Member, bool, error) {
	if id == "" {
		return office.Member{}, false, nil
	}
	doc := r.get(membersBucket, []byte(id))
	if doc == nil {
		return office.Member{}, false, nil
	}
	m, err := r.decodeMember([]byte(id), doc)
	return m, true, err
}

func (r centralReader) decodeMember(id, doc []byte) (office.Member, error) {
	var m storedMember
	if err := journal.Decode(doc, &m); err != nil {
		return office.Member{}, fmt.Errorf("member %s: %w", id, err)
	}
	m.Key = bytes.Clone(r.get(memberKeysBucket, id))
	return office.Member(m), nil
}

// ByPhone implements office.Members.
func (r centralReader) ByPhone(phone string) (found office.Member, err error) {
	prefix := append([]byte(phone), 0)
	c := r.tx.Bucket(phonesBucket).Cursor()
	for k, _ := c.Seek(prefix); phone != "" && bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		m, err := r.Member(string(k[len(prefix):]))
		if err != nil || m.Into == "" {
			return m, err
		}
		found = m
	}
	if found.ID == "" {
		err = fault.New(fault.NotFound, "customer.unknown", nil)
	}
	return found, err
}

// Aliases implements office.Members.
func (r centralReader) Aliases(id string) (ids []string, err error) {
	prefix := append([]byte(id), 0)
	c := r.tx.Bucket(mergedBucket).Cursor()
	for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		ids = append(ids, string(k[len(prefix):]))
	}
	return ids, nil
}

// FindMembers implements office.Members. A search ranks a bounded number of members, as the till's does.
func (r centralReader) FindMembers(text string, p office.Page) (members []office.Member, next string, err error) {
	if strings.TrimSpace(text) == "" {
		next, err = pageOf(r.tx.Bucket(membersBucket), nil, p, func(id, doc []byte) (bool, error) {
			m, err := r.decodeMember(id, doc)
			members = append(members, m)
			return true, err
		})
		return members, next, err
	}
	skip := 0
	if p.Cursor != "" {
		if skip, err = strconv.Atoi(p.Cursor); err != nil || skip < 0 {
			return nil, "", fault.At("cursor", "cursor.format", nil)
		}
	}
	hits, err := r.searchMembers(text)
	if err != nil || skip >= len(hits) {
		return nil, "", err
	}
	if hits = hits[skip:]; len(hits) > p.Limit {
		hits, next = hits[:p.Limit], strconv.Itoa(skip+p.Limit)
	}
	return hits, next, nil
}

func (r centralReader) searchMembers(text string) ([]office.Member, error) {
	asked := wantedBy(text)
	if asked.phone != "" {
		m, err := r.ByPhone(asked.phone)
		if fault.Code(err) == "customer.unknown" {
			return nil, nil
		}
		return []office.Member{m}, err
	}
	find := asked.search(searchMax)
	if find == nil {
		return nil, nil
	}
	query := catalog.ParseQuery(text)
	byID := map[string]office.Member{}
	var list []ranked
	for _, hit := range best(find(r.tx), text, searchMax) {
		m, there, err := r.findMember(hit.id)
		if err != nil {
			return nil, err
		}
		if there {
			byID[m.ID] = m
			list = append(list, ranked{Member: m.Member, folded: hit.name, rank: query.Rank(m.Name, m.SearchText())})
		}
	}
	slices.SortFunc(list, ranked.compare)
	members := make([]office.Member, len(list))
	for i, hit := range list {
		members[i] = byID[hit.ID]
	}
	return members, nil
}

// putMember writes a member with its index.
func (t *centralTx) putMember(m office.Member) error {
	old, there, err := t.findMember(m.ID)
	if err != nil {
		return err
	}
	if there {
		t.dropMember(old)
	}
	stored := storedMember(m)
	t.put(membersBucket, []byte(m.ID), journal.Encode(&stored))
	if len(m.Key) > 0 {
		t.put(memberKeysBucket, []byte(m.ID), bytes.Clone(m.Key))
	} else {
		t.delete(memberKeysBucket, []byte(m.ID))
	}
	if m.Into != "" {
		t.put(mergedBucket, joinKey(m.Into, m.ID), []byte{})
	}
	phone, tail, names := memberEntries(m.Member)
	t.index(phonesBucket, phone)
	t.index(tailsBucket, tail)
	for _, n := range names {
		t.index(namesBucket, n)
	}
	return nil
}

// dropMember forgets how a stored member is found.
func (t *centralTx) dropMember(old office.Member) {
	if old.Into != "" {
		t.delete(mergedBucket, joinKey(old.Into, old.ID))
	}
	phone, tail, names := memberEntries(old.Member)
	t.delete(phonesBucket, phone.key)
	t.delete(tailsBucket, tail.key)
	for _, n := range names {
		t.delete(namesBucket, n.key)
	}
}
