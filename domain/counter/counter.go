// Package counter is the till's use cases: what a cashier does, one action a file, and the small ports they need.
// Each action reads the clock once, decides, writes everything in one transaction and only then changes what the
// till knows; so what a screen shows is on disk.
//
// Caveats. A Counter is one cashier's hands: Do is called by one goroutine at a time, in the order of the keys
// pressed. What a link does (Join, Got, GiveBack …) and Look may come from others at any moment: they and Do exclude
// each other, and Do waits for the link only while it lets them in. Find changes nothing and may run beside Do. Rules live
// in sale, loyalty, shift, share and catalog; nothing here computes money or points by itself.
package counter

import (
	"context"
	"fmt"
	"io"
	"maps"
	"time"

	"tim/domain/catalog"
	"tim/domain/fault"
	"tim/domain/ident"
	"tim/domain/journal"
	"tim/domain/loyalty"
	"tim/domain/receipt"
	"tim/domain/report"
	"tim/domain/sale"
	"tim/domain/share"
	"tim/domain/shift"
)

// Printer takes the paper of what was done. It is called after that is on disk, and what it answers never undoes it.
type Printer interface {
	// Print hands the receipt over and says where it can be found (a file's path), or why it couldn't be kept.
	Print(ctx context.Context, doc receipt.Document) (saved string, err error)
	// PrintReturn does the same with the slip of a return.
	PrintReturn(ctx context.Context, slip receipt.Return) (saved string, err error)
	// PrintVoucher does the same with a voucher's slip.
	PrintVoucher(ctx context.Context, v receipt.Voucher) (saved string, err error)
	// PrintReport does the same with an X or a Z.
	PrintReport(ctx context.Context, p report.Paper) (saved string, err error)
}

// Config is all that a counter needs from the world.
type Config struct {
	Ledger   Ledger
	Products Products
	Members  Members
	Settings Settings
	Bank     Bank // nil: nobody tells of transfers
	Printer  Printer
	Press    Press // nil: there is no paper printer and no drawer that opens by itself
	Key      journal.Signer
	Link     Uplink    // to central; nil: there is none. May be set behind Open, before the first Do
	Central  Central   // where the shop's staff are changed; nil: nowhere. May be set as Link is
	Till     string    // number such as "01"
	Epoch    uint32    // of the journal that a new file begins, 0 is 1
	Former   Inherited // what that takes over from the epochs before it
	Program  string    // the program's version
	Zone     *time.Location
	Now      func() time.Time
	Mono     func() int64 // milliseconds since Boot, monotonic
	Boot     string
	Entropy  io.Reader
	PINs     map[string]string // staff id to PIN, shown at sign-in: the demo only
}

// Counter is a till's memory of what is going on; all of it can be read back from the ledger.
type Counter struct {
	Config
	mint     ident.Minter
	shop     Shop
	programs loyalty.Versions
	rewards  []loyalty.Reward
	staff    []shift.Staff

	lock      chan struct{} // holds one: whoever put it there may touch what follows
	held      *share.Held
	numbers   []string              // rights of invoices' numbers that are held, in the order of use
	chain     *Chain                // nil while the till stands alone
	synced    time.Time             // Chain.LastSync as the ledger has it
	confirmed *journal.Confirmation // central's newest word since the start, nil before
	unsettled bool                  // it isn't in the ledger yet
	swept     *sweep                // of the pens of finished orders; nil before the first
	regulars  []string              // members seen at this shop, of whose points the till should hold some
	served    []string              // members whose carts closed since Surplus found nothing of theirs
	serving   map[string]bool       // the same
	lack      *lack                 // the shares that the last run had too few of
	asked     bool                  // central has just been asked for them
	online    bool                  // as a State last said
	since     time.Time

	head     journal.Head
	wall     time.Time // wall clock at the newest event
	at       time.Time // the newest event's instant
	receipts int64
	slips    int64
	issued   map[string]int64 // by reward: vouchers issued here less those handed back
	revision uint64

	training *shift.Training // that goes on
	real     *Counter        // in a training: the till that it is at; nil of a till

	who      *shift.Staff
	shut     bool                    // locked: only a PIN opens it
	tries    map[string]shift.Tries  // wrong PINs, by whose was tried
	overseer *shift.Staff            // whose PIN opened the desk last
	shift    *shift.Shift            // sold under, nil when none is
	roll     report.Roll             // of the shifts that aren't closed
	folds    map[string]*report.Fold // by shift: what X and Z have read of the journal
	sofar    *report.Sum             // of the open shift, nil when nothing is known
	left     *Left                   // by the newest close, nil when nothing was or somebody opened behind it
	declared *Count                  // of a drawer that is being closed
	report   *report.Paper           // by the last action
	hand
	aside    []aside // carts put aside, the newest first
	doubt    doubt
	thrown   *sale.Order                // the cart just thrown away, nil once there is another
	gifts    map[string]catalog.Product // by SKU: what vouchers give, as far as the open cart may need it
	alarm    *Alarm
	codes    codes
	pending  *pending
	last     *Done
	returned *Returned
	bought   *loyalty.Voucher // by the last action
	notice   *Notice
	unsure   *shift.Change // asked of central without an answer: nobody knows whether it is done
	back     bool          // this machine's clock was set back, and nobody has been told
}

