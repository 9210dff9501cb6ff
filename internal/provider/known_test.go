package provider

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

func TestKnownFor(t *testing.T) { //nolint:paralleltest // fills the registry
	first := knownFor("https://a.example.com", "one")
	if knownFor("https://a.example.com", "one") != first {
		t.Error("the same key shares nothing")
	}
	for _, other := range [][2]string{{"https://a.example.com", "two"}, {"https://b.example.com", "one"}, {"https://a.example.com\x00", "one"}} {
		if k := knownFor(other[0], other[1]); k == first || k.gate == first.gate || storeOf[botbiz.Account](k, "x") == storeOf[botbiz.Account](first, "x") {
			t.Errorf("%q shares with another key", other)
		}
	}
	for i := range 2 * maxKnown {
		knownFor("https://a.example.com", fmt.Sprint("key ", i))
		if knownFor("https://a.example.com", "one") != first {
			t.Fatal("a key in use was forgotten")
		}
	}
	if n := len(registry.keys); n != maxKnown {
		t.Errorf("%d keys are remembered", n)
	}
	if strings.Contains(fmt.Sprintf("%+v", registry.keys), "one") {
		t.Error("a key is kept as text")
	}
}

// A program that configures the provider for every object, as Crossplane does, stays within the limit of the key: all
// configurations of a process share what they know of it.
func TestKnownFor_oneGate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const objects = 130
		m := newMockInMemory(t, mockapi.Options{Limit: 60, Window: time.Minute})
		var all sync.WaitGroup
		for i := range objects {
			all.Go(func() {
				if _, err := newEngine(t, m).object(accountResource).apply(block{"phone_number": fmt.Sprintf("+14155550%03d", i), "name": "Line"}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := len(m.Accounts()); n != objects {
			t.Errorf("%d accounts", n)
		}
		if most := 2 * m.Windows(); m.Refused() > most {
			t.Errorf("%d requests were refused in %d windows", m.Refused(), m.Windows())
		}
	})
}

// Another configuration reads afresh: a plan is not answered from the one before.
func TestKnownFor_newWalk(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	o := managed(t, m)
	m.Rename(o.text("id"), "Sales")
	if object, err := o.engine.asJSON(accountResource, block{"id": o.text("id")}); err != nil || object["name"] != "Sales" {
		t.Errorf("the data source says %v: %v", object["name"], err)
	}
	must(t, o.refresh())
	if o.text("name") != "Sales" {
		t.Errorf("the name is %q", o.text("name"))
	}
}
