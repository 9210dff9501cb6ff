package provider

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// Several waiters share listings, which may not show the status.
func TestAwaitConnection_several(t *testing.T) {
	t.Parallel()
	for _, differences := range [][]string{nil, {mockapi.DiffListWithoutStatus}, {mockapi.DiffLeanList}, {mockapi.DiffNoListRoute}, {mockapi.DiffNoGetRoute}} {
		t.Run(fmt.Sprint(differences), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := mockapi.New(mockapi.Options{Keys: map[string]string{canaryKey: ""}, Differences: differences, PairAfter: time.Minute})
				defer s.Close()
				c := offlineClients(t, s)
				var all sync.WaitGroup
				for i := range 5 {
					id := s.AddAccount(mockapi.Account{PhoneNumber: fmt.Sprintf("+123456789%d", i), Name: "Support"}).ID
					all.Go(func() {
						began := time.Now()
						account, problem := c.await(t.Context(), id, 5*time.Minute, "", nil)
						if problem != nil || account.ID != id || time.Since(began) > 71*time.Second {
							t.Errorf("account %+v, problem %v after %s", account, problem, time.Since(began))
						}
					})
				}
				all.Wait()
			})
		})
	}
}