// Open reads where the till stands and, on a new file, writes the journal's first event.
func Open(ctx context.Context, cfg Config) (*Counter, error) {
	c := &Counter{Config: cfg, mint: ident.Minter{Entropy: cfg.Entropy}, lock: make(chan struct{}, 1)}
	if err := c.settings(ctx); err != nil {
		return nil, err
	}
	start, err := cfg.Ledger.Start(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the ledger: %w", err)
	}
	c.head, c.wall, c.receipts, c.slips = start.Head, start.Wall, start.Receipts, start.Slips
	c.learnRoll(start.Roll)
	c.issued, c.at = maps.Clone(start.Issued), start.At
	c.held = share.StoredHeld(start.Held, start.Requests)
	c.learnNumbers(c.held.Each)
	c.learnTries(start.Tries)
	if err := c.recallLeft(ctx); err != nil {
		return nil, err
	}
	c.rejoin(start)
	if c.head.Seq == 0 {
		c.head.Writer, c.head.Epoch = cfg.Till, max(1, cfg.Epoch)
		if err := c.openJournal(ctx); err != nil {
			return nil, err
		}
	}
	if err := c.endLeftover(ctx); err != nil {
		return nil, err
	}
	carts := start.Carts
	if start.Head.Seq == 0 {
		carts = cfg.Former.Carts
	}
	if err := c.takeUp(ctx, carts); err != nil {
		return nil, err
	}
	return c, c.land(ctx)
}

func (c *Counter) settings(ctx context.Context) (err error) {
	if c.shop, err = c.Settings.Shop(ctx); err != nil {
		return fmt.Errorf("read the shop: %w", err)
	}
	if c.programs, err = c.Settings.Programs(ctx); err != nil {
		return fmt.Errorf("read the programme: %w", err)
	}
	if c.rewards, err = c.Settings.Rewards(ctx); err != nil {
		return fmt.Errorf("read the rewards: %w", err)
	}
	if c.staff, err = c.Settings.Staff(ctx); err != nil {
		return fmt.Errorf("read the staff: %w", err)
	}
	c.gifts = map[string]catalog.Product{}
	return nil
}

func (c *Counter) openJournal(ctx context.Context) error {
	w := c.begin(c.now())
	w.event(journal.JournalOpened, &journal.Opened{PublicKey: c.Key.Public(), Shop: c.shop.Name, Program: c.Program})
	w.inherit(c.Former)
	if c.Former.Roll.Last > 0 {
		w.event(journal.ShiftsCarried, &c.Former.Roll)
	}
	return c.commit(ctx, w)
}

// now is the use case's one instant, in whole milliseconds: central's clock as far as it is known (SHARES 22). It never
// runs behind the newest event, so that a clock set back doesn't put a sale before the scan it follows; the jump itself is
// journaled by begin.
func (c *Counter) now() time.Time {
	now := c.clock().Add(c.offset())
	if now.Before(c.at) && c.at.Sub(now) < clockSlack {
		return c.at
	}
	return now
}

