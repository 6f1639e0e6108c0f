// Package ident mints names without asking anybody: ids from an instant and injected entropy (UUIDv7), voucher
// codes with a check digit, receipt numbers from a till's own count. Time and entropy come from the caller, so a
// simulation can replay them.
package ident

import (
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// Minter makes ids. Entropy is crypto/rand.Reader in the programs and a seeded reader in simulations.
type Minter struct{ Entropy io.Reader }

// New is a UUIDv7 of the instant: sorted by time to the millisecond, 74 random bits. It panics when the entropy
// source fails, because nothing safe can be done without one.
func (m Minter) New(now time.Time) string {
	var u uuid.UUID
	copy(u[6:], m.Bytes(10))
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(now.UnixMilli()))
	copy(u[:6], ms[2:])
	u[6] = u[6]&0x0f | 0x70
	u[8] = u[8]&0x3f | 0x80
	return u.String()
}

// Bytes is n random bytes. It panics as New does.
func (m Minter) Bytes(n int) []byte {
	b := make([]byte, n)
	if _, err := io.ReadFull(m.Entropy, b); err != nil {
		panic(fmt.Sprintf("ident: entropy: %v", err))
	}
	return b
}

// Receipt is the printed number of a till's n-th receipt: HD-01-000123.
func Receipt(till string, n int64) string { return fmt.Sprintf("HD-%s-%06d", till, n) }

// Numbered is the n of a receipt's or return slip's number, 0 of anything else.
func Numbered(number string) int64 {
	n, err := strconv.ParseInt(number[strings.LastIndexByte(number, '-')+1:], 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// ReturnSlip is the printed number of a till's n-th return: TH-01-000045.
func ReturnSlip(till string, n int64) string { return fmt.Sprintf("TH-%s-%06d", till, n) }

// TrainingReceipt is the number of a training's n-th receipt: DT-01-000123 (đào tạo). No till ever gives such a number to a sale.
func TrainingReceipt(till string, n int64) string { return fmt.Sprintf("DT-%s-%06d", till, n) }

// TrainingSlip is the number of a training's n-th return: TT-01-000045.
func TrainingSlip(till string, n int64) string { return fmt.Sprintf("TT-%s-%06d", till, n) }
