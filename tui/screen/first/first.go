// Package first is the first start: the questions that a new shop, a till of a chain or a chain's central begins with, one step behind the
// other. Each step has its answers ready, says what they come to, and can be gone back from; Enter all the way makes a shop that sells.
//
// Caveats. Enter goes on to the next step; behind something typed it goes to the next field first. PINs are kept in no draft.
package first

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/catalog"
	"tim/domain/office"
	"tim/domain/setup"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/screen/form"
	"tim/tui/screen/program"
	"tim/tui/widget"
)

// Maker does what the answers need of the world.
type Maker interface {
	// Zone knows the time zones of this machine.
	Zone(name string) (*time.Location, error)
	// Goods reads a file of products and every row at fault. Fault: fault.Fields on "products.file".
	Goods(ctx context.Context, path string) ([]catalog.Product, []office.RowError, error)
	// Samples are invented products to try with; none where there are none.
	Samples() []catalog.Product
	// Join takes the till's place in a chain, once, however often it is asked by one code.
	Join(ctx context.Context, to setup.Central) (Joined, error)
	// TestPrint prints a page.
	TestPrint(ctx context.Context, p setup.Printer) error
	// Complete makes up what nobody said (setup.Answers.Complete).
	Complete(a setup.Answers) (whole setup.Answers, made []setup.Person, err error)
	// Make makes the shop by complete answers, all of it or nothing.
	Make(ctx context.Context, a setup.Answers, goods []catalog.Product) (Made, error)
	// Stage is how far Make or Join is. It doesn't wait.
	Stage() setup.Stage
	// Keep writes a draft down beside all else, the newest when many follow each other. It doesn't wait.
	Keep(d Draft)
}

// Joined is the place that a chain gave.
type Joined struct {
	Till, Shop string
	Products   int
	Staff      int
}

// Made is what a first start has to show when it is through; a till's has nothing.
type Made struct {
	Token string // central's admin token, "" when somebody gave it
	Code  string // that enrols the first till
	Until time.Time
	URL   string // where central will answer
}

// Draft is a first start on its way: without PINs.
type Draft struct {
	Answers setup.Answers `json:"answers"`
	Step    string        `json:"step"`
	PINs    bool          `json:"pins,omitempty"` // some were typed, and have to be again
}

// What is asked of the Maker. The number is part of the Seq of its Review.
const (
	askJoin = iota
	askGoods
	askTest
	askMake
	asks
)

// Screen is the first start.
type Screen struct {
	kind    setup.Kind
	maker   Maker
	a       setup.Answers
	program program.Draft // whose document a has
	// chained says that the till joins the chain at join, which is kept as it was typed while the shop stands alone.
	chained bool
	join    setup.Central
	printer string // its kind
	raw     map[string]string
	bad     map[string]error // of what was typed and can't be read
	at      string           // name of the step
	form    form.Form
	typed   bool // into the field with the focus
	again   map[string]string
	seq     int
	waits   int // what is asked, asks: nothing
	err     error
	note    string
	lost    bool // PINs were typed before, and no draft has them

	goods   []catalog.Product
	rows    []office.RowError
	joined  *Joined
	whole   setup.Answers
	new     []setup.Person
	made    Made
	since   time.Time // it is shown
	example []program.Said
	scroll  widget.Scroll
}

// New is a first start by a draft; the zero Draft begins at the beginning.
func New(k setup.Kind, m Maker, d Draft, english bool) Screen {
	s := Screen{kind: k, maker: m, a: setup.Default(k, english), at: "language", printer: noPrinter, waits: asks, raw: map[string]string{}, bad: map[string]error{}, again: map[string]string{}}
	if d.Step != "" {
		s.a, s.join, s.chained = d.Answers, d.Answers.Central, !d.Answers.Alone()
		s.printer = kindOf(s.a.Printer)
		if s.at, s.lost = d.Step, d.PINs; d.PINs {
			s.at = "staff"
		}
		if !s.knows(s.at) || s.at == "making" || s.at == "made" {
			s.at = "language"
		}
		if s.chained { // who comes back is asked by central once more
			s.at = "place"
		}
		if s.at == "summary" {
			s.at = "products" // its file is read again
		}
	}
	s.program = program.NewDraft(s.a.Program)
	return s.open(s.at)
}

