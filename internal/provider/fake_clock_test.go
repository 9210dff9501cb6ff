package provider

import (
	"fmt"
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

var inMemory atomic.Int64 // servers

// newMockInMemory is newMock with a network in memory, which the fake clock needs.
func newMockInMemory(t *testing.T, options mockapi.Options) *mock {
	t.Helper()
	options.Keys = map[string]string{canaryKey: ""}
	server := mockapi.New(options)
	t.Cleanup(server.Close)
	url := fmt.Sprintf("http://127.0.0.1:%d/v1", inMemory.Add(1))
	t.Cleanup(func() { forget(url, canaryKey) }) // a process knows a number of keys, and these tests are many
	return &mock{server, url, memnet.Transport(t, contracttest.API(t, server, server.Deviates))}
}
