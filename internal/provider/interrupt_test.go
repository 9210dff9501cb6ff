//go:build unix

package provider

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

// run is the engine at work in a process group of its own, with the provider in it.
type run struct {
	t    *testing.T
	cmd  *exec.Cmd
	out  bytes.Buffer
	done chan error
}

func (c *cli) start(arguments ...string) *run {
	c.t.Helper()
	r := &run{t: c.t, done: make(chan error, 1)}
	r.cmd = c.Command(context.WithoutCancel(c.t.Context()), &r.out, arguments...)
	r.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	free := slot()
	if err := r.cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	go func() {
		err := r.cmd.Wait()
		free()
		r.done <- err
	}()
	c.t.Cleanup(func() { _ = syscall.Kill(-r.cmd.Process.Pid, syscall.SIGKILL) })
	return r
}

// interrupt does what Ctrl-C does: it interrupts the engine and the provider.
func (r *run) interrupt() { _ = syscall.Kill(-r.cmd.Process.Pid, syscall.SIGINT) }

// ends waits for the engine, which must fail, not long after the interrupt, of which the time comes from at.
func (r *run) ends(at <-chan time.Time, within time.Duration) {
	r.t.Helper()
	select {
	case err := <-r.done:
		if err == nil {
			r.t.Fatalf("it was not interrupted:\n%s", r.out.String())
		}
		took := time.Since(<-at).Round(10 * time.Millisecond)
		r.t.Logf("it ended %s after the interrupt", took)
		if took > within {
			r.t.Errorf("that is more than %s", within)
		}
	case <-time.After(time.Minute):
		r.t.Fatalf("it does not end:\n%s", r.out.String())
	}
}

// holdup stands before the server. It holds requests until the provider has been told of the interrupt, which shows by
// its giving up a read: GET /users, which is never answered. The interrupt comes when all of them are there.
type holdup struct {
	next http.Handler
	held func(r *http.Request, body string) bool
	over <-chan struct{} // closed when the test ends
	run  chan *run       // to interrupt

	mu       sync.Mutex
	missing  int // requests still to come
	all      chan struct{}
	at       chan time.Time     // of the interrupt
	told     chan time.Duration // how long after it the read was given up
	stopped  chan struct{}
	released chan struct{} // nil: held requests continue after the interrupt
}

// newHoldup puts one before m. It waits for so many requests to hold, and the read.
func newHoldup(t *testing.T, m *mock, requests int, held func(r *http.Request, body string) bool) *holdup {
	t.Helper()
	h := &holdup{next: m.Server, held: held, over: t.Context().Done(), run: make(chan *run, 1), missing: requests + 1}
	h.all, h.stopped, h.at, h.told = make(chan struct{}), make(chan struct{}), make(chan time.Time, 1), make(chan time.Duration, 1)
	front := httptest.NewServer(h)
	t.Cleanup(func() {
		front.CloseClientConnections()
		front.Close()
	})
	m.url = front.URL + "/v1"
	return h
}

func (h *holdup) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body bytes.Buffer
	_, _ = body.ReadFrom(r.Body)
	read := r.URL.Path == "/v1"+mockapi.RouteUsers
	select {
	case <-h.stopped:
		read = false
	default:
		if read || h.held(r, body.String()) {
			h.arrived()
			if read {
				h.await(h.all)
				began := time.Now()
				<-r.Context().Done()
				h.told <- time.Since(began)
				close(h.stopped)
				return
			}
			h.await(h.stopped)
			if h.released != nil {
				h.await(h.released)
			}
		}
	}
	if read {
		http.Error(w, "", http.StatusTeapot)
		return
	}
	r.Body = http.NoBody
	if body.Len() > 0 {
		r.Body = readCloser{&body}
	}
	h.next.ServeHTTP(w, r)
}

// arrived counts one request, and interrupts when it is the last.
func (h *holdup) arrived() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.missing--; h.missing == 0 {
		h.at <- time.Now()
		(<-h.run).interrupt()
		close(h.all)
	}
}

func (h *holdup) await(event <-chan struct{}) {
	select {
	case <-event:
	case <-h.over:
	}
}

type readCloser struct{ *bytes.Buffer }

func (readCloser) Close() error { return nil }

