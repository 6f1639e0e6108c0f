package loyalty

// Within is the account as a holder may spend it: of each lot no more than it holds of its share, and of them all no more
// than the balance allows (SHARES 4). A debt is met by what others hold first.
func (a Account) Within(held func(lot string) int64) Account {
	lots, away := make([]LotView, len(a.Lots)), int64(0)
	for i, l := range a.Lots {
		n := min(l.Remaining, max(0, held(l.ID)))
		if l.Usable {
			away += l.Remaining - n
		}
		lots[i] = l
		lots[i].Remaining = n
	}
	a.Lots, a.Debt = lots, max(0, a.Debt-away)
	return a.recounted()
}
