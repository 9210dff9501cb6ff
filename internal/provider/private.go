package provider

import (
	"context"
	"encoding/json"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// memoKey is the key of the private state.
const memoKey = "botbiz"

// memo is what the provider notes about an object in its private state, because no route of the API tells it.
type memo struct {
	ID string `json:"id,omitempty"`
	// Key is the fingerprint of base URL and API key when the object was last seen. Only under this key can it be gone.
	Key string `json:"key,omitempty"`
	// Made is when this provider created the object, in Unix seconds of the local clock, until a read has seen it.
	Made int64 `json:"made,omitempty"`
	// Stored is how the API showed a text after it was sent, by attribute, where it is another text. It is no drift.
	Stored map[string]string `json:"stored,omitempty"`
	// Unseen is set by an update whose result no response has shown yet.
	Unseen bool `json:"unseen,omitempty"`
	// Imported is set until an update: the state holds what the API shows, and not what a configuration said.
	Imported bool `json:"imported,omitempty"`
	// Shown is the number of an imported account as the API shows it, until a configured number takes its place.
	Shown string `json:"shown,omitempty"`
}

// private is the private state in a request.
type private interface {
	GetKey(context.Context, string) ([]byte, diag.Diagnostics)
	SetKey(context.Context, string, []byte) diag.Diagnostics
}

// recall reads the memo of an object. A missing one is empty.
func recall(ctx context.Context, p private) (m memo) {
	if noted, diags := p.GetKey(ctx, memoKey); !diags.HasError() && noted != nil {
		_ = json.Unmarshal(noted, &m) // an unreadable one counts as missing
	}
	return m
}

// note writes the memo.
func (m memo) note(ctx context.Context, p private) diag.Diagnostics {
	noted, _ := json.Marshal(m) // texts and numbers, which cannot fail
	return p.SetKey(ctx, memoKey, noted)
}

// made returns when this provider created the object under the same key, if no read has seen it since, or zero.
func (m memo) made(c *clients) time.Time {
	if m.Made == 0 || m.isOtherKey(c) {
		return time.Time{}
	}
	return time.Unix(m.Made, 0)
}

// wasRead reports whether a read has seen the object since it was created. So the API has a route that returns it.
func (m memo) wasRead() bool { return m.Key != "" && m.Made == 0 }

// isOtherKey reports whether the object was last seen with another base URL or API key.
func (m memo) isOtherKey(c *clients) bool { return m.Key != "" && m.Key != c.fingerprint }
