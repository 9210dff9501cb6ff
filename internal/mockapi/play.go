package mockapi

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// hugeSize exceeds the limit of a careful client: 5 MiB.
const hugeSize = 5 << 20

// play responds to a request that a fault hit.
func (s *Server) play(w http.ResponseWriter, c *call) {
	f := c.fault
	if a, ok := s.canned(f); ok {
		if f.Act || f.Kind == FaultActThenStatus {
			s.act(c)
		}
		s.reply(w, c, a)
		return
	}
	forEver := f.Delay
	if forEver == 0 {
		forEver = -1
	}
	switch f.Kind {
	case FaultDropBefore:
		if f.Act {
			s.act(c)
		}
		s.abort(c)
	case FaultDropAfter:
		s.act(c)
		s.abort(c)
	case FaultHang, FaultHangAfter:
		var a answer
		first := f.Act || f.Kind == FaultHangAfter
		if first {
			a = s.act(c)
		}
		if !s.hold(c.r.Context(), forEver) {
			s.abort(c)
		}
		if !first {
			a = s.act(c)
		}
		s.reply(w, c, a)
	case FaultActLate:
		if !s.hold(context.WithoutCancel(c.r.Context()), f.Delay) {
			s.abort(c)
		}
		s.reply(w, c, s.act(c))
	default:
		s.spoil(w, c, s.act(c))
	}
}

// canned returns the response of a kind with a fixed response.
func (s *Server) canned(f *Fault) (answer, bool) {
	const plain, page = "text/plain; charset=utf-8", "text/html; charset=utf-8"
	body := func(canned string) string { return cmp.Or(f.Body, canned) }
	switch f.Kind {
	case FaultStatus, FaultActThenStatus:
		status := cmp.Or(f.Status, http.StatusInternalServerError)
		return f.envelope(status, status), true
	case FaultStatusPlain:
		status := cmp.Or(f.Status, http.StatusInternalServerError)
		return text(status, plain, body(http.StatusText(status)+"\n")), true
	case FaultStatusEmpty:
		return empty(cmp.Or(f.Status, http.StatusInternalServerError)), true
	case FaultStatusJSON:
		return text(cmp.Or(f.Status, http.StatusNotFound), "application/json",
			body(`{"message":"no Route matched with those values"}`+"\n")), true
	case FaultHTML:
		return text(cmp.Or(f.Status, http.StatusNotFound), page,
			body("<!DOCTYPE html>\n<html><head><title>Not here</title></head><body><h1>Not here</h1><hr>proxy/1.0</body></html>\n")), true
	case FaultErrorIn200:
		return f.envelope(http.StatusOK, cmp.Or(f.Status, http.StatusBadRequest)), true
	case FaultNotJSON:
		return text(cmp.Or(f.Status, http.StatusOK), plain, body("OK, but this is not JSON\n")), true
	case FaultEmptyObject:
		return text(cmp.Or(f.Status, http.StatusOK), "application/json", "{}\n"), true
	case FaultRedirect:
		a := empty(cmp.Or(f.Status, http.StatusFound))
		a.header.Set("Location", f.Location)
		return a, true
	case FaultPicture:
		return text(http.StatusOK, "image/png", string(drawPicture(cmp.Or(f.Size, 40)))), true
	}
	return answer{}, false
}

// envelope returns the documented error format with the fault's code and message.
func (f *Fault) envelope(status, inside int) answer {
	code := cmp.Or(f.Code, errorCodes[inside], "server_error")
	return envelope(status, inside, code, cmp.Or(f.Message, "Something went wrong on Botbiz's end."))
}

// refuseByFault returns a 429 independent of the limit.
func (s *Server) refuseByFault(c *call, key string) answer {
	a := failure(http.StatusTooManyRequests, cmp.Or(c.fault.Message, "Too many requests hit the API too quickly."))
	if c.fault.Body != "" {
		a = text(http.StatusTooManyRequests, "text/plain; charset=utf-8", c.fault.Body)
	}
	if !s.options.NoRateHeaders {
		s.limiter.peek(key, s.now()).addTo(a.header)
	}
	return a
}

// spoil sends the real response with damage.
func (s *Server) spoil(w http.ResponseWriter, c *call, a answer) {
	f := c.fault
	if len(a.body) == 0 { // otherwise there is nothing to damage
		a = success(http.StatusOK, object{{"id", c.id}, {"deleted", true}})
	}
	switch f.Kind {
	case FaultNoID:
		a.body = editObjects(a.body, func(o map[string]any) { delete(o, "id") })
	case FaultOtherID:
		a.body = editObjects(a.body, func(o map[string]any) { o["id"] = newID("other") })
	case FaultTruncatedJSON:
		a.body = a.body[:len(a.body)/2]
	case FaultHuge:
		a.body = append(bytes.Repeat([]byte(" "), cmp.Or(f.Size, hugeSize)), a.body...)
	case FaultTruncated:
		s.sendHeader(w, c, a, len(a.body))
		_, _ = w.Write(a.body[:len(a.body)/2])
		_ = http.NewResponseController(w).Flush() // a recorder cannot fail here
		panic(http.ErrAbortHandler)
	case FaultDrip:
		s.sendHeader(w, c, a, len(a.body))
		for i := range a.body {
			if !s.hold(c.r.Context(), cmp.Or(f.Delay, time.Second)) {
				panic(http.ErrAbortHandler)
			}
			_, _ = w.Write(a.body[i : i+1])
			_ = http.NewResponseController(w).Flush()
		}
		return
	}
	s.reply(w, c, a)
}

// lags reports whether a fault still hides an object of this age.
func (s *Server) lags(c *call, created time.Time) bool {
	return c.fault != nil && c.fault.Kind == FaultLag && s.now().Before(created.Add(cmp.Or(c.fault.Delay, 5*time.Second)))
}

// editObjects changes the object in a body, or every object in a list.
func editObjects(body []byte, edit func(map[string]any)) []byte {
	var v any
	if json.Unmarshal(body, &v) != nil {
		return body
	}
	items, _ := v.([]any)
	if o, ok := v.(map[string]any); ok {
		if items, ok = o["data"].([]any); !ok {
			items = []any{o}
		}
	}
	for _, item := range items {
		if o, ok := item.(map[string]any); ok {
			edit(o)
		}
	}
	edited, err := json.Marshal(v)
	if err != nil {
		return body
	}
	return append(edited, '\n')
}
