package shift

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tim/domain/fault"
	"tim/domain/journal"
)

// Limits of what names somebody.
const (
	StaffNameMax = 60 // characters
	StaffIDMax   = 32 // bytes
	staffMax     = 500
)

// CheckPIN refuses a new PIN that has no form, or that is tried first by whoever tries: one digit all along, or digits that go up
// or down by one. A shop's policy may allow those (Policy.WeakPINs). Faults: pin.format (min, max), pin.weak, both on "pin".
func (p Policy) CheckPIN(pin string) error {
	switch {
	case !pinFormed(pin):
		return pinFormat()
	case !p.WeakPINs && weak(pin):
		return fault.At("pin", "pin.weak", nil)
	}
	return nil
}

func pinFormed(pin string) bool {
	return len(pin) >= PINMin && len(pin) <= PINMax && strings.Trim(pin, "0123456789") == ""
}

func pinFormat() error {
	return fault.At("pin", "pin.format", fault.Args{"min": int64(PINMin), "max": int64(PINMax)})
}

// weak says whether each digit is as far from the one before it as the second is from the first, by no more than 1.
func weak(pin string) bool {
	step := int(pin[1]) - int(pin[0])
	if step < -1 || step > 1 {
		return false
	}
	for i := 1; i < len(pin); i++ {
		if int(pin[i])-int(pin[i-1]) != step {
			return false
		}
	}
	return true
}

// Listed is somebody of a shop's staff as lists show them: without what proves the PIN.
type Listed struct {
	ID   string
	Name string
	Role Role
	Gone bool // let go, and may be taken on again
}

// Code is the canonical form.
func (l *Listed) Code(c *journal.Codec) {
	journal.String(c, &l.ID)
	journal.String(c, &l.Name)
	journal.Uint(c, &l.Role)
	c.Bool(&l.Gone)
}

// Changing is what a Change does.
type Changing uint8

// The changes. Numbers are sent and stored: append only.
const (
	Hire    Changing = 1 // somebody new: Name, Role and Verifier
	Rename  Changing = 2 // Name
	SetRole Changing = 3 // Role
	SetPIN  Changing = 4 // Verifier
	LetGo   Changing = 5
	TakeOn  Changing = 6 // again, as they were
)

// String is the change's stable word.
func (ch Changing) String() string {
	switch ch {
	case Hire:
		return "staff.hire"
	case Rename:
		return "staff.rename"
	case SetRole:
		return "staff.role"
	case SetPIN:
		return "staff.pin"
	case LetGo:
		return "staff.let_go"
	case TakeOn:
		return "staff.take_on"
	}
	return ""
}

// Change is one wish about a shop's staff, as a manager makes it at a till. What of its fields counts What says.
type Change struct {
	ID       string // of the wish: asked again, it is done once
	By       string // staff id of the manager
	What     Changing
	Staff    string // id of whom it is about
	Name     string
	Role     Role
	Verifier Verifier
}

// Code is the canonical form.
func (ch *Change) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &ch.ID)
	journal.String(c, &ch.By)
	journal.Uint(c, &ch.What)
	journal.String(c, &ch.Staff)
	journal.String(c, &ch.Name)
	journal.Uint(c, &ch.Role)
	ch.Verifier.code(c)
}

// Asked is what a till's journal says of a Change: who asked for what, and nothing that proves a PIN.
type Asked struct {
	ID    string // of the Change
	By    string
	What  Changing
	Staff string
	Name  string // of whom it is about, as it is to be
	Role  Role   // as it is to be
}

// Code is the canonical form.
func (a *Asked) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &a.ID)
	journal.String(c, &a.By)
	journal.Uint(c, &a.What)
	journal.String(c, &a.Staff)
	journal.String(c, &a.Name)
	journal.Uint(c, &a.Role)
}

// Team is a shop's staff: who works there, and who was let go.
type Team struct{ Here, Gone []Staff }

// find is somebody of a list, nil when they aren't there.
func find(list []Staff, id string) *Staff {
	if i := slices.IndexFunc(list, func(s Staff) bool { return s.ID == id }); i >= 0 {
		return &list[i]
	}
	return nil
}

// After is how whom a change is about stands then; nil: let go. Only a manager who works there changes staff, nobody their own role,
// and nobody lets themselves go. Faults: staff.manager (name); staff.self; staff.unknown (name) of who isn't there; staff.exists (name);
// staff.last_manager (name); staff.many (max); field.required, field.too_long (max) and field.enum (value, allowed) on "name", "role"
// and "id"; pin.format of a verifier that is none.
func (t Team) After(ch Change) (*Staff, error) {
	if by := find(t.Here, ch.By); by == nil || by.Role < Manager {
		return nil, fault.New(fault.Forbidden, "staff.manager", fault.Args{"name": ch.By})
	}
	if ch.By == ch.Staff && (ch.What == SetRole || ch.What == LetGo) {
		return nil, fault.New(fault.Forbidden, "staff.self", nil)
	}
	next, err := t.decide(ch)
	if err != nil {
		return nil, err
	}
	return next, t.Keeps(ch.Staff, next)
}

