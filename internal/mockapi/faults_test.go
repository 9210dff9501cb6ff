package mockapi_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

const newAccount = `{"phone_number":"+1234567890","name":"n"}`

// The response of each kind to a create, and whether the kind acts.
func TestFaultsOnCreate(t *testing.T) {
	type want struct {
		status int // 0: closed connection
		acted  bool
		body   string // part of it
	}
	cases := map[string]struct {
		fault mockapi.Fault
		want  want
	}{
		"status":          {mockapi.Fault{}, want{500, false, `{"error":{"code":"server_error",`}},
		"status-plain":    {mockapi.Fault{Status: 502}, want{502, false, "Bad Gateway\n"}},
		"status-empty":    {mockapi.Fault{Status: 404}, want{404, false, ""}},
		"status-json":     {mockapi.Fault{}, want{404, false, `{"message":"no Route matched with those values"}`}},
		"html":            {mockapi.Fault{}, want{404, false, "<!DOCTYPE html>"}},
		"act-then-status": {mockapi.Fault{Status: 502}, want{502, true, `"status":502}}`}},
		"429":             {mockapi.Fault{}, want{429, false, "rate_limit_exceeded"}},
		"error-in-200":    {mockapi.Fault{Status: 403}, want{200, false, `"code":"forbidden"`}},
		"not-json":        {mockapi.Fault{}, want{200, false, "not JSON"}},
		"empty-object":    {mockapi.Fault{Act: true}, want{200, true, "{}\n"}},
		"redirect":        {mockapi.Fault{Location: "http://elsewhere.test/"}, want{302, false, ""}},
		"picture":         {mockapi.Fault{}, want{200, false, "PNG"}},
		"no-id":           {mockapi.Fault{}, want{201, true, `"name":"n"`}},
		"other-id":        {mockapi.Fault{}, want{201, true, `"id":"other_`}},
		"truncated":       {mockapi.Fault{}, want{0, true, `"id":"wha_`}},
		"truncated-json":  {mockapi.Fault{}, want{201, true, `"id":"wha_`}},
		"huge":            {mockapi.Fault{}, want{201, true, `"name":"n"`}},
		"drip":            {mockapi.Fault{}, want{201, true, `"name":"n"`}},
		"drop-before":     {mockapi.Fault{}, want{0, false, ""}},
		"drop-after":      {mockapi.Fault{}, want{0, true, ""}},
		"hang":            {mockapi.Fault{Delay: time.Minute}, want{201, true, `"name":"n"`}},
		"hang-after":      {mockapi.Fault{Delay: time.Minute}, want{201, true, `"name":"n"`}},
		"act-late":        {mockapi.Fault{Delay: time.Minute}, want{201, true, `"name":"n"`}},
		"page-loop":       {mockapi.Fault{}, want{201, true, `"name":"n"`}},
		"has-more-empty":  {mockapi.Fault{}, want{201, true, `"name":"n"`}},
		"lag":             {mockapi.Fault{}, want{201, true, `"name":"n"`}},
	}
	for _, kind := range mockapi.FaultKinds() {
		c, ok := cases[kind]
		if !ok {
			t.Errorf("%s: no case", kind)
			continue
		}
		t.Run(kind, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := mockapi.New(mockapi.Options{})
				c.fault.Kind = kind
				c.fault.Method, c.fault.Route = "POST", mockapi.RouteAccounts
				injected := s.AddFault(c.fault)
				r := do(t, s, "POST", "/v1/whatsapp/accounts", newAccount)
				if r.aborted != (c.want.status == 0) || !r.aborted && r.status != c.want.status || !strings.Contains(r.body, c.want.body) {
					t.Errorf("aborted %v, status %d, body %.100q", r.aborted, r.status, r.body)
				}
				if acted := len(s.Accounts()) == 1; acted != c.want.acted {
					t.Errorf("acted: %v", acted)
				}
				log := s.Requests()[0]
				if injected.Fired() != 1 || log.Fault != kind || log.Refused != (kind == "429") {
					t.Errorf("fired %d, log %+v", injected.Fired(), log)
				}
				switch kind {
				case "no-id":
					if r.json["id"] != nil {
						t.Errorf("has an id: %s", r.body)
					}
				case "huge":
					if len(r.body) < 4<<20 || r.json == nil {
						t.Errorf("%d bytes", len(r.body))
					}
				case "truncated-json", "not-json":
					if r.json != nil {
						t.Errorf("whole JSON: %s", r.body)
					}
				case "redirect":
					if r.header.Get("Location") != "http://elsewhere.test/" {
						t.Errorf("location %q", r.header.Get("Location"))
					}
				}
			})
		})
	}
}

