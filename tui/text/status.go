package text

import (
	"fmt"
	"time"

	"tim/domain/fault"
)

// TillStatus is what `till status` tells.
type TillStatus struct {
	Till        string
	Epoch       uint32
	Central     string // address, "" while the till stands alone
	Running     bool
	Online      bool
	LastSync    *time.Time
	Waiting     uint64 // events
	Error       string // fault code of the link
	Incarnation uint64
	Held        int // rights
	Aside       int // carts
	Skew        time.Duration
	LastBackup  *time.Time
	Recovering  bool
	Retired     bool
}

// Status is a till's status in words, a row each.
func Status(s TillStatus, l Language) []string {
	rows := []string{fmt.Sprintf(Of("Quầy %s · kỳ %d · %s", "Till %s · epoch %d · %s").In(l), s.Till, s.Epoch,
		either(s.Running, Of("đang mở", "running"), Of("đang đóng", "not running"), l))}
	if s.Central == "" {
		rows = append(rows, Of("Quầy đứng riêng, không có trung tâm", "Stands alone, without central").In(l))
	} else {
		rows = append(rows, s.link(l)...)
	}
	if s.Aside > 0 {
		rows = append(rows, fmt.Sprintf(Of("Đơn đang treo: %s", "Carts put aside: %s").In(l), Count(s.Aside)))
	}
	backup := Of("chưa có", "none yet").In(l)
	if s.LastBackup != nil {
		backup = stamp(*s.LastBackup)
	}
	rows = append(rows, fmt.Sprintf(Of("Bản sao gần nhất: %s", "Last copy: %s").In(l), backup))
	if s.Recovering {
		rows = append(rows, Of("Đang chờ bắt đầu sổ mới", "Waits to begin its next epoch").In(l))
	}
	if s.Retired {
		rows = append(rows, Fault(fault.New(fault.Forbidden, "till.ended", nil), l))
	}
	return rows
}

func (s TillStatus) link(l Language) []string {
	heard := Of("chưa từng", "never").In(l)
	if s.LastSync != nil {
		heard = stamp(*s.LastSync)
	}
	rows := []string{
		fmt.Sprintf(Of("%s · trung tâm %s · trả lời lần cuối %s", "%s · central %s · last answer %s").In(l),
			either(s.Online, Of("● Trực tuyến", "● Online"), Of("○ Ngoại tuyến", "○ Offline"), l), s.Central, heard),
		fmt.Sprintf(Of("Sự kiện chờ gửi: %s · đang giữ %s quyền · lần phục hồi của trung tâm: %d · lệch giờ %s",
			"Events waiting: %s · rights held: %s · central's incarnation: %d · clock off by %s").In(l),
			Points(int64(s.Waiting)), Points(int64(s.Held)), s.Incarnation, s.Skew.Round(time.Millisecond)),
	}
	if s.Error != "" {
		rows = append(rows, Fault(fault.New(fault.Unavailable, s.Error, nil), l))
	}
	return rows
}

func either(which bool, yes, no Both, l Language) string {
	if which {
		return yes.In(l)
	}
	return no.In(l)
}

// stamp is an instant on this machine's clock.
func stamp(at time.Time) string { return at.Local().Format("02/01/2006 15:04:05") }
