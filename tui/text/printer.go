package text

import (
	"strings"

	"tim/domain/counter"
	"tim/domain/fault"
)

// Printer is the texts of the printer's page, and of how a printer stands in the status line.
type Printer struct {
	Title, About         string
	State, Drawer, Queue string
	Ready, None          string
	Low                  string
	Codes                string // when a transfer's code is printed
	CodesAsked           string
	CodesAtOnce          string
	Drawers              [3]string // by counter.DrawerSwitch
	Setup                string
	Empty                string
	Job, For, Since      string
	Kind                 func(counter.PaperKind) string
	Copy, Maybe, Undrawn string
	Waiting              func(n int) string
	Short                func(trouble string) string
}

var (
	printerVi = Printer{
		Title: "Máy in", About: "giấy, két, bản chờ in, in thử",
		State: "Tình trạng", Drawer: "Ngăn kéo", Queue: "Chờ in", Ready: "● sẵn sàng", None: "chưa có máy in", Low: "sắp hết giấy",
		Drawers: [3]string{"không báo", "đang đóng", "đang mở"},
		Codes:   "Mã QR", CodesAsked: "in khi bấm F5 ở màn hình chờ chuyển khoản", CodesAtOnce: "in ngay khi chờ chuyển khoản",
		Setup: "Khai báo máy in: till printer set --data … --to tcp://192.168.1.50",
		Empty: "Không có bản nào chờ in.",
		Job:   "Bản in", For: "Số", Since: "Từ lúc",
		Kind: func(k counter.PaperKind) string {
			return map[counter.PaperKind]string{counter.PaperReceipt: "Hóa đơn", counter.PaperReturn: "Phiếu trả hàng", counter.PaperVoucher: "Voucher",
				counter.PaperZ: "Báo cáo Z", counter.PaperX: "Báo cáo X", counter.PaperTest: "In thử", counter.PaperLabels: "Tem giá",
				counter.PaperTransfer: "Mã chuyển khoản"}[k]
		},
		Copy: "bản sao", Maybe: "có thể đã in rồi", Undrawn: "không dựng lại được, Del bỏ",
		Waiting: func(n int) string { return Count(n) + " chờ in" },
		Short: func(code string) string {
			return map[string]string{"printer.paper_out": "Hết giấy", "printer.cover_open": "Nắp máy in mở", "printer.failed": "Máy in kẹt",
				"printer.silent": "Máy in im", "printer.hung_up": "Máy in bận", "printer.off": "Máy in tắt", "printer.offline": "Máy in nghỉ"}[code]
		},
	}
	printerEn = Printer{
		Title: "Printer", About: "paper, drawer, what waits, a test",
		State: "State", Drawer: "Drawer", Queue: "Waiting", Ready: "● ready", None: "no printer", Low: "little paper left",
		Drawers: [3]string{"doesn't say", "shut", "open"},
		Codes:   "VietQR", CodesAsked: "printed by F5 while a transfer is waited for", CodesAtOnce: "printed as soon as a transfer is waited for",
		Setup: "Tell the till its printer: till printer set --data … --to tcp://192.168.1.50",
		Empty: "Nothing waits to be printed.",
		Job:   "Paper", For: "Number", Since: "Since",
		Kind: func(k counter.PaperKind) string {
			return map[counter.PaperKind]string{counter.PaperReceipt: "Receipt", counter.PaperReturn: "Return slip", counter.PaperVoucher: "Voucher",
				counter.PaperZ: "Z report", counter.PaperX: "X report", counter.PaperTest: "Test print", counter.PaperLabels: "Labels",
				counter.PaperTransfer: "Transfer code"}[k]
		},
		Copy: "copy", Maybe: "perhaps printed", Undrawn: "can't be drawn, Del drops it",
		Waiting: func(n int) string { return Count(n) + " to print" },
		Short: func(code string) string {
			return map[string]string{"printer.paper_out": "Paper out", "printer.cover_open": "Printer open", "printer.failed": "Printer jam",
				"printer.silent": "Printer silent", "printer.hung_up": "Printer busy", "printer.off": "Printer off", "printer.offline": "Printer offline"}[code]
		},
	}
)

// Trouble is why a printer prints nothing, in a word or two.
func (p *Printer) Trouble(code string) string {
	if word := p.Short(code); word != "" {
		return word
	}
	return p.Short("printer.off")
}

// PrinterStatus is how a till's printer stands, a row each; about is what it is set to.
func PrinterStatus(p counter.Printing, about []string, l Language) []string {
	t := &In(l).Printer
	if !p.On {
		return append([]string{t.None}, waiting(p, t)...)
	}
	state := t.Ready
	switch {
	case p.Trouble != "":
		state = "▲ " + Fault(fault.New(fault.Unavailable, p.Trouble, nil), l)
	case p.Low:
		state += " · " + t.Low
	}
	rows := []string{strings.Join(about, " · "), state, t.Drawer + ": " + t.Drawers[p.Drawer], t.Waiting(len(p.Jobs))}
	return append(rows, waiting(p, t)...)
}

func waiting(p counter.Printing, t *Printer) (rows []string) {
	for _, j := range p.Jobs {
		row := "  " + j.Place + "  " + t.Kind(j.Kind) + " " + j.Number
		if j.Begun {
			row += " · " + t.Maybe
		}
		rows = append(rows, row)
	}
	return rows
}
