package provider

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/botbiz/terraform-provider-botbiz/internal/memnet"
	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// anotherKey is the key of another Botbiz account, which has no objects.
const anotherKey = "another-key-0cc175b9"

// start starts a process of the provider for one walk of Terraform. Some programs keep one process for all.
func (c *chaos) start() *walk {
	e := c.actors[0].engine
	e.provider["api_key"] = canaryKey
	if c.wrongKey {
		e.provider["api_key"] = anotherKey
	}
	if !c.one(4) {
		forget(c.m.url, canaryKey, anotherKey)
	}
	process := e.newWalk()
	for _, a := range c.actors {
		a.process = process
	}
	return process
}

// each runs up to ten operations at a time, in this order, and returns their errors.
func (c *chaos) each(do func(*actor) error) map[*actor]error {
	var all sync.WaitGroup
	var mu sync.Mutex
	errs, slots := map[*actor]error{}, make(chan struct{}, 10)
	for _, a := range c.actors {
		<-time.After(time.Microsecond)
		slots <- struct{}{}
		all.Go(func() {
			if err := do(a); err != nil {
				mu.Lock()
				defer mu.Unlock()
				errs[a] = err
			}
			<-slots
		})
	}
	all.Wait()
	return errs
}

// plan reads and plans everything. The states change only if all of it succeeds.
func (c *chaos) plan() map[*actor]error {
	c.start()
	var mu sync.Mutex
	next := map[*actor]*object{}
	errs := c.each(func(a *actor) (err error) {
		o := *a.object
		if a.adopt != "" && !o.exists() && a.wish != nil {
			err = o.importBy(a.adopt)
		} else {
			err = o.refresh()
		}
		if err == nil {
			a.planned, err = o.walk().plan(&o, a.wish)
		}
		mu.Lock()
		defer mu.Unlock()
		next[a] = &o
		return err
	})
	if len(errs) == 0 {
		for a, o := range next {
			a.object = o
		}
	}
	return errs
}

// carryOut applies the plans. Ctrl-C comes after a time, unless it is 0.
func (c *chaos) carryOut(interrupt time.Duration) map[*actor]error {
	process := c.start()
	var stopped atomic.Bool
	if interrupt > 0 {
		defer time.AfterFunc(interrupt, func() {
			stopped.Store(true)
			_, _ = process.server.StopProvider(c.t.Context(), &tfprotov6.StopProviderRequest{})
		}).Stop()
	}
	return c.each(func(a *actor) error {
		if stopped.Load() {
			return nil
		}
		return a.walk().carryOut(a.object, a.planned, a.wish)
	})
}

// line is the network of a run. A request needs its own time, which depends on what it asks for and not on the order of
// goroutines, so that the same seed gives the same order at the API.
type line struct {
	server *mockapi.Server
	net    http.RoundTripper
	seed   uint64
	began  time.Time
	work   sync.WaitGroup // requests and events under way

	mu    sync.Mutex
	sent  map[string]int // equal requests
	trace []string
	posts []post
}

// post is a request to create an object.
type post struct{ key, lost string }

func newLine(t *testing.T, seed uint64, options mockapi.Options) *line {
	l := &line{server: mockapi.New(options), seed: seed, sent: map[string]int{}, began: time.Now()}
	t.Cleanup(l.server.Close)
	l.net = memnet.Transport(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.work.Add(1)
		defer l.work.Done()
		l.server.ServeHTTP(w, r)
	}))
	return l
}

// after runs an event later.
func (l *line) after(d time.Duration, event func()) {
	if d == 0 {
		event()
		return
	}
	l.work.Add(1)
	time.AfterFunc(d, func() {
		defer l.work.Done()
		event()
	})
}

func (l *line) RoundTrip(req *http.Request) (*http.Response, error) {
	var sent []byte
	if req.Body != nil {
		sent, _ = io.ReadAll(req.Body)
		req = req.Clone(req.Context())
		req.Body = io.NopCloser(bytes.NewReader(sent))
	}
	if req.URL.Port() != fmt.Sprint(l.seed+1) {
		panic("a request to another host: " + req.URL.String())
	}
	what := fmt.Sprintf("%s %s %s", req.Method, req.URL, sent)
	takes := l.takes(what)
	if err := travel(req, takes); err != nil {
		return nil, err
	}
	if takes%29 == 0 { // now and then
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	}
	resp, err := l.net.RoundTrip(req)
	var body []byte
	status := 0
	if err == nil {
		status = resp.StatusCode
		body, err = io.ReadAll(resp.Body)
		resp.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), failing{err}))
	}
	if late := travel(req, takes/2); late != nil {
		resp, err = nil, cmp.Or(err, late)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.trace = append(l.trace, fmt.Sprintf("%s %s: %d, %d bytes, %v", time.Since(l.began), what, status, len(body), err))
	if req.Method == http.MethodPost && status != http.StatusTooManyRequests {
		l.posts = append(l.posts, post{postedKey(sent), lost(status, body, err)})
	}
	if resp == nil {
		return nil, err
	}
	return resp, nil
}

// takes returns the time that a request needs for its way.
func (l *line) takes(what string) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sent[what]++
	hash := fnv.New64a()
	_, _ = fmt.Fprint(hash, l.seed, what, l.sent[what])
	return time.Millisecond + time.Duration(hash.Sum64()%uint64(150*time.Millisecond))
}

// travel waits, or returns the error of a client that gives up.
func travel(req *http.Request, takes time.Duration) error {
	select {
	case <-time.After(takes):
		return nil
	case <-req.Context().Done():
		return req.Context().Err()
	}
}

// failing is the end of a body.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, cmp.Or(f.err, io.EOF) }

// lost describes an answer with neither the new object nor a refusal. It is empty for others.
func lost(status int, body []byte, err error) string {
	var told struct {
		ID    string
		Error *struct{ Status int }
	}
	valid := err == nil && len(body) < 4<<20 && json.Unmarshal(bytes.TrimPrefix(body, []byte("\ufeff")), &told) == nil
	refused := told.Error != nil && told.Error.Status >= 400 && told.Error.Status < 500
	if valid && (status < 300 && strings.HasPrefix(told.ID, "wh") || status < 500 && refused) {
		return ""
	}
	return fmt.Sprintf("status %d (%d bytes, %v)", status, len(body), err)
}

func postedKey(body []byte) string {
	var sent struct {
		Number string `json:"phone_number"`
		URL    string
		Events []string
	}
	_ = json.Unmarshal(body, &sent)
	return naturalKey(sent.Number, sent.URL, sent.Events)
}

// takePosts returns the posts since the last call.
func (l *line) takePosts() []post {
	l.mu.Lock()
	defer l.mu.Unlock()
	posts := l.posts
	l.posts = nil
	return posts
}
