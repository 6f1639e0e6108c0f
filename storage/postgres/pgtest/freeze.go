package pgtest

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Freeze stops all of a server's processes where they are, as a hypervisor or a debugger does: its connections stay open and the kernel goes on
// taking what is sent, but nobody answers. Thaw lets them go on; a test that doesn't call it does so in the end.
func (s *Server) Freeze(t testing.TB) (thaw func()) {
	t.Helper()
	master := s.postmaster()
	if master == 0 {
		t.Fatal("no server runs")
	}
	frozen := []int{master}
	stop := func(pid int) {
		if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil && err != syscall.ESRCH { // a session may have ended by itself
			t.Fatal(err)
		}
	}
	stop(master)
	for !still(master) { // until then it may still have children
		time.Sleep(time.Millisecond)
	}
	for _, pid := range children(master) {
		stop(pid)
		frozen = append(frozen, pid)
	}
	thaw = func() {
		for _, pid := range slices.Backward(frozen) {
			_ = syscall.Kill(pid, syscall.SIGCONT)
		}
		frozen = nil
	}
	t.Cleanup(thaw)
	return thaw
}

// postmaster is the server's first process, 0 while none runs.
func (s *Server) postmaster() int {
	text, err := os.ReadFile(filepath.Join(s.data(), "postmaster.pid"))
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, _ := strconv.Atoi(first)
	return pid
}

// still says whether a process is stopped.
func still(pid int) bool {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	_, behind, _ := strings.Cut(string(text), ") ")
	return err != nil || strings.HasPrefix(behind, "T")
}
