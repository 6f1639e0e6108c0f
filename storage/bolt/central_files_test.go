package bolt_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/storage/bolt"
	"tim/storage/storetest"
)

var background = context.Background()

func TestOneCentralAtATime(t *testing.T) {
	dir := t.TempDir()
	defer openCentral(t, dir).Close()
	_, err := bolt.OpenCentral(dir, bolt.CentralOptions{Key: storetest.Key()})
	if fault.Code(err) != "file.locked" {
		t.Errorf("a second one: %v", err)
	}
}

func TestCentralRefusesWhatItCantRead(t *testing.T) {
	dir := t.TempDir()
	if err := openCentral(t, dir).Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, bolt.CentralFile)
	for name, spoil := range map[string]func(b []byte) []byte{
		"cut short": func(b []byte) []byte { return b[:len(b)/3] },
		"empty":     func([]byte) []byte { return nil },
		"no file of ours": func(b []byte) []byte {
			copy(b, bytes.Repeat([]byte("x"), 9000))
			return b
		},
	} {
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		bad := spoil(bytes.Clone(whole))
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := bolt.OpenCentral(dir, bolt.CentralOptions{Key: storetest.Key()}); fault.Code(err) != "file.damaged" {
			t.Errorf("%s: %v", name, err)
		}
		if now, err := os.ReadFile(path); !bytes.Equal(now, bad) || err != nil {
			t.Errorf("%s: it was touched", name)
		}
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestBackupWhileWritingRestores(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	central := openCentral(t, dir)
	if err := central.Write(background, func(tx office.Tx) error { return tx.Put(loyalty.Reward{ID: "r1"}) }); err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				if err := central.Write(background, countOne); err != nil {
					t.Error(err)
				}
			}
		}
	})
	var backups []*bytes.Buffer
	for range 3 {
		backups = append(backups, new(bytes.Buffer))
		if err := central.Backup(background, backups[len(backups)-1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := central.Bulk(background, countOne); err != nil { // another file has the name now
		t.Error(err)
	}
	backups = append(backups, new(bytes.Buffer))
	if err := central.Backup(background, backups[3]); err != nil {
		t.Fatal(err)
	}
	close(stop)
	wg.Wait()
	if err := central.Close(); err != nil {
		t.Fatal(err)
	}
	checkCentral(t, dir)
	last := int64(-1)
	for i, backup := range backups {
		to := filepath.Join(elsewhere, fmt.Sprint(i))
		if err := bolt.RestoreCentral(to, backup); err != nil {
			t.Fatal(err)
		}
		restored := openCentral(t, to)
		err := restored.Read(background, func(r office.Reader) error {
			reward, err := r.Reward("r1")
			if reward.Issued < last {
				t.Errorf("a later backup has %d, the one before %d", reward.Issued, last)
			}
			last = reward.Issued
			return err
		})
		if err := errors.Join(err, restored.Write(background, countOne), restored.Close()); err != nil {
			t.Error(err)
		}
		checkCentral(t, to)
	}
	if err := bolt.RestoreCentral(dir, new(bytes.Buffer)); fault.Code(err) != "file.exists" {
		t.Errorf("over what is there: %v", err)
	}
	if err := bolt.RestoreCentral(filepath.Join(elsewhere, "bad"), strings.NewReader("no backup")); fault.Code(err) != "file.damaged" {
		t.Errorf("a bad one: %v", err)
	}
	if left, _ := os.ReadDir(filepath.Join(elsewhere, "bad")); len(left) != 0 {
		t.Errorf("a bad one leaves %v", left)
	}
}

func countOne(tx office.Tx) error {
	r, err := tx.Reward("r1")
	if err != nil {
		return err
	}
	r.Issued++
	return tx.Put(r)
}

// centralDirEnv makes the test binary count in a directory until it is killed: the child of TestCentralKillMinusNine.
const centralDirEnv = "TIM_TEST_CENTRAL_DIR"

func TestCountingChild(t *testing.T) {
	dir := os.Getenv(centralDirEnv)
	if dir == "" {
		t.Skip("only a child process runs this")
	}
	central := openCentral(t, dir)
	for w := range 8 {
		go func() {
			for n := 0; ; n++ {
				key := fmt.Sprintf("%d-%d-%d", os.Getpid(), w, n)
				err := central.Write(background, func(tx office.Tx) error {
					return errors.Join(countOne(tx), tx.Remember(key, office.Answer{Body: []byte(key)}))
				})
				if err != nil {
					panic(err)
				}
				fmt.Printf("counted %s\n", key)
			}
		}()
	}
	for {
		if err := central.Bulk(background, func(office.Tx) error { return nil }); err != nil {
			panic(err)
		}
	}
}

// A killed central has every write that it had answered, each once.
func TestCentralKillMinusNine(t *testing.T) {
	dir := t.TempDir()
	central := openCentral(t, dir)
	if err := errors.Join(central.Write(background, func(tx office.Tx) error { return tx.Put(loyalty.Reward{ID: "r1"}) }), central.Close()); err != nil {
		t.Fatal(err)
	}
	before := int64(0)
	for round := range 3 {
		child := exec.Command(os.Args[0], "-test.run=^TestCountingChild$")
		child.Env = append(os.Environ(), centralDirEnv+"="+dir)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		answered := map[string]bool{}
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if key, ok := strings.CutPrefix(lines.Text(), "counted "); ok {
				if answered[key] = true; len(answered) == 50+round*20 {
					if err := child.Process.Kill(); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		if err := child.Wait(); err == nil {
			t.Fatal("the child wasn't killed")
		}
		central := openCentral(t, dir)
		err = central.Read(background, func(r office.Reader) error {
			reward, err := r.Reward("r1")
			if got := reward.Issued - before; got < int64(len(answered)) || got > int64(len(answered))+8 {
				t.Errorf("%d were answered, %d are there", len(answered), got)
			}
			before = reward.Issued
			for key := range answered {
				if _, there, err := r.Answered(key); !there || err != nil {
					t.Errorf("%s was answered and is gone, %v", key, err)
				}
			}
			return err
		})
		if err := errors.Join(err, central.Close()); err != nil {
			t.Fatal(err)
		}
		checkCentral(t, dir)
	}
}
