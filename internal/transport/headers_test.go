package transport

import (
	"net/http"
	"testing"
	"time"
)

func TestReadRate(t *testing.T) {
	const date = 1_700_000_000_000
	now := time.UnixMilli(date + 123_456) // a local clock that is wrong
	for name, c := range map[string]struct {
		limit, remaining, reset, retryAfter string
		want                                rate
	}{
		"usual":           {"60", "59", "1700000060", "", rate{limit: 60, remaining: 59, reset: date + 60_000}},
		"blanks":          {" 60 ", " 0", "1700000060 ", " 2", rate{limit: 60, reset: date + 60_000, retryAfter: 2 * time.Second}},
		"fractions":       {"60.0", "1.5", "1700000060.5", "0.5", rate{limit: 60, remaining: 1, reset: date + 60_500, retryAfter: time.Second / 2}},
		"milliseconds":    {"", "", "1700000060250", "", rate{remaining: -1, reset: date + 60_250}},
		"delta":           {"", "", "86400", "", rate{remaining: -1, reset: date + 86_400_000}},
		"delta too long":  {"", "", "86401", "", rate{remaining: -1}},
		"now":             {"", "", "1700000000", "", rate{remaining: -1, reset: date}},
		"past":            {"", "", "1699999999", "", rate{remaining: -1}},
		"past in ms":      {"", "", "1699999999000", "", rate{remaining: -1}},
		"too far":         {"", "", "1700086401", "", rate{remaining: -1}},
		"microseconds":    {"", "", "1700000060000000", "", rate{remaining: -1}},
		"words":           {"many", "few", "soon", "later", rate{remaining: -1}},
		"negative":        {"-60", "-1", "-1700000060", "-5", rate{remaining: -1}},
		"zero":            {"0", "0", "0", "0", rate{remaining: -1}},
		"zero limit":      {"0", "0", "1700000060", "", rate{remaining: -1, reset: date + 60_000}},
		"no limit said":   {"", "0", "1700000060", "", rate{reset: date + 60_000}},
		"huge":            {"1e30", "1e30", "1e30", "1e30", rate{remaining: -1}},
		"Retry-After":     {"", "", "", "120", rate{remaining: -1, retryAfter: 2 * time.Minute}},
		"Retry-After day": {"", "", "", "86401", rate{remaining: -1}},
		"date":            {"", "", "", "Tue, 14 Nov 2023 22:13:50 GMT", rate{remaining: -1, retryAfter: 30 * time.Second}},
		"date past":       {"", "", "", "Tue, 14 Nov 2023 22:13:10 GMT", rate{remaining: -1}},
		"date years off":  {"", "", "", "Tue, 14 Nov 2423 22:13:10 GMT", rate{remaining: -1}},
	} {
		t.Run(name, func(t *testing.T) {
			h := rateHeaders("Tue, 14 Nov 2023 22:13:20 GMT", c.limit, c.remaining, c.reset, c.retryAfter)
			c.want.date = date
			if got := readRate(h, now); got != c.want {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
		})
	}
	if r := readRate(rateHeaders("yesterday", "", "", "1700000200", ""), now); r.date != now.UnixMilli() || r.reset != 1_700_000_200_000 {
		t.Errorf("without a Date: %+v", r)
	}
}

func rateHeaders(date, limit, remaining, reset, retryAfter string) http.Header {
	h := http.Header{}
	for k, v := range map[string]string{
		"Date": date, "X-RateLimit-Limit": limit, "X-RateLimit-Remaining": remaining,
		"X-RateLimit-Reset": reset, "Retry-After": retryAfter,
	} {
		if v != "" {
			h.Set(k, v)
		}
	}
	return h
}

// FuzzRateHeaders checks the bounds of what is read from any headers, and that the
// wait after a refusal is not zero and not longer than the longest window.
func FuzzRateHeaders(f *testing.F) {
	const now = "Tue, 14 Nov 2023 22:13:20 GMT"
	for _, seed := range [][5]string{
		{now, "60", "0", "1700000060", ""},
		{now, "300", "299", "1700000060000", "30"},
		{now, "0", "-1", "60", now},
		{"", "", "", "", ""},
		{"Mon, 01 Jan 0001 00:00:00 GMT", "1e308", "NaN", "-Inf", "1e300"},
		{"Fri, 31 Dec 9999 23:59:59 GMT", "0x1p4", "1_0", "253402300799", "Thu, 01 Jan 1970 00:00:00 GMT"},
		{now, "9223372036854775808", "9223372036854775807", "-9223372036854775808", "9223372036854775807"},
		{now, "60", "0", "1700000000", "0"},
	} {
		f.Add(seed[0], seed[1], seed[2], seed[3], seed[4])
	}
	f.Fuzz(func(t *testing.T, date, limit, remaining, reset, retryAfter string) {
		local := time.Unix(1_700_000_000, 0)
		r := readRate(rateHeaders(date, limit, remaining, reset, retryAfter), local)
		day := longestWindow.Milliseconds()
		if r.limit < 0 || r.remaining < -1 || r.retryAfter < 0 || r.retryAfter > longestWindow ||
			r.reset != 0 && (r.reset < r.date || r.reset > r.date+day) {
			t.Fatalf("%+v", r)
		}
		p := NewGate().policy
		for i := range 4 {
			at := local.Add(time.Duration(i) * time.Second)
			p.start(at)
			if i%2 == 0 {
				p.passed("", r, at)
				continue
			}
			p.refused("", r, at)
			if hold := p.hold(at, "", 0); i == 1 && (hold == nil || hold.Until.After(at.Add(longestWindow+time.Second))) {
				t.Fatalf("held by %+v at %v by %+v", hold, at, r)
			}
		}
	})
}
