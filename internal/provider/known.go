package provider

import (
	"crypto/sha256"
	"slices"
	"sync"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
	"github.com/botbiz/terraform-provider-botbiz/internal/transport"
)

// known is the shared state of one API key at one base URL. All configurations with this key use it, because programs that
// embed the provider configure it for every operation, and the rate limit applies per key.
type known struct {
	id        [sha256.Size]byte // hash of base URL and key; the key is not stored
	gate      *transport.Gate
	accounts  *collection.Store[botbiz.Account]
	endpoints *collection.Store[botbiz.Endpoint]
	users     *collection.Store[botbiz.User]
}

func newKnown(id [sha256.Size]byte) *known {
	return &known{id, transport.NewGate(), collection.NewStore[botbiz.Account](), collection.NewStore[botbiz.Endpoint](), collection.NewStore[botbiz.User]()}
}

// maxKnown limits the memory. The state of the least recently used key is dropped, which only costs requests.
const maxKnown = 64

var registry struct {
	mu   sync.Mutex
	keys []*known // in the order of their last use
}

// knownFor returns the state of a key for a new walk of Terraform.
func knownFor(baseURL, key string) *known {
	id := sha256.Sum256([]byte(baseURL + "\x00" + key))
	registry.mu.Lock()
	defer registry.mu.Unlock()
	at := slices.IndexFunc(registry.keys, func(k *known) bool { return k.id == id })
	if at < 0 {
		at = len(registry.keys)
		registry.keys = append(registry.keys, newKnown(id))
	}
	found := registry.keys[at]
	registry.keys = append(slices.Delete(registry.keys, at, at+1), found)
	if len(registry.keys) > maxKnown {
		registry.keys = slices.Delete(registry.keys, 0, 1)
	}
	found.accounts.NewWalk()
	found.endpoints.NewWalk()
	found.users.NewWalk()
	return found
}
