package provider

import (
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/botbiz/terraform-provider-botbiz/internal/contract/contracttest"
	"github.com/botbiz/terraform-provider-botbiz/internal/memnet"
	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// onFakeClock runs a parallel subtest on the clock of testing/synctest.
func onFakeClock(t *testing.T, name string, test func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, test)
	})
}

var served atomic.Int64 // in memory, each at a URL of its own

// newMockInMemory is newMock with a network in memory, which the fake clock needs.
func newMockInMemory(t *testing.T, options mockapi.Options) *mock {
	t.Helper()
	options.Keys = map[string]string{canaryKey: ""}
	server := mockapi.New(options)
	t.Cleanup(server.Close)
	m := inMemory(t, contracttest.API(t, server, server.Deviates))
	m.Server = server
	return m
}

// inMemory serves any handler in the place of a mock.
func inMemory(t *testing.T, handler http.Handler) *mock {
	t.Helper()
	url := fmt.Sprintf("http://127.0.0.1:%d/v1", served.Add(1))
	t.Cleanup(func() { forget(url, canaryKey) }) // a process knows a number of keys, and these tests are many
	return &mock{url: url, base: memnet.Transport(t, handler)}
}