// clock is what this machine's clock shows.
func (c *Counter) clock() time.Time { return c.Config.Now().UTC().Truncate(time.Millisecond) }

// clockSlack is how far the wall clock may step back unremarked (DESIGN "Clocks").
const clockSlack = 2 * time.Minute

func (c *Counter) acquire() { c.lock <- struct{}{} }
func (c *Counter) release() { <-c.lock }

// Do runs one action. The State behind it is right whether or not it failed; a fault says why nothing, or what,
// happened. Where this till lacks shares that others may hold and the link is up, central is asked, and the action run
// once more.
func (c *Counter) Do(ctx context.Context, a Action) (State, error) {
	c.acquire()
	defer c.release()
	now, err := c.attempt(ctx, a)
	if l := c.lack; err != nil && l != nil && c.linked() {
		asked := c.ask(ctx, l)
		if err := c.reread(ctx); err != nil {
			return c.state(now), err
		}
		c.asked = true
		now, err = c.attempt(ctx, a)
		if c.asked = false; err != nil && c.lack != nil && asked != nil {
			err = c.lack.because(asked)
		}
	}
	return c.state(now), err
}

// ask asks central for shares while others may do what they want to the Counter.
func (c *Counter) ask(ctx context.Context, l *lack) error {
	c.release()
	defer c.acquire()
	return c.Link.Ask(ctx, l.member, l.points, l.wants)
}

// attempt runs an action once, at one instant.
func (c *Counter) attempt(ctx context.Context, a Action) (time.Time, error) {
	now := c.now()
	c.notice, c.lack = nil, nil
	if !keeps(a) {
		c.bought, c.report = nil, nil
	}
	err := c.run(ctx, a, now)
	if err == nil {
		err = c.refresh(ctx)
	}
	if err != nil {
		c.notice = nil
	}
	if c.back {
		c.notice, c.back = (&Notice{Code: "clock.back", Error: true}).and(c.notice), false
	}
	c.addUp(ctx, now)
	return now, err
}

// Look is the present State without doing anything.
func (c *Counter) Look() State {
	c.acquire()
	defer c.release()
	return c.state(c.now())
}

func (c *Counter) run(ctx context.Context, a Action, now time.Time) error {
	if end, is := a.(EndTraining); is { // whoever left the staff meanwhile
		return c.endTraining(ctx, end, now)
	}
	if _, is := a.(Lock); is {
		return c.lockUp()
	}
	if err := c.stillStaff(ctx, now); err != nil {
		return err
	}
	if err := c.allowed(a); err != nil {
		return err
	}
	c.moveOn(a)
	switch a := a.(type) {
	case SignIn:
		return c.signIn(ctx, a, now)
	case SignOut:
		return c.signOut(ctx, now)
	case Unlock:
		return c.unlock(ctx, a, now)
	case Oversee:
		return c.oversee(ctx, a, now)
	case OpenShift:
		return c.openShift(ctx, a, now)
	case Enter:
		return c.enter(ctx, a, now)
	case AddTender:
		return c.addTender(ctx, a, now)
	case RemoveTenders:
		return c.removeTenders(ctx, now)
	case AwaitTransfer:
		return c.awaitTransfer(ctx, a, now)
	case ConfirmTransfer:
		return c.confirmTransfer(ctx, a, now)
	case PrintTransfer:
		return c.printTransfer()
	case Finish:
		return c.finish(ctx, now)
	case Deliver:
		return c.deliver(ctx, a, now)
	case Reprint:
		return c.reprint(ctx, a, now)
	case Approve:
		return c.approve(ctx, a, now)
	case Dismiss:
		return c.dismiss(ctx, now)
	case StartTraining:
		return c.startTraining(ctx, now)
	}
	return c.runCart(ctx, a, now)
}

