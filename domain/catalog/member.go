package catalog

import (
	"fmt"
	"strings"
	"time"

	"tim/domain/fault"
	"tim/domain/ident"
)

// Limits of a member's texts, in characters, and of the list of consents.
const (
	MemberNameMax = 60
	EmailMax      = 254
	MethodMax     = 40
	ConsentsMax   = 50
)

// Purpose is what a member consents to; each is asked apart and none is ticked beforehand.
type Purpose string

// The purposes.
const (
	PurposePoints Purpose = "points" // tích điểm: keep data to run the points account
	PurposeNews   Purpose = "news"   // nhận tin: be told about offers
)

// Consent is one purpose agreed to.
type Consent struct {
	Purpose     Purpose   `json:"purpose"`
	TextVersion string    `json:"text_version"` // of the text that was shown
	At          time.Time `json:"at"`           // instant, UTC
	Method      string    `json:"method"`       // how it was given: "till", "web", "paper"
}

// Member is a customer who collects points. The balance is not here: it is folded from events (domain/loyalty).
type Member struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`               // NFC, họ - đệm - tên
	Phone    string    `json:"phone"`              // E.164: +84912345678
	Email    string    `json:"email,omitempty"`    // "" unknown
	Birthday string    `json:"birthday,omitempty"` // a date, 2006-01-31; "" unknown
	JoinedAt time.Time `json:"joined_at"`          // instant, UTC
	Consents []Consent `json:"consents,omitempty"`
}

// Erased says whether nobody knows any more who the member is: everybody else has a name and a phone.
func (m Member) Erased() bool { return m.Name == "" && m.Phone == "" }

// Has says whether the member consents to the purpose.
func (m Member) Has(p Purpose) bool {
	for _, c := range m.Consents {
		if c.Purpose == p {
			return true
		}
	}
	return false
}

// Checked is m with its texts in NFC and trimmed and its phone in E.164, or fault.Fields naming every field at
// fault: field.required, field.too_long, field.characters, field.too_many, phone.format, email.format,
// birthday.format, consent.purpose.
func (m Member) Checked() (Member, error) {
	var faults fault.Fields
	m.Name = checkText(&faults, "name", m.Name, 1, MemberNameMax)
	if phone, err := ident.NormalisePhone(m.Phone); err != nil {
		faults = append(faults, fault.At("phone", fault.Code(err), nil))
	} else {
		m.Phone = phone
	}
	m.Email = checkText(&faults, "email", m.Email, 0, EmailMax)
	if m.Email != "" && !looksLikeEmail(m.Email) {
		faults = append(faults, fault.At("email", "email.format", nil))
	}
	if m.Birthday != "" && !validBirthday(m.Birthday, m.JoinedAt) {
		faults = append(faults, fault.At("birthday", "birthday.format", nil))
	}
	if m.JoinedAt.IsZero() {
		faults = append(faults, fault.At("joined_at", "field.required", nil))
	}
	m.Consents = checkConsents(&faults, m.Consents)
	return m, faults.OrNil()
}

func checkConsents(faults *fault.Fields, consents []Consent) []Consent {
	if len(consents) > ConsentsMax {
		*faults = append(*faults, fault.At("consents", "field.too_many", fault.Args{"max": int64(ConsentsMax)}))
		return consents
	}
	var out []Consent
	for i, c := range consents {
		field := fmt.Sprintf("consents[%d].", i)
		if c.Purpose != PurposePoints && c.Purpose != PurposeNews {
			*faults = append(*faults, fault.At(field+"purpose", "consent.purpose", nil))
		}
		c.TextVersion = checkText(faults, field+"text_version", c.TextVersion, 1, MethodMax)
		c.Method = checkText(faults, field+"method", c.Method, 1, MethodMax)
		if c.At.IsZero() {
			*faults = append(*faults, fault.At(field+"at", "field.required", nil))
		}
		out = append(out, c)
	}
	return out
}

// looksLikeEmail keeps out slips only: whether mail arrives can't be seen from an address.
func looksLikeEmail(s string) bool {
	local, host, found := strings.Cut(s, "@")
	return found && local != "" && strings.Contains(strings.Trim(host, "."), ".") && !strings.ContainsAny(host, "@") &&
		!strings.ContainsAny(s, " ,;<>\"")
}

// validBirthday allows the day of joining in the earliest zone, since a birthday has none.
func validBirthday(s string, joined time.Time) bool {
	day, err := time.Parse(time.DateOnly, s)
	return err == nil && day.Year() >= 1900 && (joined.IsZero() || !day.After(joined.Add(24*time.Hour)))
}

// SearchText is what Match searches for a member: the folded name and the phone as dialled at home, so that
// "anh 678" finds Ánh by the phone's tail.
func (m Member) SearchText() string { return Fold(m.Name + " " + ident.PhoneLocal(m.Phone)) }
