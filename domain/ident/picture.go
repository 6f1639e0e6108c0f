package ident

import (
	"fmt"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/code128"
	"github.com/boombuler/barcode/ean"
	"github.com/skip2/go-qrcode"
)

// QR is a text as a QR code of the least size (error correction L): rows of modules, true is dark, without the quiet
// zone, which is 4 modules on paper. It fails beyond 2,900 bytes.
func QR(text string) ([][]bool, error) {
	code, err := qrcode.New(text, qrcode.Low)
	if err != nil {
		return nil, fmt.Errorf("QR code: %w", err)
	}
	code.DisableBorder = true
	return code.Bitmap(), nil
}

// Code128 is digits, or other printable ASCII, as the bars of a Code 128: one module each, true is dark, without the quiet
// zone, which is 10 modules on either side. Digits take half a symbol each.
func Code128(text string) ([]bool, error) {
	code, err := code128.Encode(text)
	if err != nil {
		return nil, fmt.Errorf("Code 128: %w", err)
	}
	return barsOf(code), nil
}

// EAN13 is a GTIN of 13 digits as the 95 modules of an EAN-13, without the quiet zone, which is 11 modules before it and 7 behind.
// It fails where the check digit is wrong.
func EAN13(gtin string) ([]bool, error) {
	code, err := ean.Encode(gtin)
	if err != nil || len(gtin) != 13 {
		return nil, fmt.Errorf("EAN-13 of %q: %w", gtin, err)
	}
	return barsOf(code), nil
}

func barsOf(code barcode.Barcode) []bool {
	bars := make([]bool, code.Bounds().Dx())
	for x := range bars {
		r, _, _, _ := code.At(x, 0).RGBA()
		bars[x] = r == 0
	}
	return bars
}
