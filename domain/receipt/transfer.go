package receipt

import (
	"time"

	"tim/domain/money"
)

// Transfer is what a customer is handed to pay by: it is no receipt, and nothing is paid by it.
type Transfer struct {
	Shop     Shop
	Zone     *time.Location `json:"-"`
	At       time.Time      // the money was asked for
	Till     string
	Amount   money.VND
	Bank     string // the account as the shop writes it, "" when it named none
	Memo     string
	QR       string // sale.VietQR, "" where no code can pay; a training has none
	Training bool   // marked ĐÀO TẠO
}
