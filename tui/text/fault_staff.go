package text

// staffs are the faults of changing who works at a shop.
var staffs = map[string]Both{
	"staff.manager":      Of("Chỉ quản lý đang làm ở đây mới làm được · không đổi gì", "Only a manager of this shop may do that · nothing changed"),
	"staff.role":         Of("{name} không phải quản lý · chưa mở · nhờ quản lý gõ PIN", "{name} is no manager · still shut · a manager types the PIN"),
	"staff.self":         Of("Không tự đổi vai trò, tự cho nghỉ · nhờ quản lý khác", "Not one's own role, nor oneself let go · another manager does"),
	"staff.exists":       Of("Đã có người mang mã {name} · không đổi gì · F5 đọc lại", "Somebody has the id {name} already · nothing changed · F5 reads again"),
	"staff.unknown":      Of("Cửa hàng không còn ai mã {name} · không đổi gì · F5 đọc lại", "Nobody here has the id {name} now · nothing changed · F5 reads again"),
	"staff.many":         Of("Một cửa hàng có nhiều nhất {max} người · không đổi gì", "A shop has {max} people at most · nothing changed"),
	"staff.last_manager": Of("{name} là quản lý cuối cùng · không đổi gì · thêm quản lý khác trước", "{name} is the last manager · nothing changed · make another one first"),
	"staff.offline":      Of("Chưa nối được trung tâm · không đổi gì · Enter thử lại", "No link to central · nothing was changed · Enter tries again"),
	"staff.unsure":       Of("Trung tâm chưa trả lời, có thể đã đổi · Enter hỏi lại, không đổi hai lần", "Central hasn't answered, it may be done · Enter asks again, done only once"),
	"staff.training":     Of("Đang tập, nhân viên là thật · không đổi gì · thoát tập rồi F12", "This is training, staff are real · nothing changed · leave it, then F12"),
	"staff.alone":        Of("Quầy này chưa có trung tâm · không đổi gì", "This till has no central · nothing changed"),
	"pin.weak":           Of("PIN này quá dễ đoán · không đổi gì · đừng lặp số hay dãy liền", "That PIN is too easily guessed · nothing changed · no repeats, no runs"),
	"pin.twice":          Of("Hai lần gõ PIN khác nhau · không đổi gì · gõ lại cả hai", "The two PINs differ · nothing changed · type both again"),
}
