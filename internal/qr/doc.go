// Package qr reads QR codes from pictures and draws them as text that a phone can scan from a terminal. It knows nothing
// of Terraform.
//
// The content of a code that pairs a phone is a secret: no error of this package quotes it.
package qr
