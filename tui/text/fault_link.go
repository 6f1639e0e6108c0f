package text

// uplinks are the faults of a till's way to its central. Whatever goes wrong there, what was sold stays in the till.
var uplinks = map[string]Both{
	"link.down":         Of("Không gọi được trung tâm · mọi thứ vẫn ở quầy · tự thử lại", "Central can't be reached · everything is kept here · tries again by itself"),
	"link.slow":         Of("Trung tâm trả lời quá chậm · mọi thứ vẫn ở quầy · tự thử lại", "Central answers too slowly · everything is kept here · tries again"),
	"link.certificate":  Of("Máy trả lời không phải trung tâm (chứng chỉ sai) · chưa gửi gì · gọi quản lý", "Whoever answers isn't central (certificate) · nothing sent · call a manager"),
	"link.other":        Of("Địa chỉ này không phải trung tâm Tim · chưa gửi gì · xem lại địa chỉ", "There is no central at this address · nothing sent · check the address"),
	"link.cut":          Of("Mạng đang được ngắt bằng tay · mọi thứ vẫn ở quầy", "The link is cut by hand · everything is kept here"),
	"central.failed":    Of("Trung tâm đang lỗi · mọi thứ vẫn ở quầy · tự thử lại", "Central has failed · everything is kept here · tries again by itself"),
	"central.older":     Of("Trung tâm chạy bản cũ hơn quầy · mọi thứ vẫn ở quầy · nâng cấp trung tâm", "Central is older than this till · everything is kept here · upgrade central"),
	"central.stuck":     Of("Trung tâm không nhận sự kiện của quầy · mọi thứ vẫn ở quầy · gọi quản lý", "Central doesn't take this till's events · all is kept here · call a manager"),
	"central.unchained": Of("Trung tâm nhận sai sổ của quầy · mọi thứ vẫn ở quầy · gọi quản lý", "Central's word doesn't fit this journal · all is kept here · call a manager"),

	"message.unreadable": Of("Không đọc được câu trả lời của trung tâm · mọi thứ vẫn ở quầy · tự thử lại", "Central's answer can't be read · everything is kept here · tries again"),
	"body.cut":           Of("Thư bị đứt giữa chừng · chưa lưu gì · tự gửi lại", "The message was cut short · nothing stored · it is sent again"),
	"body.timeout":       Of("Thư đến quá chậm · chưa lưu gì · tự gửi lại", "The message came too slowly · nothing stored · it is sent again"),
	"body.too_long":      Of("Thư dài quá {max} byte · chưa lưu gì", "The message is longer than {max} bytes · nothing stored"),
	"body.unread":        Of("Sự kiện này trung tâm chưa đọc được · đã giữ nguyên · đọc lại sau khi nâng cấp", "Central can't read this event yet · kept as it is · read after an upgrade"),
	"push.too_long":      Of("Lần gửi này quá dài · chưa lưu gì · tự gửi từng phần", "Too much at once · nothing stored · it is sent in parts"),
	"page.early":         Of("Dữ liệu đến không nối tiếp · giữ như trước · tự tải lại", "What came doesn't follow what is here · nothing changed · fetched again"),
	"page.format":        Of("Không đọc được {kind} {key} từ trung tâm · giữ như trước", "{kind} {key} from central can't be read · nothing changed"),
	"mark.range":         Of("Quầy kể sai về trung tâm · chưa nhận gì · gọi quản lý", "The till says the impossible about central · nothing taken · call a manager"),

	"request.unsigned": Of("Yêu cầu không có chữ ký của quầy · chưa nhận gì", "The request isn't signed by a till · nothing taken"),
	"request.forged":   Of("Chữ ký không phải của quầy này · chưa nhận gì · gọi quản lý", "The signature isn't this till's · nothing taken · call a manager"),
	"request.old":      Of("Yêu cầu đã cũ · chưa nhận gì · xem đồng hồ của quầy", "The request is an old one · nothing taken · check the till's clock"),
	"speaker.other":    Of("Quầy này không được nói thay quầy khác · chưa nhận gì", "No till speaks for another · nothing taken"),
	"token.missing":    Of("Yêu cầu không có thẻ của quầy · chưa nhận gì", "The request carries no till's token · nothing taken"),
	"token.till":       Of("Thẻ là của quầy khác · chưa nhận gì", "The token is another till's · nothing taken"),
	"token.unknown":    Of("Thẻ của quầy không còn dùng được · mọi thứ vẫn ở quầy · gọi quản lý", "This till's token is good no more · all is kept here · call a manager"),

	"till.unknown":       Of("Trung tâm không biết quầy này · chưa làm gì · xem central tills", "Central knows no such till · nothing done · see central tills"),
	"till.retired":       Of("Quầy này đã bị thu hồi · bán được, không dùng điểm · gọi quản lý", "This till was retired · it sells, without points · call a manager"),
	"till.forked":        Of("Có hai bản sổ của quầy này · bán được, không dùng điểm · gọi quản lý", "There are two copies of this till · it sells, without points · call a manager"),
	"till.behind":        Of("Trung tâm biết nhiều hơn sổ ở đây (file cũ) · gọi quản lý khôi phục quầy", "Central has more than this file (an old copy) · call a manager to recover it"),
	"till.selling":       Of("Quầy {till} đã bán hàng, chưa ghi danh được · dùng thư mục trống", "Till {till} has sold already and can't enrol · use an empty folder"),
	"recover.stuck":      Of("Trung tâm không nhận tiếp sổ kỳ {epoch} từ sự kiện {seq} · không mất gì · chạy lại till recover", "Central takes no more of epoch {epoch} behind event {seq} · nothing is lost · run till recover again"),
	"recover.unfinished": Of("Quầy này chưa khôi phục xong · chưa bán được · chạy lại till recover", "This till's recovery isn't finished · not selling yet · run till recover again"),
	"till.ended":         Of("Quầy này đã bị thu hồi, danh mục đã xóa, doanh số đã gửi hết · xin mã mới rồi chạy till recover", "This till was retired: catalogue wiped, all sales sent · get a new code and run till recover"),
	"till.name":          Of("Số quầy chỉ có chữ và số · chưa ghi danh", "A till's number has letters and digits only · not enrolled"),
	"till.taken":         Of("Số quầy này đã có · chưa ghi danh · chọn số khác", "There is a till of that number · not enrolled · choose another"),
	"epoch.retired":      Of("Quầy này đã tiếp tục trên máy khác · máy này không dùng điểm · gọi quản lý", "This till goes on on another machine · no points here · call a manager"),

	"enrol.code":      Of("Mã ghi danh sai, đã dùng hoặc quá 10 phút · chưa ghi danh · xin mã mới", "The code is wrong, used or older than 10 minutes · not enrolled · get a new one"),
	"enrol.former":    Of("Quầy này đã ghi danh ở lần khác · chưa ghi danh · gọi quản lý", "This till's present epoch is another · not enrolled · call a manager"),
	"enrol.key":       Of("Khóa của quầy không đúng dạng · chưa ghi danh", "The till's key is no key · not enrolled"),
	"enrol.signature": Of("Chữ ký ghi danh không đúng · chưa ghi danh", "The enrolment isn't signed rightly · not enrolled"),
	"enrol.tries":     Of("Quá nhiều mã sai · chưa ghi danh · chờ một phút", "Too many wrong codes · not enrolled · wait a minute"),
	"release.nothing": Of("Quầy đó không giữ gì của mục này · không đổi gì", "That till holds none of it · nothing changed"),

	"seal.forged":      Of("Sổ nhật ký của quầy bị sửa, trung tâm không nhận · vẫn bán được · gọi quản lý ngay", "This till's journal was changed, central doesn't take it · selling goes on · call a manager"),
	"event.moved":      Of("Sổ nhật ký của quầy lộn thứ tự, trung tâm không nhận · vẫn bán được · gọi quản lý", "This till's journal is out of order, central doesn't take it · selling goes on · call a manager"),
	"event.unreadable": Of("Sổ nhật ký của quầy có chỗ hỏng, trung tâm không nhận · vẫn bán được · gọi quản lý", "This till's journal can't be read whole, central doesn't take it · selling goes on · call a manager"),

	"url.invalid": Of("Địa chỉ trung tâm không đúng dạng https://máy:cổng", "Central's address isn't of the form https://host:port"),
	"url.plain":   Of("Chỉ máy này mới được dùng http · chưa gửi gì · dùng https", "http is for this machine only · nothing sent · use https"),
	"ca.invalid":  Of("File chứng chỉ không phải PEM · chưa gửi gì", "The authority's file holds no PEM certificate · nothing sent"),
}
