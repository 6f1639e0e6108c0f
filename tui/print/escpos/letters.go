package escpos

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// standIns are what is printed for signs that no printer has, a cell each.
var standIns = map[rune]byte{'đ': 'd', 'Đ': 'D', '₫': 'd', '–': '-', '−': '-', '×': 'x', '•': '*', '…': '.', '♥': '*', '\u00a0': ' ', '“': '"', '”': '"', '’': '\'', '→': '>', '·': '-'}

// unknown stands for what has no letter.
const unknown = '?'

// fold is a line in ASCII, as wide as before.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteByte(folded(r))
		}
	}
	return b.String()
}

func folded(r rune) byte {
	if r < 0x20 || r == 0x7f {
		return ' '
	}
	if c, there := standIns[r]; there {
		return c
	}
	if base := []rune(norm.NFD.String(string(r)))[0]; base < 0x7f {
		return byte(base)
	}
	return unknown
}

// tcvnSmall are the letters of TCVN 5712 from 0xA1 on, as its third set has them: "." is none.
const tcvnSmall = "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ."

const tcvnFirst = 0xa1

// tcvnBytes are they by letter.
var tcvnBytes = func() map[rune]byte {
	bytes, at := map[rune]byte{}, byte(tcvnFirst)
	for _, r := range tcvnSmall {
		if r != '.' {
			bytes[r] = at
		}
		at++
	}
	return bytes
}()

// tcvn3 writes a line in the printer's Vietnamese letters. Capitals with marks have the places of the small letters, on a page of
// their own.
func (w *writer) tcvn3(s string) {
	for _, r := range norm.NFC.String(s) {
		page, c := w.page, byte(0)
		small, smallThere := tcvnBytes[r]
		capital, capitalThere := tcvnBytes[unicode.ToLower(r)]
		switch {
		case r < 0x80:
			c = folded(r)
		case r == '₫':
			c, page = tcvnBytes['đ'], w.f.Page
		case smallThere:
			c, page = small, w.f.Page
		case capitalThere:
			c, page = capital, w.f.Capitals
		default:
			c = folded(r)
		}
		w.turn(page)
		w.WriteByte(c)
	}
	w.turn(w.f.Page)
}

// turn chooses a code page where another one is chosen.
func (w *writer) turn(page byte) {
	if page != w.page {
		w.page = page
		w.Write([]byte{esc, 't', page})
	}
}
