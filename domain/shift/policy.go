package shift

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"tim/domain/fault"
	"tim/domain/money"
)

// Policy is what a shop decided about its drawers and about who must approve what. The zero Policy is a sane one.
type Policy struct {
	// Approve says of an act's code whether a supervisor must approve it; an act that isn't there is as NeedsApproval says.
	Approve map[string]bool `json:"approve,omitempty"`
	// DropAt is the cash in a drawer from which on a safe drop is asked for (VND); 0 is DropAtDefault.
	DropAt money.VND `json:"drop_at,omitempty"`
	// Open lets cashiers see what the drawer should hold before they count it. Otherwise they count blind.
	Open bool `json:"open_count,omitempty"`
	// QuantityPieces and QuantityWeighed are what one entry sells without being typed twice, pieces and whole kilograms; 0 is the default.
	QuantityPieces  int64 `json:"quantity_pieces,omitempty"`
	QuantityWeighed int64 `json:"quantity_weighed,omitempty"`
	// HoldHours is how long a cart may lie aside before lists mark it; 0 is HoldHoursDefault.
	HoldHours int64 `json:"hold_hours,omitempty"`
	// IdleMinutes is how long nobody may touch a till before it locks; 0 is never, nil IdleMinutesDefault.
	IdleMinutes *int64 `json:"idle_minutes,omitempty"`
	// WeakPINs lets staff have PINs such as 1111 and 1234.
	WeakPINs bool `json:"weak_pins,omitempty"`
	// Wallets are the names of the e-wallets that the shop takes, as buttons and papers have them.
	Wallets []string `json:"wallets,omitempty"`
	// CashStep is what cash is rounded to: 0 (not at all), 500 or 1.000 (VND).
	CashStep money.VND `json:"cash_step,omitempty"`
	// AccountLimit is the most that one sale may leave a member owing (VND); 0: nobody buys on account.
	AccountLimit money.VND `json:"account_limit,omitempty"`
	// TransferFree is the greatest transfer that a cashier may confirm without a supervisor (VND); nil TransferFreeDefault.
	TransferFree *money.VND `json:"transfer_free,omitempty"`
}

// TransferFreeDefault is a sale whose loss a shop can bear, when somebody only says that the money came.
const TransferFreeDefault money.VND = 1_000_000

// Limits of the wallets that a shop takes: as many as fit a row of buttons, with names as long as one of them.
const (
	walletsMax    = 4
	walletNameMax = 16
)

// ByHandFree is the greatest transfer that a cashier may confirm alone.
func (p Policy) ByHandFree() money.VND {
	if p.TransferFree == nil {
		return TransferFreeDefault
	}
	return *p.TransferFree
}

// HoldHoursDefault is how long customers stay away who come back; HoldHoursMax is the longest that a policy may say.
const (
	HoldHoursDefault = 24
	HoldHoursMax     = 24 * 365
)

// IdleMinutesDefault is how long a till may lie open with nobody there; IdleMinutesMax is the longest that a policy may say.
const (
	IdleMinutesDefault = 5
	IdleMinutesMax     = 24 * 60
)

// What one entry sells without being typed twice, unless the shop says otherwise; quantityMost is what a line takes at all.
const (
	QuantityPiecesDefault  = 99
	QuantityWeighedDefault = 50
	quantityMost           = 999
)

// MostPieces is what one entry of goods by the piece sells without being typed twice.
func (p Policy) MostPieces() money.Quantity { return most(p.QuantityPieces, QuantityPiecesDefault) }

// MostWeighed is the same of goods by weight.
func (p Policy) MostWeighed() money.Quantity { return most(p.QuantityWeighed, QuantityWeighedDefault) }

func most(said, usual int64) money.Quantity {
	if said > 0 {
		return money.Units(said)
	}
	return money.Units(usual)
}

// HoldLong is how long a cart may lie aside before lists mark it.
func (p Policy) HoldLong() time.Duration {
	if p.HoldHours > 0 {
		return time.Duration(p.HoldHours) * time.Hour
	}
	return HoldHoursDefault * time.Hour
}

// IdleLock is how long nobody may touch a till before it locks, 0 when it never does.
func (p Policy) IdleLock() time.Duration {
	if p.IdleMinutes == nil {
		return IdleMinutesDefault * time.Minute
	}
	return time.Duration(*p.IdleMinutes) * time.Minute
}

// DropAtDefault is where a drawer begins to be worth robbing.
const DropAtDefault money.VND = 8_000_000

