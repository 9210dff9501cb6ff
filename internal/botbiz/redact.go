package botbiz

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Number of bytes of a response that an error quotes.
const (
	maxCode    = 100
	maxMessage = 1000
	maxExcerpt = 120
	maxReason  = 500 // of a network error
)

const (
	redacted = "[redacted]"
	notShown = "(not shown because it contains a secret)"
)

// maxVault limits the bytes of all remembered secrets. The oldest are dropped first, except those passed to New.
const maxVault = 256 << 10

// vault keeps the known secrets.
type vault struct {
	mu      sync.Mutex
	secrets redact
	keep    int // number of first ones that stay
	bytes   int
}

func (v *vault) add(secret string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if secret == "" || slices.Contains(v.secrets.list, secret) {
		return
	}
	list := append(slices.Clone(v.secrets.list), secret) // requests on the way hold the old list
	for v.bytes += len(secret); v.bytes > maxVault && len(list) > v.keep+1; {
		v.bytes -= len(list[v.keep])
		list = slices.Delete(list, v.keep, v.keep+1)
	}
	v.secrets = redacting(list...)
}

func (v *vault) known() redact {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.secrets
}

// redact removes secrets from texts.
//
// A literal secret becomes "[redacted]". The rest is then decoded in every way that an echo can be encoded: see [readings].
// If a decoded form contains a part of a secret, the whole text is dropped. So the encodings need not be known for each
// position, and nothing depends on finding the start and end of a secret.
type redact struct {
	list  []string
	parts func() secretParts // built for the first error, because most runs have no errors
}

// secretParts is what to look for in a decoded text.
type secretParts struct {
	parts map[string]bool // of [part] characters
	whole []string        // secrets that are shorter
}

func redacting(list ...string) redact {
	return redact{list, sync.OnceValue(func() secretParts { return partsOf(list) })}
}

// signingSecret is the format of signing secrets (inferred). Those of other objects are not in the vault.
var signingSecret = regexp.MustCompile(`\bwhsec_[A-Za-z0-9+/=_-]+`)

// quote returns the start of a text from the API or a proxy, printable and without secrets.
func (r redact) quote(text string, most int) string {
	// Text that is cut off is not shown, so it is not checked. A secret that is cut is found by its parts.
	text = Printable(r.literally(cut(text, 16*most)))
	if short := cut(text, most); short != text {
		text = short + "…"
	}
	if text = r.literally(text); r.in(text) {
		return notShown
	}
	return text
}

// literally replaces literal secrets in a text.
func (r redact) literally(text string) string {
	for _, secret := range r.list {
		if len(secret) >= minSecret {
			text = strings.ReplaceAll(text, secret, redacted)
		}
	}
	return signingSecret.ReplaceAllString(text, redacted)
}

func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "")
}

const (
	// minSecret is the minimum length of a secret. Shorter ones occur in any text.
	minSecret = 4
	// part is the number of consecutive characters that count as a part of a secret.
	part = 8
)

func partsOf(list []string) secretParts {
	p := secretParts{parts: map[string]bool{}}
	for _, secret := range list {
		secret = bare(secret)
		switch {
		case len(secret) < minSecret:
		case len(secret) < part:
			p.whole = append(p.whole, secret)
		default:
			for i := range len(secret) - part + 1 {
				p.parts[secret[i:i+part]] = true
			}
		}
	}
	return p
}

// in reports whether a text contains a secret, or a part of one, in any reading.
func (r redact) in(text string) bool {
	var secret secretParts
	if r.parts != nil {
		secret = r.parts()
	}
	for reading := range readings(text) {
		if reading != text && signingSecret.MatchString(reading) {
			return true
		}
		reading = bare(reading)
		for i := range max(0, len(reading)-part+1) {
			if secret.parts[reading[i:i+part]] {
				return true
			}
		}
		if slices.ContainsFunc(secret.whole, func(s string) bool { return strings.Contains(reading, s) }) {
			return true
		}
	}
	return false
}

// hide returns err with a printable, short text without secrets, because network errors quote certificates, proxies, and
// data that cannot be parsed.
func (r redact) hide(err error) error {
	if text := r.quote(err.Error(), maxReason); text != err.Error() {
		return &hiddenError{text: text, err: err}
	}
	return err
}

type hiddenError struct {
	text string
	err  error
}

func (e *hiddenError) Error() string { return e.text }
func (e *hiddenError) Unwrap() error { return e.err }
