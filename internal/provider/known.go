package provider

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sync"

	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
	"github.com/botbiz/terraform-provider-botbiz/internal/transport"
)

// known is the shared state of one API key at one base URL. All configurations with this key use it, because programs that
// embed the provider configure it for every operation, and the rate limit applies per key.
type known struct {
	id   [sha256.Size]byte // hash of base URL and key; the key is not stored
	gate *transport.Gate

	mu     sync.Mutex
	stores map[string]any // the *collection.Store of each kind, by its name
}

// fingerprint identifies base URL and key in the private state of objects.
func (k *known) fingerprint() string { return hex.EncodeToString(k.id[:8]) }

// storeOf returns the store of a kind.
func storeOf[T collection.Object](k *known, name string) *collection.Store[T] {
	k.mu.Lock()
	defer k.mu.Unlock()
	store, ok := k.stores[name].(*collection.Store[T])
	if !ok {
		store = collection.NewStore[T]()
		k.stores[name] = store
	}
	return store
}

// maxKnown limits the memory. The state of the least recently used key is dropped, which only costs requests.
const maxKnown = 256

var registry struct {
	mu   sync.Mutex
	keys []*known // in the order of their last use
}

// knownFor returns the state of a key.
func knownFor(baseURL, key string) *known {
	id := sha256.Sum256([]byte(baseURL + "\x00" + key))
	registry.mu.Lock()
	defer registry.mu.Unlock()
	at := slices.IndexFunc(registry.keys, func(k *known) bool { return k.id == id })
	if at < 0 {
		at = len(registry.keys)
		registry.keys = append(registry.keys, &known{id: id, gate: transport.NewGate(), stores: map[string]any{}})
	}
	found := registry.keys[at]
	registry.keys = append(slices.Delete(registry.keys, at, at+1), found)
	if len(registry.keys) > maxKnown {
		registry.keys = slices.Delete(registry.keys, 0, 1)
	}
	return found
}
