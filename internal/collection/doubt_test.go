package collection_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// A second post needs a listing that rules the object out. Anything less is an unknown outcome that names candidates.
func TestSecondPostNeedsProof(t *testing.T) {
	for _, tc := range []struct {
		name  string
		setup func(s *server)
		ids   []string
		there int // objects that were made
	}{
		{"the key is written in another way", func(s *server) {
			s.listed = func(a map[string]any) {
				if a["phone_number"] == wanted {
					a["phone_number"] = "+1999 masked"
				}
			}
		}, []string{id(4)}, 1},
		{"created_at is behind", func(s *server) {
			s.listed = func(a map[string]any) {
				if a["phone_number"] == wanted {
					a["created_at"] = time.Now().Add(-8 * time.Second).UTC().Format(time.RFC3339)
				}
			}
		}, []string{id(4)}, 1},
		{"another process makes another object", func(s *server) {
			s.on["post"] = always(&answer{err: errReset})
			s.add(time.Now().Add(time.Second))
		}, []string{id(4)}, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(3)
				s.on["post"] = always(&answer{err: errReset, acts: true})
				tc.setup(s)
				_, what, err := create(t.Context(), s, wanted)
				var e outcome
				if what != unknown || !errors.As(err, &e) || !slices.Equal(e.IDs, tc.ids) || len(s.with(wanted)) != tc.there {
					t.Errorf("%s, %v; want the ids %v", what, err, tc.ids)
				}
				s.expect(t, "list 2, post 1")
			})
		})
	}
}

// Other creates of this process do not prevent a second POST.
func TestOtherCreatesAreNoDoubt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(3)
		s.on["post"] = func(n int) *answer {
			if n == 1 {
				return &answer{err: errReset}
			}
			return &answer{takes: time.Minute, acts: true, err: errReset}
		}
		c, client := s.client()
		done := make(chan struct{})
		go func() {
			defer close(done)
			if _, what, err := createIn(t.Context(), c, client, wanted); what != adopted { // by its second post
				t.Errorf("%s, %v", what, err)
			}
		}()
		synctest.Wait()
		if _, what, err := createIn(t.Context(), c, client, "+18888888"); what != adopted {
			t.Errorf("%s, %v", what, err)
		}
		<-done
		if got := len(s.accounts); got != 5 {
			t.Errorf("%d accounts", got)
		}
	})
}

// An object with a third natural key stays a doubt while other creates are in progress.
func TestOtherCreatesExplainOnlyTheirOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(3)
		s.on["post"] = first(1, &answer{err: errReset})
		s.add(time.Now().Add(time.Second)) // by another process
		c, client := s.client()
		go func() {
			other := connect(client, "+18888888")
			other.Post = func(ctx context.Context) (account, error) { <-ctx.Done(); return account{}, ctx.Err() }
			ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
			defer cancel()
			_, _, _ = c.Create(ctx, other)
		}()
		synctest.Wait()
		_, what, err := createIn(t.Context(), c, client, wanted)
		var e outcome
		if what != unknown || !errors.As(err, &e) || !slices.Equal(e.IDs, []string{id(4)}) {
			t.Errorf("%s, %v", what, err)
		}
	})
}

// A create that has ended explains nothing any more.
func TestEndedCreateExplainsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(3)
		s.on["post"] = first(2, &answer{status: 200, body: "<html>"})
		c, client := s.client()
		if _, what, err := createIn(t.Context(), c, client, "+18888888"); what != unknown {
			t.Fatalf("%s, %v", what, err)
		}
		s.add(time.Now().Add(time.Second))["phone_number"] = "+18888888"
		_, what, err := createIn(t.Context(), c, client, wanted)
		var e outcome
		if what != unknown || !errors.As(err, &e) || !slices.Equal(e.IDs, []string{id(4)}) {
			t.Errorf("%s, %v", what, err)
		}
	})
}

// brokenBody is the transport's error for an answer whose body is cut.
type brokenBody struct{ status int }

func (brokenBody) Error() string       { return "the body is cut" }
func (e brokenBody) AnswerStatus() int { return e.status }

