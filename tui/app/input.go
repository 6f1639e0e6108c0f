package app

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/ident"
	"tim/tui/input"
	"tim/tui/keymap"
	"tim/tui/screen"
	"tim/tui/widget"
)

func isQuit(k tea.KeyPressMsg) bool {
	_, quit := keymap.Set{keymap.Quit}.Match(k)
	return quit
}

func (m *Model) input(h held) {
	m.pressedAt = h.pressed
	switch msg := h.msg.(type) {
	case tea.KeyPressMsg:
		m.key(msg, h)
	case tea.PasteMsg:
		m.paste(msg)
	case Scanned:
		m.takeCode(input.Bare(msg.Code))
	}
}

// key takes one key. Scans are told from typing first; then come the keys of the root, of the screen, and last what the
// screen makes of it.
func (m *Model) key(k tea.KeyPressMsg, h held) {
	top := m.top()
	burst, seen := m.burst.Feed(k, h.at)
	m.burst = burst
	seen.Code = strings.TrimPrefix(seen.Code, m.cfg.Wedge.Prefix)
	m.awaitEnd()
	if m.cfg.Wedge.NoEnd && m.runs(false) {
		m.awaitEnd()
		return
	}
	switch {
	case seen.Tail:
		return
	case seen.Scan && (m.sells() || looksScanned(seen.Code, top)):
		m.scanned(seen)
		return
	case seen.Began:
		m.kept = kept{former: m.kept.now}
	case burst == input.Burst{}:
		m.kept = kept{}
	}
	m.keep(top, k)
	if id, ok := screen.Globals.Match(k); ok {
		m.global(id)
		return
	}
	if id, ok := top.screen.Keys(m.env(top)).Match(k); ok {
		m.deliver(top.id, screen.Act{ID: id})
		return
	}
	m.deliver(top.id, k)
}

// quiet is that a pause may have ended a code of a scanner that types nothing behind it.
type quiet struct{ last time.Time }

// awaitEnd looks behind such a pause, where the scanner is one of those and what came is a code.
func (m *Model) awaitEnd() {
	if last, whole := m.burst.Whole(m.cfg.Wedge); whole {
		m.then(tea.Tick(input.Quiet, func(time.Time) tea.Msg { return quiet{last} }))
	}
}

// ended ends the code that a pause was waited for behind, unless more came.
func (m *Model) ended(q quiet) {
	last, whole := m.burst.Whole(m.cfg.Wedge)
	switch {
	case !whole || !last.Equal(q.last):
	case m.busy():
		m.awaitEnd()
	default:
		m.runs(true)
	}
}

