package menu

import (
	"slices"
	"strings"
	"time"

	"tim/domain/counter"
)

// A text of so many digits is looked for among receipts, and where none ends so among phones; a longer one is a phone.
const (
	tailMin = 3 // of a phone
	tailMax = 6
)

const (
	membersMax = 20
	noon       = 12
)

// wish is what a text in the field asks for.
type wish struct {
	query  counter.Query // nil while the text is a day not typed to its end
	person bool          // the query finds members, whose orders are asked for then
	tail   bool          // where no receipt ends so, it is the end of a phone
}

// wished reads the field: a receipt's number or its end, a day of the shop, a member's phone or name, or nothing for the
// newest orders.
func wished(typed string, now time.Time, zone *time.Location) wish {
	typed = strings.TrimSpace(typed)
	digits := strings.NewReplacer(" ", "", ".", "").Replace(typed)
	onlyDigits := strings.Trim(digits, "0123456789") == ""
	switch {
	case typed == "":
		return wish{query: counter.Orders{Limit: shownMax}}
	case len(typed) > 2 && slices.Contains([]string{"HD-", "TH-", "DT-", "TT-"}, strings.ToUpper(typed[:3])):
		return wish{query: counter.Orders{Receipt: strings.ToUpper(typed), Limit: shownMax}}
	case onlyDigits && len(digits) <= tailMax:
		return wish{query: counter.Orders{Receipt: digits, Limit: shownMax}, tail: len(digits) >= tailMin}
	case strings.Contains(typed, "/") && strings.Trim(digits, "0123456789/") == "":
		if day, ok := dayOf(typed, now, zone); ok {
			return wish{query: counter.Orders{Day: day, Limit: shownMax}}
		}
		return wish{}
	}
	return people(typed)
}

func people(text string) wish {
	return wish{query: counter.FindMembers{Text: text, Limit: membersMax}, person: true}
}

// dayOf is the noon of a day typed as 21/11 or 21/11/2026. Without a year it is the last such day.
func dayOf(typed string, now time.Time, zone *time.Location) (time.Time, bool) {
	if day, err := time.ParseInLocation("2/1/2006", typed, zone); err == nil {
		return day.Add(noon * time.Hour), true
	}
	for _, year := range []int{now.In(zone).Year(), now.In(zone).Year() - 1} {
		day, err := time.ParseInLocation("2/1/2006", strings.TrimSuffix(typed, "/")+"/"+time.Date(year, 1, 1, 0, 0, 0, 0, zone).Format("2006"), zone)
		if err == nil && !day.After(now) {
			return day.Add(noon * time.Hour), true
		}
	}
	return time.Time{}, false
}
