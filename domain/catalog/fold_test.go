package catalog_test

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"tim/domain/catalog"
)

func TestFoldTakesVietnameseMarksOff(t *testing.T) {
	for in, want := range map[string]string{
		"Đặng Thị Ngọc Ánh":   "dang thi ngoc anh",
		"Hoà":                 "hoa",
		"Hòa":                 "hoa",
		"Nước mắm cốt 1,5L":   "nuoc mam cot 1,5l",
		"ƯỜNG ơ ỹ":            "uong o y",
		"SĐT ０９１２":            "sdt 0912",
		"Cam\u00a0sành (cân)": "cam sanh (can)",
		"":                    "",
	} {
		for form, s := range map[string]string{"NFC": norm.NFC.String(in), "NFD": norm.NFD.String(in)} {
			if got := catalog.Fold(s); got != want {
				t.Errorf("Fold(%s of %q) = %q, want %q", form, in, got, want)
			}
		}
	}
}

// The oracle is the slow chain of x/text, with a rule for đ.
func TestFoldAgreesWithTheUnicodeTables(t *testing.T) {
	chain := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), runes.Map(unicode.ToLower))
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.RuneFrom(nil, unicode.Latin, unicode.Greek, unicode.Mn), 0, 40, -1).Draw(t, "s")
		want, _, err := transform.String(chain, strings.NewReplacer("đ", "d", "Đ", "d").Replace(s))
		if got := catalog.Fold(s); err != nil || !hasWide(s) && got != want {
			t.Fatalf("Fold(%q) = %q, want %q (%v)", s, got, want, err)
		}
	})
}

func hasWide(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return 0xFF01 <= r && r <= 0xFF5E })
}

func TestFoldOfEveryLetterIsSettled(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		once := catalog.Fold(string(r))
		if twice := catalog.Fold(once); twice != once {
			t.Fatalf("%U folds to %q and then to %q", r, once, twice)
		}
		if nfd := catalog.Fold(norm.NFD.String(string(r))); nfd != once {
			t.Fatalf("%U folds to %q, its NFD to %q", r, once, nfd)
		}
	}
}

func TestSearchRanksTheNearestFirst(t *testing.T) {
	for _, tc := range []struct {
		query, name string
		want        catalog.Rank
	}{
		{"dang ngoc anh", "Đặng Thị Ngọc Ánh", catalog.Prefix},
		{"anh dang", "Đặng Thị Ngọc Ánh", catalog.WordStart},
		{"anh", "Đặng Thị Ngọc Ánh", catalog.WordStart},
		{"nh", "Đặng Thị Ngọc Ánh", catalog.Inside},
		{"anh", "Bánh tráng Anh Đào", catalog.WordStart}, // the second hit begins a word
		{"can", "Cam sành (cân)", catalog.WordStart},
		{"dna", "Đặng Ngọc Ánh", catalog.Initials},
		{"tna", "Đặng Thị Ngọc Ánh", catalog.Initials},
		{"aab", "An An An Bình", catalog.Initials},
		{"dnx", "Đặng Ngọc Ánh", catalog.NoMatch},
		{"dang xuan", "Đặng Ngọc Ánh", catalog.NoMatch},
		{"", "Đặng Ngọc Ánh", catalog.NoMatch},
		{"  ", "Đặng Ngọc Ánh", catalog.NoMatch},
		{"ánh", "Đặng Ngọc Ánh", catalog.MarkedWordStart},
		{"ánh", "Đặng Ngọc Anh", catalog.WordStart},
		{"ĐẶNG anh", "Đặng Ngọc Ánh", catalog.MarkedPrefix},
		{"ánh", "Bánh mì", catalog.MarkedInside},
	} {
		for form, f := range map[string]norm.Form{"NFC": norm.NFC, "NFD": norm.NFD} {
			q, name := catalog.ParseQuery(f.String(tc.query)), norm.NFC.String(tc.name)
			if got := q.Rank(name, catalog.Fold(name)); got != tc.want {
				t.Errorf("%s: %q in %q ranks %d, want %d", form, tc.query, tc.name, got, tc.want)
			}
			if q.Empty() != (strings.TrimSpace(tc.query) == "") {
				t.Errorf("%q: Empty is %v", tc.query, q.Empty())
			}
		}
	}
}