// Acts whose approval a policy may decide. Those on orders need it for what goes beyond what a cashier may do alone.
const (
	ActNoSale  = "drawer.open"
	ActPaidIn  = "cash.paid_in"
	ActPaidOut = "cash.paid_out"
	ActDrop    = "cash.drop"
	ActReprint = "receipt.reprint"
	ActX       = "report.x"
	ActReZ     = "report.reprint"
	ActOver    = "shift.over" // closing with a drawer that is over or short
	ActTrain   = "training.start"
	ActAccount = "tender.account" // a member buys on account
)

// approvedAlone are the acts that cashiers do alone unless the shop says otherwise.
var approvedAlone = map[string]bool{ActPaidIn: true, ActDrop: true, ActReprint: true, ActX: true, ActReZ: true, ActOver: true, ActTrain: true}

// acts are all that a policy may decide.
var acts = []string{ActNoSale, ActPaidIn, ActPaidOut, ActDrop, ActReprint, ActX, ActReZ, ActOver, ActTrain, ActAccount}

// Check refuses a policy that decides about what is no such act, or whose limit is none: a slip in a name would leave an act
// unguarded without a word. Faults: field.enum (value, allowed) on "policy.approve", money.range (max) on
// "policy.drop_at", field.range (min, max) on "policy.hold_hours", "policy.idle_minutes",
// "policy.quantity_pieces" and "policy.quantity_weighed"; those of the tenders.
func (p Policy) Check() error {
	for _, act := range slices.Sorted(maps.Keys(p.Approve)) {
		if !slices.Contains(acts, act) {
			return fault.At("policy.approve", "field.enum", fault.Args{"value": act, "allowed": strings.Join(acts, ", ")})
		}
	}
	if p.DropAt < 0 || p.DropAt > FloatMax {
		return fault.At("policy.drop_at", "money.range", fault.Args{"max": FloatMax})
	}
	for field, n := range map[string]int64{"policy.quantity_pieces": p.QuantityPieces, "policy.quantity_weighed": p.QuantityWeighed} {
		if n < 0 || n > quantityMost {
			return fault.At(field, "field.range", fault.Args{"min": int64(0), "max": int64(quantityMost)})
		}
	}
	if p.HoldHours < 0 || p.HoldHours > HoldHoursMax {
		return fault.At("policy.hold_hours", "field.range", fault.Args{"min": int64(0), "max": int64(HoldHoursMax)})
	}
	if n := p.IdleMinutes; n != nil && (*n < 0 || *n > IdleMinutesMax) {
		return fault.At("policy.idle_minutes", "field.range", fault.Args{"min": int64(0), "max": int64(IdleMinutesMax)})
	}
	return p.checkTenders()
}

// checkTenders refuses what no way to pay can be. Faults: money.range (max) on "policy.account_limit" and "policy.transfer_free",
// field.enum (value, allowed) on "policy.cash_step", field.too_many (max), field.required and field.too_long (max) on "policy.wallets".
func (p Policy) checkTenders() error {
	if p.AccountLimit < 0 || p.AccountLimit > FloatMax {
		return fault.At("policy.account_limit", "money.range", fault.Args{"max": FloatMax})
	}
	if free := p.ByHandFree(); free < 0 || free > money.Max {
		return fault.At("policy.transfer_free", "money.range", fault.Args{"max": money.Max})
	}
	if s := p.CashStep; s != 0 && s != 500 && s != 1_000 {
		return fault.At("policy.cash_step", "field.enum", fault.Args{"value": int64(s), "allowed": "0, 500, 1000"})
	}
	if len(p.Wallets) > walletsMax {
		return fault.At("policy.wallets", "field.too_many", fault.Args{"max": int64(walletsMax)})
	}
	for _, name := range p.Wallets {
		switch {
		case strings.TrimSpace(name) == "":
			return fault.At("policy.wallets", "field.required", nil)
		case utf8.RuneCountInString(name) > walletNameMax:
			return fault.At("policy.wallets", "field.too_long", fault.Args{"max": int64(walletNameMax)})
		}
	}
	return nil
}

// NeedsApproval says whether a supervisor must approve an act.
func (p Policy) NeedsApproval(act string) bool {
	if needed, said := p.Approve[act]; said {
		return needed
	}
	return !approvedAlone[act]
}

// DropFrom is the cash in a drawer from which on a safe drop is asked for.
func (p Policy) DropFrom() money.VND {
	if p.DropAt > 0 {
		return p.DropAt
	}
	return DropAtDefault
}