// After any 2xx there must be an object, so the create is never posted again, however its body ends.
func TestAnsweredCreateIsNeverRepeated(t *testing.T) {
	for status, posts := range map[int]int{201: 1, 200: 1, 503: 2} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newServer(3)
				s.on["post"] = first(1, &answer{err: brokenBody{status}})
				_, what, err := create(t.Context(), s, wanted)
				if want := map[int]string{1: unknown, 2: created}[posts]; what != want || s.nth["post"] != posts {
					t.Errorf("%s after %d posts, %v", what, s.nth["post"], err)
				}
			})
		})
	}
}

// queue is the rate limit: requests leave it a while after they are made.
type queue struct {
	*server
	wait time.Duration
}

func (q queue) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method == http.MethodPost {
		time.Sleep(q.wait)
		if trace := httptrace.ContextClientTrace(req.Context()); trace != nil {
			trace.GetConn("api.example:443")
		}
	}
	return q.server.RoundTrip(req)
}

// An object that another process makes while a create waits for the rate limit is not adopted.
func TestWaitingCreateAdoptsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(3)
		s.on["post"] = first(1, enveloped(500))
		time.AfterFunc(time.Minute, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.add(time.Now())["phone_number"] = wanted
		})
		c, client := clientThrough(queue{s, 5 * time.Minute}, collection.NewStore[account]())
		_, what, err := createIn(t.Context(), c, client, wanted)
		if what != refused || len(s.with(wanted)) != 1 {
			t.Errorf("%s, %v", what, err)
		}
	})
}

// The refusal of a create names the objects that have its natural key.
func TestTaken(t *testing.T) {
	for status, explained := range map[int]bool{400: true, 409: true, 422: true, 403: false} {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(3)
			s.on["post"] = always(enveloped(status))
			_, _, err := create(t.Context(), s, number(2))
			var taken *collection.TakenError
			if errors.As(err, &taken) != explained || explained && !slices.Equal(taken.IDs, []string{id(2)}) {
				t.Errorf("%d: %v", status, err)
			}
			if s.nth["post"] != 1 {
				t.Errorf("%d posts", s.nth["post"])
			}
		})
	}
	t.Run("the list leaves numbers out", func(t *testing.T) {
		s := newServer(3)
		s.listed = func(a map[string]any) { delete(a, "phone_number") }
		s.on["post"] = always(enveloped(400))
		if _, _, err := create(t.Context(), s, number(2)); !errors.As(err, new(*collection.TakenError)) {
			t.Errorf("%v", err)
		}
	})
}

// Renamed keys of for_each delete and create the same numbers at once, on a server that refuses doubles.
func TestRenamedKeys(t *testing.T) {
	for _, n := range []int{1, 12} {
		for _, late := range []time.Duration{0, 2 * time.Second} {
			t.Run(fmt.Sprintf("%d, %s late", n, late), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := newServer(n)
					s.latency = time.Second
					c, client := s.client()
					parallel(2*n, func(i int) {
						if i%2 == 0 {
							time.Sleep(late)
							if err := c.Delete(t.Context(), id(i/2)); err != nil {
								t.Errorf("Delete = %v", err)
							}
							return
						}
						if _, what, err := createIn(t.Context(), c, client, number(i/2+1)); what != created {
							t.Errorf("%s, %v", what, err)
						}
					})
					if len(s.accounts) != n {
						t.Errorf("%d accounts, want %d", len(s.accounts), n)
					}
				})
			})
		}
	}
	t.Run("still refused after the delete", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(1)
			s.on["post"] = always(enveloped(409))
			c, client := s.client()
			if err := c.Delete(t.Context(), id(1)); err != nil {
				t.Fatal(err)
			}
			if _, what, err := createIn(t.Context(), c, client, number(1)); what != refused || s.nth["post"] != 2 {
				t.Errorf("%s after %d posts, %v", what, s.nth["post"], err)
			}
		})
	})
	t.Run("the delete fails", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newServer(1)
			s.latency = time.Second
			s.on["delete"] = always(enveloped(403))
			c, client := s.client()
			go func() { _ = c.Delete(t.Context(), id(1)) }()
			if _, _, err := createIn(t.Context(), c, client, number(1)); !errors.As(err, new(*collection.TakenError)) {
				t.Errorf("%v", err)
			}
		})
	})
}
