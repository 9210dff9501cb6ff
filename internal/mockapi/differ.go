package mockapi

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// differ applies the differences to an account or endpoint in a response.
func (s *Server) differ(o object) object {
	if s.differences[DiffNoQRURL] {
		o = o.without("qr_code_url")
	}
	if s.differences[DiffNoEnabled] {
		o = o.without("enabled")
	}
	if s.differences[DiffNoCreatedAt] {
		o = o.without("created_at")
	}
	if s.differences[DiffNullOptionals] {
		o = o.set("qr_code_url", nil).set("enabled", nil).set("created_at", nil)
	}
	if s.differences[DiffUnknownFields] {
		o = append(o, object{
			{"livemode", true},
			{"quality_score", 0.875},
			{"labels", []string{"a", "b"}},
			{"owner", object{{"id", "usr_1"}, {"name", "Somebody"}}},
			{"deleted_at", nil},
			{"object", "thing"},
		}...)
	}
	return o
}

// listed applies the differences of lists to an object.
func (s *Server) listed(o object, lean ...string) object {
	if s.differences[DiffLeanList] {
		return o.only(lean...)
	}
	if s.differences[DiffListWithoutStatus] {
		return o.without("status")
	}
	return o
}

// lackingRoute returns the response of a server without a route.
func (s *Server) lackingRoute(c *call) (answer, bool) {
	if s.differences[DiffDocumentedRoutesOnly] && !documented[c.r.Method+" "+c.route] {
		return unknownRoute(), true
	}
	if s.differences[DiffEnvelopedDelete404] && c.r.Method == http.MethodDelete {
		return unknownRoute(), true
	}
	if c.r.Method != http.MethodGet {
		return answer{}, false
	}
	list := c.route == RouteAccounts || c.route == RouteEndpoints
	single := c.route == RouteAccount || c.route == RouteEndpoint
	switch {
	case list && s.differences[DiffNoListRoute], single && s.differences[DiffNoGetRoute]:
		return s.missingRoute(), true
	case list && s.differences[DiffList405], single && s.differences[DiffGet405]:
		return notAllowed(), true
	case list && s.differences[DiffListForbidden]:
		return failure(http.StatusForbidden, "This API key has no permission to list."), true
	}
	return answer{}, false
}

// notFound returns the response to an unknown id.
func (s *Server) notFound(kind, id string) answer {
	switch {
	case s.differences[DiffPlain404]:
		return text(http.StatusNotFound, "text/plain; charset=utf-8", "Not Found\n")
	case s.differences[DiffGone410]:
		return failure(http.StatusGone, "This "+kind+" is gone: "+id)
	}
	return failure(http.StatusNotFound, "No such "+kind+": "+id)
}

func (s *Server) created(o object) answer {
	if s.differences[DiffCreate200] {
		return success(http.StatusOK, o)
	}
	return success(http.StatusCreated, o)
}

func (s *Server) patched(o object) answer {
	switch {
	case s.differences[DiffPatch204]:
		return empty(http.StatusNoContent)
	case s.differences[DiffPatchEmptyObject]:
		return success(http.StatusOK, object{})
	}
	return success(http.StatusOK, o)
}

func (s *Server) deleted(id string) answer {
	switch {
	case s.differences[DiffDelete200]:
		return empty(http.StatusOK)
	case s.differences[DiffDelete200Body]:
		return success(http.StatusOK, object{{"id", id}, {"deleted", true}})
	}
	return empty(http.StatusNoContent)
}

func (s *Server) writeName(name string) string {
	if s.differences[DiffTrimmedNames] {
		return strings.TrimSpace(name)
	}
	return name
}

func (s *Server) writeNumber(number string) string {
	plus, digits := "+", strings.TrimPrefix(number, "+")
	if s.differences[DiffNumbersWithoutPlus] {
		plus = ""
	}
	if s.differences[DiffNumbersWithSpaces] {
		for i := len(digits) - 3; i > 0; i -= 3 {
			digits = digits[:i] + " " + digits[i:]
		}
	}
	return plus + digits
}

func (s *Server) writeURL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	if s.differences[DiffURLsWithSlash] && !strings.HasSuffix(u.Path, "/") {
		u = u.JoinPath("/")
		raw = u.String()
	}
	if !s.differences[DiffURLsNormalized] {
		return raw
	}
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	if port := u.Port(); port == "443" && u.Scheme == "https" || port == "80" && u.Scheme == "http" {
		u.Host = strings.TrimSuffix(u.Host, ":"+port)
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String()
}

func (s *Server) writeEvents(events []string) []string {
	events = slices.Clone(events)
	if s.differences[DiffReversedEvents] {
		slices.Reverse(events)
	}
	return events
}

func (s *Server) writeTime(t time.Time) string {
	if s.differences[DiffCreatedAtBehind] {
		t = t.Add(-5 * time.Second)
	}
	layout := "2006-01-02T15:04:05Z07:00" // whole seconds, rounded down
	if s.differences[DiffFractionalCreatedAt] {
		layout = "2006-01-02T15:04:05.000000Z07:00"
	}
	if s.differences[DiffOffsetCreatedAt] {
		return t.In(time.FixedZone("", 2*60*60)).Format(layout)
	}
	return t.UTC().Format(layout)
}
