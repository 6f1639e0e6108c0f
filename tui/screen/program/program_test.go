package program

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"tim/domain/fault"
	"tim/domain/loyalty"
	"tim/tui/text"
)

var (
	zone = time.FixedZone("ICT", 7*3600)
	now  = time.Date(2026, 11, 21, 7, 5, 0, 0, time.UTC)
)

// elsewhere are the fields of the document that are no setting of a section: what a version says of itself, and a tier's identity.
var elsewhere = []string{"version", "author", "at", "reason", "effective_from", "tiers.id"}

// leaves names every field of the document by its JSON path, of lists without their places.
func leaves(of reflect.Type, within string) (all []string) {
	for i := range of.NumField() {
		name, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ",")
		path, inside := strings.TrimPrefix(within+"."+name, "."), of.Field(i).Type
		if inside.Kind() == reflect.Slice && inside.Elem().Kind() == reflect.Struct {
			inside = inside.Elem()
		}
		if inside.Kind() == reflect.Struct && inside != reflect.TypeFor[time.Time]() {
			all = append(all, leaves(inside, path)...)
			continue
		}
		all = append(all, path)
	}
	return all
}

func TestEverySettingOfTheDocumentHasAPlaceAndAName(t *testing.T) {
	for _, path := range leaves(reflect.TypeFor[loyalty.Program](), "") {
		setting, named := text.SettingOf(path)
		if path != "version" && path != "author" && path != "at" && (!named || setting.Label.VI == "" || setting.Label.EN == "") {
			t.Errorf("%s has no name", path)
		}
		if _, placed := SectionOf(path); !placed && !slices.Contains(elsewhere, path) {
			t.Errorf("%s stands on no page", path)
		}
	}
}

// Whatever the form offers for a choice, the programme takes.
func TestEveryChoiceIsOneThatTheProgrammeTakes(t *testing.T) {
	for _, s := range Sections {
		for _, path := range s.Paths() {
			setting, _ := text.SettingOf(path)
			for _, o := range setting.Options {
				d := NewDraft(loyalty.Default()).Set(path, o.Value)
				if err := d.Faults()[path]; err != nil {
					t.Errorf("%s refuses %q: %v", path, o.Value, err)
				}
				if d.Text(path) != o.Value || o.Label.VI == "" || o.Label.EN == "" {
					t.Errorf("%s: %q became %q", path, o.Value, d.Text(path))
				}
			}
		}
	}
}

func TestWhatIsTypedIsTheSettingOrAFaultOfItsField(t *testing.T) {
	for _, c := range []struct{ path, typed, want, code string }{
		{"tiers[1].rate_percent", "112,5", "112,5", ""}, {"tiers[1].rate_percent", "112.5", "112,5", ""}, {"tiers[1].rate_percent", "", "", "field.required"},
		{"tiers[1].rate_percent", "1,2,3", "1,2,3", "percent.format"}, {"tiers[1].rate_percent", "1000,01", "1000,01", "field.range"}, {"tiers[1].rate_percent", "1000", "1000", ""},
		{"tiers[0].min_ranking_points", "5", "5", "tier.first"}, {"tiers[2].min_ranking_points", "10", "10", "tier.order"},
		{"tiers[0].min_ranking_points", "99999999999999999999", "99999999999999999999", "number.format"},
		{"ranking.spend", "25000", "25000", ""}, {"ranking.spend", "0", "0", "field.range"},
		{"use.max_amount", "", "", ""}, {"use.max_amount", "50000", "50000", ""}, {"use.max_percent", "", "", ""}, {"use.min_points", "", "", ""},
		{"use.levels", "10, 20;30 %", "10 20 30", ""}, {"use.levels", "10 x", "10 x", "number.format"}, {"use.levels", "0", "0", "field.range"},
		{"use.as_voucher", "false", "false", ""}, {"earn.activation.value", "", "", "field.required"}, {"tiers[3].name", "", "", "field.required"},
	} {
		d := NewDraft(loyalty.Default()).Set(c.path, c.typed)
		if got := d.Text(c.path); got != c.want {
			t.Errorf("%s: %q shows as %q, want %q", c.path, c.typed, got, c.want)
		}
		if code := fault.Code(d.Faults()[c.path]); code != c.code {
			t.Errorf("%s: %q is %q, want %q", c.path, c.typed, code, c.code)
		}
		if again := NewDraft(loyalty.Default()).Set(c.path, d.Text(c.path)); again.Text(c.path) != d.Text(c.path) {
			t.Errorf("%s: %q doesn't come back", c.path, d.Text(c.path))
		}
	}
}

