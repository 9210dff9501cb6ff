package provider

import (
	"fmt"
	"strings"
	"testing"
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

// Two configurations with one key keep to one limit: the second knows what the first used.
func TestKnownFor_oneGate(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{Limit: 4, Window: time.Second})
	m.AddAccount(mockapi.Account{ID: "wha_1", PhoneNumber: "+14155550100", Name: "Support", CreatedAt: time.Now().Add(-time.Hour)})
	e := newEngine(t, m)
	for range 8 { // each is a provider of its own, and sends a request
		must(t, e.object(accountResource).importBy("wha_1"))
	}
	if n := m.Refused(); n > 2 {
		t.Errorf("%d requests were refused", n)
	}
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
