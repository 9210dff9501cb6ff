package botbiz

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// How many bytes of a server's words an error quotes.
const (
	maxCode    = 100
	maxMessage = 1000
	maxExcerpt = 120
)

// vault keeps the secrets that are known so far.
type vault struct {
	mu      sync.Mutex
	secrets redact
}

func (v *vault) add(secret string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if secret != "" && !slices.Contains(v.secrets, secret) {
		v.secrets = append(v.secrets, secret)
	}
}

func (v *vault) known() redact {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Clone(v.secrets)
}

// redact is a list of secrets.
type redact []string

// signingSecret is what signing secrets look like (inferred). One of another object is known to nobody here.
var signingSecret = regexp.MustCompile(`\bwhsec_[A-Za-z0-9+/=_-]+`)

func (r redact) from(text string) string {
	for _, secret := range r {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "[redacted]")
		}
	}
	return signingSecret.ReplaceAllString(text, "[redacted]")
}

// quote returns the beginning of what a server says, printable and without the secrets.
func (r redact) quote(text string, most int) string {
	// Twice, because a secret may become whole only when what is not printable is gone.
	text = r.from(printable(r.from(text)))
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}

// hide returns err, under another text where that holds a secret: net/http quotes what it cannot parse.
func (r redact) hide(err error) error {
	if text := err.Error(); r.from(text) != text {
		return &hiddenError{text: r.from(text), err: err}
	}
	return err
}

type hiddenError struct {
	text string
	err  error
}

func (e *hiddenError) Error() string { return e.text }
func (e *hiddenError) Unwrap() error { return e.err }

// printable folds white space and drops what is not printable, which would otherwise reach a terminal.
func printable(text string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, text)
}
