package text

import "fmt"

// Verified is what `till verify` says of a journal without fault: how many events it has and its head's short hash.
func Verified(events uint64, head string, l Language) string {
	if l == English {
		return fmt.Sprintf("✓ the journal is whole: %s events, head %s", Points(int64(events)), head)
	}
	return fmt.Sprintf("✓ sổ nhật ký nguyên vẹn: %s sự kiện, đầu chuỗi %s", Points(int64(events)), head)
}
