package botbiz_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// A server echoes secrets in later errors. They come from a response, a request, or a state.
func TestSecretsAreRemembered(t *testing.T) {
	t.Parallel()
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			_, _ = w.Write([]byte(`{"id":"whe_1","secret":"told by the answer"}`))
			return
		}
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"error":{"code":"sent","status":400,"message":"told by the answer, sent, from the state, whsec_of+another=object."}}`))
	}))
	t.Cleanup(listener.Close)
	base, err := url.Parse(listener.URL)
	if err != nil {
		t.Fatal(err)
	}
	client := botbiz.New(base, http.DefaultTransport)
	if _, err := client.Endpoints.Create(t.Context(), botbiz.NewEndpoint{Secret: "sent"}); err != nil {
		t.Fatal(err)
	}
	client.Conceal("from the state")
	client.Conceal("")
	_, err = client.Endpoints.Get(t.Context(), "whe_1")
	if err == nil || !strings.HasSuffix(err.Error(), "([redacted]): [redacted], [redacted], [redacted], [redacted].") {
		t.Error(err)
	}
}
