package provider

import (
	"errors"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Botbiz repeats the URL of an endpoint in its own form. A token in the URL stays hidden, and the rest of the error does not.
func TestFailed_hidden(t *testing.T) {
	t.Parallel()
	fields := webhookEndpointFields{}
	fields.URL = types.StringValue("https://hooks.example.com/in/b9k2T024BE7L?token=s3cr3t%2Fpass42word")
	for _, repeated := range []string{
		`https:\/\/hooks.example.com\/in\/b9k2T024BE7L?token=s3cr3t%2Fpass42word`, "https%3A%2F%2Fhooks.example.com%2Fin%2Fb9k2T024BE7L%3Ftoken%3Ds3cr3t%252Fpass42word",
		"&quot;https://hooks.example.com/in/b9k2T024BE7L?token&#61;s3cr3t%2Fpass42word&quot;", "HTTPS://HOOKS.EXAMPLE.COM/IN/B9K2T024BE7L?TOKEN=S3CR3T%2FPASS42WORD",
		"/in/b9k2T024BE7L?token=s3cr3t/pass42word", "token=s3cr3t/pass42word",
	} {
		err := errors.New("PATCH /v1/webhooks/endpoints/whe_12345 answered 422 Unprocessable Entity (invalid_url): " + repeated + " is not reachable.")
		got := endpoints.attempt(changing, "whe_12345").hiding(fields.values()...).failed(err)
		if lower := strings.ToLower(got); strings.Contains(lower, "b9k2t024be7l") || strings.Contains(lower, "pass42word") {
			t.Errorf("%s: %s", repeated, got)
		}
		if !strings.HasPrefix(got, "Changing the webhook endpoint whe_12345 failed: PATCH /v1/webhooks/endpoints/whe_12345 answered 422") || !strings.HasSuffix(got, " is not reachable") {
			t.Errorf("%s, too much is hidden: %s", repeated, got)
		}
	}
}
