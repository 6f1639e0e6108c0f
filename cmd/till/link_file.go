package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"

	"tim/domain/counter"
	"tim/domain/fault"
	"tim/storage/bolt"
)

// linkFile is where a till that belongs to a chain keeps how to reach central. It holds the token: 0600, like the key.
const linkFile = "link.json"

// chainLink is how a till reaches its central.
type chainLink struct {
	URL   string                   `json:"url"`
	CA    string                   `json:"ca,omitempty"`    // PEM of the private authority, "" for the system's
	Local bool                     `json:"local,omitempty"` // central is in the till's own process, beside its data
	via   func() http.RoundTripper // to it; nil to one elsewhere
	Till  string                   `json:"till"`
	Epoch uint32                   `json:"epoch"`
	Token string                   `json:"token"`
	Shop  string                   `json:"shop"`
	// Heard is central's mark at the enrolment: what the till joins with.
	Incarnation uint64 `json:"incarnation"`
	Central     uint64 `json:"central"`
	// PageURL and PageKey (hex) make the address of a member's own page that receipts carry, as counter.Shop has them.
	PageURL string `json:"page_url,omitempty"`
	Retired bool   `json:"retired,omitempty"` // for good: what was pulled is wiped
	PageKey string `json:"page_key,omitempty"`
}

// settings are the shop's, with the members' page that central told of at the enrolment where the shop names no other.
type settings struct {
	counter.Settings
	link chainLink
}

// Shop implements counter.Settings.
func (s settings) Shop(ctx context.Context) (counter.Shop, error) {
	shop, err := s.Settings.Shop(ctx)
	if shop.PageURL == "" {
		shop.PageURL, shop.PageKey = s.link.PageURL, s.link.PageKey
	}
	return shop, err
}

// readLink reads the data directory's; false where the till stands alone. Fault: file.damaged (file).
func readLink(dir string) (chainLink, bool, error) {
	var l chainLink
	path := filepath.Join(dir, linkFile)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return l, false, nil
	}
	if err != nil {
		return l, false, fmt.Errorf("read the link: %w", err)
	}
	if err := json.Unmarshal(b, &l); err != nil || l.URL == "" || l.Till == "" || l.Epoch == 0 {
		return l, false, fault.Wrap(fault.Unavailable, "file.damaged", err, fault.Args{"file": path})
	}
	return l, true, nil
}

// write puts the link in its place whole or not at all.
func (l chainLink) write(dir string) error { return writeJSON(dir, linkFile, l) }

// writeJSON puts a file in its place whole or not at all, durably: what is done next may rest on it.
func writeJSON(dir, name string, v any) error {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	path := filepath.Join(dir, name)
	f, err := os.OpenFile(path+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = bolt.Publish(path+".new", path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
