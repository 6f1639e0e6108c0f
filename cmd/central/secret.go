package main

import (
	"net/url"
	"path/filepath"
	"strings"

	"tim/domain/fault"
	"tim/storage/bolt"
)

// pageKeyFile has the keys of links to members' pages. Keep it, and that of tills' tokens, beside central.key, apart from
// backups.
const pageKeyFile = "page.key"

// keys are what central signs with beside its journal.
type keys struct{ pages, tokens [][]byte }

func (m *Main) keys(dir string) (k keys, err error) {
	if k.pages, err = bolt.LoadOrCreateSecrets(filepath.Join(dir, pageKeyFile), m.Entropy); err != nil {
		return k, err
	}
	k.tokens, err = bolt.LoadOrCreateSecrets(filepath.Join(dir, bolt.TokenKeyFile), m.Entropy)
	return k, err
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
