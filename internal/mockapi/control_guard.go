package mockapi

import (
	"mime"
	"net"
	"net/http"
)

// guardControl keeps other machines and web pages away from the control calls, which need no key. Another machine can name
// any host, so its address counts too. A page that a browser shows can send requests to this machine. It cannot leave out
// Origin, cannot send JSON without asking first, and, where its own host name is made to lead here, still names that host.
func guardControl(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
		switch {
		case !loopbackHost(r.RemoteAddr):
			write(w, http.StatusForbidden, object{"error": "control calls are for this machine only"})
		case !loopbackHost(r.Host):
			write(w, http.StatusForbidden, object{"error": "control calls are for loopback hosts only, such as 127.0.0.1 and localhost"})
		case r.Header.Get("Origin") != "":
			write(w, http.StatusForbidden, object{"error": "control calls are not for web pages"})
		case r.ContentLength != 0 && kind != "application/json":
			write(w, http.StatusUnsupportedMediaType, object{"error": "a control call with a body needs Content-Type: application/json"})
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func loopbackHost(hostport string) bool {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	ip := net.ParseIP(host)
	return host == "localhost" || host == "[::1]" || ip != nil && ip.IsLoopback()
}
