package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"tim/domain/fault"
)

// Files of keys, in hex, a line each: the first signs, every one opens. A new key goes on top; an old one may leave when
// what it signed has ended. Keep them beside central.key, apart from backups.
const (
	pageKeyFile  = "page.key"  // of links to members' pages
	tokenKeyFile = "token.key" // of tills' tokens
)

// keys are what central signs with beside its journal.
type keys struct{ pages, tokens [][]byte }

func (m *Main) keys(dir string) (k keys, err error) {
	if k.pages, err = m.secrets(dir, pageKeyFile); err != nil {
		return k, err
	}
	k.tokens, err = m.secrets(dir, tokenKeyFile)
	return k, err
}

// secretBytes is the size of such a key.
const secretBytes = 32

// secrets are the keys in a file of the data directory; one is made at the first start and shown nowhere. Faults: key.open
// (others may read the file), key.damaged, file.readonly.
func (m *Main) secrets(dir, file string) ([][]byte, error) {
	path := filepath.Join(dir, file)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return m.newSecret(path)
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
		if err != nil || len(key) != secretBytes {
			return nil, fault.New(fault.Unavailable, "key.damaged", fault.Args{"file": path})
		}
		keys = append(keys, key)
	}
	if keys == nil {
		return nil, fault.New(fault.Unavailable, "key.damaged", fault.Args{"file": path})
	}
	return keys, nil
}

func (m *Main) newSecret(path string) ([][]byte, error) {
	key := make([]byte, secretBytes)
	if _, err := io.ReadFull(m.Entropy, key); err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	if err := os.WriteFile(path, []byte(hex.EncodeToString(key)+"\n"), 0o600); err != nil {
		return nil, fault.Wrap(fault.Unavailable, "file.readonly", err, fault.Args{"file": path})
	}
	return [][]byte{key}, nil
}

// pageURL is where members' browsers reach central: what --public-url says, else where it listens. Fault: url.format of
// anything but a scheme and a host.
func (f *flags) pageURL(listens string) (string, error) {
	if f.public == "" {
		return listens, nil
	}
	u, err := url.Parse(f.public)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || strings.Trim(u.Path, "/") != "" ||
		u.RawQuery != "" || u.Fragment != "" {
		return "", fault.At("public-url", "url.format", fault.Args{"value": f.public})
	}
	return u.Scheme + "://" + u.Host, nil
}
