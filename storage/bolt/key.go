package bolt

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"

	"tim/domain/fault"
	"tim/domain/journal"
)

const pemType = "PRIVATE KEY"

// LoadOrCreateKey reads the till's signing key (PEM, PKCS #8) from the data directory, or makes one while there is
// no journal yet. It must be called before OpenTill, which locks the files. Faults: key.open (others may read the
// file), key.damaged, key.missing (a journal is there and its key is not), and those of OpenTill.
func LoadOrCreateKey(dir string, entropy io.Reader) (journal.Key, error) {
	return tillSigned.loadOrCreate(dir, entropy)
}

// signed is where a journal lies that one key signs: names within the data directory.
type signed struct {
	key, anchor, file string
	schema            schema
	bucket            []byte
}

var tillSigned = signed{KeyFile, AnchorFile, LedgerFile, ledgerSchema, tillBucket}

func (s signed) loadOrCreate(dir string, entropy io.Reader) (journal.Key, error) {
	path := filepath.Join(dir, s.key)
	key, err := readKey(path)
	if !errors.Is(err, os.ErrNotExist) {
		return key, err
	}
	if err := s.refuseNewKey(dir); err != nil {
		return nil, err
	}
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(entropy, seed); err != nil {
		return nil, fmt.Errorf("entropy for the journal's key: %w", err)
	}
	key = journal.Key(ed25519.NewKeyFromSeed(seed))
	return key, writeKey(path, key)
}

func readKey(path string) (journal.Key, error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	if err != nil {
		return nil, fileFault(path, err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fault.New(fault.Forbidden, "key.open", fault.Args{"file": path})
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fileFault(path, err)
	}
	key, err := parseKey(b)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "key.damaged", err, fault.Args{"file": path})
	}
	return key, nil
}

func parseKey(b []byte) (journal.Key, error) {
	block, _ := pem.Decode(b)
	if block == nil || block.Type != pemType {
		return nil, errors.New("no PEM private key")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("a %T", parsed)
	}
	return journal.Key(key), nil
}

// refuseNewKey keeps a new key from a journal that another key has signed.
func (s signed) refuseNewKey(dir string) error {
	gone := fault.New(fault.Unavailable, "key.missing", fault.Args{"file": filepath.Join(dir, s.key)})
	if _, err := os.Stat(filepath.Join(dir, s.anchor)); err == nil {
		return gone
	}
	path := filepath.Join(dir, s.file)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	db, err := openRead(path, s.schema, lockWait)
	if err != nil {
		return err
	}
	defer db.Close()
	return view(db, "the journal's end", func(tx *bbolt.Tx) error {
		if key, _ := lastEvent(tx.Bucket(s.bucket)); key != nil {
			return gone
		}
		return nil
	})
}

// writeKey makes the key file whole or not at all.
func writeKey(path string, key journal.Key) error {
	dir := filepath.Dir(path)
	der, err := x509.MarshalPKCS8PrivateKey(ed25519.PrivateKey(key))
	if err != nil {
		return fmt.Errorf("encode the journal's key: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fileFault(dir, err)
	}
	file, err := os.OpenFile(path+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, fileMode)
	if err != nil {
		return fileFault(path, err)
	}
	err = pem.Encode(file, &pem.Block{Type: pemType, Bytes: der})
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fileFault(path, err)
	}
	return Publish(path+".new", path)
}

// nextKeyFile holds the key of an epoch that is to begin.
const nextKeyFile = KeyFile + ".next"

// NextKey is the key of a till's next epoch, made where there is none yet: asked again it is the same one, until UseNextKey.
// Faults: those of LoadOrCreateKey.
func NextKey(dir string, entropy io.Reader) (journal.Key, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fileFault(dir, err)
	}
	return signed{key: nextKeyFile, anchor: nextKeyFile + ".none", file: nextKeyFile + ".none"}.loadOrCreate(dir, entropy)
}

// ReadKey is a till's key as it is. Fault: key.missing, and those of LoadOrCreateKey.
func ReadKey(dir string) (journal.Key, error) {
	key, err := readKey(filepath.Join(dir, KeyFile))
	if errors.Is(err, os.ErrNotExist) {
		err = fault.New(fault.Unavailable, "key.missing", fault.Args{"file": filepath.Join(dir, KeyFile)})
	}
	return key, err
}

// UseNextKey makes the next epoch's key the till's; the one before stays with its epoch's ledger. It can be repeated after it
// was interrupted.
func UseNextKey(dir string, epoch uint32) error {
	next, key := filepath.Join(dir, nextKeyFile), filepath.Join(dir, KeyFile)
	if _, err := os.Stat(next); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if former := filepath.Join(dir, formersDir, fmt.Sprint(epoch)); exists(former) {
		if err := moveFiles(dir, former, KeyFile); err != nil {
			return err
		}
	}
	return Publish(next, key)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
