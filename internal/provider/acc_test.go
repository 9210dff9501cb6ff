package provider

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/botbiz/terraform-provider-botbiz/internal/contract/contracttest"
	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// canaryKey is the API key of all tests. No log, error, or state may contain it.
const canaryKey = "canary-key-5d41402a"

// mock is the server of one test.
type mock struct {
	*mockapi.Server
	url  string
	base http.RoundTripper // nil: a network
}

func newMock(t *testing.T, options mockapi.Options) *mock {
	t.Helper()
	if options.Keys == nil {
		options.Keys = map[string]string{canaryKey: ""}
	}
	if options.DeliveryTransport == nil {
		options.DeliveryTransport = contracttest.Deliveries(t, &http.Transport{DisableKeepAlives: true})
	}
	server := mockapi.New(options)
	return &mock{Server: server, url: listen(t, server, contracttest.API(t, server, server.Deviates))}
}

// unchecked returns a URL of the server without contract checks, for requests that violate the contract on purpose.
func (m *mock) unchecked(t *testing.T) string {
	t.Helper()
	return listen(t, m.Server, m.Server)
}

func listen(t *testing.T, server *mockapi.Server, handler http.Handler) (url string) {
	t.Helper()
	listener := httptest.NewServer(handler)
	t.Cleanup(func() {
		listener.CloseClientConnections()
		listener.Close()
		server.Close()
	})
	return listener.URL + "/v1"
}

// config returns a configuration with a provider block for this server.
func (m *mock) config(body string, arguments ...string) string {
	return fmt.Sprintf("provider \"botbiz\" {\n  base_url = %q\n  api_key = %q\n  %s\n}\n%s", m.url, canaryKey, strings.Join(arguments, "\n  "), body)
}

// writes counts the requests that change something.
func (m *mock) writes() int {
	n := 0
	for _, r := range m.Requests() {
		if r.Delivery == nil && slices.Contains([]string{"POST", "PATCH", "DELETE"}, r.Method) {
			n++
		}
	}
	return n
}

func factories() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){"botbiz": providerserver.NewProtocol6WithError(New("test")())}
}

// acc runs steps with Terraform and expects an empty server at the end.
func acc(t *testing.T, m *mock, steps ...resource.TestStep) {
	t.Helper()
	accKeeping(t, steps...)
	if left := len(m.Accounts()) + len(m.Endpoints()); left > 0 {
		t.Errorf("%d objects are left on the server: %+v %+v", left, m.Accounts(), m.Endpoints())
	}
}

// accKeeping is acc without the check of the server.
func accKeeping(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	var configs []string
	for _, step := range steps {
		configs = append(configs, step.Config)
	}
	testTerraform(t, resource.TestCase{TerraformVersionChecks: versionChecks(configs...), ProtoV6ProviderFactories: factories(), Steps: steps})
}

// slots limits the processes of Terraform. Other tests mostly wait, so that many of them run at a time.
var slots = make(chan struct{}, max(4, 2*runtime.NumCPU()))

// slot waits for a slot and returns a function that frees it.
func slot() (free func()) {
	slots <- struct{}{}
	return func() { <-slots }
}

// testTerraform runs a test case with Terraform.
func testTerraform(t *testing.T, c resource.TestCase) {
	t.Helper()
	defer slot()()
	resource.Test(t, c)
}

// emptyPlan checks that nothing is planned before and after a step.
var emptyPlan = resource.ConfigPlanChecks{
	PreApply:             []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
	PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
}

// planned checks the action of a step's plan.
func planned(address string, action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

// verify adapts a function without use for the state.
func verify(f func() error) resource.TestCheckFunc {
	return func(*terraform.State) error { return f() }
}
