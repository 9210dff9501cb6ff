package provider

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

const endpoint = "botbiz_webhook_endpoint.test"

func endpointConfig(url, events string, more ...string) string {
	return fmt.Sprintf("resource \"botbiz_webhook_endpoint\" \"test\" {\n  url = %q\n  events = [%s]\n  %s\n}\n", url, events, strings.Join(more, "\n  "))
}

// patches are the bodies of the PATCH requests since the log was reset.
func (m *mock) patches() (bodies []string) {
	for _, r := range m.Requests() {
		if r.Method == "PATCH" {
			bodies = append(bodies, r.Body)
		}
	}
	return bodies
}

func TestAccWebhookEndpoint_life(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	sameID, sameSecret := statecheck.CompareValue(compare.ValuesSame()), statecheck.CompareValue(compare.ValuesSame())
	id, secret := tfjsonpath.New("id"), tfjsonpath.New("signing_secret")
	same := func() []statecheck.StateCheck {
		return []statecheck.StateCheck{sameID.AddStateValue(endpoint, id), sameSecret.AddStateValue(endpoint, secret)}
	}
	const event = `"whatsapp.message.received"`
	nothingSent := verify(func() error {
		if m.writes() > 0 {
			return fmt.Errorf("something was sent: %+v", m.Requests())
		}
		return nil
	})
	acc(t, m,
		resource.TestStep{
			Config: m.config(endpointConfig("https://hooks.example.com", event+", "+event)),
			ConfigStateChecks: append(same(),
				statecheck.ExpectKnownValue(endpoint, tfjsonpath.New("enabled"), knownvalue.Bool(true)),
				statecheck.ExpectKnownValue(endpoint, tfjsonpath.New("description"), knownvalue.Null()),
				statecheck.ExpectKnownValue(endpoint, tfjsonpath.New("events"), knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("whatsapp.message.received")})),
				statecheck.ExpectKnownValue(endpoint, secret, knownvalue.NotNull()),
			),
			Check: verify(func() error {
				if got := m.Endpoints()[0].Events; len(got) != 1 {
					return fmt.Errorf("sent the events %q", got)
				}
				return nil
			}),
		},
		resource.TestStep{ // another spelling of the same URL
			PreConfig: m.ResetLog, Config: m.config(endpointConfig("https://HOOKS.example.com:443/", event)),
			ConfigPlanChecks: emptyPlan, ConfigStateChecks: same(), Check: nothingSent,
		},
		resource.TestStep{
			Config:           m.config(endpointConfig("https://hooks.example.com/v2", `"b", "a"`, `description = "Orders"`, "enabled = false")),
			ConfigPlanChecks: planned(endpoint, plancheck.ResourceActionUpdate), ConfigStateChecks: same(),
		},
		resource.TestStep{ // a set has no order
			PreConfig: m.ResetLog, Config: m.config(endpointConfig("https://hooks.example.com/v2", `"a", "b", "a"`, `description = "Orders"`, "enabled = false")),
			ConfigPlanChecks: emptyPlan, Check: nothingSent,
		},
		resource.TestStep{ // changed by someone else, and back
			PreConfig: func() {
				m.UpdateEndpoint(m.Endpoints()[0].ID, func(e *mockapi.Endpoint) { e.Enabled, e.Events = true, []string{"z"} })
			},
			Config:           m.config(endpointConfig("https://hooks.example.com/v2", `"a", "b"`, `description = "Orders"`, "enabled = false")),
			ConfigPlanChecks: planned(endpoint, plancheck.ResourceActionUpdate), ConfigStateChecks: same(),
		},
		resource.TestStep{ // an import returns everything except the secret
			ResourceName: endpoint, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"signing_secret"},
		},
		resource.TestStep{
			ResourceName: endpoint, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"signing_secret"},
			ImportStateId: "https://hooks.EXAMPLE.com/v2",
		},
		resource.TestStep{
			PreConfig:        func() { m.DeleteEndpoint(m.Endpoints()[0].ID) },
			Config:           m.config(endpointConfig("https://hooks.example.com/v2", `"a"`)),
			ConfigPlanChecks: planned(endpoint, plancheck.ResourceActionCreate),
		},
	)
}

