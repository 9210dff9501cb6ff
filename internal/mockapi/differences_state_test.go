package mockapi_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

const accountsPath, endpointsPath = "/v1/whatsapp/accounts", "/v1/webhooks/endpoints"

// When a new object appears in the list and alone.
func TestDifferences_late(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][2]string{ // before the lag is over, and after it
		"late-objects":   {"list false, alone false", "list true, alone true"},
		"late-in-lists":  {"list false, alone true", "list true, alone true"},
		"create-202-job": {"list false, alone false", "list true, alone true"},
		"":               {"list true, alone true", "list true, alone true"},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := mockapi.New(mockapi.Options{Lag: 20 * time.Second})
			if name != "" {
				s.SetDifferences(name)
			}
			do(t, s, "POST", accountsPath, newAccount)
			id := s.Accounts()[0].ID
			seen := func() string {
				list, alone := do(t, s, "GET", accountsPath, ""), do(t, s, "GET", accountsPath+"/"+id, "")
				return fmt.Sprintf("list %v, alone %v", strings.Contains(list.body, id), alone.status == 200)
			}
			time.Sleep(20*time.Second - 1)
			if got := seen(); got != want[0] {
				t.Errorf("%s: early: %s, want %s", name, got, want[0])
			}
			time.Sleep(time.Nanosecond)
			if got := seen(); got != want[1] {
				t.Errorf("%s: in time: %s, want %s", name, got, want[1])
			}
		})
	}
}

func TestDifferences_deleteSlow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := mockapi.New(mockapi.Options{Differences: []string{"delete-slow"}})
		id := connect(t, s, "+1234567890", "n")
		path := accountsPath + "/" + id
		do(t, s, "DELETE", path, "")
		time.Sleep(5 * time.Second)
		if r := do(t, s, "DELETE", path, ""); r.status != 202 {
			t.Errorf("again: %d %s", r.status, r.body)
		}
		time.Sleep(3*time.Second - 1)
		if r := do(t, s, "GET", path, ""); r.str("status") != "deleting" || len(s.Accounts()) != 1 {
			t.Errorf("early: %d %s", r.status, r.body)
		}
		time.Sleep(time.Nanosecond)
		if r := do(t, s, "GET", path, ""); r.status != 404 || len(s.Accounts()) != 0 {
			t.Errorf("in time: %d %s", r.status, r.body)
		}
	})
}

// A tombstone shows and keeps its place in the list, and otherwise the object is gone.
func TestDifferences_tombstones(t *testing.T) {
	t.Parallel()
	s := mockapi.New(mockapi.Options{Differences: []string{"tombstone-flag"}})
	first, second := connect(t, s, "+1234567890", "n"), connect(t, s, "+1234567891", "n")
	path := accountsPath + "/" + first
	do(t, s, "DELETE", path, "")
	for _, method := range []string{"PATCH", "DELETE"} {
		if r := do(t, s, method, path, "{}"); r.status != 404 {
			t.Errorf("%s: %d %s", method, r.status, r.body)
		}
	}
	if r := do(t, s, "GET", accountsPath, ""); strings.Index(r.body, first) > strings.Index(r.body, second) || strings.Count(r.body, `"deleted":true`) != 1 {
		t.Errorf("list: %s", r.body)
	}
	if r := do(t, s, "GET", accountsPath+"/"+second, ""); r.json["deleted"] != nil {
		t.Errorf("another: %s", r.body)
	}
	if all := s.Accounts(); len(all) != 1 {
		t.Errorf("accounts %+v", all)
	}
	connect(t, s, "+1234567890", "the number is free again")
}