// steps are the names of the steps, in their order.
func (s Screen) steps() []string {
	switch {
	case s.kind == setup.Chain:
		return []string{"language", "shop", "zone", "points", "earning", "expiry", "using", "offline", "staff", "products", "summary"}
	case s.chained:
		return []string{"language", "place", "printer", "summary"}
	}
	return []string{"language", "place", "shop", "zone", "points", "earning", "expiry", "using", "offline", "staff", "products", "printer", "summary"}
}

func (s Screen) knows(step string) bool { return s.number(step) >= 0 }

// number is a step's place, -1 where it has none.
func (s Screen) number(step string) int {
	for i, name := range s.steps() {
		if name == step {
			return i
		}
	}
	return -1
}

// open is the screen at a step, its form as the answers are.
func (s Screen) open(step string) Screen {
	s.at, s.err, s.typed, s.note = step, nil, false, ""
	s.scroll = widget.Scroll{}
	if section, is := sections[step]; is {
		s.form = section.Plain(s.program)
	} else {
		s.form = form.New(s.lines()...)
		for _, key := range s.form.Keys() {
			s.form = s.form.With(key, s.value(key))
		}
	}
	s.form = s.form.Focus(s.form.Focused().Key) // what stands there is replaced by typing
	return s
}

// renewed is the form drawn up anew, because an answer changed which fields there are.
func (s Screen) renewed(focus string) Screen {
	note := s.note
	s = s.open(s.at)
	s.note = note
	s.form = s.form.Focus(focus)
	return s
}

// Secret implements screen.Secret.
func (s Screen) Secret() bool { return s.form.Secret() }

// Keys implements screen.Screen.
func (s Screen) Keys(screen.Env) keymap.Set {
	keys := keymap.Set{keymap.Help, keymap.Next, keymap.Previous, keymap.Confirm, keymap.Back}
	if s.at == "points" {
		keys = append(keys, keymap.Add, keymap.Drop)
	}
	return keys
}

// Update implements screen.Screen.
func (s Screen) Update(env screen.Env, msg tea.Msg) (screen.Screen, []screen.Effect) {
	before := s
	next, effects := s.take(env, msg)
	if next.at == "language" || next.at == before.at {
		next, effects = next.spoken(env, effects)
	}
	next.example = next.examples(env)
	if next.at != "made" && next.at != "making" {
		next.maker.Keep(next.draft())
	}
	return next, effects
}

// spoken brings the language of the screen and the answer together: Ctrl+L and the field change the same.
func (s Screen) spoken(env screen.Env, effects []screen.Effect) (Screen, []screen.Effect) {
	shown := "vi"
	if env.Lang != 0 {
		shown = "en"
	}
	if s.at == "language" && s.form.Focused().Key == "language" && s.typed && s.a.Language != shown {
		s.typed = false
		return s, append(effects, screen.Global{ID: keymap.Language})
	}
	if s.a.Language != shown {
		s.a = inWords(s.a, setup.Default(s.kind, s.a.Language == "en"), setup.Default(s.kind, shown == "en"))
		s.form = s.form.With("language", shown)
	}
	return s, effects
}

// inWords are the answers in another language: what stands as the one has it, as the other has it.
func inWords(a, was, is setup.Answers) setup.Answers {
	if a.Language = is.Language; a.Shop.Name == was.Shop.Name {
		a.Shop.Name = is.Shop.Name
	}
	a.Staff = append([]setup.Person(nil), a.Staff...)
	for i := range min(len(a.Staff), len(is.Staff)) {
		if p := &a.Staff[i]; p.Name == was.Staff[i].Name {
			p.ID, p.Name = is.Staff[i].ID, is.Staff[i].Name
		}
	}
	return a
}

