package text

// manages are the faults of the manager's desk.
var manages = map[string]Both{
	"manage.none": Of("Máy này chưa có trung tâm để quản lý · chưa đổi gì", "There is no central to manage here · nothing changed"),
}
