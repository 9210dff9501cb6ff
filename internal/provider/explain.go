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

// attempt describes a failed call.
type attempt struct {
	kind
	doing  string   // "reading"
	object string   // "the WhatsApp account wha_12345"
	hidden []string // values of the configuration, which Botbiz may quote in its error
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
	why := trimDot(err.Error())
	for _, value := range a.hidden {
		why = strings.ReplaceAll(why, value, "[value]")
	}
	return fmt.Sprintf("%s %s failed: %s", upperFirst(a.doing), a.object, why)
}

// explain converts an error of an API call to a diagnostic: what happened, to which object, and what to do next.
func (c *clients) explain(err error, a attempt) diag.Diagnostic {
	title, next := c.classify(err, a)
	d := failure(title, "%s.\n\n%s", a.failed(err), next)
	if title == a.taken {
		return diag.WithPath(path.Root(a.key), d)
	}
	var refused *botbiz.Error
	if title == titleInvalid && errors.As(err, &refused) {
		for _, field := range a.fields {
			name, attribute, other := strings.Cut(field, ":")
			if !other {
				attribute = name
			}
			if regexp.MustCompile(`\b` + name + `\b`).MatchString(refused.Message) {
				return diag.WithPath(path.Root(attribute), d)
			}
		}
	}
	return d
}

// classify returns the title of an error and what to do next.
func (c *clients) classify(err error, a attempt) (title, next string) {
	var (
		taken   *collection.TakenError
		missing *collection.MissingRouteError
		outcome *collection.OutcomeError
		noList  *collection.NoListError
		answer  *botbiz.AnswerError
		refused *botbiz.Error
		wait    *transport.WaitError
	)
	switch {
	case errors.As(err, &taken):
		return a.taken, a.afterTaken(taken.IDs)
	case errors.As(err, &outcome):
		return titleOutcomeUnknown, a.afterUnknown(outcome)
	case errors.As(err, &wait):
		return titleRateLimit, "Nothing was sent. Run Terraform again after that time, or raise max_wait in the provider block."
	case errors.As(err, &missing):
		return titleNoRoute, fmt.Sprintf("Either the object does not exist, or the API does not have this route. The state did not change. Check base_url (%s), "+
			"including its path (for example /v1). If the object is gone, remove it from the state with `terraform state rm`.", c.baseURL)
	case errors.As(err, &noList):
		return titleNoList, fmt.Sprintf("Check base_url (%s), including its path (for example /v1), and proxies. Use an API key that can list objects, or use an ID "+
			"instead of a phone number, a URL, or a filter.", c.baseURL)
	case botbiz.IsNoRoute(err):
		return titleNotTheAPI, fmt.Sprintf("The Botbiz API does not answer like this for an object that does not exist, so the state stays as it was. "+
			"Check base_url (%s), including its path (such as /v1), and the proxies on the way. If you know that the object is gone, take it out of the state with "+
			"`terraform state rm`.", c.baseURL)
	case errors.As(err, &answer), errors.Is(err, transport.ErrBodyTooLarge):
		return titleUnexpected, fmt.Sprintf("The state did not change. Check base_url (%s) and proxies.", c.baseURL)
	case errors.As(err, &refused):
		return c.classifyStatus(refused)
	case errors.Is(err, context.Canceled):
		return titleCancelled, "Terraform was interrupted. Run it again to finish."
	}
	return titleNoAnswer, fmt.Sprintf("Check the network, proxies (HTTPS_PROXY), and base_url (%s), and run Terraform again.", c.baseURL)
}

func (c *clients) classifyStatus(e *botbiz.Error) (title, next string) {
	switch e.Status {
	case http.StatusUnauthorized:
		return titleKeyRefused, "The API key is not valid for " + c.baseURL + ". Check api_key, api_key_file, BOTBIZ_API_KEY, or BOTBIZ_API_KEY_FILE, and check in the Botbiz dashboard that the key is " +
			"active."
	case http.StatusForbidden:
		return titleNotPermitted, "Use an API key with this permission, or grant the permission in the Botbiz dashboard."
	case http.StatusNotFound, http.StatusGone:
		return titleNotFound, "It does not exist, or it belongs to another Botbiz account than the API key."
	}
	if e.Status >= 500 {
		return titleServerError, "Retries did not help. Run Terraform again later. The state contains everything that was done."
	}
	return titleInvalid, "Correct the configuration and run Terraform again."
}

// afterUnknown describes how to find out the result of a create.
func (k kind) afterUnknown(e *collection.OutcomeError) string {
	lost := ""
	if k.imported != "" {
		lost = "\n\n" + k.imported
	}
	if len(e.IDs) > 0 {
		return "The request was not repeated, because that could create the object twice. Look up these objects in the Botbiz dashboard. " +
			"If one of them is the new object, import it with its block. Otherwise run Terraform again.\n\n" + importBlocks(k.resource, e.IDs) + lost
	}
	return "The request was not repeated, because that could create the object twice. Check in the Botbiz dashboard whether the object " +
		"exists. If it exists, import it:\n\n" +
		importBlock(k.resource, "ITS ID") + lost + "\n\nIf it does not exist, run Terraform again."
}

// afterTaken describes what to do if Botbiz rejects a create because the object exists.
func (k kind) afterTaken(ids []string) string {
	return fmt.Sprintf("Botbiz already has this %s: %s.\n\n- If you renamed its block or its for_each key, add a moved block from the old to the "+
		"new address.\n- If this resource already manages it, Terraform creates the new object before it destroys the old one. "+
		"Remove create_before_destroy from this resource, and from resources that depend on it.\n- If Terraform does not manage it "+
		"yet, import it:\n\n%s", k.name, strings.Join(ids, ", "), importBlock(k.resource, ids[0]))
}
