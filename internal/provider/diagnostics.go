package provider

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
	"github.com/botbiz/terraform-provider-botbiz/internal/transport"
)

// Titles of the errors that calls of the API end in. The troubleshooting guide has a section for each.
const (
	titleKeyRefused     = "API key refused"
	titleNotPermitted   = "Not permitted"
	titleInvalid        = "Refused as invalid"
	titleNotFound       = "Object not found"
	titleNotTheAPI      = "Not the Botbiz API"
	titleNoWitness      = "Missing API route"
	titleServerError    = "Botbiz server error"
	titleNoAnswer       = "No answer from Botbiz"
	titleUnexpected     = "Unexpected answer"
	titleRateLimit      = "Rate limit"
	titleOutcomeUnknown = "Outcome unknown"
	titleNoList         = "No list to read from"
	titleCancelled      = "Cancelled"
	titleSeveral        = "Several objects match"
)

const guide = "https://registry.terraform.io/providers/botbiz/botbiz/latest/docs/guides/troubleshooting"

// attempt is what was tried when an error came up.
type attempt struct {
	doing    string   // "reading"
	object   string   // "the WhatsApp account wha_12345"
	fields   []string // that the API may name in a refusal; "field:attribute" where the names differ
	resource string   // the resource type, for import blocks
}

// explain turns an error of an API call into what a user is told: what happened, to which object, what to do next.
func (c *clients) explain(err error, a attempt) diag.Diagnostic {
	title, next := c.classify(err, a)
	detail := fmt.Sprintf("%s %s failed: %v.\n\n%s\n\n%s", upperFirst(a.doing), a.object, trimDot(err.Error()), next, more(title))
	var refused *botbiz.Error
	if title == titleInvalid && errors.As(err, &refused) {
		for _, field := range a.fields {
			name, attribute, other := strings.Cut(field, ":")
			if !other {
				attribute = name
			}
			if regexp.MustCompile(`\b` + name + `\b`).MatchString(refused.Message) {
				return diag.NewAttributeErrorDiagnostic(path.Root(attribute), title, detail)
			}
		}
	}
	return diag.NewErrorDiagnostic(title, detail)
}

// classify names the kind of an error and what to do next.
func (c *clients) classify(err error, a attempt) (title, next string) {
	var (
		outcome *collection.OutcomeError
		noList  *collection.NoListError
		missing *collection.MissingRouteError
		answer  *botbiz.AnswerError
		refused *botbiz.Error
		wait    *transport.WaitError
	)
	switch {
	case errors.As(err, &outcome):
		return titleOutcomeUnknown, c.afterUnknown(outcome, a)
	case errors.As(err, &wait):
		return titleRateLimit, "Nothing was sent. Run Terraform again after that time, raise max_wait in the provider block, or lower -parallelism " +
			"if other programs use the same API key."
	case errors.As(err, &missing):
		return titleNoWitness, fmt.Sprintf("The answer may mean that the object does not exist, or as well that this API has no such route, so nothing was changed. "+
			"Check base_url (%s), its path too (such as /v1). If the object is gone, take it out of the state with `terraform state rm`.", c.baseURL)
	case errors.As(err, &noList):
		return titleNoList, fmt.Sprintf("Use an id instead of a number, URL or filter where that is possible, or an API key that may list. If nothing else works "+
			"either, check base_url (%s) and proxies between here and there.", c.baseURL)
	case botbiz.IsNoRoute(err):
		return titleNotTheAPI, fmt.Sprintf("This is not how the Botbiz API says that something does not exist, so nothing was concluded from it and the state "+
			"stays as it was. Check base_url (%s), its path too (such as /v1), and proxies between here and there.", c.baseURL)
	case errors.As(err, &answer), errors.Is(err, transport.ErrBodyTooLarge):
		return titleUnexpected, fmt.Sprintf("Nothing was concluded from it and the state stays as it was. Check base_url (%s) and proxies between here and there.", c.baseURL)
	case errors.As(err, &refused):
		return c.classifyStatus(refused)
	case errors.Is(err, context.Canceled):
		return titleCancelled, "Terraform was interrupted. Run it again to finish."
	}
	return titleNoAnswer, fmt.Sprintf("Check the network, proxies (HTTPS_PROXY) and base_url (%s), then run Terraform again.", c.baseURL)
}

func (c *clients) classifyStatus(e *botbiz.Error) (title, next string) {
	switch e.Status {
	case http.StatusUnauthorized:
		return titleKeyRefused, "The API key is not valid for " + c.baseURL + ". Check api_key, api_key_file, BOTBIZ_API_KEY or BOTBIZ_API_KEY_FILE, " +
			"and in the dashboard that the key was not revoked."
	case http.StatusForbidden:
		return titleNotPermitted, "The API key has no permission for this. Use a key that has, or give this one the permission in the dashboard."
	case http.StatusNotFound, http.StatusGone:
		return titleNotFound, "It does not exist, or it belongs to another Botbiz account than the API key."
	}
	if e.Status >= 500 {
		return titleServerError, "Retries did not help. Run Terraform again later; the state holds what was done so far."
	}
	return titleInvalid, "Correct the configuration and run Terraform again."
}

// afterUnknown says how to find out what a create did.
func (c *clients) afterUnknown(e *collection.OutcomeError, a attempt) string {
	secret := ""
	if a.resource == endpointResource {
		secret = "\n\nA signing secret that the server made was in the answer that is missing, so after an import bring one of your own (signing_secret_wo) " +
			"or replace the endpoint (-replace)."
	}
	if len(e.IDs) > 0 {
		return "It was not sent again, so that nothing is made twice. Look these up in the dashboard. If one is the object that this create made, import it, " +
			"else delete it and run Terraform again:\n\n" + importBlock(a.resource, e.IDs[0]) + secret
	}
	return "It was not sent again, so that nothing is made twice. Look in the dashboard whether the object is there. If it is, import it:\n\n" +
		importBlock(a.resource, "ITS ID") + "\n\nIf it is not, run Terraform again." + secret
}

// more points at what the troubleshooting guide says of an error.
func more(title string) string { return "More: " + guide + "#" + anchor(title) }

// anchor is the heading's link on the registry's page.
func anchor(title string) string { return strings.ReplaceAll(strings.ToLower(title), " ", "-") }

func trimDot(text string) string { return strings.TrimRight(text, ".") }

func upperFirst(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// goneWarning tells that an object leaves the state.
func goneWarning(kind, id, also string) diag.Diagnostic {
	if also != "" {
		id += " (" + also + ")"
	}
	return diag.NewWarningDiagnostic(upperFirst(kind)+" no longer exists", fmt.Sprintf(
		"The API says that the %s %s does not exist, so it is taken out of the state, and the next apply creates it anew.\n\n"+
			"If this API key belongs to another Botbiz account than the one that the object was made in, do not apply: set the right key and plan again.", kind, id))
}