func TestANameIsFoundByItsOwnWords(t *testing.T) {
	word := rapid.StringMatching(`[A-ZĐÁ][a-zăâđêôơưáạếộ]{1,6}`)
	rapid.Check(t, func(t *rapid.T) {
		name := strings.Join(rapid.SliceOfN(word, 1, 6).Draw(t, "name"), " ")
		folded := catalog.Fold(name)
		if got := catalog.Match(folded, catalog.Words(name)); got != catalog.Prefix {
			t.Fatalf("%q finds itself with rank %d", name, got)
		}
		words := catalog.Words(rapid.StringMatching(`[a-zđá]{1,3}( [a-zđá]{1,3})?`).Draw(t, "query"))
		if rank := catalog.Match(folded, words); rank > catalog.Initials != containsAll(folded, words) {
			t.Fatalf("%q in %q ranks %d", words, folded, rank)
		}
	})
}

func containsAll(folded string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(folded, w) {
			return false
		}
	}
	return len(words) > 0
}

func TestMembersAreFoundByNameAndTailOfThePhone(t *testing.T) {
	m := catalog.Member{Name: "Đặng Thị Ngọc Ánh", Phone: "+84912345678"}
	for query, want := range map[string]catalog.Rank{
		"anh 678": catalog.Inside, "0912": catalog.WordStart, "dtna": catalog.Initials, "anh 679": catalog.NoMatch,
	} {
		if got := catalog.ParseQuery(query).Rank(m.Name, m.SearchText()); got != want {
			t.Errorf("%q ranks %d, want %d", query, got, want)
		}
	}
	p := catalog.Product{Name: "Sữa tươi Đồng Xanh 1L", SKU: "SUA-0001"}
	if got := catalog.ParseQuery("sua 0001").Rank(p.Name, p.SearchText()); got != catalog.Prefix {
		t.Errorf("a product by name and code ranks %d", got)
	}
}

func FuzzSearch(f *testing.F) {
	f.Add("ánh", "Đặng Ngọc Ánh")
	f.Add("\xff\u0301 ", "a\xc3")
	f.Fuzz(func(t *testing.T, query, name string) {
		folded := catalog.Fold(name)
		if got := catalog.Fold(folded); got != folded {
			t.Fatalf("%q folds to %q and then to %q", name, folded, got)
		}
		q := catalog.ParseQuery(query)
		if rank := q.Rank(name, folded); rank != catalog.NoMatch && q.Empty() {
			t.Fatalf("nothing was typed and %q has rank %d", name, rank)
		}
	})
}

func BenchmarkFold(b *testing.B) {
	for b.Loop() {
		catalog.Fold("Nguyễn Hoàng Thị Ngọc Ánh")
	}
}

func BenchmarkMatch50000(b *testing.B) {
	names := make([]string, 50_000)
	given := []string{"Ánh", "Bình", "Châu", "Dũng", "Giang", "Hạnh", "Khánh", "Linh", "Minh", "Ngọc", "Phương"}
	family := []string{"Nguyễn Thị", "Trần Văn", "Lê Hoàng", "Phạm Ngọc", "Đặng Thị", "Vũ Đức", "Bùi Quốc"}
	for i := range names {
		names[i] = catalog.Fold(family[i%7] + " " + given[i%11] + " " + given[i/7%11])
	}
	for name, query := range map[string]string{"two words": "ngoc anh", "miss": "xq zz", "initials": "dna"} {
		words := catalog.Words(query)
		b.Run(name, func(b *testing.B) {
			hits := 0
			for b.Loop() {
				for _, n := range names {
					if catalog.Match(n, words) != catalog.NoMatch {
						hits++
					}
				}
			}
			b.ReportMetric(float64(hits)/float64(b.N), "hits")
		})
	}
}

func TestNoNameIsPassedOverThatFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOf(rapid.SampledFrom([]rune("aăâbcdđeêghiklmnoôơ (1)-2,京ÁẾ"))).Draw(t, "name")
		typed := rapid.StringOf(rapid.SampledFrom([]rune("aăâbcdđeêghiklmnoôơ (1)-2,京ÁẾ"))).Draw(t, "typed")
		query, folded := catalog.ParseQuery(typed), catalog.Fold(name)
		rank := query.Rank(name, folded)
		if rank != catalog.NoMatch && !query.May(catalog.LettersOf(folded)) {
			t.Fatalf("%q is passed over, rank %d", name, rank)
		}
		if rank > query.Best() {
			t.Fatalf("%q has rank %d, the best is %d", name, rank, query.Best())
		}
	})
}
