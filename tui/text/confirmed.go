package text

import (
	"fmt"
	"time"
)

// confirmedAt is the form of an instant that central gave, by the clock of whoever reads it.
const confirmedAt = "2006-01-02 15:04:05 -07:00"

// Confirmation is how far central has counter-signed a journal.
type Confirmation struct {
	Events uint64    // of the journal
	Up     uint64    // confirmed up to this one, 0: nothing
	At     time.Time // by central's clock
	Key    string    // central's public key, hex
	Known  bool      // from elsewhere
}

// Confirmed says how far central has confirmed a journal, and that what is behind isn't yet.
func Confirmed(c Confirmation, l Language) string {
	if c.Up == 0 {
		return Of("! chưa có gì được trung tâm xác nhận: chủ khóa của quầy có thể đã viết lại sổ", "! nothing of it is confirmed by central: whoever has the till's key could have rewritten it").In(l)
	}
	at, behind := c.At.Local().Format(confirmedAt), c.Events-c.Up
	if l == English {
		s := fmt.Sprintf("✓ confirmed by central up to event %s, %s", Points(int64(c.Up)), at)
		if behind > 0 {
			s += fmt.Sprintf("; the %s behind it are not confirmed yet", Points(int64(behind)))
		}
		if s += "; central's key " + c.Key; !c.Known {
			s += " (as the till heard it: compare it with central verify, or give --central-key)"
		}
		return s
	}
	s := fmt.Sprintf("✓ trung tâm đã xác nhận đến sự kiện %s, lúc %s", Points(int64(c.Up)), at)
	if behind > 0 {
		s += fmt.Sprintf("; %s sự kiện sau đó chưa được xác nhận", Points(int64(behind)))
	}
	if s += "; khóa trung tâm " + c.Key; !c.Known {
		s += " (như quầy đã nghe: hãy so với central verify, hoặc thêm --central-key)"
	}
	return s
}
