package provider

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

const canaryHeader = "canary-of-a-gateway"

// headersOf is the value of the argument headers.
func headersOf(given map[string]any) map[string]tftypes.Value {
	values := map[string]tftypes.Value{}
	for name, text := range given {
		values[name] = value(tftypes.String, text)
	}
	return values
}

// invalidHeaders are refused in terraform validate, in the configuration, and in the environment, without a value.
var invalidHeaders = map[string]struct {
	given map[string]any
	words string
}{
	"the key":       {map[string]any{"authorization": "Bearer " + canaryHeader}, "Authorization cannot be set"},
	"host":          {map[string]any{"host": canaryHeader}, "Host cannot be set"},
	"type":          {map[string]any{"content-type": canaryHeader}, "begin with Content- cannot be set"},
	"length":        {map[string]any{"Content-Length": "7"}, "begin with Content- cannot be set"},
	"accept":        {map[string]any{"ACCEPT": canaryHeader}, "Accept cannot be set"},
	"compression":   {map[string]any{"Accept-Encoding": canaryHeader}, "Accept-Encoding cannot be set"},
	"user agent":    {map[string]any{"User-Agent": canaryHeader}, "User-Agent cannot be set"},
	"connection":    {map[string]any{"Connection": canaryHeader}, "Connection cannot be set"},
	"encoding":      {map[string]any{"Transfer-Encoding": canaryHeader}, "Transfer-Encoding cannot be set"},
	"repeats":       {map[string]any{"x-idempotency-key": canaryHeader}, "X-Idempotency-Key cannot be set"},
	"proxy":         {map[string]any{"Proxy-Authorization": canaryHeader}, "begin with Proxy- cannot be set"},
	"no name":       {map[string]any{"": canaryHeader}, "name of a header is empty"},
	"blank in name": {map[string]any{canaryHeader + " x": "value"}, "name of a header is empty or has a character"},
	"colon in name": {map[string]any{"X-A:": canaryHeader}, "name of a header is empty or has a character"},
	"twice":         {map[string]any{"X-Access": canaryHeader, "x-access": "b"}, "differ in upper and lower case"},
	"empty":         {map[string]any{"X-Access": " \n"}, "the value of a header is empty"},
	"line break":    {map[string]any{"X-Access": canaryHeader + "\r\nX: y"}, "contains a line break"},
	"not ASCII":     {map[string]any{"X-Access": canaryHeader + "é"}, "another character"},
}

func TestHeaders_invalid(t *testing.T) { //nolint:paralleltest // sets the environment
	server := serve(t, New("test")())
	for name, test := range invalidHeaders {
		t.Run(name, func(t *testing.T) { //nolint:paralleltest // sets the environment
			config := map[string]any{"headers": headersOf(test.given)}
			valid, err := server.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: server.value(server.schema.Provider.ValueType(), config)})
			must(t, err)
			if len(valid.Diagnostics) != 1 || valid.Diagnostics[0].Attribute != nil {
				t.Fatalf("%+v", valid.Diagnostics)
			}
			elements, text := map[string]attr.Value{}, ""
			for name, value := range test.given {
				elements[name] = types.StringValue(value.(string))
				text += fmt.Sprintf(",%q:%q", name, value)
			}
			key := types.StringValue("k")
			_, configured := readSettings(t, providerModel{APIKey: key, Headers: types.MapValueMust(types.StringType, elements)}, nil)
			_, inherited := readSettings(t, providerModel{APIKey: key}, map[string]string{"BOTBIZ_HEADERS": "{" + strings.TrimPrefix(text, ",") + "}"})
			for where, said := range map[string]string{
				"argument headers": valid.Diagnostics[0].Detail, "The argument headers": configured, "variable BOTBIZ_HEADERS": inherited,
			} {
				if !strings.Contains(said, test.words) || !strings.Contains(said, where) || strings.Contains(said, canaryHeader) {
					t.Errorf("%s: %s", where, said)
				}
			}
		})
	}
	for _, text := range []string{canaryHeader, `{"X-Access":1}`, `["` + canaryHeader + `"]`, `{"X-Access":{"` + canaryHeader + `":"x"}}`} {
		_, said := readSettings(t, providerModel{APIKey: types.StringValue("k")}, map[string]string{"BOTBIZ_HEADERS": text})
		if !strings.Contains(said, "BOTBIZ_HEADERS cannot be used: it is not a JSON object") || strings.Contains(said, canaryHeader) {
			t.Errorf("%s: %s", text, said)
		}
	}
}

// The configuration replaces the environment. A header that is null is left out.
func TestHeaders_accepted(t *testing.T) { //nolint:paralleltest // sets the environment
	environment := map[string]string{"BOTBIZ_HEADERS": ` {"cf-access-client-id":"id","X-Token":"a b"} `}
	for name, test := range map[string]struct {
		headers     types.Map
		environment map[string]string
		want        map[string]string
	}{
		"none":          {types.MapNull(types.StringType), nil, nil},
		"environment":   {types.MapNull(types.StringType), environment, map[string]string{"Cf-Access-Client-Id": "id", "X-Token": "a b"}},
		"configuration": {types.MapValueMust(types.StringType, map[string]attr.Value{"x-a": types.StringValue("1\n"), "X-B": types.StringNull()}), environment, map[string]string{"X-A": "1"}},
		"empty":         {types.MapValueMust(types.StringType, nil), environment, nil},
	} {
		s, said := readSettings(t, providerModel{APIKey: types.StringValue("k"), Headers: test.headers}, test.environment)
		if said != "" || fmt.Sprint(s.headers) != fmt.Sprint(test.want) {
			t.Errorf("%s: %v, want %v: %s", name, s.headers, test.want, said)
		}
	}
}

// The headers are sent with every request, and no error shows a value that a gateway repeats.
func TestHeaders_sent(t *testing.T) {
	t.Parallel()
	var got http.Header
	gateway := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.Header
		w.Header().Set("X-Request-Id", canaryHeader)
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, `{"error":{"code":"`+canaryHeader+`","message":"not with `+canaryHeader+`","status":401}}`)
	}))
	t.Cleanup(gateway.Close)
	e := newEngine(t, &mock{url: gateway.URL + "/v1"})
	e.provider["headers"] = headersOf(map[string]any{"cf-access-client-secret": canaryHeader, "X-None": nil})
	err := e.object(accountResource).importBy("wha_12345")
	impossible(t, err, "401")
	if strings.Contains(err.Error(), canaryHeader) {
		t.Error(err)
	}
	if got.Get("CF-Access-Client-Secret") != canaryHeader || got.Get("Authorization") != "Bearer "+canaryKey || got.Values("X-None") != nil {
		t.Errorf("sent %v", got)
	}
}
