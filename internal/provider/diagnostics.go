package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Titles of errors and warnings. The troubleshooting guide has a section for each.
const (
	titleKeyRefused      = "API key rejected"
	titleNotPermitted    = "API key lacks permission"
	titleInvalid         = "Request rejected by Botbiz"
	titleNotFound        = "Object not found"
	titleNoRoute         = "API route not found"
	titleNotTheAPI       = "Response is not from the Botbiz API"
	titleServerError     = "Botbiz server error"
	titleNoAnswer        = "No response from Botbiz"
	titleNotTrusted      = "Certificate not trusted"
	titleUnexpected      = "Unexpected response from Botbiz"
	titleRateLimit       = "Rate limit wait exceeded"
	titleOutcomeUnknown  = "Outcome unknown"
	titleNoList          = "Objects cannot be listed"
	titleCancelled       = "Operation cancelled by Terraform"
	titleSeveral         = "Multiple objects match"
	titleNoKey           = "Missing API key"
	titleTwoKeys         = "Conflicting API keys"
	titleInvalidProvider = "Invalid provider configuration"
	titleUnknownProvider = "Provider configuration unknown"
	titleNotConfigured   = "Provider not configured"
	titleInvalidValue    = "Invalid value"
	titleInvalidNumber   = "Invalid phone number"
	titleInvalidURL      = "Invalid URL"
	titleInvalidImport   = "Invalid import ID"
	titleNothingToImport = "Object to import not found"
	titleNumberTaken     = "Phone number already connected"
	titleEndpointTaken   = "Webhook endpoint already exists"
	titleProtected       = "Account is protected from deletion"
	titlePlanOverLimit   = "Plan exceeds the rate limit"
	titlePairingLost     = "Pairing will be lost"
	titleNotConnected    = "Timed out waiting for the account to connect"
	titleDisconnected    = "WhatsApp account disconnected"
	titleAccountGone     = "WhatsApp account no longer exists"
	titleEndpointGone    = "Webhook endpoint no longer exists"
	titleOtherNumber     = "Phone number differs from the configuration"
	titleSecretStays     = "Signing secret still in use"
	titleSecretMissing   = "Signing secret missing from response"
	titleSecretLost      = "Signing secret lost"
	titleConnectedNoCode = "No QR code for a connected account"
	titleNoCode          = "QR code not available"
	titleCodeNotDecoded  = "QR code cannot be decoded"
	titleUnreadable      = "Drift is not detected"
	titleOtherKey        = "Object belongs to another API key"
	titleInvisible       = "New object is not visible yet"
	titleIgnored         = "Botbiz did not make the change"
	titleOtherAPI        = "Another Botbiz API"
	titleStored          = "Botbiz stored another text"
	titleUnknownEvent    = "Unknown event type"
	titleSameURL         = "Other endpoints have the same URL"
	titleImportedTwice   = "Object is imported twice"
	titleMediaURL        = "Message content is not a media URL"
	titleMovedOther      = "Moved object has another type"
	titleNotMoved        = "State cannot be moved"
)

const guide = "https://registry.terraform.io/providers/botbiz/botbiz/latest/docs/guides/troubleshooting"

const linkPrefix = "\n\nMore: "

// failure returns an error with a title from the list above and a link to the guide.
func failure(title, detail string, args ...any) diag.Diagnostic {
	return diag.NewErrorDiagnostic(title, fmt.Sprintf(detail, args...)+more(title))
}

// caution returns a warning with a title from the list above and a link to the guide.
func caution(title, detail string, args ...any) diag.Diagnostic {
	return diag.NewWarningDiagnostic(title, fmt.Sprintf(detail, args...)+more(title))
}

// more returns the link to a section of the troubleshooting guide.
func more(title string) string {
	return linkPrefix + guide + "#" + strings.ReplaceAll(strings.ToLower(title), " ", "-")
}

// withoutLink returns the detail of a diagnostic that becomes a part of another one.
func withoutLink(d diag.Diagnostic) string {
	detail, _, _ := strings.Cut(d.Detail(), linkPrefix)
	return detail
}

// about adds an id, or what tells it from others, to the title of a diagnostic.
func about(id string, d diag.Diagnostic) diag.Diagnostic {
	if d.Severity() == diag.SeverityError {
		return diag.NewErrorDiagnostic(d.Summary()+": "+id, d.Detail())
	}
	return diag.NewWarningDiagnostic(d.Summary()+": "+id, d.Detail())
}

func trimDot(text string) string { return strings.TrimRight(text, ".") }

func upperFirst(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
