package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// export is what `till export` writes of the day, with some arguments.
func (k *terminal) export(args ...string) string {
	k.t.Helper()
	path, err := program()
	if err != nil {
		k.t.Fatal(err)
	}
	out, err := exec.Command(path, append(append([]string{"export"}, args...), "--data", k.dir)...).CombinedOutput()
	if err != nil {
		k.t.Fatalf("till export %v: %v\n%s", args, err, out)
	}
	return strings.ReplaceAll(string(out), "\u00a0", " ")
}

// exportsTheDay writes the closed shift in every form, and looks for its figures and its events there.
func (k *terminal) exportsTheDay(w shiftWords) {
	k.t.Helper()
	z := flat(k.export("z", "--lang", w.lang))
	for _, want := range w.z {
		if !strings.Contains(z, "\n"+want+"\n") {
			k.t.Errorf("the exported Z doesn't say %q:\n%s", want, z)
		}
	}
	figures := map[string]string{}
	for _, row := range k.table("z", "--shift", "1", "--lang", w.lang)[1:] {
		figures[row[2]+"."+row[3]] = row[7] + row[8]
	}
	for key, want := range map[string]string{"sales.net": "143000", "sales.vat.8.tax": "9481", "sales.vat_back.8.tax": "-2370", "sales.turnover": "111000",
		"drawer.expected": "414000", "drawer.counted": "404000", "drawer.over": "-10000", "drawer.cards": "47000", "tenders.cash.paid": "96000"} {
		if figures[key] != want {
			k.t.Errorf("%s is %q, want %s", key, figures[key], want)
		}
	}
	rows := k.table("ledger", "--shift", "1", "--lang", w.lang)
	proof := rows[len(rows)-1]
	journal := k.export()
	if head := figures["proof.head"]; !strings.Contains(proof[10], "head="+head) || !strings.Contains(journal, head) || !strings.Contains(journal, figures["proof.public_key"]) {
		k.t.Errorf("the exported journal has neither hash nor key of %v", proof)
	}
	if whole := k.table("ledger", "--lang", w.lang); len(whole)-2 != strings.Count(journal, `"kind":`) || len(whole) <= len(rows) {
		k.t.Errorf("%d rows of %d events, %d of them under the shift", len(whole)-2, strings.Count(journal, `"kind":`), len(rows)-2)
	}
	if paid := k.table("ledger", "--filter", "/order.paid"); len(paid) != 4 || paid[1][5] != "order.paid" {
		k.t.Errorf("by the kind's code: %v", paid)
	}
	file := filepath.Join(k.t.TempDir(), "z.pdf")
	k.export("z", file)
	if pdf, err := os.ReadFile(file); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		k.t.Errorf("%.20q, %v", pdf, err)
	}
}

// table is an exported CSV.
func (k *terminal) table(args ...string) [][]string {
	k.t.Helper()
	text := strings.TrimPrefix(k.export(append(args, "--format", "csv")...), "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) < 2 {
		k.t.Fatalf("%v: %v\n%s", args, err, text)
	}
	return rows
}

// A file that is there is never written over, and what goes wrong leaves nothing.
func TestAnExportWritesOverNothing(t *testing.T) {
	dir := newFiles{filepath.Join(t.TempDir(), "exports")}
	say := func(s string) func(io.Writer) error {
		return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
	}
	for i, want := range []string{"z-01-1.csv", "z-01-1-2.csv", "z-01-1-3.csv"} {
		path, err := dir.Write("z-01-1.csv", say(want))
		if got, unread := os.ReadFile(path); err != nil || unread != nil || filepath.Base(path) != want || string(got) != want {
			t.Errorf("file %d is %s: %q, %v, %v", i, path, got, err, unread)
		}
	}
	full := errors.New("the disk is full")
	if _, err := dir.Write("z-01-2.csv", func(io.Writer) error { return full }); !errors.Is(err, full) {
		t.Error(err)
	}
	if files, err := os.ReadDir(dir.dir); len(files) != 3 || err != nil {
		t.Errorf("%v lie there, %v", files, err)
	}
	if err := writeNew(filepath.Join(dir.dir, "z-01-1.csv"), say("another")); !errors.Is(err, os.ErrExist) {
		t.Error(err)
	}
}

func TestAnExportIsRefusedInWords(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"export", "z"}, "--data"}, {[]string{"export", "ledger", "--data", dir, "--format", "pdf"}, "csv, text, jsonl"},
		{[]string{"export", "z", "--data", dir, "--format", "xls"}, "xls"},
	} {
		var out, errs bytes.Buffer
		m := Main{Stdout: &out, Stderr: &errs, Getenv: func(string) string { return "" }}
		if code := m.Run(t.Context(), c.args); code != 1 || !strings.Contains(errs.String(), c.want) || out.Len() > 0 {
			t.Errorf("%v: %d %s%s", c.args, code, out.String(), errs.String())
		}
	}
}

// A supervisor at central gets the very rows that the till writes, whether central runs or is stopped.
func TestCentralAndTillExportTheSame(t *testing.T) {
	c := openChain(t)
	k := c.till()
	k.basket(2)
	k.pay("HD-01-000001")
	k.kill()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(path, "sync", "--once", "--data", k.dir).CombinedOutput(); err != nil {
		t.Fatalf("till sync: %v\n%s", err, out)
	}
	dir := t.TempDir()
	central := func(args ...string) (string, error) {
		run := exec.Command(c.program, append([]string{"export"}, args...)...)
		run.Env = append(os.Environ(), "CENTRAL_ADMIN_TOKEN="+adminToken)
		out, err := run.CombinedOutput()
		return string(out), err
	}
	own := k.export("ledger", "--format", "csv", "--filter", "/order.paid >10k")
	journal := k.export()
	if strings.Count(own, "HD-01-000001") != 1 {
		t.Fatalf("the till writes\n%s", own)
	}
	if out, err := central("z", filepath.Join(dir, "z.txt"), "--till", "01", "--shift", "1", "--url", c.url); err == nil || !strings.Contains(out, "ca chưa đóng") {
		t.Errorf("a Z of an open shift: %v %s", err, out)
	}
	if _, err := os.Stat(filepath.Join(dir, "z.txt")); !errors.Is(err, os.ErrNotExist) {
		t.Error("something of it is there")
	}
	for _, name := range []string{"runs.csv", "stopped.csv"} {
		from := []string{"--url", c.url}
		if name == "stopped.csv" {
			c.kill()
			from = []string{"--data", c.dir}
		}
		file := filepath.Join(dir, name)
		if out, err := central(append([]string{"ledger", file, "--till", "01", "--filter", "/order.paid >10k"}, from...)...); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		b, err := os.ReadFile(file)
		rows, proof, _ := strings.Cut(strings.ReplaceAll(string(b), "\u00a0", " "), ",proof,")
		ownRows, _, _ := strings.Cut(own, ",proof,")
		if rows = rows[:strings.LastIndex(rows, "\n")]; err != nil || rows != ownRows[:strings.LastIndex(ownRows, "\n")] {
			t.Errorf("%s is\n%s\nthe till's\n%s, %v", name, b, own, err)
		}
		_, head, _ := strings.Cut(proof, "head=") // what the till wrote when all was sent central doesn't have yet
		if head, _, _ = strings.Cut(head, " "); len(head) != 64 || !strings.Contains(journal, head) {
			t.Errorf("the till's journal has no %q", head)
		}
	}
}