// Such a DELETE or PATCH does nothing, and still says that an unknown id does not exist.
func TestDifferences_refuse(t *testing.T) {
	t.Parallel()
	for _, name := range mockapi.Differences() {
		if about := mockapi.DescribeDifference(name); !strings.Contains(about, "does nothing") && !strings.Contains(about, "changes nothing") {
			continue
		}
		s := mockapi.New(mockapi.Options{Differences: []string{name}})
		id := connect(t, s, "+1234567890", "n")
		method, body := "DELETE", ""
		if strings.HasPrefix(name, "patch") {
			method, body = "PATCH", `{"name":"m"}`
		}
		if r := do(t, s, method, accountsPath+"/"+id, body); r.status != 200 {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
		if a, ok := s.Account(id); !ok || a.Name != "n" {
			t.Errorf("%s: it acted: %+v", name, a)
		}
		if r := do(t, s, method, accountsPath+"/none", body); r.status != 404 {
			t.Errorf("%s: unknown id: %d %s", name, r.status, r.body)
		}
	}
}

func TestDifferences_replace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		difference, method string
		status             int
	}{
		{"patch-replaces", "PATCH", 200}, {"patch-replaces", "PUT", 405}, {"put-not-patch", "PUT", 200}, {"put-not-patch", "PATCH", 405},
	} {
		s := mockapi.New(mockapi.Options{Differences: []string{c.difference}})
		description := "d"
		e := s.AddEndpoint(mockapi.Endpoint{URL: "https://a.example", Events: []string{"a"}, Description: &description, Secret: "s"})
		r := do(t, s, c.method, endpointsPath+"/"+e.ID, `{"events":["b"]}`)
		got, _ := s.Endpoint(e.ID)
		want := c.status == 200
		if r.status != c.status || want != (got.URL == "" && slices.Equal(got.Events, []string{"b"}) && got.Description == nil && got.Enabled) || got.Secret != "s" {
			t.Errorf("%s, %s: %d %s, %+v", c.difference, c.method, r.status, r.body, got)
		}
		if r := do(t, s, "GET", endpointsPath+"/"+e.ID, ""); want != strings.Contains(r.body, `"url":null`) {
			t.Errorf("%s, %s: %s", c.difference, c.method, r.body)
		}
	}
	s := mockapi.New(mockapi.Options{Differences: []string{"put-not-patch"}})
	id := connect(t, s, "+1234567890", "n")
	if r := do(t, s, "PUT", accountsPath+"/"+id, `{}`); r.status != 200 || r.json["name"] != nil {
		t.Errorf("account: %d %s", r.status, r.body)
	}
	if r := do(t, s, "PUT", "/v1/users", `{}`); r.status != 405 {
		t.Errorf("users: %d %s", r.status, r.body)
	}
}

// Only the object with the same natural key exists.
func TestDifferences_createExisting(t *testing.T) {
	t.Parallel()
	s := mockapi.New(mockapi.Options{Differences: []string{"create-existing"}})
	for path, body := range map[string]string{accountsPath: newAccount, endpointsPath: `{"url":"https://a.example","events":["a"]}`} {
		id := do(t, s, "POST", path, body).str("id")
		if r := do(t, s, "POST", path, body); r.status != 200 || r.str("id") != id || r.json["secret"] != nil {
			t.Errorf("again: %d %s", r.status, r.body)
		}
		other := strings.NewReplacer("+1234567890", "+1234567891", "a.example", "b.example").Replace(body)
		if r := do(t, s, "POST", path, other); r.status != 201 || r.str("id") == id {
			t.Errorf("another: %d %s", r.status, r.body)
		}
		do(t, s, "DELETE", path+"/"+id, "")
		if r := do(t, s, "POST", path, body); r.status != 201 || r.str("id") == id {
			t.Errorf("after its deletion: %d %s", r.status, r.body)
		}
	}
}

func TestDifferences_numericIDs(t *testing.T) {
	t.Parallel()
	s := mockapi.New(mockapi.Options{Differences: []string{"numeric-ids"}})
	connect(t, s, "+1234567890", "n")
	connect(t, s, "+1234567891", "m")
	if r := do(t, s, "GET", accountsPath+"?starting_after=1001", ""); !strings.Contains(r.body, `"id":1002,`) || strings.Contains(r.body, `"id":1001,`) {
		t.Errorf("list: %s", r.body)
	}
	if r := do(t, s, "GET", accountsPath+"/1002", ""); r.str("name") != "m" {
		t.Errorf("alone: %d %s", r.status, r.body)
	}
}

// Pages have 20 objects, and the cursor works.
func TestDifferences_hasMoreFalse(t *testing.T) {
	t.Parallel()
	s := mockapi.New(mockapi.Options{Differences: []string{"has-more-false"}})
	seeded := s.SeedAccounts("", 45)
	for query, want := range map[string]int{"?limit=100": 20, "": 20, "?limit=5": 5, "?limit=100&starting_after=" + seeded[39].ID: 5} {
		if r := do(t, s, "GET", accountsPath+query, ""); len(r.json["data"].([]any)) != want || r.json["has_more"] != false {
			t.Errorf("%s: %s", query, r.body)
		}
	}
}

// An id from a list works in a path.
func TestDifferences_listIDsUpperCase(t *testing.T) {
	t.Parallel()
	s := mockapi.New(mockapi.Options{Differences: []string{"list-ids-upper-case"}})
	id := connect(t, s, "+1234567890", "n")
	if r := do(t, s, "GET", accountsPath+"/"+strings.ToUpper(id), ""); r.status != 200 || r.str("id") != id {
		t.Errorf("%d %s", r.status, r.body)
	}
}
