package provider

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

const again = "terraform apply -invoke=action.botbiz_whatsapp_account_pair.NAME"

// pairBubble runs the pairing of one account on a fake clock.
func pairBubble(t *testing.T, options mockapi.Options, test func(t *testing.T, m *mock, p inProcess)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		m := newMockInMemory(t, options)
		m.AddAccount(mockapi.Account{ID: "wha_1", PhoneNumber: "+1234567890", Name: "Customer Support"})
		test(t, m, m.inProcess(t))
	})
}

func TestPair(t *testing.T) {
	t.Parallel()
	pairBubble(t, mockapi.Options{}, func(t *testing.T, m *mock, p inProcess) {
		var issued []string
		go func() {
			for range 3 {
				issued = append(issued, m.QRContent("wha_1"))
				time.Sleep(20 * time.Second)
				m.RotateQR("wha_1")
			}
			m.Connect("wha_1")
		}()
		began := time.Now()
		progress, errors := p.invoke(pairAction, map[string]any{"account_id": "wha_1"})
		if errors != "" || len(progress) != 4 || !strings.Contains(progress[0], again) {
			t.Fatalf("errors %q, progress:\n%s", errors, strings.Join(progress, "\n"))
		}
		for i, text := range progress {
			if !strings.HasPrefix(text, "\n") {
				t.Errorf("progress does not start on a new line: %.40q", text)
			}
			if i < 3 {
				if got := scan(t, text); got != issued[i] {
					t.Errorf("drawing %d says %q, want %q", i, got, issued[i])
				}
			}
		}
		for i, want := range []string{"Linked devices", "has changed", "has changed", "is connected"} {
			if !strings.Contains(progress[i], want) {
				t.Errorf("progress %d lacks %q:\n%s", i, want, progress[i])
			}
		}
		if took := time.Since(began); took > 71*time.Second {
			t.Errorf("it took %s to see an account that connects after a minute", took)
		}
		// Often at first, then every 10 seconds: at most twice the requests of a slow poll.
		if got := m.Count("", "*"); got > 30 {
			t.Errorf("%d requests in a minute", got)
		}
	})
}

func TestPair_connectedAlready(t *testing.T) {
	t.Parallel()
	pairBubble(t, mockapi.Options{}, func(t *testing.T, m *mock, p inProcess) {
		m.Connect("wha_1")
		progress, errors := p.invoke(pairAction, map[string]any{"account_id": "wha_1"})
		if errors != "" || len(progress) != 1 || !strings.Contains(progress[0], "is connected") || m.Count("", mockapi.RouteQRCode) > 0 {
			t.Errorf("progress %q, errors %q", progress, errors)
		}
	})
}

// An account can connect after it was read as pending. Then its QR code is rejected.
func TestPair_connectedBetween(t *testing.T) {
	t.Parallel()
	var m *mock
	connect := func(r mockapi.Request) {
		if r.Route == mockapi.RouteAccounts {
			m.Connect("wha_1")
		}
	}
	pairBubble(t, mockapi.Options{OnRequest: connect}, func(t *testing.T, served *mock, p inProcess) {
		m = served
		progress, errors := p.invoke(pairAction, map[string]any{"account_id": "wha_1"})
		if errors != "" || len(progress) != 1 || !strings.Contains(progress[0], "is connected") {
			t.Errorf("progress %q, errors %q", progress, errors)
		}
	})
}

func TestPair_timeout(t *testing.T) {
	t.Parallel()
	for timeout, want := range map[any]time.Duration{nil: 5 * time.Minute, "90s": 90 * time.Second, "1ms": time.Millisecond} {
		t.Run(fmt.Sprint(timeout), func(t *testing.T) {
			t.Parallel()
			pairBubble(t, mockapi.Options{}, func(t *testing.T, m *mock, p inProcess) {
				began := time.Now()
				progress, errors := p.invoke(pairAction, map[string]any{"account_id": "wha_1", "timeout": timeout})
				if took := time.Since(began); took != want {
					t.Errorf("it ended after %s, want %s", took, want)
				}
				if len(progress) != 1 || scan(t, progress[0]) != m.QRContent("wha_1") {
					t.Errorf("progress %q", progress)
				}
				for _, part := range []string{"did not connect within", "wha_1", `"pending"`, again} {
					if !strings.Contains(errors, part) {
						t.Errorf("errors lack %q: %s", part, errors)
					}
				}
			})
		})
	}
}

