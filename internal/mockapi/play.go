package mockapi

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"sync"
	"time"
)

// faultKind is a kind of fault with a description, which has its defaults in brackets. play responds to a request that it
// hits; nil: before the rate limit, see tooMany.
type faultKind struct {
	name, about string
	play        play
}

type play func(s *Server, w http.ResponseWriter, c *call)

var faultKinds = []faultKind{
	{"status", "Status (500) with the documented envelope", fixed(failed)},
	{"status-plain", "Status (500) as plain text", canned(500, plainText, "")},
	{"status-empty", "Status (500) without a body", canned(500, "", "")},
	{"status-json", "Status (404) with a gateway's JSON, not the envelope", canned(404, jsonText, `{"message":"no Route matched with those values"}`)},
	{"html", "Status (404) with an HTML page", canned(404, "text/html; charset=utf-8", htmlPage)},
	{"act-then-status", "acts, then Status (500) with the envelope", acting(fixed(failed))},
	{"429", "rejected as over the rate limit, independent of the real one", nil},
	{"error-in-200", "200 with the envelope of Status (400)", fixed(func(f *Fault) answer { return f.envelope(http.StatusOK, cmp.Or(f.Status, 400)) })},
	{"not-json", "200 with plain text", canned(200, plainText, "OK, but this is not JSON")},
	{"empty-object", "200 with {}", canned(200, jsonText, "{}")},
	{"redirect", "Status (302) to Location", fixed(redirect)},
	{"picture", "200 with a PNG of Size (40) pixels per side that is not a QR code", fixed(func(f *Fault) answer {
		return text(http.StatusOK, "image/png", drawPicture(cmp.Or(f.Size, 40)))
	})},
	{"no-id", "the real response without the id, also in lists", changing(editing(anything, without("id")))},
	{"other-id", "the real response with another id, also in lists", changing(editing(anything, func(o object) { o["id"] = newID("other") }))},
	{"truncated", "acts; half of the real body with the full Content-Length", truncated},
	{"truncated-json", "acts; half of the real body with its own Content-Length", spoiled(func(_ *Fault, body []byte) []byte { return body[:len(body)/2] })},
	{"huge", "acts; the real body after Size (5 MiB) of blanks", spoiled(func(f *Fault, body []byte) []byte {
		return append(bytes.Repeat([]byte(" "), cmp.Or(f.Size, 5<<20)), body...)
	})},
	{"drip", "acts; the real body, one byte each Delay (1s)", drip},
	{"drop-before", "closes the connection before acting", drop},
	{"drop-after", "acts, then closes the connection without a response", acting(drop)},
	{"hang", "hangs for Delay (forever), then acts and responds; does not act if the client has left. With Act it acts first", hang},
	{"hang-after", "acts, hangs for Delay (forever), then responds", acting(hang)},
	{"act-late", "acts after Delay even if the client has left, then responds", actLate},
	{"page-loop", "list: ignores starting_after and always returns has_more", changing(before(pageLoop))},
	{"has-more-empty", "list: no objects, but has_more", changing(before(hasMoreEmpty))},
	{"lag", "list and single read: objects younger than Delay (5s) are missing", changing(before(lagging))},
}

const htmlPage = "<!DOCTYPE html>\n<html><head><title>Not here</title></head><body><h1>Not here</h1><hr>proxy/1.0</body></html>"

// envelope returns the documented error format with the fault's code and message.
func (f *Fault) envelope(status, inside int) answer {
	return envelope(status, inside, f.Code, cmp.Or(f.Message, "Something went wrong on Botbiz's end."))
}

// fixed sends a fixed response, and acts before only if the fault says so.
func fixed(respond func(f *Fault) answer) play {
	return func(s *Server, w http.ResponseWriter, c *call) {
		if c.fault.Act {
			s.act(c)
		}
		s.reply(w, c, respond(c.fault))
	}
}

// canned sends a text, which is that of the status if it is empty.
func canned(status int, contentType, body string) play {
	return fixed(func(f *Fault) answer {
		status := cmp.Or(f.Status, status)
		if contentType == "" {
			return empty(status)
		}
		return text(status, contentType, cmp.Or(f.Body, cmp.Or(body, http.StatusText(status))+"\n"))
	})
}

func failed(f *Fault) answer {
	status := cmp.Or(f.Status, 500)
	return f.envelope(status, status)
}

func redirect(f *Fault) answer { return moved(cmp.Or(f.Status, http.StatusFound), f.Location) }

// changing sends the real response, which a hook changes.
func changing(change hook) play {
	return func(s *Server, w http.ResponseWriter, c *call) { s.reply(w, c, s.act(c, change)) }
}

func pageLoop(c *call) {
	ignoreCursor(c)
	c.setMore(true)
}

func hasMoreEmpty(c *call) {
	c.noItems = true
	c.setMore(true)
}

func lagging(c *call) {
	if listsOrReads(c) {
		c.hideYounger(cmp.Or(c.fault.Delay, 5*time.Second))
	}
}

// damaged acts and returns the real response, which has something to damage.
func (s *Server) damaged(c *call) answer {
	a := s.act(c)
	if len(a.body) == 0 {
		a = success(http.StatusOK, object{"id": c.id, "deleted": true}).encoded()
	}
	return a
}

// spoiled sends the real response with another body.
func spoiled(edit func(f *Fault, body []byte) []byte) play {
	return func(s *Server, w http.ResponseWriter, c *call) {
		a := s.damaged(c)
		a.body = edit(c.fault, a.body)
		s.reply(w, c, a)
	}
}

func truncated(s *Server, w http.ResponseWriter, c *call) {
	a := s.damaged(c)
	s.sendHeader(w, c, a)
	_, _ = w.Write(a.body[:len(a.body)/2])
	_ = http.NewResponseController(w).Flush() // a recorder cannot fail here
	panic(http.ErrAbortHandler)
}

func drip(s *Server, w http.ResponseWriter, c *call) {
	a := s.damaged(c)
	s.sendHeader(w, c, a)
	for i := range a.body {
		if !s.hold(c.r.Context(), cmp.Or(c.fault.Delay, time.Second)) {
			panic(http.ErrAbortHandler)
		}
		_, _ = w.Write(a.body[i : i+1])
		_ = http.NewResponseController(w).Flush()
	}
}

func drop(s *Server, _ http.ResponseWriter, c *call) {
	if c.fault.Act {
		s.act(c)
	}
	s.abort(c)
}

// hang acts before or after it hangs.
func hang(s *Server, w http.ResponseWriter, c *call) {
	act := sync.OnceValue(func() answer { return s.act(c) })
	if c.fault.Act {
		act()
	}
	s.wait(c.r.Context(), c, cmp.Or(c.fault.Delay, -1))
	s.reply(w, c, act())
}

// acting plays a fault with Act.
func acting(next play) play {
	return func(s *Server, w http.ResponseWriter, c *call) {
		c.fault.Act = true
		next(s, w, c)
	}
}

func actLate(s *Server, w http.ResponseWriter, c *call) {
	s.wait(context.WithoutCancel(c.r.Context()), c, c.fault.Delay)
	s.reply(w, c, s.act(c))
}
