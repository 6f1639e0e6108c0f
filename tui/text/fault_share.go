package text

// shares are the faults of asking central for the right to spend.
var shares = map[string]Both{
	"share.unenrolled":  Of("Trung tâm chưa biết quầy này · chưa lấy gì · gọi quản lý ghi danh quầy", "Central doesn't know this till · nothing taken · ask a manager to enrol it"),
	"share.retired":     Of("Quầy này đã bị thu hồi · chưa lấy gì · gọi quản lý", "This till was retired · nothing taken · call a manager"),
	"share.incarnation": Of("Trung tâm vừa được khôi phục · chưa lấy gì · tự thử lại", "Central was restored · nothing taken · tries again by itself"),
	"share.frozen":      Of("Trung tâm đang chờ {waiting} quầy sau khôi phục · chưa lấy gì", "Central waits for {waiting} tills after a restore · nothing taken"),
	"share.closed":      Of("Yêu cầu này đã đóng · chưa lấy gì · thử lại", "This request is closed · nothing taken · try again"),
	"voucher.elsewhere": Of("Quyền dùng phiếu {code} đang ở nơi khác · phiếu chưa dùng · thử lại khi có mạng", "The right to use voucher {code} is held elsewhere · not used · try again when online"),
	"reward.elsewhere":  Of("Suất đổi {name} do nơi khác giữ · chưa đổi, điểm còn nguyên · thử lại khi có mạng", "{name} can't be redeemed here without the link · nothing taken · try again when online"),
	"order.elsewhere":   Of("Đơn {number} do quầy khác giữ · chưa đổi gì · thử lại khi có mạng", "Order {number} is held by another till · nothing changed · try again when online"),
	"chain.other":       Of("Nhật ký ở đây là của {have}, không phải {want} · chưa ghi danh · gọi quản lý", "The journal here is {have}'s, not {want}'s · not joined · call a manager"),
}
