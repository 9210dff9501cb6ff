package collection_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// With any failure and any cancellation, an existing object is never considered gone, and a missing one is never found.
func TestRandomFaultsProveNothing(t *testing.T) {
	for seed := range uint64(8) {
		synctest.Test(t, func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 0))
			s := newServer(1 + random.IntN(250))
			size := len(s.accounts)
			faults := random.Perm(10)[:random.IntN(3)]
			s.on["list"], s.on["get"] = faulty(random, faults, 8), faulty(random, faults, 3)
			c, client := s.client()
			pick := func(n int) int {
				s.mu.Lock() // under which scripts run
				defer s.mu.Unlock()
				return random.IntN(n)
			}
			parallel(100, func(int) {
				id := id(1 + pick(size+size/10+1))
				exists := len(s.withID(id)) == 1
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(1+pick(20))*time.Second)
				defer cancel()
				var found bool
				var err error
				switch pick(6) {
				default:
					_, found, err = c.Read(ctx, id, prior)
				case 3:
					_, found, err = c.Get(ctx, id)
				case 4:
					_, found, err = c.Read(ctx, id, collection.Prior[account]{})
				case 5:
					_, found, err = c.Read(ctx, id, collection.Prior[account]{Reader: "waiter"})
				}
				if err == nil && found != exists || err != nil && found {
					t.Errorf("seed %d: %s exists: %t, found: %t, %v", seed, id, exists, found, err)
				}
			})
			parallel(10, func(n int) {
				number := fmt.Sprintf("+1777777%d", n)
				id, what, err := createIn(t.Context(), c, client, number)
				if there := s.with(number); len(there) > 1 || err == nil && !slices.Contains(there, id) {
					t.Errorf("seed %d: %s %s, %v, there are %v", seed, id, what, err, there)
				}
			})
		})
	}
}

// faulty answers one of n requests wrongly, in one of the given ways, and each after another time.
func faulty(random *rand.Rand, ways []int, n int) script {
	wrong := []answer{
		*plain(404),
		{status: 500},
		{status: 405},
		{status: 301},
		{status: 200, body: `{}`},
		{status: 200, body: `<html>`},
		{err: errReset},
		{err: timeoutError{}, takes: requestTimeout},
		{err: tooLargeError{}},
		{status: 403},
	}
	return func(int) *answer {
		if len(ways) == 0 || random.IntN(n) > 0 {
			return nil
		}
		a := wrong[ways[random.IntN(len(ways))]]
		a.takes += time.Duration(random.IntN(2000)) * time.Millisecond
		return &a
	}
}

func (s *server) withID(id string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []string
	for _, a := range s.accounts {
		if a["id"] == id {
			ids = append(ids, id)
		}
	}
	return ids
}
