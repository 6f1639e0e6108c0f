package manage

import (
	"context"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/money"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/form"
	"tim/tui/text"
	"tim/tui/widget"
)

const askSave = 0

// reward is one reward being added or changed.
type reward struct {
	editor
	of    loyalty.Reward // as central has it
	fresh bool
}

func newReward(of loyalty.Reward, fresh bool) reward {
	if of.Gives.Kind == "" {
		of.Gives.Kind = loyalty.GiveAmount
	}
	return reward{editor: edit(rewardForm(of.Gives.Kind, fresh, rewardValues(of))), of: of, fresh: fresh}
}

// rewardForm has the fields of a kind of reward, with their values.
func rewardForm(kind loyalty.GiveKind, fresh bool, values map[string]string) form.Form {
	l := &text.RewardFields
	one := func(f form.Field) form.Line { return form.One(f) }
	yesNo := []form.Option{{Value: "true", Label: l.Yes}, {Value: "false", Label: l.No}}
	lines := []form.Line{}
	if fresh {
		lines = append(lines, one(form.Field{Key: "id", Label: l.ID, About: l.IDAbout, Max: loyalty.TextMax}))
	} else {
		lines = append(lines, one(form.Field{Key: "id", Kind: form.Fixed, Label: l.ID}))
	}
	lines = append(lines,
		one(form.Field{Key: "name", Label: l.Name, About: l.NameAbout, Max: loyalty.TextMax}),
		one(form.Field{Key: "cost", Kind: form.Number, Label: l.Cost, Unit: l.Points}),
		one(form.Field{Key: "gives.kind", Kind: form.Choice, Label: l.Gives, Options: []form.Option{{Value: string(loyalty.GiveAmount), Label: l.Amount},
			{Value: string(loyalty.GivePercent), Label: l.Percent}, {Value: string(loyalty.GiveProduct), Label: l.Product}}}))
	switch kind {
	case loyalty.GivePercent:
		lines = append(lines, one(form.Field{Key: "gives.percent", Kind: form.Decimal, Label: l.PercentOff, Unit: text.Of("%", "%")}),
			one(form.Field{Key: "gives.cap", Kind: form.Number, Label: l.Cap, Empty: l.NoLimit}))
	case loyalty.GiveProduct:
		lines = append(lines, one(form.Field{Key: "gives.sku", Label: l.SKU, About: l.SKUAbout, Max: catalog.SKUMax}))
	default:
		lines = append(lines, one(form.Field{Key: "gives.amount", Kind: form.Number, Label: l.AmountOff, Unit: l.Dong}))
	}
	limits := []form.Field{
		{Key: "min_order", Kind: form.Number, Label: l.MinOrder, Empty: l.None},
		{Key: "stock", Kind: form.Number, Label: l.Stock, Empty: l.NoLimit, About: l.StockAbout},
		{Key: "per_customer", Kind: form.Number, Label: l.PerCustomer, Empty: l.NoLimit},
		{Key: "tiers", Label: l.Tiers, Empty: l.All, About: l.TiersAbout},
		{Key: "from", Label: l.From, Empty: l.Now, About: l.DayAbout},
		{Key: "to", Label: l.To, Empty: l.NoLimit, About: l.DayAbout},
		{Key: "voucher_days", Kind: form.Number, Label: l.VoucherDays, Empty: l.ForEver},
		{Key: "channels", Label: l.Channels, Empty: l.All, About: l.ChannelsAbout},
		{Key: "with_points", Kind: form.Choice, Label: l.WithPoints, Options: yesNo},
		{Key: "with_vouchers", Kind: form.Choice, Label: l.WithVouchers, Options: yesNo},
		{Key: "transferable", Kind: form.Choice, Label: l.Transferable, Options: yesNo},
	}
	for i, f := range limits {
		line := one(f)
		if i == 0 {
			line.Heading = l.Limits
		}
		lines = append(lines, line)
	}
	return filled(form.New(lines...), values)
}

// filled is a form with values by their keys.
func filled(f form.Form, values map[string]string) form.Form {
	for key, value := range values {
		f = f.With(key, value)
	}
	return f.Focus(f.Focused().Key) // typing replaces what is there
}

