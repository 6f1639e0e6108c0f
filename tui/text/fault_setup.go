package text

// setups are the faults of a first start.
var setups = map[string]Both{
	"setup.refused":    Of("{errors} chỗ chưa đúng · chưa tạo gì · sửa hết rồi chạy lại", "{errors} answers are wrong · nothing made · mend them, then run it again"),
	"setup.there":      Of("Ở đây đã có cửa hàng · không đổi gì · till run để bán", "There is a shop here already · nothing changed · till run sells"),
	"setup.left":       Of("Chưa tạo gì; những gì đã điền được giữ lại · chạy lại để làm tiếp", "Nothing made; what was filled in is kept · run it again to go on"),
	"setup.running":    Of("Cửa hàng đang được tạo ở đây bởi chương trình khác · chưa đổi gì", "Another program is making a shop here · nothing changed"),
	"setup.terminal":   Of("Cần cửa sổ lệnh để hỏi · chưa tạo gì · till setup --from TỆP", "No terminal to ask in · nothing made · till setup --from FILE"),
	"toml.format":      Of("Không đọc được tệp TOML[ ở dòng {line}, cột {column}] · chưa tạo gì", "The TOML file can't be read[ at line {line}, column {column}] · nothing made"),
	"id.format":        Of("“{value}”: chỉ gồm a-z, 0-9 và dấu -, nhiều nhất 32 · gõ lại", "“{value}”: a-z, 0-9 and - only, 32 at most · type again"),
	"tax_code.format":  Of("“{value}” không phải mã số thuế: 10 số, 10-3 số hoặc 12 số · gõ lại", "“{value}” is no tax code: 10, 10-3 or 12 digits · type again"),
	"pin.same":         Of("PIN này đã là của {name} · mỗi người một PIN · gõ lại", "{name} has that PIN already · everybody has their own · type again"),
	"staff.no_manager": Of("Cần ít nhất một quản lý · chưa tạo gì · thêm người", "At least one manager is needed · nothing made · add one"),
	"staff.no_cashier": Of("Cần thêm một thu ngân: không ai tự duyệt cho mình · thêm người", "A cashier is needed, too: nobody approves their own · add one"),
	"printer.away":     Of("Không gửi được tới máy in {value} · xem dây, nguồn, địa chỉ rồi thử lại", "The printer at {value} can't be reached · look at cable, power, address"),
	"page.url":         Of("“{value}” không phải địa chỉ trang thành viên: https://…", "“{value}” is no address of the member's page: https://…"),
	"invoice.lookup":   Of("Địa chỉ tra cứu phải là https://… có {part} ở trong, nhiều nhất {max} ký tự", "The look-up address is https://… with {part} in it, at most {max} characters"),
	"page.key":         Of("Khóa của trang thành viên phải là số thập lục phân", "The key of the member's page is hexadecimal digits"),
	"url.format":       Of("“{value}” không phải địa chỉ trung tâm: https://…, hoặc http:// trên máy này", "“{value}” is no central's address: https://…, or http:// on this machine"),
	"products.file":    Of("{errors} lỗi trong tệp hàng · chưa tạo gì · sửa tệp rồi thử lại", "{errors} faults in the file of products · nothing made · mend the file"),
}
