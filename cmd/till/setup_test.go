package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"tim/domain/loyalty"
	"tim/storage/bolt"
)

// answers writes a file of answers.
func answers(t testing.TB, file string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "shop.toml")
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A fleet's file makes the shop as it says, and the shop sells.
func TestAShopIsMadeFromAFileAndSells(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	goods := filepath.Join(t.TempDir(), "goods.csv")
	if err := os.WriteFile(goods, []byte("sku,name,price,barcodes,vat_percent\nTRA,Trà đá,5000,2000000000015,8\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := command(t, "setup", "--lang", "en", "--data", dir, "--from", answers(t, `
		language = "en"
		shop = {name = "Quán Bé", address = "1 Lê Lợi", tax_code = "0312345678"}
		program.use.value_per_point = 500
		products = {from = "file", file = "`+goods+`"}
		staff = [{name = "Mai", role = "manager", pin = "8520"}, {name = "Nam", role = "cashier"}]`))
	if err != nil || !strings.Contains(out, "✓ made") || strings.Contains(out, "8520") {
		t.Fatalf("%v %s", err, out)
	}
	pin := regexp.MustCompile(`PIN of Nam: (\d{4})`).FindStringSubmatch(out)
	if pin == nil {
		t.Fatalf("Nam's PIN isn't said:\n%s", out)
	}
	k := openProgram(t, "run", dir)
	k.shows("Quán Bé", "Who is selling?", "Nam")
	k.types(pin[1])
	k.shows("drawer")
	k.types("0")
	k.shows("scan, or type")
	k.types("2000000000015")
	k.shows("Trà đá", "5.000")
	k.keys("F9")
	k.shows("Cash")
	k.keys("Enter")
	k.shows("HD-01-000001")
	k.kill()
	if out, err := command(t, "setup", "--lang", "en", "--data", dir, "--from", answers(t, "")); err == nil || !strings.Contains(out, "a shop here already") {
		t.Errorf("%v %s", err, out)
	}
}

func TestEveryWrongAnswerIsToldWithItsKey(t *testing.T) {
	goods := filepath.Join(t.TempDir(), "goods.csv")
	if err := os.WriteFile(goods, []byte("sku,name,price\nA,Trà,x\nA,,5000\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "new")
	out, err := command(t, "setup", "--lang", "en", "--data", dir, "--from", answers(t, `
		colour = "red"
		shop = {name = "", tax_code = "1", discount_free = 200}
		program = {rounding = "up", time_zone = "Mars", ranking = {spend = 0}}
		staff = [{name = "Mai", role = "manager", pin = "1111"}]
		products = {from = "file", file = "`+goods+`"}
		printer = {paper = 7}`))
	if err == nil {
		t.Fatalf("nothing is wrong: %s", out)
	}
	for _, want := range []string{"colour: ", "shop.name: ", "shop.tax_code: ", "shop.discount_free: ", "program.rounding: ", "program.time_zone: ", "program.ranking.spend: ",
		"staff[0].pin: ", "staff: A cashier", "printer.paper: ", "products.file: ", "products.file row 2 price: ", "products.file row 3 name: ", "row 3 sku: ", "14 answers are wrong"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q isn't said:\n%s", want, out)
		}
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("something was made")
	}
}

func TestADryRunMakesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	out, err := command(t, "setup", "--lang", "en", "--data", dir, "--dry-run", "--from", answers(t, ""))
	if err != nil || !strings.Contains(out, "nothing made") {
		t.Fatalf("%v %s", err, out)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("something was made")
	}
}

// Whatever instant the making is killed at, there is no shop or all of it, and the same command makes it then.
func TestAPowerCutWhileAShopIsMadeLeavesNothingOrTheShop(t *testing.T) {
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r, from := rand.New(rand.NewPCG(seed, 1)), answers(t, "")
	whole := time.Duration(0)
	killed := 0
	for round := range 13 {
		dir := filepath.Join(t.TempDir(), fmt.Sprint(round))
		cmd := exec.Command(path, "setup", "--data", dir, "--from", from)
		began := time.Now()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if round > 0 { // the first says how long it takes
			time.Sleep(time.Duration(r.Int64N(int64(whole)))) // the instant is what is tested
			_ = cmd.Process.Kill()
		}
		if cmd.Wait() != nil {
			killed++
		}
		if round == 0 {
			whole = time.Since(began)
		}
		nothingOrTheShop(t, dir, from)
	}
	if killed < 3 {
		t.Errorf("only %d of 12 were killed on the way: the test proves little", killed)
	}
}

// nothingOrTheShop holds what a kill left: a directory where the same setup goes through, or a shop.
func nothingOrTheShop(t *testing.T, dir, from string) {
	t.Helper()
	free, err := vacant(dir)
	if err != nil {
		t.Fatal(err)
	}
	out, err := command(t, "setup", "--lang", "en", "--data", dir, "--from", from)
	if there := err != nil && strings.Contains(out, "a shop here already"); err != nil && !there || there && free && !strings.Contains(out, "already") {
		t.Fatalf("%v %s", err, out)
	}
	if exists(filepath.Join(dir, makingDir)) {
		t.Error("what was half made is still there")
	}
	file, err := bolt.OpenTill(dir, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	shop, err := file.Shop(t.Context())
	staff, err2 := file.Staff(t.Context())
	programs, err3 := file.Programs(t.Context())
	if err != nil || err2 != nil || err3 != nil || shop.Name == "" || len(staff) != 2 || len(programs) != 1 || programs[0].Tiers[0].ID != loyalty.Default().Tiers[0].ID {
		t.Fatalf("%+v %d %d %v %v %v", shop, len(staff), len(programs), err, err2, err3)
	}
	if _, known, err := readLink(dir); err != nil || !known {
		t.Errorf("no link: %v", err)
	}
}
