// Package receiver takes webhook deliveries from Botbiz.
package receiver

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strings"
)

// Verified passes deliveries that are signed with one of the secrets on to next, and refuses all others. Two secrets are
// for the time of a rotation.
func Verified(next http.Handler, secrets ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// The raw bytes: JSON that was decoded and encoded again is another text.
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
		if err != nil {
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
			return
		}
		for _, secret := range secrets {
			if verify(body, r.Header.Get("X-Botbiz-Signature"), secret) {
				r.Body = io.NopCloser(bytes.NewReader(body))
				next.ServeHTTP(w, r)
				return
			}
		}
		http.Error(w, "wrong signature", http.StatusUnauthorized)
	})
}

func verify(body []byte, signature, secret string) bool {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	want := hex.EncodeToString(mac.Sum(nil))
	signature = strings.TrimPrefix(strings.ToLower(signature), "sha256=")
	return secret != "" && hmac.Equal([]byte(signature), []byte(want)) // in constant time
}
