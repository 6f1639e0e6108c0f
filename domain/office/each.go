package office

// eachStep is how many documents are read at a time.
const eachStep = 200

// eachNote goes over the notes of a space behind a key, in order, until take wants no more.
func eachNote(r Notes, space, behind string, take func(Note) (bool, error)) error {
	return eachBehind(behind, func(behind string) ([]Note, error) { return r.Notes(space, behind, eachStep) },
		func(n Note) string { return n.Key }, take)
}

// eachMember goes over members by id behind one, merged ones too, until take wants no more.
func eachMember(r Notes, behind string, take func(Member) (bool, error)) error {
	return eachBehind(behind, func(behind string) ([]Member, error) { return r.MembersBehind(behind, eachStep) },
		func(m Member) string { return m.ID }, take)
}

// eachProduct goes over products by SKU behind one until take wants no more.
func eachProduct(r Notes, behind string, take func(Product) (bool, error)) error {
	return eachBehind(behind, func(behind string) ([]Product, error) { return r.ProductsBehind(behind, eachStep) },
		func(p Product) string { return p.SKU }, take)
}

func eachBehind[D any](behind string, list func(behind string) ([]D, error), key func(D) string, take func(D) (bool, error)) error {
	for {
		docs, err := list(behind)
		if err != nil {
			return err
		}
		for _, d := range docs {
			if more, err := take(d); err != nil || !more {
				return err
			}
			behind = key(d)
		}
		if len(docs) < eachStep {
			return nil
		}
	}
}

// eachListed goes over all that a list has, page by page, until take wants no more.
func eachListed[D any](list func(Page) ([]D, string, error), take func(D) (bool, error)) error {
	for p := (Page{Limit: PageMax}); ; {
		docs, next, err := list(p)
		if err != nil {
			return err
		}
		for _, d := range docs {
			if more, err := take(d); err != nil || !more {
				return err
			}
		}
		if p.Cursor = next; next == "" {
			return nil
		}
	}
}
