package provider

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// Setting the new secret of an adopted endpoint can wait for the rate limit longer than a request timeout.
func TestAccWebhookEndpoint_adoptedUnderLimit(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{Limit: 2, Window: 4 * time.Second})
	m.AddFault(mockapi.Fault{Kind: mockapi.FaultDropAfter, Method: "POST", Route: mockapi.RouteEndpoints, Count: 1})
	config := m.config(`resource "botbiz_webhook_endpoint" "test" {
  url    = "https://example.com/hooks"
  events = ["whatsapp.message.received"]
}`, `request_timeout = "1s"`)
	acc(t, m, resource.TestStep{
		Config: config,
		Check: func(s *terraform.State) error {
			endpoints := m.Endpoints()
			if held := s.RootModule().Resources["botbiz_webhook_endpoint.test"].Primary.Attributes["signing_secret"]; len(endpoints) != 1 || held != endpoints[0].Secret {
				return fmt.Errorf("%d endpoints; the secret in the state is not the one in force", len(endpoints))
			}
			return nil
		},
	})
}

func TestAccWebhookEndpoint_nullEvent(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	acc(t, m, resource.TestStep{
		Config: m.config(`variable "none" {
  type    = string
  default = null
}

resource "botbiz_webhook_endpoint" "test" {
  url    = "https://example.com/hooks"
  events = [var.none]
}`),
		ExpectError: regexp.MustCompile(`(?i)null value`),
	})
	if m.writes() > 0 {
		t.Errorf("it was sent: %+v", m.Requests())
	}
}
