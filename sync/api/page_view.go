package api

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"tim/domain/ident"
	"tim/domain/loyalty"
	"tim/domain/office"
)

// picturesMax is how many vouchers show their codes as pictures; those behind them show digits, so that a page stays light.
const picturesMax = 20

// passView is a member's page in finished strings.
type passView struct {
	Name, Usable, Worth, Owed, PointWorth string
	Tier, Next, Progress                  string
	Ranking, Threshold                    int64 // of the bar
	Pending                               []factView
	Lapse                                 *factView
	Lapses                                []factView // all of them, where there are several
	Vouchers                              []voucherView
	Spent                                 []voucherView
	SpentTitle, LapsesTitle               string
	Rewards                               []rewardView
	Money                                 *moneyView
	Entries                               []entryView
	Older                                 string // cursor, "" when there is nothing older
	Later                                 bool   // this isn't the first page of the statement
	AsOf                                  string
	Key                                   string // of the forms
}

type factView struct{ Points, When string }

type voucherView struct {
	Code, Spaced, Gives, Name, Until, State string
	Terms                                   string
	Fresh, Open                             bool
	Pictured                                bool
	QR, Bars                                picture
	QRAlt, BarsAlt                          string
}

type rewardView struct {
	ID, Name, Gives, Cost, Refused, Redeem, Sure string
	Terms                                        string
	Points                                       int64 // the cost shown
}

type moneyView struct {
	How  string
	Most int64
}

type entryView struct {
	When, Kind, Of, Change, Balance string
	Gain                            bool
	Explain                         []string
}

// passWriter writes one passbook in one language.
type passWriter struct {
	*pageText
	book office.Passbook
}

func (w passWriter) view(p office.Page, fresh, key string) (passView, error) {
	b := w.book
	v := passView{Name: w.Hello(b.Member.Name), Usable: number(max(b.Account.Usable, 0)), Worth: w.Worth(dong(b.Value)),
		PointWorth: w.PointWorth(dong(b.Program.Use.ValuePerPoint)), Tier: b.Standing.Tier.Name,
		Older: b.Next, Later: p.Cursor != "", AsOf: w.AsOf(w.at(b.Account.AsOf), b.Program.TimeZone), Key: key}
	if b.Account.Usable < 0 {
		v.Owed = w.Owed(number(-b.Account.Usable))
	}
	w.tier(&v)
	v.Pending = w.facts(b.Pending)
	if v.Lapses = w.facts(b.Lapses); len(v.Lapses) > 0 {
		v.Lapse, v.LapsesTitle = &v.Lapses[0], w.AllLapses(len(v.Lapses))
	}
	if err := w.vouchers(&v, fresh); err != nil {
		return v, err
	}
	w.rewards(&v)
	for _, e := range b.Entries {
		v.Entries = append(v.Entries, w.entry(e))
	}
	return v, nil
}

func (w passWriter) at(t time.Time) string { return moment(t, w.book.Zone) }

func (w passWriter) tier(v *passView) {
	s := w.book.Standing
	if s.Next.ID == "" {
		v.Next = w.TierTop
		return
	}
	v.Ranking, v.Threshold = max(s.Ranking, 0), s.Next.MinRankingPoints
	v.Next = w.ToNext(number(s.Missing), s.Next.Name)
	v.Progress = w.TierProgress(number(v.Ranking), number(v.Threshold))
}

func (w passWriter) facts(notices []loyalty.Notice) []factView {
	var facts []factView
	for _, n := range notices {
		facts = append(facts, factView{w.Points(n.Points), w.at(n.At)})
	}
	return facts
}

// vouchers shows those that can be used, the one just redeemed first, and what became of the others.
func (w passWriter) vouchers(v *passView, fresh string) error {
	for _, voucher := range w.book.Vouchers {
		shown := w.voucher(voucher)
		if voucher.State != loyalty.VoucherIssued {
			v.Spent = append(v.Spent, shown)
			continue
		}
		shown.Fresh = fresh != "" && strings.HasSuffix(voucher.ID, fresh)
		v.Vouchers = append(v.Vouchers, shown)
	}
	if i := slices.IndexFunc(v.Vouchers, func(s voucherView) bool { return s.Fresh }); i > 0 {
		first := v.Vouchers[i]
		v.Vouchers = slices.Insert(slices.Delete(v.Vouchers, i, i+1), 0, first)
	}
	v.SpentTitle = w.Spent(len(v.Spent))
	for i := range v.Vouchers[:min(picturesMax, len(v.Vouchers))] {
		shown := &v.Vouchers[i]
		var err error
		if shown.QR, err = qrPicture(shown.Code); err != nil {
			return err
		}
		if shown.Bars, err = barsPicture(shown.Code); err != nil {
			return err
		}
		shown.Pictured, shown.Open = true, i == 0
	}
	return nil
}

