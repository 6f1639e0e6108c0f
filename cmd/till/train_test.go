package main

import (
	"path/filepath"
	"strings"
	"testing"

	"tim/cmd/till/demo"
)

// A training in the real program, with the customer's screen beside it: a kill in its midst, and the end by its word, leave the till's
// numbers, papers and journal as they were but for its beginning and its end.
func TestATrainingLeavesTheTillAsItWas(t *testing.T) {
	k := openTerminal(t)
	customer := openDisplay(k, "")
	k.shows("PIN")
	k.types(demo.PINs()["hong"])
	k.shows("Quét mã để bán")
	k.train()
	customer.shows("ĐÀO TẠO - không tính tiền thật")
	k.types("2000000000015")
	k.shows("Sữa tươi Đồng Xanh 1L")
	k.kill()
	k.start()
	customer.hides("ĐÀO TẠO")
	k.shows("PIN")
	k.types(demo.PINs()["hong"])
	k.shows("Quét mã để bán") // neither the training nor its cart is there
	k.hides("ĐÀO TẠO")

	k.train()
	k.types("2000000000015")
	k.shows("KHÁCH TRẢ")
	k.keys("F9", "Enter")
	k.shows("Đã lưu DT-01-000001", "két sẽ mở", "1 đơn thử")
	k.types("/train")
	k.shows("Hết đào tạo", "1 đơn thử", "Quét mã để bán")
	k.types("2000000000015")
	k.shows("Sữa tươi Đồng Xanh 1L")
	k.keys("F9", "Enter")
	k.shows("Đã lưu HD-01-000001")
	k.keys("C-c")
	k.gone()

	var kinds []string
	for _, kind := range exported(t, k.dir) {
		if strings.HasPrefix(kind, "training.") || strings.HasPrefix(kind, "order.") {
			kinds = append(kinds, kind)
		}
	}
	if got := strings.Join(kinds, " "); got != "training.started training.ended training.started training.ended order.opened order.paid" {
		t.Errorf("the journal has %s", got)
	}
	if papers, err := filepath.Glob(filepath.Join(k.dir, "receipts", "*.txt")); err != nil || len(papers) != 2 || !strings.Contains(papers[0], "HD-01-000001") {
		t.Errorf("the till's papers are %v, %v", papers, err)
	}
}

// train begins a training with its shift open.
func (k *terminal) train() {
	k.t.Helper()
	k.keys("F12")
	k.shows("Đào tạo")
	k.keys("F2")
	k.shows("ĐÀO TẠO - không tính tiền thật", "Tiền đầu ca")
	k.types("300000")
	k.shows("Quét mã để bán")
}