// matches compares the state with the server, and with the number of objects that there should be.
func (c *cli) matches(want int) {
	c.t.Helper()
	var state struct {
		Resources []struct {
			Mode      string
			Instances []struct {
				Status     string
				Attributes struct {
					ID     string  `json:"id"`
					Secret *string `json:"signing_secret"`
				}
			}
		}
	}
	must(c.t, json.Unmarshal([]byte(c.read("terraform.tfstate")), &state))
	var held, there []string
	for _, r := range state.Resources {
		if r.Mode != "managed" {
			continue
		}
		for _, i := range r.Instances {
			held = append(held, i.Attributes.ID)
			if i.Status != "" {
				c.t.Errorf("%s is %s", i.Attributes.ID, i.Status)
			}
			if e, ok := c.m.Endpoint(i.Attributes.ID); ok && (i.Attributes.Secret == nil || *i.Attributes.Secret != e.Secret) {
				c.t.Errorf("the secret of %s is not the one in force", i.Attributes.ID)
			}
		}
	}
	for _, a := range c.m.Accounts() {
		there = append(there, a.ID)
	}
	for _, e := range c.m.Endpoints() {
		there = append(there, e.ID)
	}
	slices.Sort(held)
	slices.Sort(there)
	if !slices.Equal(held, there) || len(held) != want {
		c.t.Errorf("the state has %v, the server %v, want %d", held, there, want)
	}
}

// unlocked checks that no lock is left.
func (c *cli) unlocked() {
	c.t.Helper()
	if left, _ := filepath.Glob(filepath.Join(c.Folder, ".terraform.tfstate.lock.info")); len(left) > 0 {
		c.t.Errorf("a lock is left: %v", left)
	}
}

func namedAccount(label, number string, more ...string) string {
	return strings.Replace(accountConfig(number, label, more...), `"test"`, `"`+label+`"`, 1)
}

// readAfter is a read that runs beside the writes which depend on the account named first.
const readAfter = "data \"botbiz_users\" \"read\" {\n  depends_on = [botbiz_whatsapp_account.first]\n}\n"

const afterFirst = "depends_on = [botbiz_whatsapp_account.first]"

// A create that is on the wire when the interrupt comes is finished and recorded; what has not begun does not begin.
func TestAccInterrupt_create(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{Differences: []string{"allows-duplicates"}})
	h := newHoldup(t, m, 2, func(r *http.Request, body string) bool {
		return r.Method == http.MethodPost && !strings.Contains(body, "first")
	})
	c := newCLI(t, m)
	all := namedAccount("first", "+14155550100") + readAfter + namedAccount("second", "+14155550101", afterFirst) +
		endpointConfig("https://example.com", `"a"`, afterFirst) + namedAccount("third", "+14155550102", "depends_on = [botbiz_whatsapp_account.second]")
	c.config(all)
	r := c.start(apply...)
	h.run <- r
	r.ends(h.at, 10*time.Second)
	if took := <-h.told; took > time.Second {
		t.Errorf("the read went on for %s", took)
	}
	c.matches(3)
	c.unlocked()
	c.must(apply...) // the read is answered now
	c.matches(4)
	c.must("destroy", "-auto-approve")
}

// The answer to a create gets lost while the interrupt is there: one look-up still settles what the server did, and an
// endpoint still gets a secret that is known.
func TestAccInterrupt_lostAnswer(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{Differences: []string{"allows-duplicates"}})
	h := newHoldup(t, m, 2, func(r *http.Request, body string) bool {
		return r.Method == http.MethodPost && !strings.Contains(body, "first")
	})
	m.AddFault(mockapi.Fault{Kind: "drop-after", Method: "POST", Route: mockapi.RouteAccounts, Skip: 1})
	m.AddFault(mockapi.Fault{Kind: "drop-after", Method: "POST", Route: mockapi.RouteEndpoints})
	c := newCLI(t, m)
	c.config(namedAccount("first", "+14155550100") + readAfter + namedAccount("second", "+14155550101", afterFirst) +
		endpointConfig("https://example.com", `"a"`, afterFirst))
	r := c.start(apply...)
	h.run <- r
	r.ends(h.at, 10*time.Second)
	c.matches(3)
	m.ClearFaults()
	c.must(apply...)
	c.matches(3)
	c.must("destroy", "-auto-approve")
}

