package escpos

// State is what a printer says of itself.
type State struct {
	Offline   bool // it prints nothing now
	CoverOpen bool
	PaperOut  bool
	PaperLow  bool // enough for now
	Failed    bool // the cutter jams, the head is too hot
	PinHigh   bool // the drawer's switch; what that means is the drawer's matter
}

// Questions are asked together, at any moment; a printer that has no paper answers too. Each answer is a byte, in this order.
var Questions = []byte{dle, 0x04, 1, dle, 0x04, 2, dle, 0x04, 4}

// Answers is how many bytes answer Questions.
const Answers = 3

// Ended asks to be told once all that was sent before it is printed: any answer that Prints is.
var Ended = []byte{gs, 'r', 1}

// Answering says whether a byte answers one of Questions.
func Answering(b byte) bool { return b&0x93 == 0x12 }

// Printed says whether a byte answers Ended.
func Printed(b byte) bool { return b&0x90 == 0x00 }

// StateOf is what the answers to Questions say.
func StateOf(answers [Answers]byte) State {
	printer, cause, paper := answers[0], answers[1], answers[2]
	return State{
		Offline: printer&0x08 != 0, PinHigh: printer&0x04 != 0,
		CoverOpen: cause&0x04 != 0, Failed: cause&0x40 != 0,
		PaperOut: cause&0x20 != 0 || paper&0x60 != 0, PaperLow: paper&0x0c != 0,
	}
}

// Ready says whether a paper that is sent now is printed now.
func (s State) Ready() bool { return !s.Offline && !s.CoverOpen && !s.PaperOut && !s.Failed }

// The pulse that opens a drawer: 50 ms on, half a second's rest.
const (
	pulseOn   = 25 // of 2 ms
	pulseOff  = 250
	pulseSoon = 1 // of 100 ms
)

// Pulse opens the drawer at a pin, 2 or 5, when the printer comes to it.
func Pulse(pin int) []byte { return []byte{esc, 'p', connector(pin), pulseOn, pulseOff} }

// PulseAtOnce opens it also while the printer can't print. Only printers that answer Questions know it; others print it.
func PulseAtOnce(pin int) []byte { return []byte{dle, 0x14, 1, connector(pin), pulseSoon} }

func connector(pin int) byte {
	if pin == 5 {
		return 1
	}
	return 0
}
