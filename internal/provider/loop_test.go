package provider

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// receiver is what a user runs: it takes deliveries that are signed with its secret.
type receiver struct {
	*httptest.Server
	mu       sync.Mutex
	secret   string
	accepted []string // bodies
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{}
	r.Server = httptest.NewServer(r)
	t.Cleanup(r.Close)
	r.Config.Handler = r
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	body, err := io.ReadAll(req.Body)
	if err != nil || !botbiz.Verify(body, req.Header.Get(botbiz.SignatureHeader), r.secret) {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	r.accepted = append(r.accepted, string(body))
	w.WriteHeader(http.StatusNoContent)
}

func (r *receiver) trust(secret string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.secret = secret
	return nil
}

// closeLoop lets a message come in and looks for its delivery; then it forges one.
func (r *receiver) closeLoop(t *testing.T, m *mock, content string) error {
	t.Helper()
	account := m.Accounts()[0].ID
	if _, ok := m.InjectMessage(account, "+1234567890", content); !ok {
		return fmt.Errorf("no account %s", account)
	}
	if err := m.Flush(t.Context()); err != nil {
		return err
	}
	deliveries := m.Deliveries()
	last := deliveries[len(deliveries)-1]
	if last.Status != http.StatusNoContent || last.EventType != botbiz.EventMessageReceived {
		return fmt.Errorf("the delivery was answered %d: %+v", last.Status, last)
	}
	r.mu.Lock()
	got := r.accepted[len(r.accepted)-1]
	accepted := len(r.accepted)
	r.mu.Unlock()
	if got != last.Body {
		return fmt.Errorf("got %s, sent %s", got, last.Body)
	}
	for _, signature := range []string{"", botbiz.Sign([]byte(last.Body), "guessed"), botbiz.Sign([]byte("another body"), r.secret)} {
		forged := httptest.NewRequest(http.MethodPost, "/", nil)
		forged.Body = io.NopCloser(strings.NewReader(last.Body))
		forged.Header.Set(botbiz.SignatureHeader, signature)
		answer := httptest.NewRecorder()
		r.ServeHTTP(answer, forged)
		if answer.Code != http.StatusUnauthorized || len(r.accepted) != accepted {
			return fmt.Errorf("a forged delivery was accepted (%d)", answer.Code)
		}
	}
	return nil
}

// TestAccLoop is what it is all for: Terraform makes an endpoint, a message comes in, and its delivery is verified with
// the secret that Terraform knows. Then the secret is rotated.
func TestAccLoop(t *testing.T) {
	t.Parallel()
	for _, prefixed := range []bool{false, true} {
		m, r := newMock(t, mockapi.Options{SignaturePrefix: prefixed}), newReceiver(t)
		config := func(secret ...string) string {
			return m.config(accountConfig("+14155550100", "Support") + endpointConfig(r.URL, `"whatsapp.message.received"`, secret...))
		}
		// The secret of one's own comes from wherever one keeps it.
		own := func(version string) string {
			return config(`signing_secret_wo = "own-`+version+`"`, "signing_secret_wo_version = "+version)
		}
		testTerraform(t, resource.TestCase{
			ProtoV6ProviderFactories: factories(),
			TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_11_0)},
			Steps: []resource.TestStep{
				{Config: config(), Check: resource.ComposeAggregateTestCheckFunc(
					resource.TestCheckResourceAttrWith(endpoint, "signing_secret", r.trust),
					verify(func() error { return r.closeLoop(t, m, "Hello, I need help with my order.") }),
				)},
				{PreConfig: func() { _ = r.trust("own-1") }, Config: own("1"), Check: verify(func() error { return r.closeLoop(t, m, "Once more") })},
				{PreConfig: func() { _ = r.trust("own-2") }, Config: own("2"), Check: verify(func() error { return r.closeLoop(t, m, "Rotated") })},
			},
		})
	}
}
