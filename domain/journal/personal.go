package journal

import (
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"fmt"
)

// Sizes of what personal data is sealed with, in bytes.
const (
	PersonalKeySize   = 32 // AES-256, one key a member
	PersonalNonceSize = 12 // random, never twice under one key
)

// ErrPersonal says that sealed personal data doesn't open: another key, a changed byte, or a newer form.
var ErrPersonal = errors.New("personal data doesn't open")

const personalVersion = 1

// SealPersonal is personal data as an event's body may hold it: a version byte, the nonce, then AES-256-GCM under
// the member's own key. Forgetting that key forgets the person, and the chain still verifies.
func SealPersonal(key, nonce, plain []byte) []byte {
	if len(nonce) != PersonalNonceSize {
		panic(fmt.Sprintf("journal: nonce of %d bytes", len(nonce)))
	}
	sealed := append([]byte{personalVersion}, nonce...)
	return personalCipher(key).Seal(sealed, nonce, plain, sealed[:1])
}

// OpenPersonal is what SealPersonal sealed, or ErrPersonal.
func OpenPersonal(key, sealed []byte) ([]byte, error) {
	const head = 1 + PersonalNonceSize
	if len(sealed) < head || sealed[0] != personalVersion || len(key) != PersonalKeySize {
		return nil, ErrPersonal
	}
	plain, err := personalCipher(key).Open(nil, sealed[1:head], sealed[head:], sealed[:1])
	if err != nil {
		return nil, ErrPersonal
	}
	return plain, nil
}

func personalCipher(key []byte) cipher.AEAD {
	if len(key) != PersonalKeySize {
		panic(fmt.Sprintf("journal: personal key of %d bytes", len(key)))
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return aead
}
