package demo

// Word lists of Vietnamese names. The commonest families stand several times, which is how often they are drawn.
var (
	families = []string{
		"Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Lê", "Phạm", "Phạm",
		"Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Trịnh",
		"Mai", "Đoàn", "Tạ", "Quách", "Kiều", "Thái", "Lương", "Cao", "Châu", "Tô",
	}
	femaleMiddles = []string{
		"Thị", "Thị", "Thị Ngọc", "Thị Thanh", "Thị Kim", "Thị Hồng", "Ngọc", "Thanh", "Kim", "Hồng", "Bích", "Phương",
		"Thùy", "Mỹ", "Khánh", "Bảo", "Diệu", "Quỳnh", "Thu", "Tuyết",
	}
	femaleGivens = []string{
		"Ánh", "Anh", "Chi", "Diễm", "Dung", "Duyên", "Đào", "Giang", "Hà", "Hạnh", "Hằng", "Hiền", "Hoa", "Huệ", "Hương",
		"Lan", "Linh", "Loan", "Ly", "Mai", "My", "Nga", "Ngân", "Nguyệt", "Nhi", "Nhung", "Oanh", "Phượng", "Quyên",
		"Sương", "Thảo", "Thủy", "Tiên", "Trang", "Trâm", "Trinh", "Tuyền", "Uyên", "Vân", "Xuân", "Yến",
	}
	maleMiddles = []string{
		"Văn", "Văn", "Đức", "Hữu", "Minh", "Quốc", "Xuân", "Ngọc", "Thanh", "Công", "Đình", "Gia", "Hoàng", "Anh", "Bá",
		"Tuấn", "Trọng", "Thành", "Duy", "Nhật",
	}
	maleGivens = []string{
		"An", "Bảo", "Bình", "Cường", "Dũng", "Duy", "Đại", "Đạt", "Đông", "Giang", "Hải", "Hậu", "Hiếu", "Hòa", "Huy",
		"Hùng", "Hưng", "Khang", "Khoa", "Kiên", "Lâm", "Lộc", "Long", "Luân", "Mạnh", "Minh", "Nam", "Nghĩa", "Nhân",
		"Phát", "Phong", "Phúc", "Quân", "Quang", "Quý", "Sơn", "Tài", "Tâm", "Thắng", "Thịnh", "Tiến", "Toàn", "Trí",
		"Trung", "Tú", "Tùng", "Việt", "Vinh", "Vũ",
	}
)
