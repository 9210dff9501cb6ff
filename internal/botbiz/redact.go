package botbiz

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// How many bytes of the API's words an error quotes.
const (
	maxCode    = 100
	maxMessage = 1000
	maxExcerpt = 120
	maxReason  = 500 // of an error of the network
)

const (
	redacted = "[redacted]"
	notShown = "(not shown because it contains a secret)"
)

// maxVault bounds the bytes of all secrets that are remembered. The oldest go first, except those that New was given.
const maxVault = 256 << 10

// vault keeps the secrets that are known so far.
type vault struct {
	mu      sync.Mutex
	secrets redact
	keep    int // how many of the first ones stay
	bytes   int
}

func (v *vault) add(secret string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if secret == "" || slices.Contains(v.secrets, secret) {
		return
	}
	v.secrets = append(v.secrets, secret)
	for v.bytes += len(secret); v.bytes > maxVault && len(v.secrets) > v.keep+1; {
		v.bytes -= len(v.secrets[v.keep])
		v.secrets = slices.Delete(v.secrets, v.keep, v.keep+1)
	}
}

func (v *vault) known() redact {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Clone(v.secrets)
}

// redact is a list of secrets.
//
// A secret that is quoted as it is becomes "[redacted]". What is left is then read in every way that an echo can be written
// in: see [readings]. If any reading holds a part of a secret, the whole text is dropped. So no list of encodings has to be
// complete for each place, and nothing depends on finding where in the text a secret begins and ends.
type redact []string

// signingSecret is what signing secrets look like (inferred). One of another object is not in the vault.
var signingSecret = regexp.MustCompile(`\bwhsec_[A-Za-z0-9+/=_-]+`)

// quote returns the beginning of what the API or a proxy says, printable and without the secrets.
func (r redact) quote(text string, most int) string {
	// What is cut off is not shown, so it need not be read. A secret that a cut shortens is found by its parts.
	text = Printable(r.literally(cut(text, 16*most)))
	if short := cut(text, most); short != text {
		text = short + "…"
	}
	if text = r.literally(text); r.in(text) {
		return notShown
	}
	return text
}

// literally replaces the secrets that are in a text as they are.
func (r redact) literally(text string) string {
	for _, secret := range r {
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
	// minSecret is the length of the shortest secret that is looked for: shorter ones are in any text.
	minSecret = 4
	// part is how many characters of a secret in a row give it away.
	part = 8
)

// in tells whether a text holds a secret, or a part of one, in any reading.
func (r redact) in(text string) bool {
	parts, whole := map[string]bool{}, []string{}
	for _, secret := range r {
		secret = bare(secret)
		switch {
		case len(secret) < minSecret:
		case len(secret) < part:
			whole = append(whole, secret)
		default:
			for i := range len(secret) - part + 1 {
				parts[secret[i:i+part]] = true
			}
		}
	}
	for reading := range readings(text) {
		if reading != text && signingSecret.MatchString(reading) {
			return true
		}
		reading = bare(reading)
		for i := range max(0, len(reading)-part+1) {
			if parts[reading[i:i+part]] {
				return true
			}
		}
		if slices.ContainsFunc(whole, func(secret string) bool { return strings.Contains(reading, secret) }) {
			return true
		}
	}
	return false
}

// hide returns err under a text that is printable, short, and holds no secret: the network's errors quote certificates,
// proxies, and what cannot be parsed.
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