// runCart runs the actions that change the open cart.
func (c *Counter) runCart(ctx context.Context, a Action, now time.Time) error {
	switch a := a.(type) {
	case AddProduct:
		return c.addProduct(ctx, a, now)
	case SetQuantity:
		return c.setQuantity(ctx, a, now)
	case RemoveLine:
		return c.removeLine(ctx, a, now)
	case OverridePrice:
		return c.overridePrice(ctx, a, now)
	case DiscountLine:
		return c.discountLine(ctx, a, now)
	case AttachMember:
		return c.attachMember(ctx, a, now)
	case CreateMember:
		return c.createMember(ctx, a, now)
	case UsePoints:
		return c.usePoints(ctx, a, now)
	case SetLater:
		return c.setLater(ctx, a, now)
	case VoidOrder:
		return c.voidOrder(ctx, a, now)
	case Undo:
		return c.undoLast(ctx, now)
	case Redo:
		return c.redoLast(ctx, now)
	case DiscountOrder:
		return c.discountOrder(ctx, a, now)
	case Repeat:
		return c.repeat(ctx, a, now)
	case SetBuyer:
		return c.setBuyer(ctx, a, now)
	case HoldCart:
		return c.holdCart(ctx, a, now)
	case RecallCart:
		return c.recallCart(ctx, a, now)
	case VoidHeld:
		return c.voidHeld(ctx, a, now)
	}
	return c.runVoucher(ctx, a, now)
}

// runVoucher runs the actions on vouchers and on goods that come back.
func (c *Counter) runVoucher(ctx context.Context, a Action, now time.Time) error {
	switch a := a.(type) {
	case Redeem:
		return c.redeem(ctx, a, now)
	case ApplyVoucher:
		return c.applyVoucher(ctx, a, now)
	case RemoveVoucher:
		return c.removeVoucher(ctx, a, now)
	case HandBack:
		return c.handBack(ctx, a, now)
	case PrintVoucher:
		return c.printVoucher(ctx, a, now)
	case Return:
		return c.takeBack(ctx, back{what: ActReturn, order: a.Order, lines: a.Lines, shown: a.Receipt, reason: a.Reason, by: a.By}, now)
	case Cancel:
		return c.takeBack(ctx, back{what: ActCancel, order: a.Order, cancel: true, shown: a.Receipt, reason: a.Reason, by: a.By}, now)
	case Exchange:
		return c.exchange(ctx, a, now)
	}
	return c.runDrawer(ctx, a, now)
}

// runDrawer runs the actions on the drawer and the shift.
func (c *Counter) runDrawer(ctx context.Context, a Action, now time.Time) error {
	switch a := a.(type) {
	case MoveCash:
		return c.moveCash(ctx, a, now)
	case OpenDrawer:
		return c.openDrawer(ctx, a, now)
	case SuspendShift:
		return c.suspendShift(ctx, now)
	case ResumeShift:
		return c.resumeShift(ctx, a, now)
	case CloseBlind:
		return c.closeBlind(ctx, now)
	case CountDrawer:
		return c.countDrawer(ctx, a, now)
	case CloseShift:
		return c.closeShift(ctx, a, now)
	case TakeX:
		return c.takeX(ctx, a, now)
	case ReprintZ:
		return c.reprintZ(ctx, a, now)
	}
	panic(fmt.Sprintf("counter: unknown action %T", a))
}

// allowed holds the order of things: sign in, then open the shift, then sell.
func (c *Counter) allowed(a Action) error {
	if c.training != nil && c.real == nil { // a Lane is in its place
		return fault.New(fault.Conflict, "training.on", nil)
	}
	if _, opens := a.(Unlock); c.shut && !opens {
		return fault.New(fault.Forbidden, "till.locked", nil)
	}
	switch a.(type) {
	case SignIn, Unlock:
		return nil
	case SignOut, Oversee, OpenShift, ResumeShift, CountDrawer, CloseShift, TakeX, ReprintZ, Approve, Dismiss, Reprint, Deliver, StartTraining:
		if c.who == nil {
			return fault.New(fault.Forbidden, "staff.signed_out", nil)
		}
		return nil
	}
	if c.who == nil {
		return fault.New(fault.Forbidden, "staff.signed_out", nil)
	}
	if c.shift == nil {
		return fault.New(fault.Forbidden, "shift.closed", nil)
	}
	return nil
}

// refresh takes over settings that changed, between carts only: never inside one (DESIGN).
func (c *Counter) refresh(ctx context.Context) error {
	if c.cart.ID != "" {
		return nil
	}
	return c.settings(ctx)
}

func (c *Counter) program(now time.Time) loyalty.Program { return c.programs.At(now) }
