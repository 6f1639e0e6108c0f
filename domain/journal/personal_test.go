package journal_test

import (
	"bytes"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"tim/domain/journal"
)

func TestPersonalDataOpensOnlyUnderItsKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "key")
		nonce := rapid.SliceOfN(rapid.Byte(), 12, 12).Draw(t, "nonce")
		plain := rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(t, "plain")
		sealed := journal.SealPersonal(k, nonce, plain)
		got, err := journal.OpenPersonal(k, sealed)
		if err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("%x, %v", got, err)
		}
		other := bytes.Clone(k)
		other[rapid.IntRange(0, 31).Draw(t, "at")] ^= 1
		spoilt := bytes.Clone(sealed)
		spoilt[rapid.IntRange(0, len(sealed)-1).Draw(t, "byte")] ^= 1
		cut := sealed[:rapid.IntRange(0, len(sealed)-1).Draw(t, "cut")]
		for name, try := range map[string]func() ([]byte, error){
			"another key":    func() ([]byte, error) { return journal.OpenPersonal(other, sealed) },
			"no key":         func() ([]byte, error) { return journal.OpenPersonal(nil, sealed) },
			"a changed byte": func() ([]byte, error) { return journal.OpenPersonal(k, spoilt) },
			"a cut":          func() ([]byte, error) { return journal.OpenPersonal(k, cut) },
		} {
			if got, err := try(); !errors.Is(err, journal.ErrPersonal) || got != nil {
				t.Fatalf("%s opens it: %x, %v", name, got, err)
			}
		}
	})
}

func TestPersonalDataIsNotReadableWhenSealed(t *testing.T) {
	sealed := journal.SealPersonal(make([]byte, 32), make([]byte, 12), []byte("Đặng Ngọc Ánh 0912345678"))
	if bytes.Contains(sealed, []byte("0912345678")) || bytes.Contains(sealed, []byte("Ng")) {
		t.Errorf("%q", sealed)
	}
}

func TestPersonalDataFormIsPinned(t *testing.T) {
	want := golden(t, "personal_v1.hex")
	k, nonce := bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 12)
	if got := journal.SealPersonal(k, nonce, []byte("Ánh")); !bytes.Equal(got, want) {
		t.Errorf("%x", got)
	}
}
