package text

// manages are the faults of the manager's desk and its way to central.
var manages = map[string]Both{
	"manage.none":     Of("Máy này chưa có trung tâm để quản lý · chưa đổi gì", "There is no central to manage here · nothing changed"),
	"number.format":   Of("“{value}” không phải số · chưa lưu · gõ lại", "“{value}” is no number · not stored · type again"),
	"date.past":       Of("Ngày ấy đã qua · chưa lưu · chọn hôm nay hoặc sau", "That day is over · not stored · take today or later"),
	"manage.offline":  Of("Chưa nối được trung tâm · không đổi gì · Enter thử lại", "No link to central · nothing was changed · Enter tries again"),
	"manage.unsure":   Of("Trung tâm chưa trả lời, có thể đã lưu · đọc lại (F5) rồi mới sửa tiếp", "Central hasn't answered, it may be stored · read again (F5) before more"),
	"manage.closed":   Of("Trung tâm này chưa nhận việc quản lý từ quầy · nâng cấp trung tâm", "This central doesn't take managers' work from tills · upgrade central"),
	"manage.again":    Of("Trung tâm cần xem lại PIN quản lý · không đổi gì · gõ PIN để làm tiếp", "Central wants the manager's PIN again · nothing changed · type it to go on"),
	"manage.pin":      Of("Trung tâm không nhận PIN này, có thể đã đổi · không đổi gì · gõ PIN mới", "Central doesn't take that PIN, it may be changed · type the newer one"),
	"manage.training": Of("Đang tập, bàn quản lý là thật · không đổi gì · thoát tập rồi F12", "This is training, the desk is real · nothing changed · leave it, then F12"),
	"manage.too_long": Of("Tệp dài quá {max} byte cho đường qua quầy · làm thẳng ở trung tâm", "Longer than {max} bytes, too long by way of a till · do it at central"),
	"manage.path":     Of("Trung tâm không có địa chỉ đó · không đổi gì", "Central has no such address · nothing changed"),
	"program.changed": Of("Người khác vừa sửa chương trình · chưa lưu · xem hai bản cạnh nhau", "Somebody else changed the programme · not saved · both are shown"),
}