// runs takes the codes that are over of a burst without ends, and says whether there were any: the screens are put back to what they
// were before its first key, and have what isn't over yet as if it had come just now.
func (m *Model) runs(paused bool) bool {
	codes, left, torn := m.burst.Run(m.cfg.Wedge, paused)
	if len(codes) == 0 {
		return false
	}
	m.burst = left
	m.putBack(torn)
	if m.kept.former = nil; left == (input.Burst{}) {
		m.kept = kept{}
	}
	for _, r := range left.Keys() {
		m.deliver(m.top().id, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	for i, code := range codes {
		if m.busy() {
			var rest []held
			for _, code := range codes[i:] {
				rest = append(rest, held{msg: Scanned{Code: code}, at: m.now, pressed: m.now})
			}
			m.ahead = append(rest, m.ahead...)
			break
		}
		m.takeCode(code)
	}
	return true
}

// sells says whether a scan would be sold now: the order screen is on top and nothing lies over it.
func (m *Model) sells() bool { return m.top().route == screen.Order && m.dialog == nil }

// typedDigitsMax is the longest run of digits that a fast hand (or a keyboard that replays keys) enters into a form: an
// amount, a phone. Codes that sell have more, or eight with a right check digit.
const typedDigitsMax = 11

// looksScanned tells a scanner's burst over a form from a fast typist's. Amounts that are typed end in zeros, phones begin
// with one; any other run of digits is a shop's own code, and would be paid with. Where a PIN is asked for, whatever comes so
// fast is a scan: as a PIN it would count as a wrong try.
func looksScanned(code string, over layer) bool {
	if s, ok := over.screen.(screen.Secret); ok && s.Secret() {
		return true
	}
	if strings.Trim(code, "0123456789") != "" || len(code) > typedDigitsMax {
		return true
	}
	if _, err := catalog.ParseCode(code); err == nil {
		return true
	}
	_, err := ident.NormalisePhone(code)
	return err != nil && !strings.HasSuffix(code, "00")
}

// kept is the screens that got keys of what may become a scan, as they were before it. A scan whose keys went to several
// screens, because somebody tapped or pressed F9 in its midst, is taken back on all of them.
type kept struct {
	now    []layer // before the present burst of keys
	former []layer // before the one before it, where the two may be one
}

// keep notes what a screen was before its first key of the present burst.
func (m *Model) keep(top layer, k tea.KeyPressMsg) {
	began := m.burst != input.Burst{} && keymap.Typed(k) != ""
	if began && !slices.ContainsFunc(m.kept.now, func(l layer) bool { return l.id == top.id }) {
		m.kept.now = append(m.kept.now[:len(m.kept.now):len(m.kept.now)], top)
	}
}

// keepUp lets a screen that was kept for a scan under way have what came between the scan's keys, which must not be undone.
func (m *Model) keepUp(id int, env screen.Env, msg tea.Msg) {
	for _, layers := range []*[]layer{&m.kept.now, &m.kept.former} {
		if i := slices.IndexFunc(*layers, func(l layer) bool { return l.id == id }); i >= 0 {
			*layers = slices.Clone(*layers)
			(*layers)[i].screen, _ = (*layers)[i].screen.Update(env, msg)
		}
	}
}

// scanned puts the screens back to what they were before the scan's first key, and sells. Only the order screen sells: a scanner
// ends with Enter, which must never answer a dialog. A voucher is applied wherever the cashier is, and a receipt opens its
// return where orders are looked at.
func (m *Model) scanned(seen input.Seen) {
	m.putBack(seen.Whole)
	m.kept = kept{}
	m.takeCode(seen.Code)
}

// putBack makes the screens what they were before the present burst's first key, or before that of the one before it (torn).
func (m *Model) putBack(torn bool) {
	back := m.kept.now
	if torn {
		back = slices.Concat(back, m.kept.former)
	}
	for _, l := range back {
		m.replace(l.id, l.screen)
	}
}

// takeCode sells a code, or does what else it means where the cashier is. A keyboard's scan that is under way goes on.
func (m *Model) takeCode(code string) {
	m.touch()
	m.closeReading()
	top := m.top()
	if m.state.Locked {
		m.refuse(counter.Notice{Code: "scan.locked", Error: true})
		return
	}
	if m.sells() {
		m.deliver(top.id, screen.Scanned{Code: code})
		return
	}
	if m.dialog != nil || m.base() != screen.Order || !m.understood(top, code) {
		m.refuse(counter.Notice{Code: "scan.elsewhere", Args: fault.Args{"code": code}, Error: true})
	}
}

// closeReading closes what is only read and lies right over the order screen: a scan sells from there too.
func (m *Model) closeReading() {
	for len(m.stack) == 2 && m.dialog == nil && m.stack[0].route == screen.Order {
		switch m.top().route {
		case screen.Palette, screen.Help, screen.Latency:
			m.close(m.top().id)
		default:
			return
		}
	}
}

// understood takes a scan over another screen than the order's, and says whether it meant anything there.
func (m *Model) understood(top layer, code string) bool {
	in, err := counter.Read(code)
	switch {
	case err == nil && in.Meaning == counter.MeansVoucher:
		m.enqueue(nobody, counter.ApplyVoucher{Code: in.Text})
	case err != nil || in.Meaning != counter.MeansReceipt:
		return false
	case top.route == screen.Return, top.route == screen.Cancel:
		m.deliver(top.id, screen.Scanned{Code: code})
	case top.route == screen.Orders, top.route == screen.Receipt, top.route == screen.Menu:
		m.open(screen.Go{Route: screen.Return, Param: in.Text})
	default:
		return false
	}
	return true
}

// paste hands text to the screen. Several lines at once are several codes: they would be sold unseen, so they are not.
func (m *Model) paste(msg tea.PasteMsg) {
	m.kept, m.burst = kept{}, input.Burst{}
	if m.state.Locked {
		m.refuse(counter.Notice{Code: "scan.locked", Error: true})
		return
	}
	top := m.top()
	lines := len(strings.FieldsFunc(msg.Content, func(r rune) bool { return r == '\n' || r == '\r' }))
	if lines > 1 && m.sells() {
		m.tell(counter.Notice{Code: "paste.lines", Args: fault.Args{"lines": lines}, Error: true})
		m.errorTone()
		return
	}
	m.deliver(top.id, msg)
}

// mouse takes the wheel for the screen and taps for what was drawn under them.
func (m *Model) mouse(msg tea.MouseMsg) {
	m.touched = m.now
	if m.tooSmall() {
		return
	}
	if wheel, ok := msg.(tea.MouseWheelMsg); ok {
		m.deliver(m.top().id, wheel)
		return
	}
	press, target, acted := m.press.Update(msg, m.frame().Hits)
	if press != m.press {
		m.press = press
		m.touch()
	}
	if acted { // a scan that is under way goes on
		m.tapped(target)
	}
}

func (m *Model) tapped(target widget.Target) {
	id, top := keymap.ID(target.ID), m.top()
	switch {
	case target.ID == widget.KeypadTarget:
		for _, k := range widget.KeypadTypes(target.Index) {
			m.typed(k, m.now)
		}
	case top.screen.Keys(m.env(top)).Has(id) && !screen.Globals.Has(id):
		m.deliver(top.id, screen.Act{ID: id})
	case screen.Globals.Has(id):
		m.global(id)
	default:
		m.deliver(top.id, screen.Tapped{Target: target})
	}
}

// overLock is what doesn't open over the lock.
var overLock = keymap.Set{keymap.Help, keymap.Palette, keymap.Link}

// global runs an action of the root.
func (m *Model) global(id keymap.ID) {
	m.touch()
	if m.state.Locked && overLock.Has(id) {
		m.refuse(counter.Notice{Code: "till.locked", Error: true})
		return
	}
	switch id {
	case keymap.Lock:
		m.lock()
	case keymap.Language:
		m.lang = m.lang.Other()
		m.chosen()
	case keymap.Theme:
		m.nextTheme()
		m.chosen()
	case keymap.Link:
		m.switchLink()
	case keymap.Help:
		m.open(screen.Go{Route: screen.Help})
	case keymap.Palette:
		m.switchPalette()
	case keymap.Quit:
		m.quit()
	}
}

// switchPalette opens the palette, or closes it. Over an approval it doesn't open: that comes first.
func (m *Model) switchPalette() {
	switch top := m.top(); {
	case m.dialog != nil:
		m.tell(counter.Notice{Code: "approval.first", Error: true})
	case top.route == screen.Palette:
		m.close(top.id)
	case top.screen.Keys(m.env(top)).Has(keymap.Palette): // it has a search of its own
		m.deliver(top.id, screen.Act{ID: keymap.Palette})
	default:
		m.open(screen.Go{Route: screen.Palette})
	}
}

// switchLink cuts the link to central or heals it, in the demo.
func (m *Model) switchLink() {
	if m.cfg.Link == nil {
		return
	}
	m.cut = !m.cut
	m.cfg.Link(!m.cut)
	code := "demo.link_up"
	if m.cut {
		code = "demo.link_cut"
	}
	m.tell(counter.Notice{Code: code})
}
