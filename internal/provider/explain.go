package provider

import (
	"cmp"
	"context"
	"crypto/tls"
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

// operation is what a call does, as the beginning of a sentence. It selects the advice after a failure.
type operation string

const (
	creating  operation = "creating"
	reading   operation = "reading"
	changing  operation = "changing"
	deleting  operation = "deleting"
	importing operation = "importing"
	lookingUp operation = "looking up"
	listing   operation = "reading the list of"
	waiting   operation = "waiting for"
	sending   operation = "sending"
	decoding  operation = "reading the QR code of"
)

// attempt describes a failed call.
type attempt struct {
	kind
	operation
	object string   // "the WhatsApp account wha_12345"
	hidden []string // values of the configuration, which Botbiz may quote in its error
}

func (k kind) attempt(what operation, id string) attempt {
	return attempt{kind: k, operation: what, object: strings.TrimSpace("the " + k.name + " " + id)}
}

func (k kind) listAttempt() attempt {
	return attempt{kind: k, operation: listing, object: k.name + "s"}
}

// hiding removes values from the error. Short ones stay, because they also occur in other words.
func (a attempt) hiding(values ...string) attempt {
	for _, value := range values {
		if len(value) >= 5 {
			a.hidden = append(a.hidden, value)
		}
	}
	return a
}

// failed describes what failed and why.
func (a attempt) failed(err error) string {
	why := botbiz.Hide(because(err), a.hidden...)
	return fmt.Sprintf("%s %s failed: %s", upperFirst(string(a.operation)), a.object, why)
}

// because returns the reason of an error, as the end of a sentence without its dot.
func because(err error) string {
	if errors.Is(err, context.Canceled) {
		return "Terraform was interrupted"
	}
	return trimDot(strings.NewReplacer(".; ", "; ", ". (", " (").Replace(err.Error()))
}

// explain converts an error of an API call to a diagnostic: what happened, to which object, and what to do next.
func (c *clients) explain(err error, a attempt) diag.Diagnostic {
	title, next := c.classify(err, a)
	d := failure(title, "%s.\n\n%s", a.failed(err), next)
	if title == a.taken {
		return diag.WithPath(path.Root(a.key), d)
	}
	if field := a.rejectedField(err); title == titleInvalid && field != "" {
		return diag.WithPath(path.Root(cmp.Or(a.named[field], field)), d)
	}
	return d
}

// rejectedField returns the field that Botbiz names when it rejects a request. The documented envelope has no member for it,
// so this is the one place that reads the text of an error. A wrong guess only marks another line of the configuration.
func (a attempt) rejectedField(err error) string {
	var refused *botbiz.Error
	if errors.As(err, &refused) {
		for _, field := range a.fields {
			if regexp.MustCompile(`\b` + field + `\b`).MatchString(refused.Message) {
				return field
			}
		}
	}
	return ""
}

// classify returns the title of an error and what to do next.
func (c *clients) classify(err error, a attempt) (title, next string) {
	var (
		taken     *collection.TakenError
		route     *collection.RouteError
		outcome   *collection.OutcomeError
		noList    *collection.NoListError
		hidden    *collection.HiddenKeyError
		absent    *collection.AbsentError
		invisible *collection.InvisibleError
		ignored   *collection.IgnoredError
		answer    *botbiz.AnswerError
		refused   *botbiz.Error
		wait      *transport.WaitError
		untrusted *tls.CertificateVerificationError
	)
	errors.As(err, &noList)
	switch {
	case errors.As(err, &outcome):
		return titleOutcomeUnknown, a.afterUnknown(outcome)
	case errors.As(err, &taken):
		return a.taken, a.afterTaken(taken)
	case errors.As(err, &wait):
		return titleRateLimit, "Increase max_wait in the provider block, reduce -parallelism, or apply fewer objects at once. " + a.unharmed()
	case errors.As(err, &untrusted):
		return titleNotTrusted, fmt.Sprintf("This computer does not trust the certificate that answers at base_url (%s). If a proxy of your network inspects TLS, or the certificate "+
			"comes from an authority of your own, set ca_cert_file in the provider block to the PEM file of that authority. %s", c.baseURL, a.unharmed())
	case errors.As(err, &answer) && answer.OtherAPI:
		return titleOtherAPI, otherAPI
	case hasNoRoute(err):
		return titleNoRoute, fmt.Sprintf("%s\n\nIf the API should have it, check base_url (%s) and the proxies on the way.", a.withoutRoute(), c.baseURL)
	case errors.As(err, &route):
		return titleNoRoute, a.afterNoRoute(c.baseURL)
	case errors.As(err, &absent):
		return titleNotFound, fmt.Sprintf("%s Botbiz lists all objects, and this one is not among them, but its response does not say that the object does not exist. Check base_url (%s) and "+
			"proxies.%s", a.unharmed(), c.baseURL, a.ifGone())
	case errors.As(err, &invisible):
		return titleInvisible, a.unharmed() + " Wait two minutes and run Terraform again."
	case errors.As(err, &ignored):
		return titleIgnored, a.afterIgnored(c.baseURL)
	case errors.As(err, &hidden):
		title = titleNotFound
		if a.operation == importing {
			title = titleNothingToImport
		}
		return title, fmt.Sprintf("Each of these objects may be the one, because Botbiz does not show its %s. Look in the Botbiz dashboard, and use the ID instead.", a.keyName)
	case botbiz.IsNoRoute(err) && !botbiz.IsRedirect(err), botbiz.IsGone(err) && (a.operation == creating || noList != nil):
		return titleNoRoute, a.afterNoRoute(c.baseURL)
	case noList != nil && !botbiz.IsForeign(err):
		return titleNoList, fmt.Sprintf("Check base_url (%s), including its path (for example /v1), and proxies. Use an API key that can list objects%s.%s", c.baseURL, a.withoutList(), a.ifGone())
	case errors.As(err, &answer), errors.Is(err, transport.ErrBodyTooLarge):
		return titleUnexpected, fmt.Sprintf("%s Check base_url (%s) and proxies.%s", a.unharmed(), c.baseURL, a.ifGone())
	case errors.As(err, &refused) && botbiz.IsForeign(err):
		return titleNotTheAPI, fmt.Sprintf("The response is not in the format of the Botbiz API, so it comes from a proxy, a firewall, a login page, or another server. %s "+
			"Check base_url (%s), including its path (such as /v1), and the proxies on the way.%s", a.unseen(), c.baseURL, a.ifGone())
	case errors.As(err, &refused):
		return c.classifyStatus(refused, a)
	case errors.Is(err, context.Canceled):
		return titleCancelled, a.unharmed() + " Run Terraform again to finish."
	case botbiz.IsTimeout(err):
		return titleNoAnswer, fmt.Sprintf("Botbiz did not respond within request_timeout (%s). Increase it in the provider block, or check the network, proxies (HTTPS_PROXY), and base_url (%s), "+
			"and run Terraform again.", c.timeout, c.baseURL)
	}
	return titleNoAnswer, fmt.Sprintf("Check the network, proxies (HTTPS_PROXY), and base_url (%s), and run Terraform again.", c.baseURL)
}

func (c *clients) classifyStatus(e *botbiz.Error, a attempt) (title, next string) {
	switch e.Status {
	case http.StatusUnauthorized:
		return titleKeyRefused, fmt.Sprintf("The API key from %s is not valid for %s. Check in the Botbiz dashboard that the key is active.", c.keySource, c.baseURL)
	case http.StatusForbidden:
		return titleNotPermitted, a.unharmed() + " Use an API key with this permission, or grant the permission in the Botbiz dashboard." + a.ifGone()
	case http.StatusNotFound, http.StatusGone:
		return titleNotFound, "It does not exist, or it belongs to another Botbiz account than the API key." + a.ifGone()
	}
	if e.Status >= 500 {
		return titleServerError, "Retries did not help. " + a.unharmed() + " Run Terraform again later." + a.ifGone()
	}
	switch a.operation {
	case creating:
		return titleInvalid, a.afterRejectedCreate(e)
	case reading, deleting:
		return titleInvalid, a.unharmed() + " Run Terraform again later." + a.ifGone()
	case decoding:
		return titleInvalid, a.unharmed() + " If the account is connected already, it has no QR code."
	}
	return titleInvalid, a.unharmed() + " Correct the configuration and run Terraform again." + a.ifGone()
}

// otherAPI is what a user of the vendor's other API description needs to know.
const otherAPI = "Botbiz has published two API descriptions. This provider is for the API at " + botbiz.DefaultBaseURL + ", with an API key as a bearer token. The response has the format of the other " +
	"API, at dash.botbiz.io with the parameter apiToken, which has no WhatsApp accounts or webhook endpoints that Terraform can manage. Set base_url and the API key for the first one."
