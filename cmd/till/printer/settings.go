// Package printer is a till's way to paper: lines to a printer (a network plug, a device file, a serial port, a CUPS queue), and a
// Press that prints what waits, one after another, beside the selling.
//
// Caveats. A printer that answers is believed: it says when a paper is out, and papers wait while it says that it has none. One that
// doesn't answer is believed to have printed what it took; nobody can know more. A paper of which some may have come out is printed
// again with a mark that says so. The drawer is told at most once each time, and not at all where its printer can't be reached soon.
package printer

import (
	"net"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"tim/domain/fault"
	"tim/tui/print"
	"tim/tui/print/escpos"
)

// Settings are what a till knows of its printer, as they are kept beside its data.
type Settings struct {
	// To is where it is: tcp://HOST:PORT, /dev/usb/lp0, serial:///dev/ttyUSB0?baud=115200&flow=rts, cups://QUEUE; "" is none.
	To string `json:"to"`
	// Paper is the roll's width, 58 or 80 mm; Columns is for heads with other than 32 or 48 of them, 0 is as the roll has.
	Paper   int         `json:"paper,omitempty"`
	Columns int         `json:"columns,omitempty"`
	Letters escpos.Mode `json:"letters,omitempty"` // "" is raster
	// Page and Capitals are the printer's numbers of the two code pages of TCVN-3.
	Page     int  `json:"page,omitempty"`
	Capitals int  `json:"capitals,omitempty"`
	NoCut    bool `json:"no_cut,omitempty"`
	// Drawer is the pin that the drawer's pulse goes to, "2" (as "" is) or "5"; "none" is that there is none at this printer.
	Drawer string `json:"drawer,omitempty"`
	// DrawerOpen is how the drawer's switch stands while it is open: "high" or "low"; "" is that it has none.
	DrawerOpen string `json:"drawer_open,omitempty"`
	// Answers is "yes" or "no" where somebody knows whether the printer says how it stands; "" is found out.
	Answers string `json:"answers,omitempty"`
	Logo    string `json:"logo,omitempty"` // a PNG's path; "" is none
	// Transfers is that a transfer's code is printed as soon as the transfer is waited for.
	Transfers bool `json:"transfers,omitempty"`
}

// The ranges of what can be set.
const (
	columnsMin, columnsMax = 24, 72
	pageMax                = 255
	defaultPort            = "9100"
	defaultBaud            = 9600
)

// Checked is the settings as they are used, with what was left out, or fault.Fields naming every field at fault: field.enum,
// field.range, printer.address.
func (s Settings) Checked() (Settings, error) {
	var faults fault.Fields
	if s.To != "" {
		if _, err := lineTo(s.To); err != nil {
			faults = append(faults, fault.At("to", "printer.address", fault.Args{"value": s.To}))
		}
	}
	oneOf(&faults, "paper", strconv.Itoa(s.Paper), "0", "58", "80")
	oneOf(&faults, "letters", string(s.Letters), "", string(escpos.Raster), string(escpos.Folded), string(escpos.TCVN3))
	oneOf(&faults, "drawer", s.Drawer, "", "2", "5", noDrawer)
	oneOf(&faults, "drawer_open", s.DrawerOpen, "", "high", "low")
	oneOf(&faults, "answers", s.Answers, "", "yes", "no")
	within(&faults, "page", s.Page, 0, pageMax)
	within(&faults, "capitals", s.Capitals, 0, pageMax)
	if s.Columns != 0 {
		within(&faults, "columns", s.Columns, columnsMin, columnsMax)
	}
	if s.Paper == 0 {
		s.Paper = 80
	}
	if s.Columns == 0 {
		s.Columns = map[int]int{58: print.Narrow, 80: print.Wide}[s.Paper]
	}
	if s.Letters == "" {
		s.Letters = escpos.Raster
	}
	return s, faults.OrNil()
}

// noDrawer says that no drawer is at the printer.
const noDrawer = "none"

// pin is where the drawer's pulse goes, 0 where there is none.
func (s Settings) pin() int {
	return map[string]int{"": 2, "2": 2, "5": 5}[s.Drawer]
}

func oneOf(faults *fault.Fields, field, value string, known ...string) {
	if !slices.Contains(known, value) {
		*faults = append(*faults, fault.At(field, "field.enum", fault.Args{"value": value}))
	}
}

func within(faults *fault.Fields, field string, value, least, most int) {
	if value < least || value > most {
		*faults = append(*faults, fault.At(field, "field.range", fault.Args{"min": int64(least), "max": int64(most)}))
	}
}

// lineTo is the line that an address names.
func lineTo(to string) (line, error) {
	wrong := fault.At("to", "printer.address", fault.Args{"value": to})
	if strings.HasPrefix(to, "/") {
		return device{path: filepath.Clean(to)}, nil
	}
	u, err := url.Parse(to)
	if err != nil {
		return nil, wrong
	}
	switch {
	case u.Scheme == "tcp" && u.Hostname() != "" && u.Path == "":
		port := u.Port()
		if port == "" {
			port = defaultPort
		}
		return network{net.JoinHostPort(u.Hostname(), port)}, nil
	case u.Scheme == "cups" && u.Host != "" && u.Path == "":
		return queue{u.Host}, nil
	case u.Scheme == "serial" && strings.HasPrefix(u.Path, "/"):
		baud, flow := u.Query().Get("baud"), u.Query().Get("flow")
		rate := defaultBaud
		if baud != "" {
			if rate, err = strconv.Atoi(baud); err != nil {
				return nil, wrong
			}
		}
		if _, known := baudRates[rate]; !known || !slices.Contains([]string{"", "none", "rts"}, flow) {
			return nil, wrong
		}
		return serial{device{path: u.Path}, rate, flow == "rts"}, nil
	}
	return nil, wrong
}

// About is the settings in lines, for people.
func (s Settings) About() []string {
	lines := []string{s.To, strconv.Itoa(s.Paper) + " mm · " + strconv.Itoa(s.Columns) + " · " + string(s.Letters)}
	if pin := s.pin(); pin != 0 {
		lines = append(lines, "drawer "+strconv.Itoa(pin))
	}
	return lines
}

// Over puts those of the settings that were named into others.
func (s Settings) Over(others *Settings, named func(flag string) bool) {
	for flag, take := range map[string]func(){
		"to": func() { others.To = s.To }, "paper": func() { others.Paper = s.Paper }, "columns": func() { others.Columns = s.Columns },
		"letters": func() { others.Letters = s.Letters }, "page": func() { others.Page = s.Page }, "capitals": func() { others.Capitals = s.Capitals },
		"no-cut": func() { others.NoCut = s.NoCut }, "drawer": func() { others.Drawer = s.Drawer }, "drawer-open": func() { others.DrawerOpen = s.DrawerOpen },
		"answers": func() { others.Answers = s.Answers }, "logo": func() { others.Logo = s.Logo },
		"transfers": func() { others.Transfers = s.Transfers },
	} {
		if named(flag) {
			take()
		}
	}
}
