package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"tim/domain/fault"
)

// tokenFile holds the SHA-256 of the admin token that central made itself, in hex.
const tokenFile = "admin.token.sha256"

// tokenBytes is how much chance is in a token.
const tokenBytes = 32

// adminToken is adminSecret that shows a token that was made.
func (m *Main) adminToken(dir string) (sum [sha256.Size]byte, err error) {
	sum, made, err := m.adminSecret(dir)
	if made != "" {
		fmt.Fprintf(m.Stdout, "admin token, shown only now: %s\n", made)
	}
	return sum, err
}

// token is the admin token that a command shows to a running central. Fault: env.required.
func (m *Main) token() (string, error) {
	token := m.Getenv(envToken)
	if token == "" {
		return "", fault.At(envToken, "env.required", fault.Args{"variable": envToken})
	}
	return token, nil
}

// adminSecret is the SHA-256 of the admin token: of the environment's, else of the one made at the first start, which made has then and
// nobody after. Faults: file.damaged, file.readonly.
func (m *Main) adminSecret(dir string) (sum [sha256.Size]byte, made string, err error) {
	if token := m.Getenv(envToken); token != "" {
		return sha256.Sum256([]byte(token)), "", nil
	}
	path := filepath.Join(dir, tokenFile)
	b, err := os.ReadFile(path)
	if err == nil {
		kept, err := hex.DecodeString(strings.TrimSpace(string(b)))
		if err != nil || len(kept) != len(sum) {
			return sum, "", fault.Wrap(fault.Unavailable, "file.damaged", err, fault.Args{"file": path})
		}
		return [sha256.Size]byte(kept), "", nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return sum, "", fmt.Errorf("read the token's hash: %w", err)
	}
	random := make([]byte, tokenBytes)
	if _, err := io.ReadFull(m.Entropy, random); err != nil {
		return sum, "", fmt.Errorf("make a token: %w", err)
	}
	token := base64.RawURLEncoding.EncodeToString(random)
	sum = sha256.Sum256([]byte(token))
	if err := os.WriteFile(path, []byte(hex.EncodeToString(sum[:])+"\n"), 0o600); err != nil {
		return sum, "", fault.Wrap(fault.Unavailable, "file.readonly", err, fault.Args{"file": path})
	}
	return sum, token, nil
}
