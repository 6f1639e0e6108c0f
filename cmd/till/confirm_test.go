package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"tim/domain/journal"
	"tim/storage/bolt"
)

// publicKey is central's own, as `central verify` says it.
func (c *chain) publicKey() string {
	c.t.Helper()
	out, err := exec.Command(c.program, "verify", "--data", c.dir).CombinedOutput()
	key := regexp.MustCompile(`public key ([0-9a-f]{64})`).FindSubmatch(out)
	if err != nil || key == nil {
		c.t.Fatalf("%v\n%s", err, out)
	}
	return string(key[1])
}

// A till sells, sends, and is stopped. Its file and its export say up to where central has confirmed them. Then somebody with the
// till's own key writes its past anew, with all hashes and signatures: every check names that.
func TestATillThatRewritesItsPastIsNamed(t *testing.T) {
	c := openChain(t)
	k := c.till()
	k.basket(1)
	k.pay("HD-01-000001")
	k.kill()
	if out, err := command(t, "sync", "--once", "--data", k.dir); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	c.kill()
	key := c.publicKey()
	verify := func(args ...string) string {
		out, _ := command(t, append([]string{"verify", "--lang", "en", "--central-key", key}, args...)...)
		return out
	}
	export := func() string {
		file := filepath.Join(t.TempDir(), "export.jsonl")
		out, err := exec.Command(must(program()), "export", "--data", k.dir).Output()
		if err != nil || os.WriteFile(file, out, 0o600) != nil {
			t.Fatal(err)
		}
		return file
	}
	for what, said := range map[string]string{"the file": verify("--data", k.dir), "the export": verify(export())} {
		if !strings.Contains(said, "the journal is whole") || !strings.Contains(said, "confirmed by central up to event ") ||
			strings.Contains(said, "not confirmed yet") || strings.Contains(said, "compare it with central") {
			t.Errorf("%s: %s", what, said)
		}
	}
	if out, err := command(t, "verify", "--lang", "en", "--data", k.dir, "--central-key", strings.Repeat("5a", 32)); err == nil || !strings.Contains(out, "unknown key") {
		t.Errorf("by another central's key: %v\n%s", err, out)
	}
	rewrite(t, k.dir)
	for what, said := range map[string]string{"the file": verify("--data", k.dir), "the export": verify(export())} {
		if !strings.Contains(said, "rewritten: central confirmed another content") {
			t.Errorf("%s, rewritten: %s", what, said)
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// rewrite changes who signed in first, in a till's ledger, and makes hashes and seals of all that follows anew, by its key. The anchor
// goes: it is in the same hands.
func rewrite(t *testing.T, dir string) {
	t.Helper()
	block, _ := pem.Decode(must(os.ReadFile(filepath.Join(dir, bolt.KeyFile))))
	key := journal.Key(must(x509.ParsePKCS8PrivateKey(block.Bytes)).(ed25519.PrivateKey))
	if err := os.Remove(filepath.Join(dir, bolt.AnchorFile)); err != nil {
		t.Fatal(err)
	}
	db := must(bbolt.Open(filepath.Join(dir, bolt.LedgerFile), 0o600, nil))
	defer db.Close()
	err := db.Update(func(tx *bbolt.Tx) error {
		b, prev, changed := tx.Bucket([]byte("till")), journal.Hash{}, false
		at := func(seq uint64) []byte { return binary.BigEndian.AppendUint64([]byte{'j', 0, 0, 0, 1}, seq) }
		for seq := uint64(1); b.Get(at(seq)) != nil; seq++ {
			var e journal.Event
			if err := journal.Decode(b.Get(at(seq))[32:], &e); err != nil {
				return err
			}
			if e.Kind == journal.SignedIn && !changed {
				e.Actor, changed = "nobody", true
			}
			raw := journal.Encode(&e)
			prev = journal.Link(prev, raw)
			if err := b.Put(at(seq), append(bytes.Clone(prev[:]), raw...)); err != nil {
				return err
			}
			seal := b.Get(append(at(seq), 's'))
			if seal == nil {
				continue
			}
			var s journal.Seal
			if err := journal.Decode(seal, &s); err != nil {
				return err
			}
			s.Hash = prev
			s.Signature = key.Sign(s.Message())
			if err := b.Put(append(at(seq), 's'), journal.Encode(&s)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Somebody changes what central has stored of a till's journal. central verify names the till and the event; a central that serves
// proves its journals by itself: the till stands as broken on the desk, with an alert that names the event.
func TestATillsJournalThatWasChangedAtCentralIsNamed(t *testing.T) {
	c := openChain(t)
	k := c.till()
	k.basket(1)
	k.pay("HD-01-000001")
	k.kill()
	if out, err := command(t, "sync", "--once", "--data", k.dir); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	c.kill()
	db := must(bbolt.Open(filepath.Join(c.dir, bolt.CentralFile), 0o600, nil))
	err := db.Update(func(tx *bbolt.Tx) error {
		b, at := tx.Bucket([]byte("central")), []byte("e01\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x03")
		event := bytes.Clone(b.Get(at))
		event[len(event)-1] ^= 1
		return b.Put(at, event)
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(c.program, "verify", "--data", c.dir).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "till 01/1: event 3: event.changed") {
		t.Errorf("%v\n%s", err, out)
	}
	c.start()
	var glance struct {
		Lines  []struct{ Chain string }
		Alerts []struct {
			Kind    string
			Finding struct{ Evidence []struct{ Seq uint64 } }
		}
	}
	for end := time.Now().Add(20 * time.Second); len(glance.Alerts) == 0 && time.Now().Before(end); <-time.After(20 * time.Millisecond) {
		c.call("GET", "/v1/glance", "", &glance)
	}
	if len(glance.Lines) != 1 || glance.Lines[0].Chain != "broken" || len(glance.Alerts) != 1 || glance.Alerts[0].Kind != "journal.broken" ||
		glance.Alerts[0].Finding.Evidence[0].Seq != 3 {
		t.Errorf("%+v", glance)
	}
}
