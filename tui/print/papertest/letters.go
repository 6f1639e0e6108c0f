package papertest

import (
	"image/color"
	"strings"
)

var palette = color.Palette{color.White, color.Black}

// The code pages that the printer has Vietnamese letters under: small ones, and capitals.
const (
	Page     = 30
	Capitals = 31
)

// tcvn is the upper half of TCVN 5712's third set, from 0xa0 on, as iconv reads it.
var tcvn = []rune("\u00a0ĂÂÊÔƠƯĐăâêôơưđ������àảãáạ�ằẳẵắ�������ặầẩẫấậè�ẻẽéẹềểễếệìỉ���ĩíịò�ỏõóọồổỗốộờởỡớợù�ủũúụừửữứựỳỷỹýỵ�")

// letter is what a byte looks like on a code page.
func letter(b, page byte) rune {
	switch {
	case b < 0x80:
		return rune(b)
	case page == Page && b >= 0xa0:
		return tcvn[b-0xa0]
	case page == Capitals && b >= 0xa0:
		return []rune(strings.ToUpper(string(tcvn[b-0xa0])))[0]
	}
	return '�'
}