func TestPair_interrupted(t *testing.T) {
	t.Parallel()
	pairBubble(t, mockapi.Options{}, func(t *testing.T, _ *mock, p inProcess) {
		began := time.Now()
		_, errors := p.invoke(pairAction, map[string]any{"account_id": "wha_1"}, func(string) {
			time.Sleep(3 * time.Second)
			if _, err := p.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{}); err != nil {
				t.Error(err)
			}
		})
		if took := time.Since(began); took != 3*time.Second {
			t.Errorf("it ended after %s, want at once", took)
		}
		if !strings.Contains(errors, titleCancelled) || !strings.Contains(errors, again) {
			t.Errorf("errors = %q", errors)
		}
	})
}

// An image that is not a QR code is drawn if it fits. Otherwise its URL is shown.
func TestPair_picture(t *testing.T) {
	t.Parallel()
	for size, want := range map[int]string{
		8:   "██▄▀▄▀▄▀▄▀██",
		80:  strings.Repeat("▄▀", 40) + "\x1b[0m\n",
		81:  "/v1/whatsapp/accounts/wha_1/qr-code",
		500: "/v1/whatsapp/accounts/wha_1/qr-code",
	} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			t.Parallel()
			pairBubble(t, mockapi.Options{PairAfter: time.Minute}, func(t *testing.T, m *mock, p inProcess) {
				m.AddFault(mockapi.Fault{Kind: "picture", Route: mockapi.RouteQRCode, Size: size})
				progress, errors := p.invoke(pairAction, map[string]any{"account_id": "wha_1"})
				if errors != "" || len(progress) != 2 || !strings.Contains(progress[0], want) {
					t.Errorf("errors %q, progress:\n%s", errors, strings.Join(progress, "\n"))
				}
			})
		})
	}
}

// A code that is no picture is drawn, one that is elsewhere is named by its URL, and one that is not ready is waited for.
func TestPair_differences(t *testing.T) {
	t.Parallel()
	for name, drawn := range map[string]bool{"qr-json": true, "qr-code-text": true, "qr-redirect": false, "qr-204": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pairBubble(t, mockapi.Options{Differences: []string{name}}, func(t *testing.T, m *mock, p inProcess) {
				go func() {
					time.Sleep(20 * time.Second)
					m.Connect("wha_1")
				}()
				progress, errors := p.invoke(pairAction, map[string]any{"account_id": "wha_1"})
				if errors != "" || len(progress) == 0 || !strings.Contains(progress[len(progress)-1], "is connected") {
					t.Fatalf("errors %q, progress %q", errors, progress)
				}
				switch {
				case drawn && scan(t, progress[0]) != m.QRContent("wha_1"):
					t.Errorf("the drawing is another code: %s", progress[0])
				case !drawn && !strings.Contains(progress[0], "/wha_1/qr-code") && name != "qr-204":
					t.Errorf("no URL: %s", progress[0])
				}
			})
		})
	}
}

