package qr

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"rsc.io/qr/coding"
)

// The modes of a segment (ISO/IEC 18004, table 2). Kanji and structured append are not supported.
const (
	modeEnd          = 0
	modeNumeric      = 1
	modeAlphanumeric = 2
	modeBytes        = 4
	modeECI          = 7
)

// Character sets of a code (ECI assignments). Without one, the bytes are UTF-8 if they are valid UTF-8.
const (
	eciLatin1 = 3
	eciUTF8   = 26
)

const alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

// segments returns the text in the data of a code.
func segments(data []byte, version coding.Version) (string, bool) {
	class := 0
	if version >= 10 {
		class++
	}
	if version >= 27 {
		class++
	}
	var text strings.Builder
	bits, charset := &bitReader{data: data}, -1
	for bits.left() >= 4 {
		switch bits.take(4) {
		case modeEnd:
			return text.String(), true
		case modeNumeric:
			bits.numeric(&text, bits.take([]int{10, 12, 14}[class]))
		case modeAlphanumeric:
			bits.alphanumeric(&text, bits.take([]int{9, 11, 13}[class]))
		case modeBytes:
			bits.bytes(&text, bits.take([]int{8, 16, 16}[class]), charset)
		case modeECI:
			charset = bits.take(8) // all supported ones have one byte
			if charset != eciLatin1 && charset != eciUTF8 {
				return "", false
			}
		default:
			return "", false
		}
		if bits.short {
			return "", false
		}
	}
	return text.String(), true
}

// bitReader reads bits, highest first.
type bitReader struct {
	data  []byte
	at    int
	short bool // there was too little data, or it was invalid
}

func (b *bitReader) left() int { return 8*len(b.data) - b.at }

func (b *bitReader) take(n int) int {
	if b.left() < n {
		b.short = true
		return 0
	}
	value := 0
	for range n {
		value = value<<1 | int(b.data[b.at/8]>>(7-b.at%8)&1)
		b.at++
	}
	return value
}

func (b *bitReader) numeric(text *strings.Builder, count int) {
	for ; count > 0 && !b.short; count -= 3 {
		digits := min(count, 3)
		number := fmt.Sprintf("%0*d", digits, b.take([]int{0, 4, 7, 10}[digits]))
		b.short = b.short || len(number) > digits
		text.WriteString(number)
	}
}

func (b *bitReader) alphanumeric(text *strings.Builder, count int) {
	for ; count > 0 && !b.short; count -= 2 {
		pair := count > 1
		value := b.take(map[bool]int{false: 6, true: 11}[pair])
		if value >= 45*45 || !pair && value >= 45 {
			b.short = true
			return
		}
		if pair {
			text.WriteByte(alphanumeric[value/45])
		}
		text.WriteByte(alphanumeric[value%45])
	}
}

func (b *bitReader) bytes(text *strings.Builder, count, charset int) {
	if b.left() < 8*count {
		b.short = true
		return
	}
	raw := make([]byte, count)
	for i := range raw {
		raw[i] = byte(b.take(8) & 0xff)
	}
	if charset == eciUTF8 || charset != eciLatin1 && utf8.Valid(raw) {
		text.WriteString(strings.ToValidUTF8(string(raw), "\ufffd"))
		return
	}
	for _, char := range raw {
		text.WriteRune(rune(char))
	}
}
