package collection_test

import (
	"errors"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

func TestDelete(t *testing.T) {
	page := &answer{status: 200, body: "<html>Please log in</html>"}
	acted := &answer{status: 200, body: "<html>Done</html>", acts: true}
	for _, tc := range []struct {
		name   string
		script script
		id     string
		ok     bool
		gone   bool
	}{
		{"204", nil, id(1), true, true},
		{"200 with a body", always(&answer{status: 200, body: `{"deleted":true}`, acts: true}), id(1), true, true},
		{"200 with a list", always(&answer{status: 200, body: `[]`, acts: true}), id(1), true, true},
		{"gone already", nil, "wha_none", true, false},
		{"410, and still there", always(enveloped(410)), id(1), false, false},
		{"404, and still there", always(enveloped(404)), id(1), false, false},
		{"404, and done", always(&answer{status: 404, body: enveloped(404).body, acts: true}), id(1), true, true},
		{"web page, and not done", always(page), id(1), false, false},
		{"web page, and done", always(acted), id(1), false, true},
		{"plain 404", always(plain(404)), id(1), false, false},
		{"405", always(plain(405)), id(1), false, false},
		{"500", always(enveloped(500)), id(1), false, false},
		{"500 in a 200", always(&answer{status: 200, body: enveloped(500).body}), id(1), false, false},
		{"reset", always(&answer{err: errReset}), id(1), false, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := newServer(3)
			s.on["delete"] = tc.script
			c := s.collection()
			err := c.Delete(t.Context(), tc.id)
			if (err == nil) != tc.ok {
				t.Errorf("Delete = %v", err)
			}
			if gone := len(s.with(number(1))) == 0; gone != tc.gone {
				t.Errorf("gone: %t", gone)
			}
		})
	}
}

func TestDeleteNeedsAnID(t *testing.T) {
	s := newServer(3)
	c := s.collection()
	if err := c.Delete(t.Context(), ""); !botbiz.IsNotSent(err) {
		t.Errorf("Delete = %v", err)
	}
	s.expect(t, "")
}

// An id that a server gives a second time, after a delete, is a good answer to a create.
func TestDeleteReleasesTheID(t *testing.T) {
	s := newServer(0)
	s.on["post"] = always(&answer{status: 201, body: `{"id":"wha_same"}`})
	s.on["delete"] = always(&answer{status: 204})
	c, client := s.client()
	for range 2 {
		if _, _, err := c.Create(t.Context(), connect(client, "+19999999")); err != nil {
			t.Errorf("Create = %v", err)
		}
		if err := c.Delete(t.Context(), "wha_same"); err != nil {
			t.Errorf("Delete = %v", err)
		}
	}
	if _, _, err := c.Create(t.Context(), connect(client, "+19999999")); err != nil {
		t.Errorf("Create = %v", err)
	}
	if _, _, err := c.Create(t.Context(), connect(client, "+19999999")); !errors.As(err, new(outcome)) {
		t.Errorf("two objects with one id: %v", err)
	}
}
