package text

// desks are the faults of the supervisor's desk.
var desks = map[string]Both{
	"desk.none":       Of("Máy này không có bàn giám sát · dùng `till desk --central`", "There is no desk here · use `till desk --central`"),
	"desk.slow":       Of("Chờ lâu quá chưa có trả lời · số liệu cũ vẫn còn · F5 hỏi lại", "No answer for too long · older figures stay · F5 asks again"),
	"desk.role":       Of("{name} không phải giám sát · bàn chưa mở · nhờ giám sát gõ PIN", "{name} is no supervisor · still shut · a supervisor types the PIN"),
	"desk.sign_in":    Of("Sai cửa hàng, mã hoặc PIN, hoặc không phải giám sát · bàn chưa mở · gõ lại", "Wrong shop, id or PIN, or no supervisor's · still shut · type again"),
	"desk.who":        Of("Gõ cửa hàng và mã nhân viên như q1/nam", "Type shop and staff id, such as q1/nam"),
	"desk.no_order":   Of("Sự kiện này không thuộc đơn nào · chọn dòng khác", "This event is about no order · mark another"),
	"alert.unknown":   Of("Cảnh báo này không còn nữa · F5 đọc lại", "This alert is no more · F5 reads again"),
	"alert.dealt":     Of("Cảnh báo này đã đối soát rồi", "This alert is reconciled already"),
	"desk.unexported": Of("Chưa ghi được tệp ({error}) · không có gì dở dang · thử lại", "The file couldn't be written ({error}) · nothing half done stays · try again"),
	"desk.shut":       Of("Quầy không mở nên không có việc này · mở quầy rồi F12", "The till isn't open, so this can't be had · open it, then F12"),
}