func TestPair_failures(t *testing.T) {
	t.Parallel()
	const long = 1_000_000
	for name, test := range map[string]struct {
		fault    mockapi.Fault
		progress int // 2: it recovered
		want     string
	}{
		"no such account":          {mockapi.Fault{Kind: "status", Status: 404}, 0, titleNoRoute},
		"a page instead":           {mockapi.Fault{Kind: "html"}, 0, titleNoRoute},
		"key refused":              {mockapi.Fault{Kind: "status", Status: 401, Skip: 4}, 1, titleKeyRefused},
		"no picture":               {mockapi.Fault{Kind: "not-json", Route: mockapi.RouteQRCode}, 1, titleNotConnected},
		"no code yet":              {mockapi.Fault{Kind: "status", Status: 400, Route: mockapi.RouteQRCode}, 1, "qr-code answered 400"},
		"does not have this route": {mockapi.Fault{Kind: "status-plain", Status: 404, Route: mockapi.RouteQRCode}, 1, titleNotConnected},
		"deleted meanwhile":        {mockapi.Fault{Kind: "status", Status: 404, Skip: 2}, 1, titleNoRoute},
		"broken for a while":       {mockapi.Fault{Kind: "status", Status: 500, Count: 12}, 2, ""},
		"code broken for a while":  {mockapi.Fault{Kind: "drop-before", Route: mockapi.RouteQRCode, Count: 12}, 2, ""},
		"broken for good":          {mockapi.Fault{Kind: "status", Status: 500, Count: long}, 0, "500"},
		"limited for a while":      {mockapi.Fault{Kind: "429", Skip: 3, Count: 2}, 2, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pairBubble(t, mockapi.Options{}, func(t *testing.T, m *mock, p inProcess) {
				m.AddFault(test.fault)
				secret := m.QRContent("wha_1")
				if test.want == "" {
					time.AfterFunc(2*time.Minute, func() { m.Connect("wha_1") })
				}
				progress, errors := p.invoke(pairAction, map[string]any{"account_id": "wha_1"})
				if len(progress) != test.progress || !strings.Contains(errors, test.want) || (test.want == "") != (errors == "") {
					t.Errorf("%d progress texts, want %d; errors %q", len(progress), test.progress, errors)
				}
				if errors != "" && (!strings.Contains(errors, again) || !strings.Contains(errors, "wha_1")) {
					t.Errorf("errors lack the account or the command: %q", errors)
				}
				if strings.Contains(errors, secret) || strings.Contains(errors, secret[2:20]) {
					t.Errorf("errors hold what the code says: %q", errors)
				}
			})
		})
	}
}

// Several pairings at once, on APIs whose list may not show the status, or that have no list.
func TestPair_several(t *testing.T) {
	t.Parallel()
	for _, differences := range [][]string{nil, {"list-without-status"}, {"lean-list"}, {"no-list-route"}, {"no-get-route"}} {
		t.Run(fmt.Sprint(differences), func(t *testing.T) {
			t.Parallel()
			pairBubble(t, mockapi.Options{Differences: differences}, func(t *testing.T, m *mock, p inProcess) {
				m.AddAccount(mockapi.Account{ID: "wha_2", PhoneNumber: "+1234567891", Name: "Sales"})
				time.AfterFunc(time.Minute, func() {
					m.Connect("wha_1")
					m.Connect("wha_2")
				})
				began := time.Now()
				var both sync.WaitGroup
				for _, id := range []string{"wha_1", "wha_2"} {
					both.Go(func() {
						progress, errors := p.invoke(pairAction, map[string]any{"account_id": id})
						if errors != "" || len(progress) != 2 || scan(t, progress[0]) != m.QRContent(id) {
							t.Errorf("errors %q, progress %q", errors, progress)
						}
					})
				}
				both.Wait()
				if took := time.Since(began); took > 71*time.Second {
					t.Errorf("it took %s to see accounts that connect after a minute", took)
				}
			})
		})
	}
}

func TestPair_validation(t *testing.T) {
	t.Parallel()
	p := serve(t, New("test")())
	if got := p.refuses(pairAction, map[string]any{"account_id": "wha_1", "timeout": "90s"}); got != "" {
		t.Errorf("a good configuration is refused: %s", got)
	}
	for _, config := range []map[string]any{
		{"account_id": ""},
		{"account_id": "../users"},
		{"account_id": "+1234567890"},
		{"account_id": "wha_1", "timeout": "0s"},
		{"account_id": "wha_1", "timeout": "-1m"},
		{"account_id": "wha_1", "timeout": "soon"},
	} {
		if got := p.refuses(pairAction, config); !strings.Contains(got, "AttributeName(") {
			t.Errorf("%v: %q, want an error at the argument", config, got)
		}
	}
}