func TestFaultLag(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New(mockapi.Options{})
		s.AddFault(mockapi.Fault{Kind: "lag", Delay: 3 * time.Second})
		id := connect(t, s, "+1234567890", "n")
		seen := func() bool {
			single, list := do(t, s, "GET", "/v1/whatsapp/accounts/"+id, ""), do(t, s, "GET", "/v1/whatsapp/accounts", "")
			if (single.status == 200) != strings.Contains(list.body, id) || single.status == 404 && single.code != "not_found" {
				t.Errorf("alone %d %s, list %s", single.status, single.body, list.body)
			}
			return single.status == 200
		}
		if seen() {
			t.Error("it shows at once")
		}
		time.Sleep(3 * time.Second)
		if !seen() {
			t.Error("it never shows")
		}
	})
}

func TestFaultsOnLists(t *testing.T) {
	for kind, want := range map[string]string{
		"page-loop": "first true", "has-more-empty": "none true", "": "second false",
	} {
		s := mockapi.New(mockapi.Options{})
		seeded := s.SeedAccounts("", 2)
		if kind != "" {
			s.AddFault(mockapi.Fault{Kind: kind})
		}
		r := do(t, s, "GET", "/v1/whatsapp/accounts?limit=1&starting_after="+seeded[0].ID, "")
		got := "none"
		if data := r.json["data"].([]any); len(data) == 1 {
			got = map[any]string{seeded[0].ID: "first", seeded[1].ID: "second"}[data[0].(map[string]any)["id"]]
		}
		if r.json["has_more"] == true {
			got += " true"
		} else {
			got += " false"
		}
		if got != want {
			t.Errorf("%q: %s, want %s", kind, got, want)
		}
	}
	s := mockapi.New(mockapi.Options{})
	s.SeedAccounts("", 2)
	s.AddFault(mockapi.Fault{Kind: "no-id"})
	if r := do(t, s, "GET", "/v1/whatsapp/accounts", ""); strings.Contains(r.body, `"id"`) || !strings.Contains(r.body, "Account 2") {
		t.Errorf("no-id on a list: %s", r.body)
	}
}

