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
	applying bool             // an apply plans again what the user has already seen
	unknown  int              // creates with an unknown natural key
	writes   map[string]bool  // planned so far: IDs, and natural keys of creates
	warned   string           // the write with the warning about the limit
	given    map[string]bool  // warnings that are given once
	imports  map[string]bool  // IDs of imports
	reads    map[string]bool  // IDs of resources that were read
	accounts map[string]holds // accounts in the state, by phone number
}

// holds is an account in the state.
type holds struct {
	id, number        string
	protected, paired bool
}

func newPlanning() *planning {
	return &planning{writes: map[string]bool{}, given: map[string]bool{}, imports: map[string]bool{}, reads: map[string]bool{}, accounts: map[string]holds{}}
}

// once reports whether a warning was not given yet.
func (p *planning) once(warning string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	first := !p.given[warning]
	p.given[warning] = true
	return first
}

// imported records the import of an object, and reports whether it is the first of this object.
func (p *planning) imported(id string) (first bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	first = !p.imports[id]
	p.imports[id] = true
	return first
}

// read records the read of a resource.
func (p *planning) read(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.reads[id] = true
}

// isImport reports whether the plan of an imported object is that of its import. An apply plans it again without a read.
func (p *planning) isImport(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.imports[id] || !p.reads[id]
}

// create counts the create of an object with this natural key. Terraform can plan it twice.
func (p *planning) create(limit int, key types.String, diags *diag.Diagnostics) {
	what := "new " + key.ValueString()
	if key.IsUnknown() {
		p.mu.Lock()
		p.unknown++
		what = "new, number " + strconv.Itoa(p.unknown)
		p.mu.Unlock()
	}
	p.write(limit, what, diags)
}

// write counts a planned write, and warns once if the writes exceed the rate limit. The total number is not known yet.
func (p *planning) write(limit int, what string, diags *diag.Diagnostics) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.applying {
		return
	}
	p.writes[what] = true
	// With -minimal-refresh, Terraform drops the warnings of the first of two plans of an object, so the second one repeats them.
	if len(p.writes) <= limit || p.warned != "" && p.warned != what {
		return
	}
	p.warned = what
	diags.Append(caution(titlePlanOverLimit, "This plan makes more than %d changes. As far as the provider knows, this API key can send %d requests per minute. The "+
		"apply sends %d requests, waits for the next minute, and continues: every further %d requests take another minute. This is "+
		"normal, and you do not have to do anything. A Botbiz plan with a higher limit is faster. requests_per_minute in the "+
		"provider block can also be the limit.", limit, limit, limit, limit))
}

// hold records an account in the state.
func (p *planning) hold(h holds) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if h.id != "" && h.number != "" {
		p.accounts[botbiz.ReadPhoneNumber(h.number)] = h
	}
}

// holder returns the account in the state with that id or, without an id, with that number.
func (p *planning) holder(id, number string) (found holds) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if id == "" {
		return p.accounts[botbiz.ReadPhoneNumber(number)]
	}
	for _, h := range p.accounts {
		if h.id == id {
			found = h
		}
	}
	return found
}

// isApplying reports whether an apply has begun to write.
func (p *planning) isApplying() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.applying
}

// apply records that this walk is an apply.
func (p *planning) apply() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.applying = true
}