func rewardValues(r loyalty.Reward) map[string]string {
	v := map[string]string{"id": r.ID, "name": r.Name, "gives.kind": string(r.Gives.Kind), "gives.sku": r.Gives.SKU,
		"gives.amount": amountTyped(r.Gives.Amount), "gives.cap": amountTyped(r.Gives.Cap), "min_order": amountTyped(r.MinOrder),
		"stock": countTyped(r.Stock), "per_customer": countTyped(r.PerCustomer), "voucher_days": countTyped(r.VoucherDays),
		"tiers": strings.Join(r.Tiers, ", "), "channels": strings.Join(r.Channels, ", "), "from": dayTyped(r.From), "to": dayTyped(r.To),
		"with_points": strconv.FormatBool(r.WithPoints), "with_vouchers": strconv.FormatBool(r.WithVouchers), "transferable": strconv.FormatBool(r.Transferable)}
	if r.Cost > 0 {
		v["cost"] = strconv.FormatInt(r.Cost, 10)
	}
	if r.Gives.Percent != nil {
		v["gives.percent"] = percentTyped(*r.Gives.Percent)
	}
	return v
}

// read is the reward as it was typed, or every field that can't be read.
func (r reward) read() (loyalty.Reward, error) {
	t := typed{form: r.form}
	next := loyalty.Reward{ID: t.text("id"), Name: t.text("name"), Gives: loyalty.Gives{Kind: loyalty.GiveKind(r.form.Value("gives.kind"))},
		MinOrder: t.amount("min_order"), Stock: t.count("stock"), PerCustomer: t.count("per_customer"), VoucherDays: t.count("voucher_days"),
		Tiers: t.names("tiers"), Channels: t.names("channels"), From: t.day("from"), To: t.day("to"),
		WithPoints: t.yes("with_points"), WithVouchers: t.yes("with_vouchers"), Transferable: t.yes("transferable"), Issued: r.of.Issued}
	if cost := t.count("cost"); cost != nil {
		next.Cost = *cost
	}
	switch next.Gives.Kind {
	case loyalty.GiveAmount:
		next.Gives.Amount = t.amount("gives.amount")
	case loyalty.GivePercent:
		next.Gives.Percent, next.Gives.Cap = t.percent("gives.percent"), t.amount("gives.cap")
	case loyalty.GiveProduct:
		next.Gives.SKU = t.text("gives.sku")
	}
	return next, t.faults.Also(next.Validate()).OrNil()
}

func (r reward) Keys() keymap.Set {
	keys := r.keys()
	if !r.fresh && r.of.RetiredAt.IsZero() {
		keys = append(keys, keymap.Drop)
	}
	return keys
}

func (r reward) Unsaved() bool { return r.changed() }

func (r reward) Title(env screen.Env) (left, right string) {
	t := &env.Texts.People
	if r.fresh {
		return t.Rewards + " · " + t.AddReward, ""
	}
	return t.Rewards + " · " + widget.Clean(r.of.Name), rewardState(env, r.of)
}

func (r reward) Update(env screen.Env, msg tea.Msg) (page, outcome) {
	switch msg := msg.(type) {
	case answer:
		return r.answered(msg)
	case screen.Act:
		if msg.ID == keymap.Drop && !r.busy && !r.leaving {
			return r.retire()
		}
	}
	kind := r.form.Value("gives.kind")
	next, did := r.update(msg)
	r.editor = next
	if now := r.form.Value("gives.kind"); now != kind {
		values := map[string]string{}
		for _, key := range r.form.Keys() {
			values[key] = r.form.Value(key)
		}
		r.form = rewardForm(loyalty.GiveKind(now), r.fresh, values).Focus("gives.kind")
	}
	switch {
	case did.leave:
		return r, outcome{Close: true}
	case did.send:
		return r.send()
	}
	return r, outcome{Effects: did.effects}
}

func (r reward) send() (page, outcome) {
	next, err := r.read()
	if err != nil {
		r.editor = r.refused(err, nil)
		return r, outcome{Effects: []screen.Effect{screen.Beep{}}}
	}
	r.editor = r.sending()
	return r, outcome{Asks: []ask{{What: askSave, Of: func(ctx context.Context, s seat) (any, error) { return s.PutReward(ctx, next) }}}}
}

