package text

// RewardFields are the labels of a reward's form.
var RewardFields = struct {
	ID, IDAbout, Name, NameAbout, Cost, Points, Gives, Amount, Percent, Product              Both
	PercentOff, Cap, SKU, SKUAbout, AmountOff, Dong, Limits, MinOrder, Stock, StockAbout     Both
	PerCustomer, Tiers, TiersAbout, From, To, DayAbout, VoucherDays, Channels, ChannelsAbout Both
	WithPoints, WithVouchers, Transferable, Yes, No, NoLimit, None, All, Now, ForEver        Both
}{
	ID: Of("Mã", "Id"), IDAbout: Of("Chữ, số, gạch nối, như giam-50k; về sau không đổi được.", "Letters, digits, dashes, such as off-50k; it never changes."),
	Name: Of("Tên", "Name"), NameAbout: Of("Như khách và thu ngân thấy.", "As customers and cashiers see it."),
	Cost: Of("Giá bằng điểm", "Cost in points"), Points: Of("điểm", "points"),
	Gives: Of("Tặng", "Gives"), Amount: Of("Giảm tiền", "An amount off"), Percent: Of("Giảm phần trăm", "A percentage off"), Product: Of("Sản phẩm", "A product"),
	PercentOff: Of("Giảm", "Off"), Cap: Of("Giảm nhiều nhất, ₫", "At most, ₫"), AmountOff: Of("Giảm", "Off"), Dong: Of("₫", "₫"),
	SKU: Of("Mã sản phẩm (SKU)", "Product (SKU)"), SKUAbout: Of("Khách được một đơn vị của sản phẩm này.", "The customer gets one unit of this product."),
	Limits:   Of("Điều kiện", "Conditions"),
	MinOrder: Of("Đơn tối thiểu, ₫", "Order of at least, ₫"),
	Stock:    Of("Số lượng", "Stock"), StockAbout: Of("Tổng số voucher được đổi; voucher trả lại không tính.", "Vouchers that may ever be issued; those handed back count no more."),
	PerCustomer: Of("Mỗi khách nhiều nhất", "Each customer at most"),
	Tiers:       Of("Hạng được đổi", "Tiers that may take it"), TiersAbout: Of("Mã các hạng, cách nhau bằng dấu phẩy.", "Ids of tiers, with commas between."),
	From: Of("Từ ngày", "First day"), To: Of("Đến hết ngày", "Last day"), DayAbout: Of("Ngày gõ như 31/1/2026.", "Type a day as 31/1/2026."),
	VoucherDays: Of("Voucher dùng trong, ngày", "A voucher lives, days"),
	Channels:    Of("Kênh dùng được", "Channels"), ChannelsAbout: Of("Mã các kênh, như store, web, cách nhau bằng dấu phẩy.", "Ids of channels, such as store, web, with commas between."),
	WithPoints: Of("Dùng chung với điểm", "Combines with points"), WithVouchers: Of("Dùng chung voucher khác", "Combines with other vouchers"),
	Transferable: Of("Người khác dùng được", "Others may use it"),
	Yes:          Of("Có", "Yes"), No: Of("Không", "No"),
	NoLimit: Of("không giới hạn", "no limit"), None: Of("không", "none"), All: Of("tất cả", "all"), Now: Of("ngay", "at once"), ForEver: Of("mãi mãi", "for ever"),
}

// MemberFields are the labels of the forms about a member.
var MemberFields = struct {
	Name, Phone, Email, Birthday, DayAbout, Unknown                               Both
	ForPoints, ForNews, Refused, Agreed, Method, Asked, OnPaper, ByPhone          Both
	Adjust, Give, Take, Points, Reason, ReasonAbout, Tail, TailAbout, EraseReason Both
}{
	Name: Of("Họ và tên", "Full name"), Phone: Of("Số điện thoại", "Phone"), Email: Of("Email", "Email"), Birthday: Of("Ngày sinh", "Birthday"),
	DayAbout: Of("Ngày gõ như 31/1/1990.", "Type a day as 31/1/1990."), Unknown: Of("chưa biết", "unknown"),
	ForPoints: Of("Tích điểm", "Collect points"), ForNews: Of("Nhận tin ưu đãi", "Receive offers"),
	Refused: Of("Không đồng ý", "Not agreed"), Agreed: Of("Đồng ý", "Agreed"),
	Method: Of("Khách trả lời", "How it was said"), Asked: Of("tại quầy", "at the desk"), OnPaper: Of("trên giấy", "on paper"), ByPhone: Of("qua điện thoại", "by phone"),
	Adjust: Of("Điều chỉnh", "Adjust"), Give: Of("Cộng điểm", "Give points"), Take: Of("Trừ điểm", "Take points"), Points: Of("Số điểm", "Points"),
	Reason: Of("Lý do", "Reason"), ReasonAbout: Of("Khách đọc được lý do trong sổ điểm.", "The customer can read it in the statement."),
	Tail: Of("4 số cuối điện thoại", "Last 4 digits of the phone"), TailAbout: Of("Gõ 4 số cuối của khách này để chắc không nhầm người.", "Type this customer's, so that nobody else is meant."),
	EraseReason: Of("Lưu lại mãi; đừng viết tên hay số điện thoại vào đây.", "It is kept for ever; write no name or phone here."),
}