func (t Team) decide(ch Change) (*Staff, error) {
	here, gone := find(t.Here, ch.Staff), find(t.Gone, ch.Staff)
	switch ch.What {
	case Hire:
		if here != nil || gone != nil {
			return nil, fault.New(fault.Conflict, "staff.exists", fault.Args{"name": ch.Staff})
		}
		if len(t.Here) >= staffMax {
			return nil, fault.New(fault.Conflict, "staff.many", fault.Args{"max": int64(staffMax)})
		}
		next := &Staff{ID: ch.Staff, Name: ch.Name, Role: ch.Role, Verifier: ch.Verifier}
		return next, next.check()
	case TakeOn:
		if here == nil && gone != nil {
			return gone, nil
		}
		here = gone
	}
	if here == nil {
		return nil, fault.New(fault.NotFound, "staff.unknown", fault.Args{"name": ch.Staff})
	}
	next := *here
	switch ch.What {
	case Rename:
		next.Name = ch.Name
	case SetRole:
		next.Role = ch.Role
	case SetPIN:
		next.Verifier = ch.Verifier
	case LetGo:
		return nil, nil
	default:
		return nil, fault.At("what", "field.enum", fault.Args{"value": int64(ch.What), "allowed": "1-6"})
	}
	return &next, next.check()
}

// check is what every person of a shop's staff has.
func (s *Staff) check() error {
	switch {
	case s.ID == "":
		return fault.At("id", "field.required", nil)
	case len(s.ID) > StaffIDMax:
		return fault.At("id", "field.too_long", fault.Args{"max": int64(StaffIDMax)})
	case strings.TrimSpace(s.Name) == "":
		return fault.At("name", "field.required", nil)
	case utf8.RuneCountInString(s.Name) > StaffNameMax:
		return fault.At("name", "field.too_long", fault.Args{"max": int64(StaffNameMax)})
	case s.Role < Cashier || s.Role > Manager:
		return fault.At("role", "field.enum", fault.Args{"value": int64(s.Role), "allowed": "cashier, supervisor, manager"})
	case !s.Verifier.sound():
		return pinFormat()
	}
	return nil
}

// sound says whether a verifier costs whoever tries PINs at least what one of NewVerifier does, and no till too much.
func (v Verifier) sound() bool {
	return len(v.Salt) >= SaltSize && len(v.Salt) <= 2*SaltSize && len(v.Hash) == pinHash && v.Time >= pinTime && v.Time <= pinTimeMax &&
		v.Memory >= pinMemory && v.Memory <= pinMemoryMax
}

// Keeps refuses that a shop which has a manager has none any more: nobody could then change its staff at a till. next is how id is to
// stand, nil: let go. Fault: staff.last_manager (name).
func (t Team) Keeps(id string, next *Staff) error {
	was := find(t.Here, id)
	if was == nil || was.Role < Manager || next != nil && next.Role >= Manager {
		return nil
	}
	if slices.ContainsFunc(t.Here, func(s Staff) bool { return s.ID != id && s.Role >= Manager }) {
		return nil
	}
	return fault.New(fault.Conflict, "staff.last_manager", fault.Args{"name": was.Name})
}

// List is the team as lists show it: who works there, then who was let go, each by id.
func (t Team) List() []Listed {
	var list []Listed
	for _, s := range t.Here {
		list = append(list, Listed{ID: s.ID, Name: s.Name, Role: s.Role})
	}
	for _, s := range t.Gone {
		list = append(list, Listed{ID: s.ID, Name: s.Name, Role: s.Role, Gone: true})
	}
	return list
}

// Managing is what a till's journal says of a change, or an export, that a manager asks central for at the manager's desk, before central hears of it:
// who, and at which of its public door's addresses; what became of it central's journal says.
type Managing struct {
	By     string // staff id
	Method string
	Path   string // at most ManagingPathMax bytes of it
}

// ManagingPathMax is how much of an address is kept, bytes.
const ManagingPathMax = 200

// Code is the canonical form.
func (m *Managing) Code(c *journal.Codec) {
	c.Version(1)
	journal.String(c, &m.By)
	journal.String(c, &m.Method)
	journal.String(c, &m.Path)
}
