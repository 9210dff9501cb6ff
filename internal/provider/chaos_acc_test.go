package provider

import (
	"fmt"
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// TestAccChaos is a short run with the real Terraform, in which answers to writes are lost or say nothing. Nothing is doubled,
// and what an apply leaves out of the state, it names.
func TestAccChaos(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	cli, failed := newCLI(t, m), 0
	for round, kind := range []string{"drop-after", "truncated-json", "html"} {
		var hcl strings.Builder
		for i := round; i < round+4; i++ { // one comes, one goes, and three change
			fmt.Fprintf(&hcl, "resource %q \"a%d\" {\n  phone_number = \"+1555000000%d\"\n  name = \"Round %d\"\n}\n", accountResource, i, i, round)
			fmt.Fprintf(&hcl, "resource %q \"a%d\" {\n  url = \"https://hooks.example.com/%d\"\n  events = [\"a\"]\n  enabled = %t\n}\n", endpointResource, i, i, round == 1)
		}
		cli.config(hcl.String())
		for _, method := range []string{"POST", "PATCH", "DELETE"} {
			m.AddFault(mockapi.Fault{Kind: kind, Method: method, Count: 2})
		}
		for err, tries := error(nil), 0; tries == 0 || err != nil; tries++ {
			var out string
			out, err = cli.run("apply", "-auto-approve")
			m.ClearFaults()
			state := cli.read("terraform.tfstate")
			for id, address := range addresses(m) {
				if !strings.Contains(state, id) {
					if err == nil || !strings.Contains(out, titleOutcomeUnknown) && !strings.Contains(out, id) {
						t.Errorf("round %d: orphaned: %s is %s, and it says %s", round, address, id, out)
					}
					cli.must("import", address, id)
				}
			}
			if err != nil {
				failed++
			}
			if tries == 3 {
				t.Fatalf("round %d: applies without faults go on failing: %v\n%s", round, err, out)
			}
		}
		if there := addresses(m); len(there) != 8 {
			t.Errorf("round %d: there are %v", round, there)
		}
	}
	cli.must("plan", "-detailed-exitcode")
	if cli.must("destroy", "-auto-approve"); failed == 0 || len(addresses(m)) > 0 {
		t.Errorf("%d applies failed, and %v are left", failed, addresses(m))
	}
}

// addresses returns the addresses of all objects of the API, by id.
func addresses(m *mock) map[string]string {
	all := map[string]string{}
	for _, a := range m.Accounts() {
		all[a.ID] = accountResource + ".a" + a.PhoneNumber[len(a.PhoneNumber)-1:]
	}
	for _, e := range m.Endpoints() {
		all[e.ID] = endpointResource + ".a" + e.URL[len(e.URL)-1:]
	}
	return all
}
