package text

// peoples are the faults of the manager's pages about members, products and files.
var peoples = map[string]Both{
	"customer.unknown": Of("Trung tâm không có khách này", "Central has no such member"),
	"customer.erased":  Of("Thông tin của khách này đã xóa, không sửa hay gộp được nữa", "This member is erased: there is nobody to change or merge"),
	"id.taken":         Of("Khách khác đã mang mã này", "Another member has this id"),
	"merge.same":       Of("Hai khách này đã là một", "They are one member already"),
	"phone.tail":       Of("Không phải 4 số cuối của khách này", "These aren't the last 4 digits of this member's phone"),
	"files.none":       Of("Máy này không đọc hay ghi tệp được", "No files can be read or written here"),
	"files.only_in":    Of("loại này chỉ nhập vào", "such a file only goes in"),
	"files.only_out":   Of("loại này chỉ xuất ra", "such a file only comes out"),
	"file.absent":      Of("Không có tệp {file}", "There is no file {file}"),
	"file.too_long":    Of("Tệp {file} dài quá {max} byte", "{file} is longer than {max} bytes"),
	"import.refused":   Of("Chưa nhập gì: {errors} lỗi trong {rows} hàng", "Nothing was taken: {errors} faults in {rows} rows"),
	"header.missing":   Of("Thiếu hàng tên cột", "The row with the columns' names is missing"),
	"row.format":       Of("Không đọc được hàng này", "This row can't be read"),
	"row.columns":      Of("Có {value} ô, nhiều hơn {max} cột", "{value} cells, more than {max} columns"),
	"field.differs":    Of("Khác với {want}", "Differs from {want}"),
	"time.format":      Of("Không phải thời điểm như 2026-01-31T10:00:00+07:00", "No instant such as 2026-01-31T10:00:00+07:00"),
	"at.future":        Of("Nằm trong tương lai", "Lies in the future"),
	"at.past":          Of("Điều chỉnh tính từ bây giờ: bỏ trống", "An adjustment counts from now on: leave it out"),
}
