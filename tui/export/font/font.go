// Package font is the letters that papers are drawn with: JetBrains Mono, under the SIL Open Font License (OFL.txt beside it). It has
// every Vietnamese letter, and each is 0.6 of its size wide.
package font

import _ "embed" // the font's file

// Mono is the font's file.
//
//go:embed JetBrainsMono-Regular.ttf
var Mono []byte
