package print

import "tim/tui/text"

// deviceWords are those of papers about paper.
type deviceWords struct {
	again            string // on a paper of which some may have come out before
	test             string
	letters, capital string // all the letters of the language
	codes            string
	readable         string
}

var allDeviceWords = [...]deviceWords{
	text.Vietnamese: {
		again: "*** CÓ THỂ ĐÃ IN RỒI ***", test: "IN THỬ",
		letters: "Ăn cơm Huế, uống trà Lài, nghỉ ở Phú Yên: kỷ niệm đẹp, giữ mãi.", capital: "ẮẰẲẴẶ ẤẦẨẪẬ ẾỀỂỄỆ ỐỒỔỖỘ ỚỜỞỠỢ ỨỪỬỮỰ ĐƠN HÀNG",
		codes: "Quét thử hai mã dưới đây", readable: "Chữ không dấu hay dấu ?: đổi --letters",
	},
	text.English: {
		again: "*** MAY BE A SECOND PRINT ***", test: "TEST PRINT",
		letters: "The quick brown fox jumps over the lazy dog. Ăn cơm Huế, nghỉ ở Phú Yên.", capital: "ẮẰẲẴẶ ẤẦẨẪẬ ẾỀỂỄỆ ỐỒỔỖỘ ỚỜỞỠỢ ỨỪỬỮỰ ĐƠN HÀNG",
		codes: "Scan both codes below", readable: "Letters without marks, or ?: change --letters",
	},
}
