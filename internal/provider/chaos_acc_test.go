package provider

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// TestAccChaos is a short run with the real Terraform, with faults that need little time. Nothing is doubled, and what an apply
// leaves out of the state, it names.
func TestAccChaos(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	cli := newCLI(t, m)
	cli.Env = append(cli.Env, "BOTBIZ_REQUEST_TIMEOUT=2s")
	c := &chaos{t: t, Rand: rand.New(rand.NewPCG(8, 0)), m: m}
	var faults []*mockapi.Injected
	failed := 0
	for round := range 3 {
		addresses := map[string]string{} // by natural key
		var hcl strings.Builder
		for i := range 6 {
			if number, url := fmt.Sprintf("+1555000000%d", i), fmt.Sprintf("https://hooks.example.com/%d", i); !c.one(4) {
				addresses[naturalKey(number, "", nil)] = fmt.Sprintf("%s.a%d", accountResource, i)
				addresses[naturalKey("", url, []string{"a"})] = fmt.Sprintf("%s.e%d", endpointResource, i)
				fmt.Fprintf(&hcl, "resource %q \"a%d\" {\n  phone_number = %q\n  name = \"Round %d\"\n}\n", accountResource, i, number, round)
				fmt.Fprintf(&hcl, "resource %q \"e%d\" {\n  url = %q\n  events = [\"a\"]\n  enabled = %t\n}\n", endpointResource, i, url, c.one(2))
			}
		}
		cli.config(hcl.String())
		for range 6 {
			if f := c.fault(true); round < 2 && f.Delay == 0 && f.Kind != "429" && f.Status < 502 {
				faults = append(faults, m.AddFault(f))
			}
		}
		for attempt := 0; ; attempt++ {
			out, err := cli.run("apply", "-auto-approve")
			m.ClearFaults()
			managed := cli.ids()
			keys := map[string]bool{}
			for id, key := range c.objects() {
				if keys[key] {
					t.Errorf("round %d: doubled: %s", round, key)
				}
				keys[key] = true
				if slices.Contains(managed, id) {
					continue
				}
				if err == nil || !strings.Contains(out, titleOutcomeUnknown) && !strings.Contains(out, id) {
					t.Errorf("round %d: orphaned: %s is %s, and it says %s", round, key, id, out)
				}
				cli.must("import", addresses[key], id)
			}
			if err == nil && len(managed) != len(addresses) {
				t.Errorf("round %d: %d of %d objects in the state", round, len(managed), len(addresses))
			}
			if err == nil {
				break
			} else if attempt == 4 {
				t.Fatalf("round %d: applies without faults go on failing: %v", round, err)
			}
			failed++
		}
	}
	cli.must("plan", "-detailed-exitcode")
	hit := slices.DeleteFunc(faults, func(f *mockapi.Injected) bool { return f.Fired() == 0 })
	t.Logf("%d faults, %d failed applies", len(hit), failed)
	if len(hit) == 0 || failed == 0 {
		t.Error("nothing failed")
	}
	cli.must("destroy", "-auto-approve")
	if left := c.objects(); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// ids returns the ids in the state.
func (c *cli) ids() (ids []string) {
	c.t.Helper()
	var state struct {
		Resources []struct {
			Instances []struct{ Attributes struct{ ID string } }
		}
	}
	must(c.t, json.Unmarshal([]byte(c.read("terraform.tfstate")), &state))
	for _, r := range state.Resources {
		for _, i := range r.Instances {
			ids = append(ids, i.Attributes.ID)
		}
	}
	return ids
}
