package text

import "tim/domain/journal"

// events are the kinds of a journal's events as a supervisor reads them, short enough for a column.
var events = map[journal.Kind]Both{
	journal.JournalOpened:    Of("Mở sổ", "Journal begins"),
	journal.ClockJumped:      Of("Đồng hồ lùi", "Clock went back"),
	journal.SignedIn:         Of("Đăng nhập", "Signed in"),
	journal.SignedOut:        Of("Đăng xuất", "Signed out"),
	journal.SignInRefused:    Of("Sai PIN", "Wrong PIN"),
	journal.ShiftOpened:      Of("Mở ca", "Shift opened"),
	journal.OrderOpened:      Of("Mở đơn", "Order opened"),
	journal.LineVoided:       Of("Bỏ dòng", "Line voided"),
	journal.PriceOverridden:  Of("Sửa giá", "Price changed"),
	journal.LineDiscounted:   Of("Giảm giá tay", "Discount by hand"),
	journal.ApprovalGiven:    Of("Duyệt", "Approved"),
	journal.ApprovalRefused:  Of("Duyệt sai PIN", "Approval refused"),
	journal.PointsUsed:       Of("Dùng điểm", "Points used"),
	journal.PointsUseUndone:  Of("Bỏ dùng điểm", "Points use undone"),
	journal.OrderPaid:        Of("Bán hàng", "Sale"),
	journal.OrderDelivered:   Of("Giao hàng", "Handed over"),
	journal.OrderVoided:      Of("Hủy đơn", "Order voided"),
	journal.MemberCreated:    Of("Khách mới", "New member"),
	journal.ReceiptReprinted: Of("In lại hóa đơn", "Receipt reprinted"),
	journal.CodesRefused:     Of("Mã bị từ chối", "Codes refused"),
	journal.MemberAttached:   Of("Gắn khách", "Member named"),
	journal.MemberChanged:    Of("Sửa khách", "Member changed"),
	journal.MembersMerged:    Of("Gộp khách", "Members merged"),
	journal.PointsAdjusted:   Of("Chỉnh điểm", "Points adjusted"),
	journal.ProgramSet:       Of("Sửa chương trình", "Programme set"),
	journal.RewardSet:        Of("Sửa quà", "Reward set"),
	journal.ProductSet:       Of("Sửa hàng hóa", "Product set"),
	journal.FileImported:     Of("Nhập tệp", "File imported"),
	journal.OrderFiled:       Of("Nhận đơn", "Order filed"),
	journal.OrderReturned:    Of("Trả hàng", "Return"),
	journal.VoucherRedeemed:  Of("Đổi voucher", "Voucher redeemed"),
	journal.VoucherReturned:  Of("Hoàn voucher", "Voucher given back"),
	journal.VoucherApplied:   Of("Dùng voucher", "Voucher applied"),
	journal.VoucherRemoved:   Of("Bỏ voucher", "Voucher removed"),
	journal.VoucherRefused:   Of("Voucher sai", "Voucher refused"),
	journal.ExchangeStarted:  Of("Đổi hàng", "Exchange"),
	journal.VoucherPrinted:   Of("In voucher", "Voucher printed"),
	journal.SharesGot:        Of("Nhận quyền", "Shares got"),
	journal.SharesReturned:   Of("Trả quyền", "Shares returned"),
	journal.SharesClosed:     Of("Chốt quyền", "Shares closed"),
	journal.TillEnrolled:     Of("Thêm quầy", "Till enrolled"),
	journal.TillRetired:      Of("Thu hồi quầy", "Till retired"),
	journal.TillWaived:       Of("Thôi chờ quầy", "Till waived"),
	journal.TillForked:       Of("Sổ có nhánh", "Journal forked"),
	journal.ShareReleased:    Of("Giải phóng quyền", "Share released"),
	journal.CentralRestored:  Of("Khôi phục", "Central restored"),
	journal.ShopSet:          Of("Sửa cửa hàng", "Shop set"),
	journal.StaffSet:         Of("Sửa nhân viên", "Staff set"),
	journal.MemberErased:     Of("Xóa thông tin khách", "Member erased"),

	journal.EventsStamped:       Of("Sửa giờ sự kiện", "Events stamped"),
	journal.ExpiryApplied:       Of("Áp dụng hạn điểm mới", "Expiry applied"),
	journal.OrderToppedUp:       Of("Bù điểm", "Order topped up"),
	journal.ExceptionReconciled: Of("Đối soát", "Reconciled"),

	journal.CashMoved:         Of("Thu chi két", "Cash moved"),
	journal.DrawerOpened:      Of("Mở két không bán", "No sale"),
	journal.ShiftSuspended:    Of("Tạm ngừng ca", "Shift suspended"),
	journal.ShiftResumed:      Of("Bán tiếp ca", "Shift resumed"),
	journal.DrawerCounted:     Of("Đếm két", "Drawer counted"),
	journal.ShiftClosed:       Of("Đóng ca (Z)", "Shift closed (Z)"),
	journal.ReportTaken:       Of("Xem X", "X taken"),
	journal.ReportReprinted:   Of("In lại Z", "Z reprinted"),
	journal.AlertReconciled:   Of("Đối soát cảnh báo", "Alert reconciled"),
	journal.TrainingStarted:   Of("Bắt đầu đào tạo", "Training begins"),
	journal.TrainingEnded:     Of("Hết đào tạo", "Training ends"),
	journal.StaffChanged:      Of("Nhờ sửa nhân viên", "Staff change asked"),
	journal.NumbersGiven:      Of("Cấp số hóa đơn", "Invoice numbers given"),
	journal.InvoicesHandedOut: Of("Giao hóa đơn", "Invoices handed over"),
	journal.InvoiceAnswered:   Of("Trả lời hóa đơn", "Invoice answered"),
	journal.CentralAsked:      Of("Quản lý nhờ trung tâm", "Manager asked central"),
	journal.ShiftsCarried:     Of("Sang sổ mới", "Shifts carried"),

	journal.TransferAwaited:   Of("Chờ chuyển khoản", "Transfer awaited"),
	journal.TransferConfirmed: Of("Nhận chuyển khoản", "Transfer confirmed"),
	journal.TransferLanded:    Of("Ngân hàng báo có", "Bank told of transfer"),
	journal.TransferHeard:     Of("Ngân hàng báo trung tâm", "Bank told central"),

	journal.OrderHeld:       Of("Treo đơn", "Order held"),
	journal.OrderRecalled:   Of("Lấy đơn treo", "Order recalled"),
	journal.OrderDiscounted: Of("Giảm cả đơn", "Order discounted"),
}

// Event is what a kind of event is called. A kind that this program doesn't know stays its number.
func Event(kind journal.Kind, l Language) string {
	if b, known := events[kind]; known {
		return b.In(l)
	}
	return kind.String()
}
