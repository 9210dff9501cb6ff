// Package qr finds QR codes in answers, decodes them, and draws them as text that a phone can scan from a terminal. It does
// not depend on Terraform.
//
// The content of a QR code is a secret. Errors of this package do not quote it.
package qr
