package provider

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// anotherKey is the key of another Botbiz account, which has no objects.
const anotherKey = "another-key-0cc175b9"

// walk is one walk of Terraform: it does up to ten operations at a time, in this order. Ctrl-C comes after a time, unless it
// is 0. ok is false after an error.
func (c *chaos) walk(interrupt time.Duration, do func(*actor) error) (ok bool) {
	e := c.actors[0].engine
	e.provider["api_key"] = canaryKey
	if c.wrongKey {
		e.provider["api_key"] = anotherKey
	}
	if !c.keeps {
		forget(c.m.url, canaryKey, anotherKey)
	}
	process := e.newWalk()
	var stopped atomic.Bool
	if interrupt > 0 {
		defer time.AfterFunc(interrupt, func() {
			stopped.Store(true)
			_, _ = process.server.StopProvider(c.t.Context(), &tfprotov6.StopProviderRequest{})
		}).Stop()
	}
	var all sync.WaitGroup
	slots := make(chan struct{}, 10)
	for _, a := range c.actors {
		<-time.After(time.Microsecond)
		slots <- struct{}{}
		all.Go(func() {
			if a.process, a.err = process, nil; !stopped.Load() {
				a.err = do(a)
			}
			<-slots
		})
	}
	all.Wait()
	return !slices.ContainsFunc(c.actors, func(a *actor) bool { return a.err != nil })
}

// plan reads and plans everything. The states change only if all of it succeeds.
func (c *chaos) plan() (ok bool) {
	if c.one(2) { // a new process, also where it carries out the plan
		forget(c.m.url, canaryKey, anotherKey)
	}
	ok = c.walk(0, func(a *actor) (err error) {
		o := *a.object
		a.next = &o
		if a.adopt != "" && !o.exists() && a.wish != nil {
			err = o.importBy(a.adopt)
		} else {
			err = o.refresh()
		}
		if err == nil {
			a.planned, err = o.walk().plan(&o, a.wish)
		}
		return err
	})
	for _, a := range c.actors {
		if ok {
			a.object = a.next
		}
	}
	return ok
}

// RoundTrip is the network of a run. A request needs its own time, which depends on what it asks for and not on the order of
// goroutines, so that the same seed gives the same order at the API.
func (c *chaos) RoundTrip(req *http.Request) (*http.Response, error) {
	var sent []byte
	if req.Body != nil {
		sent, _ = io.ReadAll(req.Body)
		req = req.Clone(req.Context())
		req.Body = io.NopCloser(bytes.NewReader(sent))
	}
	what, hash := fmt.Sprintf("%s %s %s", req.Method, req.URL, sent), fnv.New64a()
	c.mu.Lock()
	c.sent[what]++
	_, _ = fmt.Fprint(hash, c.seed, what, c.sent[what])
	c.mu.Unlock()
	takes := time.Millisecond + time.Duration(hash.Sum64()%uint64(150*time.Millisecond))
	<-time.After(takes)
	resp, err := c.net.RoundTrip(req)
	var body []byte
	if err == nil {
		body, err = io.ReadAll(resp.Body)
		resp.Body = io.NopCloser(bytes.NewReader(body))
		what = fmt.Sprintf("%s: %d, %d bytes", what, resp.StatusCode, len(body))
	}
	<-time.After(takes / 2)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.trace = append(c.trace, fmt.Sprintf("%s %s %v", time.Now().Format(time.TimeOnly+".000000"), what, err))
	if err != nil {
		return nil, err
	}
	return resp, nil
}