// ProductFields are the labels of a product's form.
var ProductFields = struct {
	SKU, Name, Price, PriceAbout, Dong, Barcodes, BarcodesAbout, Category, Unit      Both
	Earns, Weighed, WeighedAbout, Item, ItemAbout, VAT, VATAbout, From, Rate, Always Both
	Yes, No, None                                                                    Both
}{
	SKU: Of("Mã hàng (SKU)", "SKU"), Name: Of("Tên", "Name"), Price: Of("Giá", "Price"), PriceAbout: Of("Đã gồm thuế GTGT; hàng cân: giá một kg.", "With VAT; of weighed goods a kilogram's."),
	Dong: Of("₫", "₫"), Barcodes: Of("Mã vạch", "Barcodes"), BarcodesAbout: Of("Cách nhau bằng dấu phẩy. Mã đang của hàng khác sẽ thành của hàng này.", "With commas between. A code of another product becomes this one's."),
	Category: Of("Nhóm hàng", "Category"), Unit: Of("Đơn vị", "Unit"),
	Earns: Of("Được tích điểm", "Earns points"), Weighed: Of("Bán theo cân", "Sold by weight"), WeighedAbout: Of("Đơn vị phải là kg và có mã cân.", "Its unit must be kg, and it needs a scale number."),
	Item: Of("Mã cân", "Scale number"), ItemAbout: Of("5 chữ số trên tem cân.", "5 digits, as in weight codes."),
	VAT: Of("Thuế GTGT theo ngày", "VAT by day"), VATAbout: Of("Có hiệu lực từ 00:00 ngày đó; hóa đơn cũ giữ thuế cũ. Để trống cả hàng là bỏ.", "It holds from 00:00 of that day; receipts keep their rate. An empty row is none."),
	From: Of("Từ ngày", "From"), Rate: Of("Thuế %", "Rate %"), Always: Of("từ đầu", "always"),
	Yes: Of("Có", "Yes"), No: Of("Không", "No"), None: Of("không", "none"),
}

// FileFields are the labels of the page where files go in and out.
var FileFields = struct {
	What, Adjustments, Members, Balances, Products, Rewards, Orders, Entries Both
	Way, In, InAbout, Out, OutAbout, File, FileAbout                         Both
}{
	What: Of("Tệp", "File of"), Adjustments: Of("Điều chỉnh điểm", "Adjustments"), Members: Of("Khách hàng", "Members"), Balances: Of("Số dư đầu", "Opening balances"),
	Products: Of("Sản phẩm", "Products"), Rewards: Of("Đổi thưởng", "Rewards"), Orders: Of("Đơn hàng", "Orders"), Entries: Of("Sổ điểm", "Statements"),
	Way: Of("Chiều", "Which way"), In: Of("Nhập vào", "In"), InAbout: Of("Nhập hết hoặc không nhập gì; mọi hàng sai được nêu ra. Điều chỉnh: cột phone, reason, points.", "All of it or nothing; every bad row is named. Adjustments: columns phone, reason, points."),
	Out: Of("Xuất ra", "Out"), OutAbout: Of("CSV; tên kết thúc bằng .jsonl thì là JSON từng dòng.", "CSV; JSON lines where the name ends in .jsonl."),
	File: Of("Tên tệp", "Name of the file"), FileAbout: Of("Trên máy này; tên không có đường dẫn nằm trong thư mục xuất tệp.", "On this machine; a bare name is in the folder of exports."),
}