func TestFaultSelection(t *testing.T) {
	for name, c := range map[string]struct {
		fault mockapi.Fault
		hits  string // of GET list, GET one, PATCH one, GET qr-code, POST endpoint
	}{
		"everything":         {mockapi.Fault{}, "xxxxx"},
		"star":               {mockapi.Fault{Route: "*"}, "xxxxx"},
		"method":             {mockapi.Fault{Method: "GET"}, "xx.x."},
		"route":              {mockapi.Fault{Route: "/whatsapp/accounts"}, "x...."},
		"route with id":      {mockapi.Fault{Route: "/v1/whatsapp/accounts/{id}"}, ".xx.."},
		"exact path":         {mockapi.Fault{Route: "/whatsapp/accounts/wha_1"}, ".xx.."},
		"another path":       {mockapi.Fault{Route: "/whatsapp/accounts/wha_2"}, "....."},
		"beginning":          {mockapi.Fault{Route: "/whatsapp/*"}, "xxxx."},
		"skip":               {mockapi.Fault{Skip: 3}, "...xx"},
		"count":              {mockapi.Fault{Count: 2}, "xx..."},
		"skip one, take one": {mockapi.Fault{Method: "GET", Skip: 1, Count: 1}, ".x..."},
	} {
		s := mockapi.New(mockapi.Options{})
		s.AddAccount(mockapi.Account{ID: "wha_1", PhoneNumber: "+1234567890", Name: "n"})
		c.fault.Kind, c.fault.Status = "status", 503
		injected := s.AddFault(c.fault)
		hits := ""
		for _, request := range []string{
			"GET /whatsapp/accounts", "GET /whatsapp/accounts/wha_1", "PATCH /whatsapp/accounts/wha_1",
			"GET /whatsapp/accounts/wha_1/qr-code", "POST /webhooks/endpoints",
		} {
			method, path, _ := strings.Cut(request, " ")
			if do(t, s, method, "/v1"+path, "{}").status == 503 {
				hits += "x"
			} else {
				hits += "."
			}
		}
		if hits != c.hits || injected.Fired() != strings.Count(hits, "x") {
			t.Errorf("%s: %s, want %s; fired %d", name, hits, c.hits, injected.Fired())
		}
		s.ClearFaults()
		if r := do(t, s, "GET", "/v1/users", ""); r.status != 200 {
			t.Errorf("%s: removed, but %d", name, r.status)
		}
	}
}

func TestFaultsInParallel(t *testing.T) {
	s := mockapi.New(mockapi.Options{})
	first := s.AddFault(mockapi.Fault{Kind: "status", Skip: 10, Count: 7})
	second := s.AddFault(mockapi.Fault{Kind: "429", Count: 5})
	var group sync.WaitGroup
	for range 100 {
		group.Go(func() { do(t, s, "GET", "/v1/users", "") })
	}
	group.Wait()
	hit := 0
	for _, r := range s.Requests() {
		if r.Status == 500 {
			hit++
		}
	}
	if first.Fired() != 7 || hit != 7 || second.Fired() != 5 || s.Refused() != 5 {
		t.Errorf("fired %d, hit %d; fired %d, refused %d", first.Fired(), hit, second.Fired(), s.Refused())
	}
}

func TestFault429Headers(t *testing.T) {
	s := mockapi.New(mockapi.Options{Now: func() time.Time { return someTime }})
	s.AddFault(mockapi.Fault{Kind: "429", Count: 1})
	if r := do(t, s, "GET", "/v1/users", ""); r.status != 429 || rateOf(r) != "60/0/61" {
		t.Errorf("standard: %d %s", r.status, rateOf(r))
	}
	s.AddFault(mockapi.Fault{Kind: "429", Body: "slow down", Headers: map[string]string{
		"Retry-After": "Sat, 08 Apr 2023 12:00:05 GMT", "X-RateLimit-Reset": "soon", "X-RateLimit-Limit": "", "Date": "",
	}})
	r := do(t, s, "GET", "/v1/users", "")
	h := r.header
	if r.body != "slow down" || h.Get("Retry-After") != "Sat, 08 Apr 2023 12:00:05 GMT" || h.Get("X-RateLimit-Reset") != "soon" ||
		h.Get("X-RateLimit-Remaining") != "0" || len(h.Values("X-RateLimit-Limit")) != 0 || h.Get("Date") != "" {
		t.Errorf("own: %q %v", r.body, h)
	}
}