// An update sends all fields, so that an API that replaces the object ends alike, and the secret only if its version changes.
func TestWebhookEndpoint_patch(t *testing.T) {
	t.Parallel()
	base := block{"url": "https://example.com/hooks", "events": []string{"b", "a"}, "description": "Orders", "enabled": true}
	for name, test := range map[string]struct {
		change block
		want   string // no request, where empty
	}{
		"url":                 {block{"url": "https://example.com/v2"}, `{"url":"https://example.com/v2"}`},
		"url spelled":         {block{"url": "HTTPS://Example.com:443/hooks"}, ""},
		"events":              {block{"events": []string{"c", "a"}}, `{"events":["a","c"]}`},
		"events in order":     {block{"events": []string{"a", "b", "a"}}, ""},
		"description":         {block{"description": "Sales"}, `{"description":"Sales"}`},
		"no description":      {block{"description": nil}, `{"description":null}`},
		"empty description":   {block{"description": ""}, `{"description":""}`},
		"disabled":            {block{"enabled": false}, `{"enabled":false}`},
		"enabled by default":  {block{"enabled": nil}, ""},
		"secret of one's own": {block{"signing_secret_wo": "s3cret", "signing_secret_wo_version": 1}, `{"secret":"s3cret"}`},
		"several":             {block{"enabled": false, "description": "Sales"}, `{"description":"Sales","enabled":false}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t, mockapi.Options{})
			o := newEngine(t, m).object(endpointResource)
			_, err := o.apply(base)
			must(t, err)
			id, secret := o.text("id"), o.text("signing_secret")
			m.ResetLog()
			config := block{}
			for _, from := range []block{base, test.change} {
				for name, value := range from {
					config[name] = value
				}
			}
			action, err := o.apply(config)
			must(t, err)
			got := strings.Join(m.patches(), " ")
			if (got != "") != (test.want != "") || !strings.Contains(got, strings.Trim(test.want, "{}")) || (action == "none") != (test.want == "") {
				t.Errorf("%s sent %s, want %s", action, got, test.want)
			}
			if sent := strings.Contains(got, `"secret"`); got != "" && (sent != strings.Contains(test.want, "secret") || !strings.Contains(got, `"url":`) || !strings.Contains(got, `"events":`)) {
				t.Errorf("sent %s", got)
			}
			if m.writes() != len(m.patches()) || o.text("id") != id {
				t.Error("more was sent, or it was replaced")
			}
			if own := config["signing_secret_wo"] != nil; !own && o.text("signing_secret") != secret || own && o.text("signing_secret") != "" {
				t.Errorf("the secret is %q", o.text("signing_secret"))
			}
			if action, err := o.plan(config); err != nil || action != "none" {
				t.Errorf("the plan is %s: %v", action, err)
			}
		})
	}
}

// An endpoint that was there before with the same URL and other events may be that of an interrupted run. One that this run
// created is not.
func TestWebhookEndpoint_sameURL(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	left := m.AddEndpoint(mockapi.Endpoint{URL: "https://EXAMPLE.com", Events: []string{"a"}}).ID
	m.AddEndpoint(mockapi.Endpoint{URL: "https://example.com/other", Events: []string{"a"}})
	e := newEngine(t, m)
	id := "none"
	for _, events := range [][]string{{"b"}, {"c"}} {
		o := e.object(endpointResource)
		o.engine.warnings = nil
		_, err := o.apply(block{"url": "https://example.com", "events": events, "enabled": true})
		must(t, err)
		all := strings.Join(o.engine.warnings, "\n")
		if strings.Count(all, titleSameURL) != 1 || !strings.Contains(all, left) || strings.Contains(all, id) {
			t.Errorf("%v warns %q", events, all)
		}
		id = o.text("id")
	}
}
