package bolt

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"tim/domain/fault"
)

// TokenKeyFile has the keys that central makes tills' tokens with.
const TokenKeyFile = "token.key"

// SecretBytes is the size of each key of LoadOrCreateSecrets.
const SecretBytes = 32

// LoadOrCreateSecrets reads keys from a file in hex, a line each: the first signs, every one opens. A new key goes on top;
// an old one may leave when what it signed has ended. Where there is no file one is made with one key, which is shown
// nowhere. Faults: key.open (others may read the file), key.damaged, file.readonly.
func LoadOrCreateSecrets(path string, entropy io.Reader) ([][]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return newSecret(path, entropy)
	case err != nil:
		return nil, fmt.Errorf("read the key: %w", err)
	case info.Mode().Perm()&0o077 != 0:
		return nil, fault.New(fault.Forbidden, "key.open", fault.Args{"file": path})
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the key: %w", err)
	}
	var keys [][]byte
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		key, err := hex.DecodeString(line)
		if err != nil || len(key) != SecretBytes {
			return nil, fault.New(fault.Unavailable, "key.damaged", fault.Args{"file": path})
		}
		keys = append(keys, key)
	}
	if keys == nil {
		return nil, fault.New(fault.Unavailable, "key.damaged", fault.Args{"file": path})
	}
	return keys, nil
}

func newSecret(path string, entropy io.Reader) ([][]byte, error) {
	key := make([]byte, SecretBytes)
	if _, err := io.ReadFull(entropy, key); err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	if err := os.WriteFile(path, []byte(hex.EncodeToString(key)+"\n"), fileMode); err != nil {
		return nil, fault.Wrap(fault.Unavailable, "file.readonly", err, fault.Args{"file": path})
	}
	return [][]byte{key}, nil
}