func (s Screen) draft() Draft {
	d := Draft{Answers: s.a, Step: s.at}
	d.Answers.Staff = append([]setup.Person(nil), s.a.Staff...)
	for i := range d.Answers.Staff {
		d.PINs = d.PINs || d.Answers.Staff[i].PIN != ""
		d.Answers.Staff[i].PIN = ""
	}
	d.PINs = d.PINs && s.number(s.at) >= s.number("staff")
	return d
}

func (s Screen) take(env screen.Env, msg tea.Msg) (Screen, []screen.Effect) {
	switch msg := msg.(type) {
	case screen.Reviewed:
		return s.answered(env, msg)
	case screen.Act:
		switch msg.ID {
		case keymap.Back:
			return s.back()
		case keymap.Confirm:
			return s.enter(env)
		case keymap.Add, keymap.Drop:
			return s.tiers(env, msg.ID)
		}
	}
	if s.waits != asks {
		return s, nil
	}
	if s.at == "summary" || s.at == "made" {
		s.scroll, _ = s.scroll.Update(msg)
		return s, nil
	}
	var ev form.Event
	was := s.form.Focused().Key
	s.form, ev = s.form.Update(msg)
	key, is := msg.(tea.KeyPressMsg)
	switch {
	case s.form.Focused().Key != was:
		s.typed = false
	case is && ev.Taken && keymap.Typed(key) != "": // also what stood there before
		s.typed = true
	}
	switch {
	case ev.Changed != "":
		s.typed, s.note = true, ""
		return s.read(ev.Changed), nil
	case ev.Opened != "":
		return s.opened(ev.Opened)
	}
	return s, nil
}

// tiers adds a tier, or drops the one with the focus; the first one stays.
func (s Screen) tiers(env screen.Env, id keymap.ID) (Screen, []screen.Effect) {
	before, at := len(s.a.Program.Tiers), 0
	if id == keymap.Add {
		s.program = s.program.AddTier(env.Texts.Program.NewTier)
		at = len(s.program.Doc().Tiers) - 1
	} else if tier, in := program.TierOf(s.form.Focused().Key); in {
		s.program, at = s.program.DropTier(tier), max(tier-1, 0)
	}
	if s.a.Program = s.program.Doc(); len(s.a.Program.Tiers) == before {
		return s, []screen.Effect{screen.Beep{}}
	}
	return s.renewed(program.TierPath(at, "name")), nil
}

// back goes to the step before; from the first one it leaves. What is asked goes on being asked.
func (s Screen) back() (Screen, []screen.Effect) {
	n := s.number(s.at)
	switch {
	case s.waits != asks:
		return s, []screen.Effect{screen.Beep{}}
	case s.at == "made":
		return s, nil
	case n <= 0:
		return s, []screen.Effect{screen.Close{}}
	}
	return s.open(s.steps()[n-1]), nil
}

// enter goes to the next field behind something typed, else on.
func (s Screen) enter(env screen.Env) (Screen, []screen.Effect) {
	switch {
	case s.waits != asks:
		return s, nil
	case s.at == "made" && env.Now.Sub(s.since) < readMin: // a key of before, not of somebody who has read it
		return s, nil
	case s.at == "made":
		return s, []screen.Effect{screen.Close{}}
	case s.at == "summary":
		return s.create()
	}
	if field := s.form.Focused(); field.Kind == form.Open || s.typed {
		next, ev := s.form.Update(screen.Act{ID: keymap.Confirm})
		if ev.Opened != "" {
			return s.opened(ev.Opened)
		}
		if ended := ev.Ended || next.Focused().Kind == form.Open; !ended { // what a row does is done by who goes there
			s.form, s.typed = next, false
			return s, nil
		}
		s.typed = false
	}
	return s.forward(env)
}