// retire takes the reward off the list. What was typed meanwhile stays typed; saving it brings the reward back.
func (r reward) retire() (page, outcome) {
	if r.fresh || !r.of.RetiredAt.IsZero() {
		return r, outcome{Effects: []screen.Effect{screen.Beep{}}}
	}
	id := r.of.ID
	r.editor = r.sending()
	return r, outcome{Asks: []ask{{What: askSave, Of: func(ctx context.Context, s seat) (any, error) { return s.RetireReward(ctx, id) }}}}
}

func (r reward) answered(a answer) (page, outcome) {
	stored, ok := a.Value.(loyalty.Reward)
	if a.Err != nil || !ok {
		r.editor = r.refused(a.Err, nil)
		return r, outcome{Effects: []screen.Effect{screen.Beep{}}}
	}
	if !stored.RetiredAt.IsZero() {
		r.of, r.busy = stored, false
		return r, tell("reward.retired_now", fault.Args{"name": stored.Name})
	}
	o := tell("reward.saved", fault.Args{"name": stored.Name})
	o.Close = true
	return r, o
}

// tell says a short word in the message line.
func tell(code string, args fault.Args) outcome {
	return outcome{Effects: []screen.Effect{screen.Tell{Notice: counter.Notice{Code: code, Args: args}}}}
}

func (r reward) Draw(env screen.Env) widget.Pane {
	return r.draw(env, env.Width, env.Height, r.example(env)...)
}

// example is what the reward as it is typed gives for its points.
func (r reward) example(env screen.Env) []string {
	next, err := r.read()
	for _, f := range fieldsOf(err) {
		if f.Field == "cost" || strings.HasPrefix(f.Field, "gives.") {
			return nil
		}
	}
	perPoint, _ := next.Worth(0)
	lines := []string{env.Texts.People.Example(next.Cost, env.Texts.Voucher.Gives(next.Gives, ""), perPoint)}
	if !r.of.RetiredAt.IsZero() {
		lines = append(lines, env.Texts.People.BringsBack)
	}
	return lines
}

// typed reads the values of a form and collects what can't be read.
type typed struct {
	form   form.Form
	faults fault.Fields
}

func (t *typed) text(key string) string { return strings.TrimSpace(t.form.Value(key)) }

func (t *typed) yes(key string) bool { return t.form.Value(key) == "true" }

// count is a whole number, nil of an empty field.
func (t *typed) count(key string) *int64 {
	s := t.text(key)
	if s == "" {
		return nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		t.faults = append(t.faults, fault.At(key, "number.format", fault.Args{"value": s}))
	}
	return &n
}

// amount is money, nil of an empty field.
func (t *typed) amount(key string) *money.VND {
	s := t.text(key)
	if s == "" {
		return nil
	}
	v, err := money.Parse(s)
	if err != nil {
		t.faults = append(t.faults, fault.At(key, fault.Code(err), fault.Args{"value": s, "max": money.Max}))
	}
	return &v
}

func (t *typed) percent(key string) *money.Percent {
	s := t.text(key)
	if s == "" {
		return nil
	}
	p, err := money.ParsePercent(strings.Replace(s, ",", ".", 1))
	if err != nil {
		t.faults = append(t.faults, fault.At(key, "percent.format", fault.Args{"value": s}))
	}
	return &p
}

// names is a list with commas between.
func (t *typed) names(key string) []string {
	var list []string
	for _, name := range strings.Split(t.form.Value(key), ",") {
		if name = strings.TrimSpace(name); name != "" {
			list = append(list, name)
		}
	}
	return list
}

// day is a day as documents have it, 2006-01-31, of one typed as 31/1/2006; what is neither stays as it is, for the rule that refuses it.
func (t *typed) day(key string) string {
	s := t.text(key)
	if day, err := parseDay(s); err == nil {
		return day.Format("2006-01-02")
	}
	return s
}

func amountTyped(v *money.VND) string {
	if v == nil {
		return ""
	}
	return v.Decimal().String()
}

func countTyped(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}

func percentTyped(p money.Percent) string { return strings.Replace(p.Decimal().String(), ".", ",", 1) }

// dayTyped is a document's day as people type it.
func dayTyped(s string) string {
	if day, err := parseDay(s); err == nil {
		return day.Format("02/01/2006")
	}
	return s
}
