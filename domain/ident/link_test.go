package ident_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tim/domain/fault"
	"tim/domain/ident"
)

var (
	linkKey  = []byte("0123456789abcdef0123456789abcdef")
	linkNow  = time.Date(2026, 11, 21, 7, 5, 0, 0, time.UTC)
	inAMonth = linkNow.AddDate(0, 1, 0)
)

// token is the part of a link that central reads.
func token(link string) string { return link[strings.LastIndex(link, "/")+1:] }

func TestV6AMemberReadsTheOwnLink(t *testing.T) {
	minted := minter(1).New(linkNow)
	for _, member := range []string{minted, "anh-2026", "KH.000123", strings.ToUpper(minted), "x", strings.Repeat("a", 64)} {
		link := ident.PageLink("https://diem.example.vn/", linkKey, member, inAMonth)
		if !strings.HasPrefix(link, "https://diem.example.vn/m/") {
			t.Errorf("link %s", link)
		}
		if got, err := ident.ReadPageLink(linkKey, token(link), linkNow); got != member || err != nil {
			t.Errorf("%s reads as %q, %v", link, got, err)
		}
	}
}

func TestV6TheLinkFitsASmallQRCode(t *testing.T) {
	link := ident.PageLink("https://diem.example.vn", linkKey, minter(1).New(linkNow), inAMonth)
	qr, err := ident.QR(link)
	if err != nil || len(token(link)) != 50 || len(qr) > 37 {
		t.Errorf("%d characters, %d modules a side, %v: %s", len(link), len(qr), err, link)
	}
}

func TestV6ALinkEnds(t *testing.T) {
	link := token(ident.PageLink("", linkKey, "anh", linkNow.Add(time.Hour)))
	if _, err := ident.ReadPageLink(linkKey, link, linkNow.Add(time.Hour-time.Millisecond)); err != nil {
		t.Errorf("just before its end: %v", err)
	}
	for _, later := range []time.Duration{time.Hour, 1000 * time.Hour} {
		if _, err := ident.ReadPageLink(linkKey, link, linkNow.Add(later)); fault.Code(err) != "link.expired" {
			t.Errorf("%v later: %v", later, err)
		}
	}
	for _, wild := range []time.Time{{}, linkNow.AddDate(-200, 0, 0)} { // a till whose clock is wrong still prints
		link := token(ident.PageLink("", linkKey, "anh", wild))
		if _, err := ident.ReadPageLink(linkKey, link, linkNow); fault.Code(err) != "link.expired" {
			t.Errorf("until %v: %v", wild, err)
		}
	}
	link = token(ident.PageLink("", linkKey, "anh", linkNow.AddDate(1000, 0, 0)))
	if _, err := ident.ReadPageLink(linkKey, link, linkNow); err != nil {
		t.Errorf("until the year 3026: %v", err)
	}
}

func TestV6AForgedLinkIsRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		good := token(ident.PageLink("", linkKey, rapid.SampledFrom([]string{"anh", minter(1).New(linkNow)}).Draw(t, "member"), inAMonth))
		raw, err := base64.RawURLEncoding.DecodeString(good)
		if err != nil {
			t.Fatal(err)
		}
		raw[rapid.IntRange(0, len(raw)-1).Draw(t, "at")] ^= byte(rapid.IntRange(1, 255).Draw(t, "change"))
		if got, err := ident.ReadPageLink(linkKey, base64.RawURLEncoding.EncodeToString(raw), linkNow); fault.Code(err) != "link.signature" || got != "" {
			t.Fatalf("a changed link reads as %q, %v", got, err)
		}
		if _, err := ident.ReadPageLink([]byte("another key"), good, linkNow); fault.Code(err) != "link.signature" {
			t.Fatalf("another key: %v", err)
		}
	})
}

func TestV6WhatIsNoLinkIsRefused(t *testing.T) {
	good := token(ident.PageLink("", linkKey, "anh", inAMonth))
	for _, s := range []string{"", "x", "m", good[:20], good + "=", good + "\n", good[:10] + "\r\n" + good[10:], " " + good, strings.Repeat("A", 5000), "điểm"} {
		if got, err := ident.ReadPageLink(linkKey, s, linkNow); fault.Code(err) != "link.format" || got != "" {
			t.Errorf("%.40q reads as %q, %v", s, got, err)
		}
	}
}

func FuzzReadPageLink(f *testing.F) {
	f.Add(token(ident.PageLink("", linkKey, "anh", inAMonth)))
	f.Add(token(ident.PageLink("", linkKey, minter(1).New(linkNow), inAMonth)))
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		member, err := ident.ReadPageLink(linkKey, s, linkNow)
		switch fault.Code(err) {
		case "":
			if member == "" || s != token(ident.PageLink("", linkKey, member, inAMonth)) {
				t.Fatalf("%q reads as %q, which nobody signed", s, member)
			}
		case "link.format", "link.signature", "link.expired":
			if member != "" {
				t.Fatalf("%q: %v and yet %q", s, err, member)
			}
		default:
			t.Fatalf("%q: %v", s, err)
		}
	})
}
