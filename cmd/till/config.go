package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tim/cmd/till/scanner"
	"tim/domain/fault"
	"tim/tui/input"
	"tim/tui/style"
	"tim/tui/text"
)

// flags are what the command line says; what is missing comes from the environment, then from defaults.
type flags struct {
	data  string
	lang  string
	theme string
	touch bool
	// scanner is the address of one that is no keyboard, "" where there is none.
	scanner string
	wedge   input.Wedge
}

// needData refuses a command line without a data directory. Fault: flag.required.
func (f *flags) needData() error {
	if f.data == "" {
		return required("--data")
	}
	return nil
}

func required(flag string) error {
	return fault.At(strings.TrimPrefix(flag, "--"), "flag.required", fault.Args{"flag": flag})
}

// reach is how a command that begins something at a central gets there.
type reach struct{ url, code, ca string }

// add adds its flags to a command.
func (r *reach) add(c *cobra.Command) {
	c.Flags().StringVar(&r.url, "central", "", "central's address, https://… or http on loopback")
	c.Flags().StringVar(&r.code, "code", "", "the one-time code")
	c.Flags().StringVar(&r.ca, "ca", "", "file of the authority that central's certificate is by, for a private one")
}

// need refuses a command line that lacks the address or the code. Fault: flag.required.
func (r *reach) need() error {
	switch "" {
	case r.url:
		return required("--central")
	case r.code:
		return required("--code")
	}
	return nil
}

// readAuthority is a private authority's PEM, "" where none is named.
func readAuthority(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	ca, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("read the authority: %w", err)
	}
	return string(ca), nil
}

func (f *flags) language(getenv func(string) string) text.Language {
	said := f.lang
	if said == "" {
		said = getenv("TIM_LANG")
	}
	if strings.HasPrefix(said, "en") {
		return text.English
	}
	return text.Vietnamese
}

func (f *flags) style(getenv func(string) string) style.Name {
	switch {
	case f.theme != "":
		return style.Name(f.theme)
	case getenv("NO_COLOR") != "":
		return style.None
	case getenv("TERM") == "linux":
		return style.Basic
	}
	return style.Dark
}

// sellingFlags adds what the commands take whose screen has keys to press.
func (f *flags) sellingFlags(c *cobra.Command) {
	f.screenFlags(c)
	f.wedgeFlags(c)
	c.Flags().BoolVar(&f.touch, "touch", false, "buttons and digits for fingers")
	c.Flags().StringVar(&f.scanner, "scanner", "", "a scanner on a serial port: /dev/ttyACM0, or serial:///dev/ttyUSB0?baud=115200&strip=X (default "+envScanner+")")
}

// wedgeFlags say what a scanner types that is a keyboard.
func (f *flags) wedgeFlags(c *cobra.Command) {
	c.Flags().StringVar(&f.wedge.Prefix, "scan-prefix", "", "what a scanner that is a keyboard types before each code")
	c.Flags().BoolVar(&f.wedge.NoEnd, "scan-no-end", false, "it types nothing behind a code: a pause ends it")
}

// envScanner has the address of the till's scanner where no flag has it.
const envScanner = "TIM_SCANNER"

// port is where the till's scanner is; false where it has none but keyboards. Fault: scanner.address.
func (f *flags) port(getenv func(string) string) (p scanner.Port, there bool, err error) {
	address := cmp.Or(f.scanner, getenv(envScanner))
	if address == "" {
		return p, false, nil
	}
	p, err = scanner.Parse(address)
	return p, err == nil, err
}

// known refuses a theme that there isn't. Fault: theme.unknown.
func (f *flags) known() error {
	if f.theme == "" || slices.Contains(style.Names(), style.Name(f.theme)) {
		return nil
	}
	return fault.At("theme", "theme.unknown", fault.Args{"value": f.theme})
}

// screenFlags adds what the commands with a screen take.
func (f *flags) screenFlags(c *cobra.Command) {
	c.Flags().StringVar(&f.theme, "theme", "", "dark, light, contrast, 16 or none (default: the one chosen last, else as the terminal is)")
}