func TestADraftIsChangedOnlyWhileItDiffers(t *testing.T) {
	d := NewDraft(loyalty.Default())
	if d.Changed() {
		t.Fatal("nothing was typed")
	}
	edited := d.Set("tiers[1].rate_percent", "120")
	if !edited.Changed() || d.Changed() {
		t.Fatal("an edit is of the draft that it was made to")
	}
	if back := edited.Set("tiers[1].rate_percent", "110"); back.Changed() {
		t.Error("typed back it is as it was")
	}
	if unreadable := d.Set("tiers[1].rate_percent", ""); !unreadable.Changed() {
		t.Error("what can't be read is a change too: leaving must ask")
	}
}

func TestATierIsAddedAboveAndTakenOffWithItsFaults(t *testing.T) {
	d := NewDraft(loyalty.Default()).AddTier("Hạng mới").AddTier("Hạng mới")
	tiers := d.Doc().Tiers
	if len(tiers) != 6 || tiers[4].ID == tiers[5].ID || tiers[5].MinRankingPoints <= tiers[4].MinRankingPoints || len(d.Faults()) > 0 {
		t.Fatalf("%+v, %v", tiers, d.Faults())
	}
	d = d.Set("tiers[2].rate_percent", "").Set("tiers[4].rate_percent", "x").DropTier(2)
	if d.Doc().Tiers[2].ID != "kim-cuong" || len(d.Faults()) != 1 || d.Faults()["tiers[3].rate_percent"] == nil {
		t.Errorf("%v", d.Faults())
	}
	if first := d.DropTier(0); len(first.Doc().Tiers) != 5 {
		t.Error("everybody is in the first tier, it can't go")
	}
}

func said(s Section, d Draft) string {
	var lines []string
	for _, line := range s.Example(d, text.English, zone, now) {
		lines = append(lines, strings.ReplaceAll(line.Text, "\u00a0", " "))
	}
	return strings.Join(lines, "\n")
}

func TestExamplesAreWhatTheDomainWorksOut(t *testing.T) {
	d := NewDraft(loyalty.Default())
	for _, c := range []struct {
		section Section
		draft   Draft
		want    string
	}{
		{Points, d, "Bạc earns 275 points"},
		{Points, d.Set("tiers[1].rate_percent", "90"), "Tier Bạc (90 %) earns less than tier Khởi tạo (100 %)"},
		{Points, d.Set("ranking.spend", "60000"), "Bạc earns 4 points"}, // 4,58
		{Points, d.Set("ranking.spend", "60000").Set("rounding", "half_up"), "Bạc earns 5 points"},
		{Earning, d.Set("earn.activation.mode", "hours").Set("earn.activation.value", "2"), "21/11/2026 16:05"},
		{Earning, d.Set("earn.base.discounted_lines", "none"), "discounted line"},
		{Expiry, d, "Points never lapse"},
		{Expiry, d.Set("expiry.mode", "yearly").Set("expiry.day", "31").Set("expiry.month", "12"), "Points that arise 21/11/2026 lapse 31/12/2026 00:00"},
		{Expiry, d.Set("expiry.mode", "after_last_order").Set("expiry.days", "10"), "lapse 01/12/2026 14:05 unless"},
		{Using, d.Set("use.max_percent", "50"), "may use 125 of them = 125.000 ₫"},
		{Using, d.Set("use.min_points", "300"), "can't use any"},
		{Returns, d.Set("returns.already_spent", "deduct_from_refund"), "100.000 ₫ off the refund"},
		{Offline, d.Set("offline.use", "none"), "can't use points"},
		{General, d.Set("enabled", "false"), "no order earns"},
		{Points, d.Set("use.value_per_point", "0"), "Mend"}, // and nothing is divided by it
	} {
		if got := said(c.section, c.draft); !strings.Contains(got, c.want) {
			t.Errorf("section %d says %q, want %q", c.section, got, c.want)
		}
	}
}

// E5: what a point is worth is worked out while the rate is typed.
func TestE5APointsWorthFollowsTheRateAsItIsTyped(t *testing.T) {
	for typed, want := range map[string]string{"1": "100.000\u00a0₫", "15": "6.666,67\u00a0₫", "150": "666,67\u00a0₫", "0": "-", "": "-"} {
		d := NewDraft(loyalty.Default()).Set("tiers[1].rate_percent", typed)
		f := Tails(Points.Form(d), d, text.Vietnamese)
		if got := f.Tail(TierPath(1, "rate_percent")); got != want {
			t.Errorf("at %q %% a point is %q, want %q", typed, got, want)
		}
	}
}
