package office_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// importMembers is how many members BenchmarkImportMembers imports.
const importMembers = 1_000_000

// BenchmarkImportMembers imports 1,000,000 members into an empty central, from CSV in no order, without and with opening
// balances (an event and a posting more each). The issue wants less than 60 s.
func BenchmarkImportMembers(b *testing.B) {
	for _, balances := range []bool{false, true} {
		b.Run(fmt.Sprintf("balances=%v", balances), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "members.csv")
			writeMembers(b, path, importMembers, balances)
			for b.Loop() {
				b.StopTimer()
				s := openOffice(b)
				s.program()
				file, err := os.Open(path)
				if err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				start, used := time.Now(), cpu(b)
				r, err := s.Import(ctx, "members", "csv", file, nil)
				if err != nil || r.Created != importMembers {
					b.Fatalf("%+v, %v", r, err)
				}
				b.ReportMetric(time.Since(start).Seconds(), "s/import")
				b.ReportMetric((cpu(b) - used).Seconds(), "cpu-s/import")
				file.Close()
			}
		})
	}
}

// cpu is what the process has used so far, which a busy machine doesn't change.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func writeMembers(b *testing.B, path string, n int, balances bool) {
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	w := bufio.NewWriter(file)
	families, middles, givens := []string{"Nguyễn", "Trần", "Lê", "Phạm", "Đặng"}, []string{"Thị", "Văn", "Ngọc", "Minh"}, []string{"Ánh", "Bình", "Cường", "Dũng", "Hoa", "Khánh", "Linh"}
	random := rand.New(rand.NewPCG(1, 2))
	fmt.Fprintln(w, "phone,name,birthday,joined_at,opening.points,opening.ranking_points")
	opening := ","
	for i := range n {
		if balances {
			opening = fmt.Sprintf("%d,%d", 1+i%500, i%5000)
		}
		fmt.Fprintf(w, "09%08d,%s %s %s,%d-0%d-1%d,2025-0%d-01T00:00:00Z,%s\n", i*7_919_993%100_000_000, families[random.IntN(5)],
			middles[random.IntN(4)], givens[random.IntN(7)], 1960+i%40, 1+i%9, i%9, 1+i%9, opening)
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
}
