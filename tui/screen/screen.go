// Package screen is what all screens agree on: what they are told, what they answer, and where they can send the
// cashier. A screen is a small value; it does no I/O, opens no other screen by itself, computes no sum and reads no
// clock: it turns messages into effects, which the root carries out in order.
package screen

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"tim/domain/catalog"
	"tim/domain/counter"
	"tim/domain/shift"
	"tim/tui/keymap"
	"tim/tui/style"
	"tim/tui/text"
	"tim/tui/widget"
)

// Env is what a screen is told with every message and every drawing.
type Env struct {
	Lang  text.Language
	Texts *text.Texts
	Theme *style.Theme
	State *counter.State // the newest; never changed in place
	Zone  *time.Location // of the shop
	Now   time.Time
	// Touched is when a key or a tap came last, at whatever screen; zero where nobody counts.
	Touched time.Time
	Width   int // of the screen's own body: status line and key bar are the root's
	Height  int
	Press   widget.Press
	// Printing is how the paper printer stands, nil before that is known.
	Printing *counter.Printing
}

// Screen is one screen.
type Screen interface {
	// Update takes a message: tea.KeyPressMsg (those that are no action of Keys), tea.PasteMsg, tea.MouseWheelMsg, and
	// the messages of this package. It answers with the next value and what is to be done.
	Update(env Env, msg tea.Msg) (Screen, []Effect)
	// Draw is the body in exactly env.Width x env.Height.
	Draw(env Env) widget.Pane
	// Keys is the actions that work here now, in the order of the key bar. Help, word commands and taps use it too.
	Keys(env Env) keymap.Set
}

// Secret is a screen that may ask for a PIN. While it says so, nothing that comes as fast as a scan is typed into it.
type Secret interface{ Secret() bool }

// Shutter is a screen that somebody's PIN opened. When the till is locked it is closed, unless it has what was typed and isn't saved:
// then it stays where it is, and asks for the PIN again.
type Shutter interface {
	// Shut is the screen behind its PIN; kept says that it has what would be lost.
	Shut() (s Screen, kept bool)
}

// Leaver is a screen that may have what was typed and isn't saved.
type Leaver interface {
	// Leave is the screen that asks, once, whether to leave the program all the same; asks is false where there is nothing to lose, or
	// that is being asked already. Who leaves gives Global with keymap.Quit, and isn't asked again.
	Leave() (s Screen, asks bool)
}

// Messages from the root.
type (
	// Opened is the first message that a screen gets.
	Opened struct{}
	// Act is an action of Keys: by its key, by its word, or by a tap on its button or key bar.
	Act struct{ ID keymap.ID }
	// Tapped is a target of the screen's own Draw that is no action.
	Tapped struct{ widget.Target }
	// Scanned is a whole code from a scanner. The field is as it was before the scan began. The order screen sells it;
	// others ignore it, and the root tells the cashier so with the error tone.
	Scanned struct{ Code string }
	// Changed says that env.State is newer than at the message before. Err is the fault of the action that this screen
	// asked for last, nil when it went well; Mine says that it is the answer to this screen's own Do.
	Changed struct {
		Err  error
		Mine bool
	}
	// Answer is the answer to an Ask. One whose Seq isn't the newest asked is to be dropped.
	Answer struct {
		Seq   int
		Found counter.Found
		Err   error
	}
	// Reviewed is the answer to a Review.
	Reviewed struct {
		Seq   int
		Value any
		Err   error
	}
	// Ticked comes to the top screen every second.
	Ticked struct{}
)

// Effect is something to be done by the root.
type Effect interface{ effect() }

// The effects.
type (
	// Do runs an action of the counter; Changed follows.
	Do struct{ counter.Action }
	// Ask runs a query; Answer with the same Seq follows.
	Ask struct {
		Seq int
		counter.Query
	}
	// Review runs a question of the supervisor's desk beside all else; Reviewed with the same Seq follows, at the latest behind
	// ReviewMax.
	Review struct {
		Seq int
		Of  func(context.Context) (any, error)
		Max time.Duration // 0 is ReviewMax
	}
	// Go opens a screen over this one.
	Go struct {
		Route
		Param string // what the route needs: a phone typed, an order's key, a search text
	}
	// Close closes this screen.
	Close struct{}
	// Park closes this screen and keeps what it has: the next Go to the same place finds it so, until another screen is the lowest.
	Park struct{}
	// Home closes everything above the order screen.
	Home struct{}
	// Tell shows a short word in the message line.
	Tell struct{ counter.Notice }
	// Beep sounds the error tone.
	Beep struct{}
	// Run does an action that was chosen by its name: on the screen that is on top then, else where it works. What can't be done is
	// told with its reason.
	Run struct{ ID keymap.ID }
	// Label prints price labels of products; the root tells how many wait then.
	Label struct{ Products []catalog.Product }
	// Global runs an action of Globals, where its word was typed instead of its key.
	Global struct{ ID keymap.ID }
)

// Training is what the training's key asks for: to begin one, or to end the one that goes on.
func Training(s *counter.State) Effect {
	if s.Training != nil {
		return Do{counter.EndTraining{Why: shift.TrainingLeft}}
	}
	return Do{counter.StartTraining{}}
}

// ReviewMax is how long a desk may take to answer.
const ReviewMax = 20 * time.Second

// Globals is the actions that the root runs itself, over every screen.
var Globals = keymap.Set{keymap.Help, keymap.Palette, keymap.Lock, keymap.Language, keymap.Theme, keymap.Link, keymap.Quit}

func (Do) effect()     {}
func (Ask) effect()    {}
func (Review) effect() {}
func (Go) effect()     {}
func (Close) effect()  {}
func (Park) effect()   {}
func (Home) effect()   {}
func (Tell) effect()   {}
func (Beep) effect()   {}
func (Run) effect()    {}
func (Label) effect()  {}
func (Global) effect() {}

// Route is a screen that can be opened.
type Route uint8

// The routes.
const (
	SignIn Route = iota
	Float
	Order
	Heart     // the customer's points (♥)
	Pay       //
	Products  // Param: text searched for at first
	Members   // Param: text searched for at first
	NewMember // Param: phone typed, may be empty
	Menu      // F12
	Held      // carts that lie aside
	Buyer     // in whose name the open order's invoice is
	Orders    // finding an order
	Receipt   // Param: the order's key
	Help      //
	Return    // Param: a receipt's number as shown by the customer, or an order's key
	Cancel    // of a paid order that isn't delivered; Param as Return's

	PaidIn     //
	PaidOut    //
	SafeDrop   //
	NoSale     // the drawer is opened without a sale
	CloseShift // counting and closing; Param: the shift's id, "" the open one
	HandOver   // closing, and another takes the drawer
	Shifts     // those of this till
	Report     // Param: number of the shift whose Z it is, "" what the state has
	Desk       // the supervisor's, behind a PIN
	Staff      // who works here, behind a manager's PIN; Param: Overseen
	Manage     // the manager's desk, behind a manager's PIN

	Printer // how it stands, and what waits for it

	Palette // every action
	Latency // what this program has measured of itself
)

// Overseen says that whose PIN opened the screen below may have the one that is opened, without another.
const Overseen = "overseen"