// What remains of a hanging request after the client leaves.
func TestHangs(t *testing.T) {
	for _, c := range []struct {
		fault mockapi.Fault
		acted string // one second after the client left, and ten seconds later
	}{
		{mockapi.Fault{Kind: "hang"}, "no, no"},
		{mockapi.Fault{Kind: "hang", Delay: 5 * time.Second}, "no, no"},
		{mockapi.Fault{Kind: "hang", Act: true}, "yes, yes"},
		{mockapi.Fault{Kind: "hang-after"}, "yes, yes"},
		{mockapi.Fault{Kind: "act-late", Delay: 5 * time.Second}, "no, yes"},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := mockapi.New(mockapi.Options{})
			s.AddFault(c.fault)
			ctx, cancel := context.WithCancel(t.Context())
			r := httptest.NewRequestWithContext(ctx, "POST", "/v1/whatsapp/accounts", strings.NewReader(newAccount))
			r.Header.Set("Authorization", "Bearer key")
			go serve(t, s, r)
			acted := func() string {
				synctest.Wait()
				if len(s.Accounts()) > 0 {
					return "yes"
				}
				return "no"
			}
			time.Sleep(time.Second)
			cancel()
			early := acted()
			time.Sleep(10 * time.Second)
			if got := early + ", " + acted(); got != c.acted {
				t.Errorf("%+v: acted %s, want %s", c.fault, got, c.acted)
			}
		})
	}
}

func TestCloseEndsHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New(mockapi.Options{})
		s.AddFault(mockapi.Fault{Kind: "hang-after"})
		done := make(chan reply)
		go func() { done <- do(t, s, "GET", "/v1/users", "") }()
		synctest.Wait()
		s.Close()
		if r := <-done; !r.aborted {
			t.Errorf("answered %d", r.status)
		}
	})
}

func TestLatency(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New(mockapi.Options{Latency: time.Second})
		began := time.Now()
		do(t, s, "GET", "/v1/users", "")
		if took := time.Since(began); took != time.Second {
			t.Errorf("took %s", took)
		}
	})
}

// What a real client receives.
func TestDamageOnTheWire(t *testing.T) {
	s := mockapi.New(mockapi.Options{})
	server := httptest.NewServer(s)
	defer server.Close()
	defer s.Close()
	post := func(kind string) (*http.Response, error) {
		s.ClearFaults()
		s.AddFault(mockapi.Fault{Kind: kind, Method: "POST"})
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/v1/whatsapp/accounts", strings.NewReader(newAccount))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer key")
		return server.Client().Do(r)
	}
	for _, kind := range []string{"drop-before", "drop-after"} {
		if response, err := post(kind); err == nil {
			_ = response.Body.Close()
			t.Errorf("%s: answered %d", kind, response.StatusCode)
		}
	}
	s.DeleteAccount(s.Accounts()[0].ID)
	response, err := post("truncated")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if body, err := io.ReadAll(response.Body); !errors.Is(err, io.ErrUnexpectedEOF) || len(body) == 0 {
		t.Errorf("truncated: %q %v", body, err)
	}
}

func TestParseFault(t *testing.T) {
	f, err := mockapi.ParseFault("kind=429,method=post,route=/whatsapp/*,skip=1,count=2,delay=1.5s,header=Retry-After: 5,header=X-A:b:c")
	if err != nil || f.Kind != "429" || f.Method != http.MethodPost || f.Route != "/whatsapp/*" || f.Skip != 1 || f.Count != 2 ||
		f.Delay != 1500*time.Millisecond || f.Headers["Retry-After"] != "5" || f.Headers["X-A"] != "b:c" {
		t.Errorf("%+v %v", f, err)
	}
	for _, bad := range []string{"", "kind", "kind=nonsense", "kind=status,count=x", "kind=status,count=-1", "kind=status,colour=red", "kind=redirect", "kind=status,status=42", "kind=429,header=x"} {
		if _, err := mockapi.ParseFault(bad); err == nil {
			t.Errorf("%q: accepted", bad)
		}
	}
}

func TestNamesAreDescribed(t *testing.T) {
	for _, name := range mockapi.FaultKinds() {
		if mockapi.DescribeFault(name) == "" || mockapi.DescribeDifference(name) != "" {
			t.Error(name)
		}
	}
	if all := mockapi.Differences(); len(all) != len(slices.Compact(slices.Sorted(slices.Values(all)))) {
		t.Error("a difference is listed twice")
	}
}
