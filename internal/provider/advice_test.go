package provider

import (
	"net/http"
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// Some servers answer for an object that is gone in words that are no proof. Whatever they answer, the error of a read, a
// change, and a delete names the way out.
func TestExplain_maybeGone(t *testing.T) {
	t.Parallel()
	c := &clients{baseURL: "https://example.com/v1"}
	answers := []error{
		&botbiz.AnswerError{Reason: "the answer has no id"},
		&collection.RouteError{Kind: "webhook endpoint", Err: &botbiz.Error{Status: 404, Documented: true}},
		&collection.RouteError{Kind: "webhook endpoint", Err: &botbiz.Error{Status: 404, Documented: true}, Documented: true},
		&collection.NoListError{Kind: "webhook endpoint", Err: &botbiz.Error{Status: 404, Documented: true}},
	}
	for _, status := range []int{400, 403, 404, 405, 409, 410, 422, 500, 502} {
		for _, documented := range []bool{false, true} {
			answers = append(answers, &botbiz.Error{Status: status, Documented: documented})
		}
	}
	for _, err := range answers {
		for _, operation := range []operation{reading, changing, deleting} {
			detail := c.explain(err, endpoints.attempt(operation, "whe_1")).Detail()
			for _, word := range []string{"terraform state rm", "removed block", "dashboard"} {
				if !strings.Contains(detail, word) {
					t.Errorf("%s, %v: no %q in %s", operation, err, word, detail)
				}
			}
			if operation != changing && strings.Contains(detail, "Correct the configuration") {
				t.Errorf("%s, %v: %s", operation, err, detail)
			}
		}
		for _, operation := range []operation{creating, lookingUp, listing} {
			if detail := c.explain(err, endpoints.attempt(operation, "")).Detail(); strings.Contains(detail, "state rm ADDRESS") {
				t.Errorf("%s, %v: %s", operation, err, detail)
			}
		}
	}
}

// A wrong path in base_url has one title, whatever the operation, and whatever the router there answers.
func TestExplain_wrongPath(t *testing.T) {
	t.Parallel()
	c := &clients{baseURL: "https://example.com/v1/v1"}
	for _, refused := range []*botbiz.Error{{Status: 404}, {Status: 404, Documented: true}, {Status: 405}, {Status: 410}, {Status: 501}} {
		list := &collection.NoListError{Kind: "WhatsApp account", Err: refused}
		for what, err := range map[operation]error{
			creating: refused, listing: list, lookingUp: list, importing: list,
			reading: &collection.RouteError{Kind: "WhatsApp account", Err: refused}, waiting: &collection.RouteError{Kind: "WhatsApp account", Err: refused},
		} {
			d := c.explain(err, accounts.attempt(what, ""))
			if d.Summary() != titleNoRoute || !strings.Contains(d.Detail(), "base_url (https://example.com/v1/v1): its path should end in /v1 once") {
				t.Errorf("%s, %v: %s: %s", what, err, d.Summary(), d.Detail())
			}
		}
		if d := c.explain(refused, accounts.attempt(importing, "wha_1")); !refused.Documented && d.Summary() != titleNoRoute {
			t.Errorf("%v: %s", refused, d.Summary())
		}
	}
}

// A create that is refused because of an object that nobody can find is no dead end.
func TestWhatsAppAccount_createConflicts(t *testing.T) {
	t.Parallel()
	ways := []string{`id = "ITS ID"`, "moved block", "deleted a moment ago", "dashboard"}
	for _, tc := range []struct {
		status  int
		message string
		nothing bool // nothing was created, for sure
		ways    []string
	}{
		{http.StatusConflict, "Conflict", false, ways},
		{http.StatusBadRequest, "This phone_number is already connected", true, ways},
		{http.StatusUnprocessableEntity, "already exists", true, ways},
		{http.StatusUnprocessableEntity, "name is too long", true, nil},
	} {
		m := newMock(t, mockapi.Options{Differences: []string{"no-list-route"}})
		m.AddFault(mockapi.Fault{Kind: "status", Status: tc.status, Method: "POST", Message: tc.message})
		_, err := newEngine(t, m).object(accountResource).apply(block{"phone_number": "+14155550100", "name": "Support"})
		impossible(t, err, append([]string{titleInvalid, tc.message}, tc.ways...)...)
		if strings.Contains(err.Error(), "Nothing was created") != tc.nothing || tc.ways == nil && strings.Contains(err.Error(), "moved block") {
			t.Errorf("%d %s: %v", tc.status, tc.message, err)
		}
	}
}

// A change that Botbiz may carry out later is not called ignored for good.
func TestExplain_later(t *testing.T) {
	t.Parallel()
	c := &clients{baseURL: "https://example.com/v1"}
	for _, what := range []operation{changing, deleting} {
		d := c.explain(&collection.IgnoredError{Kind: "webhook endpoint", ID: "whe_1"}, endpoints.attempt(what, "whe_1"))
		if d.Summary() != titleIgnored || !strings.Contains(d.Detail(), "later") || !strings.Contains(d.Detail(), "`terraform plan`") ||
			strings.Contains(d.Detail(), "ignore_changes") != (what == changing) {
			t.Errorf("%s: %s", what, d.Detail())
		}
	}
}
