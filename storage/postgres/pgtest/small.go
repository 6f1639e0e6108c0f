package pgtest

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Small is a database of its own on a disk of so many megabytes, and where that disk is, for who fills it; the server's log lies elsewhere.
// Where nothing may be mounted the test is skipped.
func (s *Server) Small(t testing.TB, megabytes int) (at, disk string) {
	t.Helper()
	disk = filepath.Join(s.dir, "small")
	if err := os.Mkdir(disk, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, fmt.Sprintf("size=%dm", megabytes)); err != nil {
		t.Skipf("a small disk can't be mounted here, which takes root and a machine that allows it: %v", err)
	}
	t.Cleanup(func() { // before the server's folder is removed
		_ = s.Stop("immediate")
		if err := syscall.Unmount(disk, 0); err != nil {
			t.Error(err)
		}
	})
	if s.as != nil {
		if err := os.Chown(disk, int(s.as.Uid), int(s.as.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(disk, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := run(s.url, "CREATE TABLESPACE small LOCATION '"+strings.ReplaceAll(disk, "'", "''")+"'", "CREATE DATABASE small TABLESPACE small"); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/small"
	return u.String(), disk
}
