// Package contracttest fails a test whose requests, responses or webhook deliveries are outside the contract. Only tests
// import it, so that the OpenAPI library does not reach the provider or the mock.
package contracttest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// router finds operations below /v1 on any host.
var router = sync.OnceValue(func() routers.Router {
	local := *Document()
	local.Servers = openapi3.Servers{{URL: "/v1"}}
	r, err := gorillamux.NewRouter(&local)
	if err != nil {
		panic(err)
	}
	return r
})

var options = &openapi3filter.Options{
	IncludeResponseStatus: true, RejectWhenRequestBodyNotSpecified: true, SkipSettingDefaults: true,
	AuthenticationFunc: func(_ context.Context, in *openapi3filter.AuthenticationInput) error {
		if !strings.HasPrefix(in.RequestValidationInput.Request.Header.Get("Authorization"), "Bearer ") {
			return in.NewError(fmt.Errorf("there is no bearer key"))
		}
		return nil
	},
}

// API wraps a server of the API. A request outside the contract fails the test. So does a response, unless deviates
// reports that the test enabled this. Then a PUT may send what a create sends. Paths below /_mock/ are not checked.
func API(t testing.TB, server http.Handler, deviates func() bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/_mock/") {
			server.ServeHTTP(w, r)
			return
		}
		asked := r
		if r.Method == http.MethodPut && deviates() {
			asked = replacement(r)
		}
		in, err := request(asked)
		r.Body = asked.Body
		if err != nil {
			t.Errorf("a request is outside the contract: %s %s: %s", r.Method, r.URL, summary(err))
		}
		if deviates() { // do not copy what may be huge
			server.ServeHTTP(w, r)
			return
		}
		recorder := httptest.NewRecorder()
		server.ServeHTTP(recorder, r)
		maps.Copy(w.Header(), recorder.Header())
		w.WriteHeader(recorder.Code)
		_, _ = w.Write(recorder.Body.Bytes()) // the client may have gone
		if in == nil || deviates() {
			return
		}
		err = openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
			RequestValidationInput: in, Status: recorder.Code, Header: recorder.Header(), Body: io.NopCloser(recorder.Body), Options: options,
		})
		if err != nil {
			t.Errorf("a response is outside the contract: %s %s: %d: %s", r.Method, r.URL, recorder.Code, summary(err))
		}
	})
}

// replacement returns the create that sends what a PUT sends. Its check replaces the body, which they share.
func replacement(r *http.Request) *http.Request {
	create := r.Clone(r.Context())
	escaped := r.URL.EscapedPath()
	create.Method, create.URL.Path, create.URL.RawPath = http.MethodPost, escaped[:max(0, strings.LastIndexByte(escaped, '/'))], ""
	return create
}

// summary is an error without the schema and the value that follow in it.
func summary(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// request checks a request to the API. It returns nil if the contract has no such operation.
func request(r *http.Request) (*openapi3filter.RequestValidationInput, error) {
	route, parameters, err := router().FindRoute(r)
	if err != nil {
		return nil, err
	}
	in := &openapi3filter.RequestValidationInput{Request: r, PathParams: parameters, Route: route, Options: options}
	for name := range r.URL.Query() {
		if route.Operation.Parameters.GetByInAndName("query", name) == nil {
			return in, fmt.Errorf("unknown query parameter %q", name)
		}
	}
	return in, openapi3filter.ValidateRequest(r.Context(), in)
}

// Deliveries wraps the transport of a server's webhook deliveries. One outside the contract fails the test.
func Deliveries(t testing.TB, next http.RoundTripper) http.RoundTripper { return deliveries{t, next} }

type deliveries struct {
	t    testing.TB
	next http.RoundTripper
}

func (d deliveries) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := delivery(r); err != nil {
		d.t.Errorf("a delivery is outside the contract: %s", summary(err))
	}
	return d.next.RoundTrip(r)
}

func delivery(r *http.Request) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	var event struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(body, &event); err != nil {
		return err
	}
	item, ok := Document().Webhooks[event.Type]
	if !ok {
		return fmt.Errorf("unknown event %q", event.Type)
	}
	sent := r.Clone(r.Context())
	sent.Body = io.NopCloser(bytes.NewReader(body))
	return openapi3filter.ValidateRequest(r.Context(), &openapi3filter.RequestValidationInput{
		Request: sent, QueryParams: url.Values{}, Options: options,
		Route: &routers.Route{Spec: Document(), PathItem: item, Method: r.Method, Operation: item.GetOperation(r.Method)},
	})
}
