package text

import (
	"maps"
	"strings"
	"time"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/domain/money"
)

// Fault is the sentence for an error: the rule that was broken and the most that it allows, what happened to the data, and
// what to press. Of several faults of one document it tells the first. An error without a code is a surprise: the
// sentence says that nothing was stored, with the error's own text. It is one line of plain text; nil is "".
func Fault(err error, l Language) string {
	if err == nil {
		return ""
	}
	if f, ok := fault.Of(err); ok {
		if s, ok := variant(sentences, f.Code, f.Args); ok {
			return fill(s.In(l), worded(f.Args, l))
		}
		return fill(unknownFault.In(l), fault.Args{"error": f.Error()})
	}
	return fill(unknownFault.In(l), fault.Args{"error": err.Error()})
}

// Notice is the sentence for what happened, and for what else that changed. Screens may tell a fault as a notice too.
func Notice(n counter.Notice, l Language) string {
	s, ok := notices[n.Code]
	if !ok {
		s, ok = variant(sentences, n.Code, n.Args)
	}
	said := n.Code
	if ok {
		said = fill(s.In(l), told(n, l))
	}
	if n.Also != nil {
		between := " · "
		if strings.HasSuffix(said, ":") {
			between = " "
		}
		said += between + Notice(*n.Also, l)
	}
	return said
}

// told is a notice's arguments with the reason among them in words, and without the code where another sentence follows: one
// row has no room for it.
func told(n counter.Notice, l Language) fault.Args {
	args := maps.Clone(n.Args)
	if why, ok := args["why"].(string); ok {
		args["why"] = left(why, l)
	}
	if n.Also != nil {
		delete(args, "code")
	}
	return args
}

// Known says whether a code has a sentence of its own.
func Known(code string) bool {
	_, isFault := sentences[code]
	_, isNotice := notices[code]
	return isFault || isNotice
}

var unknownFault = Of("Lỗi lạ, chưa ghi gì cả: {error} · thử lại, nếu vẫn vậy gọi quản lý",
	"Unexpected error, nothing was stored: {error} · try again, else call a manager")

// fill puts arguments, written by their type, in place of their names in braces. A part in brackets is left out when one
// of its arguments is missing or an empty text.
func fill(template string, args fault.Args) string {
	var b strings.Builder
	for template != "" {
		open := strings.IndexByte(template, '[')
		if open < 0 {
			b.WriteString(named(template, args, "…"))
			break
		}
		end := open + strings.IndexByte(template[open:], ']')
		b.WriteString(named(template[:open], args, "…"))
		b.WriteString(named(template[open+1:end], args, ""))
		template = template[end+1:]
	}
	return b.String()
}

// named fills one part; with an argument missing it is "" if missing is, else missing stands for the argument.
func named(part string, args fault.Args, missing string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(part, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		value, ok := args[name]
		switch {
		case ok && (missing != "" || value != ""):
			b.WriteString(written(name, value))
		case missing == "":
			return ""
		default:
			b.WriteString(missing)
		}
		part = after
	}
}

// written is one argument as people read it.
func written(name string, value any) string {
	switch v := value.(type) {
	case money.VND:
		return Money(v)
	case money.Quantity:
		return Quantity(v)
	case money.Percent:
		return Percent(v)
	case int64:
		return Points(v)
	case int:
		return Count(v)
	case time.Time:
		return v.UTC().Format("02/01/2006 15:04 UTC")
	case string:
		switch name {
		case "phone":
			return Phone(v)
		case "from", "to":
			if on := day(v); !on.IsZero() {
				return Date(on, time.UTC)
			}
		}
		return clean(v)
	}
	return "…"
}

// clean keeps what was typed or scanned from reaching the terminal as anything but letters.
func clean(s string) string {
	const most = 48
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || (r >= 0x80 && r < 0xa0) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