func (w passWriter) voucher(p office.PassVoucher) voucherView {
	v := voucherView{Code: p.ID, Spaced: ident.SpacedVoucher(p.ID), Gives: w.gives(p.Terms.Gives, p.Product), Name: p.Name, Until: w.Endless,
		State: w.pageText.State[p.State], Terms: sentenceOf(w.terms(p.Terms))}
	v.QRAlt, v.BarsAlt = w.QR(v.Spaced), w.Bars(v.Spaced)
	switch {
	case p.State == loyalty.VoucherUsed:
		v.Until = w.at(p.UsedAt)
	case p.State == loyalty.VoucherHandedBack:
		v.Until = w.at(p.HandedBackAt)
	case !p.ExpiresAt.IsZero():
		v.Until = w.at(p.ExpiresAt)
		if p.State == loyalty.VoucherIssued {
			v.Until = w.pageText.Until + " " + v.Until
		}
	}
	return v
}

func (w passWriter) gives(g loyalty.Gives, product string) string {
	switch {
	case g.Amount != nil:
		return w.Off(dong(*g.Amount))
	case g.Percent != nil && g.Cap != nil:
		return w.PercentOff(percentage(*g.Percent), dong(*g.Cap))
	case g.Percent != nil:
		return w.PercentOff(percentage(*g.Percent), "")
	}
	return w.Gift(cmp.Or(product, g.SKU))
}

// terms are what a voucher asks for.
func (w passWriter) terms(t loyalty.Terms) []string {
	var all []string
	if t.MinOrder > 0 {
		all = append(all, w.MinOrder(dong(t.MinOrder)))
	}
	if len(t.Channels) > 0 {
		names := make([]string, len(t.Channels))
		for i, id := range t.Channels {
			names[i] = cmp.Or(w.Channel[id], id)
		}
		all = append(all, w.Channels(strings.Join(names, ", ")))
	}
	if !t.WithPoints {
		all = append(all, w.NotWithPoints)
	}
	if !t.WithVouchers {
		all = append(all, w.NotWithVouchers)
	}
	if t.Transferable {
		all = append(all, w.Anybody)
	}
	return all
}

// sentenceOf is terms on one line, the first with a capital.
func sentenceOf(terms []string) string {
	line := strings.Join(terms, " · ")
	first, n := utf8.DecodeRuneInString(line)
	if n == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + line[n:]
}

func (w passWriter) rewards(v *passView) {
	free := w.book.AsMoney.Most
	for _, r := range w.book.Rewards {
		shown := rewardView{ID: r.ID, Name: r.Name, Gives: w.gives(r.Gives, r.Product), Cost: w.Points(r.Cost), Points: r.Cost}
		terms := w.terms(r.Terms())
		if r.VoucherDays != nil {
			terms = append(terms, w.Lives(number(*r.VoucherDays)))
		}
		shown.Terms = sentenceOf(terms)
		if r.Refused != nil {
			shown.Refused = w.refused(r)
		} else {
			shown.Redeem, shown.Sure = w.RedeemFor(shown.Cost), w.Sure(w.Points(free-r.Cost))
		}
		v.Rewards = append(v.Rewards, shown)
	}
	if w.book.AsMoney.Refused == nil {
		v.Money = &moneyView{How: w.MoneyHow(w.Points(free), dong(w.book.Program.Use.Value(free))), Most: free}
	}
}

// refused is why a reward can't be had, in words.
func (w passWriter) refused(r office.RewardFor) string {
	f := refusedFigures{Missing: w.Points(r.Cost - w.book.AsMoney.Most), From: day(r.From, w.book.Zone)}
	if r.PerCustomer != nil {
		f.Most = number(*r.PerCustomer)
	}
	var tiers []string
	for _, t := range w.book.Program.Tiers {
		if slices.Contains(r.Tiers, t.ID) {
			tiers = append(tiers, t.Name)
		}
	}
	f.Tiers = strings.Join(tiers, ", ")
	if words, ok := w.Refused[r.Refused.Code]; ok {
		return words(f)
	}
	return w.Notice["reward.refused"]
}

func (w passWriter) entry(e office.PassEntry) entryView {
	v := entryView{When: w.at(e.At), Change: change(e.Points), Gain: e.Points > 0, Balance: number(e.BalanceAfter), Explain: paragraphs(e.Explain)}
	if e.Kind <= loyalty.Merge {
		v.Kind = w.Kind[e.Kind]
	}
	switch {
	case e.Receipt != "":
		v.Of = w.Receipt(e.Receipt)
	case e.Order != "":
		channel, id, _ := strings.Cut(e.Order, "/")
		v.Of = cmp.Or(w.Channel[channel], channel) + " " + id
	case e.Voucher != "":
		v.Of = ident.SpacedVoucher(e.Voucher)
	case e.Reason == office.OpeningReason:
		v.Of = w.Opening
	case e.Kind == loyalty.Adjust:
		v.Of = e.Reason
	}
	return v
}

// paragraphs are an explanation's lines, those that were set in for a terminal's width put back where they came from.
func paragraphs(lines []string) []string {
	var all []string
	for _, l := range lines {
		if more, set := strings.CutPrefix(l, "  "); set && len(all) > 0 {
			all[len(all)-1] += " " + more
		} else {
			all = append(all, l)
		}
	}
	return all
}