// A rename and a delete on the wire are finished and recorded, too.
func TestAccInterrupt_changes(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	gone := ""
	h := newHoldup(t, m, 2, func(r *http.Request, _ string) bool {
		return r.Method == http.MethodPatch || r.Method == http.MethodDelete && strings.HasSuffix(r.URL.Path, gone)
	})
	c := newCLI(t, m)
	// The first request of a run goes alone, so it must be one that is answered: that is the delete of "before".
	c.config(namedAccount("renamed", "+14155550101") + namedAccount("gone", "+14155550102") +
		namedAccount("before", "+14155550103", "depends_on = [botbiz_whatsapp_account.gone]"))
	c.must(apply...)
	for _, a := range m.Accounts() {
		if a.Name == "gone" {
			gone = a.ID
		}
	}
	c.config(namedAccount("first", "+14155550100") + readAfter + strings.ReplaceAll(namedAccount("renamed", "+14155550101", afterFirst), `name = "renamed"`, `name = "new"`))
	r := c.start(apply...)
	h.run <- r
	r.ends(h.at, 10*time.Second)
	c.matches(2)
	if state := c.read("terraform.tfstate"); !strings.Contains(state, `"name": "new"`) || strings.Contains(state, "+14155550102") {
		t.Errorf("not recorded: %s", state)
	}
	m.ResetLog()
	c.must(apply...)
	if n := m.writes(); n > 0 {
		t.Errorf("%d writes were left", n)
	}
}

var createReceived = regexp.MustCompile(`Received request:.*tf_rpc=ApplyResourceChange`)

// Calls that queue on the rate limit end at once, and send nothing.
func TestAccInterrupt_queued(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{Limit: 3, Window: time.Minute})
	c := newCLI(t, m)
	c.write("trace.log", "")
	c.Env = append(c.Env, "TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(c.Folder, "trace.log"))
	config := ""
	for _, number := range []string{"1", "2", "3", "4", "5", "6", "7", "8"} {
		config += namedAccount("a"+number, "+1415555010"+number)
	}
	c.config(config)
	r := c.start(apply...)
	deadline := time.After(time.Minute)
	// All creates must have reached the provider: Terraform cancels what is under way, and nothing that it asks for later.
	queued := func() bool {
		log := c.read("trace.log")
		return strings.Contains(log, "Waiting for the rate limit") && len(createReceived.FindAllString(log, -1)) == 8
	}
	for tick := time.NewTicker(10 * time.Millisecond); !queued(); <-tick.C {
		select {
		case <-deadline:
			t.Fatal("nothing waits")
		default:
		}
	}
	at := make(chan time.Time, 1)
	at <- time.Now()
	r.interrupt()
	r.ends(at, 5*time.Second)
	made := len(m.Accounts()) // the look before the creates is a request too
	if made < 1 || made > 3 {
		t.Errorf("%d accounts", made)
	}
	c.matches(made)
	m.SetLimit(0, 0)
	c.must(apply...)
	c.matches(8)
}

// A second interrupt is obeyed although a create is still on the wire, and nothing goes on running.
func TestAccInterrupt_twice(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	h := newHoldup(t, m, 1, func(r *http.Request, body string) bool {
		return r.Method == http.MethodPost && !strings.Contains(body, "first")
	})
	h.released = make(chan struct{})
	c := newCLI(t, m)
	c.config(namedAccount("first", "+14155550100") + readAfter + namedAccount("second", "+14155550101", afterFirst))
	r := c.start(apply...)
	h.run <- r
	select {
	case <-h.stopped:
	case <-time.After(time.Minute):
		t.Fatal("never stopped")
	}
	select {
	case <-r.done:
		t.Fatalf("it did not wait for the create:\n%s", r.out.String())
	case <-time.After(time.Second):
	}
	at := make(chan time.Time, 1)
	at <- time.Now()
	r.interrupt()
	r.ends(at, 10*time.Second)
	deadline := time.After(10 * time.Second)
	for tick := time.NewTicker(20 * time.Millisecond); syscall.Kill(-r.cmd.Process.Pid, 0) == nil; <-tick.C {
		select {
		case <-deadline:
			t.Fatal("the provider goes on running")
		default:
		}
	}
	close(h.released)
	if !strings.Contains(r.out.String(), "Two interrupts received") {
		t.Errorf("ended otherwise:\n%s", r.out.String())
	}
}

// quit is what Ctrl-\ does: the process dumps its goroutines and dies.
func quit(pid int) { _ = syscall.Kill(pid, syscall.SIGQUIT) }
