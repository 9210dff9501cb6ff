package provider

import (
	"strconv"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

// documentedLimit is the number of requests per minute on the Free plan.
const documentedLimit = 60

// planning is the shared state of the plans and reads of one walk of Terraform, which configures the provider for each.
type planning struct {
	mu       sync.Mutex
	applying bool              // an apply plans again what the user has already seen
	unknown  int               // creates with an unknown natural key
	writes   map[string]bool   // planned so far: IDs, and natural keys of creates
	warned   string            // the write with the warning about the limit
	deleted  map[string]bool   // IDs of planned deletions whose state is not connected
	paired   map[string]string // phone numbers of connected accounts in the state, with their IDs
}

// planCreate counts the create of an object with this natural key. Terraform can plan it twice.
func (c *clients) planCreate(key types.String, diags *diag.Diagnostics) {
	if c == nil {
		return
	}
	what := "new " + key.ValueString()
	if key.IsUnknown() {
		c.planning.mu.Lock()
		c.planning.unknown++
		what = "new, number " + strconv.Itoa(c.planning.unknown)
		c.planning.mu.Unlock()
	}
	c.planWrite(what, diags)
}

// planWrite counts a planned write, and warns once if the writes exceed the rate limit. The total number is not known yet.
func (c *clients) planWrite(what string, diags *diag.Diagnostics) {
	if c == nil {
		return
	}
	c.planning.mu.Lock()
	defer c.planning.mu.Unlock()
	if c.planning.applying {
		return
	}
	if c.planning.writes == nil {
		c.planning.writes = map[string]bool{}
	}
	c.planning.writes[what] = true
	limit := c.limit()
	// With -minimal-refresh, Terraform drops the warnings of the first of two plans of an object, so the second one repeats them.
	if len(c.planning.writes) <= limit || c.planning.warned != "" && c.planning.warned != what {
		return
	}
	c.planning.warned = what
	diags.Append(caution(titlePlanOverLimit, "This plan makes more than %d changes. As far as the provider knows, this API key can send %d requests per minute. The "+
		"apply sends %d requests, waits for the next minute, and continues: every further %d requests take another minute. This is "+
		"normal, and you do not have to do anything. A Botbiz plan with a higher limit is faster. requests_per_minute in the "+
		"provider block can also be the limit.", limit, limit, limit, limit))
}

// planDelete records a deletion that is planned before the account is read.
func (c *clients) planDelete(id string) {
	if c == nil {
		return
	}
	c.planning.mu.Lock()
	defer c.planning.mu.Unlock()
	if c.planning.deleted == nil {
		c.planning.deleted = map[string]bool{}
	}
	c.planning.deleted[id] = true
}

func (p *planning) deletes(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.deleted[id]
}

// keepPaired notes a connected account. Terraform plans a tainted account as the create of its number.
func (c *clients) keepPaired(number types.String, id string) {
	if c == nil || number.ValueString() == "" {
		return
	}
	c.planning.mu.Lock()
	defer c.planning.mu.Unlock()
	if c.planning.paired == nil {
		c.planning.paired = map[string]string{}
	}
	c.planning.paired[botbiz.ReadPhoneNumber(number.ValueString())] = id
}

// pairedWith returns the ID of the connected account with that number, or nothing.
func (c *clients) pairedWith(number types.String) string {
	if c == nil {
		return ""
	}
	c.planning.mu.Lock()
	defer c.planning.mu.Unlock()
	return c.planning.paired[botbiz.ReadPhoneNumber(number.ValueString())]
}

func (p *planning) apply() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.applying = true
}
