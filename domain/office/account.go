package office

import (
	"time"

	"tim/domain/loyalty"
)

// resolve reads a member under whatever id it ever had: the one that it was merged into.
func resolve(r Members, id string) (Member, error) {
	m, err := r.Member(id)
	for err == nil && m.Into != "" {
		m, err = r.Member(m.Into)
	}
	return m, err
}

// resolveByPhone reads the member that a phone leads to.
func resolveByPhone(r Members, phone string) (Member, error) {
	m, err := r.ByPhone(phone)
	if err != nil || m.Into == "" {
		return m, err
	}
	return resolve(r, m.Into)
}

// history is every posting of a resolved member and of all that were merged into it.
func history(r Reader, id string) ([]loyalty.Posting, error) {
	ids, err := everyID(r, id)
	if err != nil {
		return nil, err
	}
	var all []loyalty.Posting
	for _, id := range ids {
		some, err := r.Postings(id)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// everyID is a resolved member's id and those of all that were merged into it.
func everyID(r Members, id string) ([]string, error) {
	aliases, err := r.Aliases(id)
	return append([]string{id}, aliases...), err
}

// fold is a resolved member's account as all events known say.
func fold(r Reader, id string) (*loyalty.State, error) {
	postings, err := history(r, id)
	if err != nil {
		return nil, err
	}
	return loyalty.Fold(postings), nil
}

// program is the version in force at an instant.
func program(r Settings, at time.Time) (loyalty.Program, error) {
	versions, err := r.Programs()
	if err != nil {
		return loyalty.Program{}, err
	}
	return versions.At(at), nil
}