// forward goes to the next step when this one's answers are good, and asks first where somebody else has to say so.
func (s Screen) forward(env screen.Env) (Screen, []screen.Effect) {
	s = s.tidied()
	if faults := s.faults(); len(faults) > 0 {
		s.form = s.form.Faulty(faults).FirstFault()
		s.err = faults[""]
		return s, []screen.Effect{screen.Beep{}}
	}
	switch {
	case s.at == "place" && s.chained:
		to := s.a.Central
		return s.ask(askJoin, func(ctx context.Context) (any, error) { return s.maker.Join(ctx, to) })
	case s.at == "products" && s.a.Products.From == setup.FromFile:
		path := s.a.Products.File
		return s.ask(askGoods, func(ctx context.Context) (any, error) {
			goods, rows, err := s.maker.Goods(ctx, path)
			return read{goods, rows}, err
		})
	}
	return s.on()
}

// read is a file of products.
type read struct {
	goods []catalog.Product
	rows  []office.RowError
}

// on is the next step.
func (s Screen) on() (Screen, []screen.Effect) {
	next := s.steps()[s.number(s.at)+1]
	if s = s.open(next); next == "summary" {
		return s.completed()
	}
	return s, nil
}

// completed makes up what nobody said, so that it can be shown before it counts.
func (s Screen) completed() (Screen, []screen.Effect) {
	if s.whole, s.new, s.err = s.maker.Complete(s.a); s.chained {
		s.new = nil // the chain has its staff
	}
	if s.err == nil {
		s.err = s.whole.Validate(s.kind, s.maker.Zone)
	}
	return s, nil
}

// readMin is how long what is shown only once stays, whatever is pressed.
const readMin = time.Second

// makeMax is how long a shop, and the first copy of a chain's members, may take to be made.
const makeMax = 30 * time.Minute

// create makes the shop.
func (s Screen) create() (Screen, []screen.Effect) {
	if s.err != nil && s.whole.Validate(s.kind, s.maker.Zone) != nil {
		return s, []screen.Effect{screen.Beep{}}
	}
	whole, goods := s.whole, s.whole.Goods(s.maker.Samples(), s.goods)
	s.at, s.err = "making", nil
	return s.ask(askMake, func(ctx context.Context) (any, error) { return s.maker.Make(ctx, whole, goods) })
}

// ask puts a question to the Maker.
func (s Screen) ask(what int, of func(context.Context) (any, error)) (Screen, []screen.Effect) {
	s.seq++
	s.waits, s.err = what, nil
	return s, []screen.Effect{screen.Review{Seq: s.seq*asks + what, Of: of, Max: makeMax}}
}

// answered takes the Maker's answer, unless it is one of before.
func (s Screen) answered(env screen.Env, r screen.Reviewed) (Screen, []screen.Effect) {
	if r.Seq/asks != s.seq || s.waits == asks {
		return s, nil
	}
	what := s.waits
	s.waits, s.err = asks, r.Err
	switch {
	case what == askMake && r.Err != nil:
		s.at = "summary"
	case what == askMake:
		if s.made, _ = r.Value.(Made); s.made == (Made{}) && len(s.new) == 0 {
			return s, []screen.Effect{screen.Close{}}
		}
		s.at, s.since = "made", env.Now
		return s, nil
	case what == askTest && r.Err == nil:
		s.note = "printed"
		return s, nil
	case what == askGoods:
		got, _ := r.Value.(read)
		if s.goods, s.rows = got.goods, got.rows; r.Err == nil {
			return s.on()
		}
	case what == askJoin && r.Err == nil:
		joined, _ := r.Value.(Joined)
		s.joined = &joined
		return s.on()
	}
	faults := fieldsOf(r.Err)
	if what == askJoin {
		s.form = s.form.Focus(joinField(r.Err))
	}
	for _, key := range s.form.Keys() {
		if faults[key] != nil { // it is said there
			s.err = nil
		}
	}
	s.form = s.form.Faulty(faults)
	return s, []screen.Effect{screen.Beep{}}
}
