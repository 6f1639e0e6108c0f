package journal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"testing"
)

func sealsOf(tb testing.TB, n int) ([]Seal, ed25519.PublicKey) {
	tb.Helper()
	key := Key(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, 32)))
	seals := make([]Seal, n)
	for i := range seals {
		s := Seal{Writer: "01", Epoch: 1, From: uint64(2*i + 1), To: uint64(2*i + 2), Hash: sha256.Sum256([]byte{byte(i), byte(i >> 8)})}
		s.Signature = key.Sign(s.Message())
		seals[i] = s
	}
	return seals, key.Public()
}

func BenchmarkSealsAlone(b *testing.B) {
	seals, key := sealsOf(b, sealsAtOnce)
	for b.Loop() {
		for _, s := range seals {
			if !s.Valid(key) {
				b.Fatal("forged")
			}
		}
	}
	b.ReportMetric(float64(b.N*len(seals))/b.Elapsed().Seconds(), "seals/s")
}

func BenchmarkSealsTogether(b *testing.B) {
	seals, key := sealsOf(b, sealsAtOnce)
	for b.Loop() {
		if !allSigned(seals, key) {
			b.Fatal("forged")
		}
	}
	b.ReportMetric(float64(b.N*len(seals))/b.Elapsed().Seconds(), "seals/s")
}
