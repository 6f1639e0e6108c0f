package app_test

import (
	"strings"
	"testing"

	"tim/domain/counter"
	"tim/tui/app"
	"tim/tui/story"
)

func TestWhatTheLinkBringsIsShownAtOnce(t *testing.T) {
	s := story.Order()
	d := sit(t, s)
	newer := s
	newer.Revision, newer.Link = s.Revision+10, counter.Link{Online: true, Waiting: 3}
	d.send(app.Newer{State: newer})
	d.sees("Có mạng · 3 chờ đồng bộ")
	older := s
	older.Link = counter.Link{Standalone: true}
	d.send(app.Newer{State: older})
	d.sees("Có mạng · 3 chờ đồng bộ")
}

// What is wrong with the link stands quietly in its row, and gives way to whatever is said there; what needs a person is said.
func TestWhyCentralCantBeHadIsThereToRead(t *testing.T) {
	s := story.Order()
	s.Notice = nil
	d := sit(t, s)
	s.Revision, s.Link = s.Revision+10, counter.Link{Trouble: "link.down"}
	d.send(app.Newer{State: s})
	d.sees("○ Không gọi được trung tâm · mọi thứ vẫn ở quầy")
	s.Revision, s.Link.Trouble = s.Revision+1, "till.retired"
	d.send(app.Newer{State: s})
	d.sees("✗ Quầy này đã bị thu hồi")
	s.Revision, s.Link = s.Revision+1, counter.Link{Online: true}
	d.send(app.Newer{State: s})
	if strings.Contains(d.model.View().Content, "Không gọi được trung tâm") {
		t.Error("a link that is up is said to be down")
	}
}
