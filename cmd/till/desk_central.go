package main

import (
	"context"
	"net/url"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/sync/desk"
	"tim/sync/manage"
	"tim/tui/review"
)

// envToken has the admin token, as the commands of central take it.
const envToken = "CENTRAL_ADMIN_TOKEN"

// deskFlags are what till desk takes.
type deskFlags struct{ url, ca, by, zone string }

func (m *Main) deskCommand(f *flags) *cobra.Command {
	var d deskFlags
	c := &cobra.Command{
		Use: "desk", Short: "the supervisor's desk over all shops of --central, from anywhere; the token is in " + envToken, Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return m.review(c.Context(), f, d) },
	}
	c.Flags().StringVar(&d.url, "central", "", "central's address, https://… or http on loopback")
	c.Flags().StringVar(&d.ca, "ca", "", "file of the authority that central's certificate is by, for a private one")
	c.Flags().StringVar(&d.by, "by", "", "who looks, as SHOP/STAFF-ID; asked for with the PIN")
	c.Flags().StringVar(&d.zone, "zone", loyalty.Default().TimeZone, "time zone that times are shown in")
	f.screenFlags(c)
	return c
}

// review shows central's desk. It needs no data directory. Faults: flag.required; those of desk.New; zone.unknown.
func (m *Main) review(ctx context.Context, f *flags, d deskFlags) error {
	token := m.Getenv(envToken)
	switch "" {
	case d.url:
		return required("--central")
	case token:
		return required(envToken)
	}
	zone, err := time.LoadLocation(d.zone)
	if err != nil {
		return fault.At("zone", "zone.unknown", fault.Args{"value": d.zone})
	}
	central, err := d.open(token, zone)
	if err != nil {
		return err
	}
	where := d.url
	if u, err := url.Parse(d.url); err == nil {
		where = u.Host
	}
	root := review.New(review.Config{Desk: central, Files: newFiles{"."}, Who: d.who(central, token), Staff: d.by, Where: where, Zone: zone, Now: m.Now, Lang: f.language(m.Getenv), Theme: f.style(m.Getenv)})
	_, err = tea.NewProgram(root, tea.WithContext(ctx), tea.WithFPS(framesPerSecond), tea.WithInput(m.Stdin), tea.WithOutput(m.Stdout),
		tea.WithoutSignalHandler()).Run()
	if ctx.Err() != nil {
		return nil // told to stop
	}
	return err
}

// roleManager is a manager's role as central's public door calls it.
const roleManager = "manager"

// who asks central who somebody is; reconciliations are by their name and id.
func (d deskFlags) who(central *desk.Desk, token string) review.Who {
	return func(ctx context.Context, shop, id, pin string) (review.Person, error) {
		p, err := central.SignIn(ctx, shop, id, pin)
		who := review.Person{By: desk.By(p.Name, shop, p.ID), Name: p.Name}
		if err != nil || p.Role != roleManager {
			return who, err
		}
		ca, err := readAuthority(d.ca)
		if err != nil {
			return who, err
		}
		managed, err := manage.New(manage.Config{URL: d.url, Token: token, Manager: shop + "/" + p.ID, CA: authority(ca)})
		who.Manage = managed
		return who, err
	}
}

// open is central's desk, not asked anything yet. Without --ca the system's authorities count.
func (d deskFlags) open(token string, zone *time.Location) (*desk.Desk, error) {
	ca, err := readAuthority(d.ca)
	if err != nil {
		return nil, err
	}
	return desk.New(desk.Config{URL: d.url, Token: token, CA: authority(ca), Zone: zone})
}
