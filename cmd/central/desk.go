package main

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/url"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"
	"golang.org/x/crypto/ssh"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/domain/office"
	"tim/sync/desk"
	"tim/sync/manage"
	"tim/tui/review"
	screen "tim/tui/screen/manage"
	"tim/tui/style"
)

// deskFlags are what central desk takes.
type deskFlags struct{ listen, hostKey, zone, ca string }

func (m *Main) deskCommand(f *flags) *cobra.Command {
	var d deskFlags
	c := &cobra.Command{
		Use: "desk", Short: "the supervisor's desk of the central at --url over SSH, for the keys of its supervisors and managers; F3 is a manager's", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return m.serveDesk(c.Context(), f, d) },
	}
	c.Flags().StringVar(&d.listen, "listen", ":2222", "address and port")
	c.Flags().StringVar(&d.hostKey, "host-key", "", "file of this server's own key, made when there is none")
	c.Flags().StringVar(&d.zone, "zone", loyalty.Default().TimeZone, "time zone that times are shown in")
	c.Flags().StringVar(&d.ca, "ca", "", "file of the authority that central's certificate is by, for a private one")
	f.remote(c)
	return c
}

// serveDesk answers on an address until it is told to stop. Faults: flag.required; zone.unknown; those of the host key and of desk.New.
func (m *Main) serveDesk(ctx context.Context, f *flags, d deskFlags) error {
	switch "" {
	case f.url:
		return required("--url")
	case d.hostKey:
		return required("--host-key")
	}
	zone, err := m.zones.Load(d.zone)
	if err != nil {
		return fault.At("zone", "zone.unknown", fault.Args{"value": d.zone})
	}
	authority, err := readOptional(d.ca)
	if err != nil {
		return err
	}
	token, err := m.token()
	if err != nil {
		return err
	}
	central, err := desk.New(desk.Config{URL: f.url, Token: token, CA: authority, Zone: zone})
	if err != nil {
		return err
	}
	host, err := m.hostKey(d.hostKey)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", d.listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	server := sshServer{
		host: host, log: slog.New(slog.NewJSONHandler(m.Stderr, nil)),
		keys: central.Keys,
		screen: func(who office.DeskKey, env environ) tea.Model {
			theirs := managersOf(who, manage.Config{URL: f.url, Token: token, CA: authority})
			return m.deskOf(central, theirs, f, who, env, zone)
		},
	}
	fmt.Fprintf(m.Stdout, "listening on %s, host key %s\n", l.Addr(), ssh.FingerprintSHA256(host.PublicKey()))
	return server.serve(ctx, l)
}

// managersOf is central in a manager's name, nil of who is none. Central looks anew with each request whether they still are.
func managersOf(who office.DeskKey, c manage.Config) screen.Central {
	c.Manager = who.Shop + "/" + who.ID
	theirs, err := manage.New(c)
	if err != nil || !who.Manager { // an address that is none was refused before
		return nil
	}
	return theirs
}

// deskOf is somebody's desk on their terminal. Nothing is read or written there: files are those of their own machine.
func (m *Main) deskOf(central *desk.Desk, managers screen.Central, f *flags, who office.DeskKey, env environ, zone *time.Location) tea.Model {
	theme, where := style.Dark, f.url
	if u, err := url.Parse(f.url); err == nil {
		where = u.Host
	}
	theirs := flags{lang: cmp.Or(env[envLang], f.lang)}
	if env["NO_COLOR"] != "" {
		theme = style.None
	}
	return review.New(review.Config{Desk: central, Manage: managers, By: desk.By(who.Name, who.Shop, who.ID), Name: who.Name, Where: where, Zone: zone, Now: m.Now, Lang: theirs.language(m.Getenv), Theme: theme})
}

func readOptional(file string) ([]byte, error) {
	if file == "" {
		return nil, nil
	}
	return os.ReadFile(file)
}

// hostKey is this server's own key; a missing one is made.
func (m *Main) hostKey(file string) (ssh.Signer, error) {
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		b, err = m.makeHostKey(file)
	}
	if err != nil {
		return nil, fmt.Errorf("host key: %w", err)
	}
	signer, err := ssh.ParsePrivateKey(b)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "file.damaged", err, fault.Args{"file": file})
	}
	return signer, nil
}

func (m *Main) makeHostKey(file string) ([]byte, error) {
	_, private, err := ed25519.GenerateKey(m.Entropy)
	if err != nil {
		return nil, err
	}
	block, err := ssh.MarshalPrivateKey(private, "tim desk")
	if err != nil {
		return nil, err
	}
	b := pem.EncodeToMemory(block)
	return b, os.WriteFile(file, b, 0o600)
}
