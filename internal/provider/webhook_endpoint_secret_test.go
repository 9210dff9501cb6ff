package provider

import (
	"archive/zip"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
)

func withSecret(secret, version any) block {
	return block{"url": "https://example.com", "events": []string{"a"}, "signing_secret_wo": secret, "signing_secret_wo_version": version}
}

// An endpoint changes from a generated secret to the user's secret, and back.
func TestWebhookEndpoint_secrets(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	o := newEngine(t, m).object(endpointResource)
	inForce := func() string { return m.Endpoints()[0].Secret }
	apply := func(config block, wantAction, wantSent string) {
		t.Helper()
		m.ResetLog()
		o.engine.warnings = nil
		action, err := o.apply(config)
		must(t, err)
		if got := strings.Join(m.patches(), " "); action != wantAction || (got != "") != (wantSent != "") || !strings.Contains(got, wantSent) {
			t.Fatalf("%s sent %q, want %s and %q", action, got, wantAction, wantSent)
		}
		if action, err := o.plan(config); err != nil || action != "none" {
			t.Fatalf("the plan is %s: %v", action, err)
		}
	}
	apply(withSecret(nil, nil), "create", "")
	generated := inForce()
	if o.text("signing_secret") != generated {
		t.Fatalf("%q is in the state, %q in force", o.text("signing_secret"), generated)
	}
	must(t, o.refresh())
	apply(withSecret("own-1", 1), "update", `"secret":"own-1"`)
	if o.text("signing_secret") != "" {
		t.Error("a secret that is not in force any more is in the state")
	}
	apply(withSecret("own-2", 1), "none", "") // without another version nothing is sent
	apply(withSecret("own-2", 2), "update", `"secret":"own-2"`)
	apply(withSecret(nil, nil), "update", "")
	if inForce() != "own-2" || !strings.Contains(strings.Join(o.warnings, ""), "still in use") {
		t.Errorf("%q is in force, warned: %q", inForce(), o.warnings)
	}
	apply(withSecret("own-2", 2), "update", `"secret":"own-2"`)
	must(t, o.destroy())
	apply(withSecret("own-3", 7), "create", "")
	if o.text("signing_secret") != "" || inForce() != "own-3" {
		t.Errorf("%q is in the state, %q in force", o.text("signing_secret"), inForce())
	}
}

// A null secret, for example an ephemeral one, does not block a destroy. It is an error when the secret is sent.
func TestWebhookEndpoint_nullSecret(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	o := newEngine(t, m).object(endpointResource)
	_, err := o.apply(withSecret(nil, 1))
	impossible(t, err, `[AttributeName("signing_secret_wo_version")]`, "no secret to send")
	_, err = o.apply(withSecret("own", 1))
	must(t, err)
	if action, err := o.plan(withSecret(nil, 1)); err != nil || action != "none" {
		t.Errorf("%s: %v", action, err)
	}
	_, err = o.plan(withSecret(nil, 2))
	impossible(t, err, "no secret to send")
	must(t, o.destroy())
}

// The plan may not know whether the user sets a secret.
func TestWebhookEndpoint_secretKnownLater(t *testing.T) {
	t.Parallel()
	early := withSecret(unknown, unknown)
	none := withSecret(nil, nil)
	own := withSecret("own", 3)
	for _, late := range []block{none, own} {
		m := newMock(t, mockapi.Options{})
		o := newEngine(t, m).object(endpointResource)
		for range 2 { // a create and an update
			_, err := o.applyLater(early, late)
			must(t, err)
			want := m.Endpoints()[0].Secret
			if late["signing_secret_wo"] != nil {
				want = ""
			}
			if o.text("signing_secret") != want {
				t.Errorf("%q is in the state, want %q", o.text("signing_secret"), want)
			}
		}
	}
}

// The new secret of an endpoint whose response was lost is rejected.
func TestWebhookEndpoint_adopted(t *testing.T) {
	t.Parallel()
	config := block{"url": "https://example.com/?token=s3cr3t42", "events": []string{"b", "a"}}
	m := newMock(t, mockapi.Options{})
	m.AddFault(mockapi.Fault{Kind: "drop-after", Method: "POST", Count: 1})
	m.AddFault(mockapi.Fault{Kind: "status", Status: 400, Method: "PATCH", Message: "Not with https%3A%2F%2Fexample.com%2F%3Ftoken%3Ds3cr3t42"})
	o := newEngine(t, m).object(endpointResource)
	_, err := o.apply(config)
	made := m.Endpoints()
	impossible(t, err, "Signing secret lost", made[0].ID, "terraform untaint", "signing_secret_wo")
	if len(made) != 1 || !o.tainted || o.text("id") != made[0].ID || o.text("signing_secret") != "" {
		t.Errorf("%+v, in the state %s", made, o.state)
	}
	if strings.Contains(err.Error(), "whsec_") || strings.Contains(err.Error(), "s3cr3t42") {
		t.Errorf("a secret is in the error: %v", err)
	}
	m.ClearFaults()
	if action, err := o.apply(config); err != nil || action != "replace" || len(m.Endpoints()) != 1 || o.text("signing_secret") != m.Endpoints()[0].Secret {
		t.Errorf("then %s: %v", action, err)
	}

	// With the user's secret, nothing is lost.
	m = newMock(t, mockapi.Options{})
	m.AddFault(mockapi.Fault{Kind: "drop-after", Method: "POST", Count: 1})
	o = newEngine(t, m).object(endpointResource)
	_, err = o.apply(withSecret("own", 1))
	must(t, err)
	if len(m.patches()) > 0 || m.Endpoints()[0].Secret != "own" {
		t.Errorf("%q was sent, %q is in force", m.patches(), m.Endpoints()[0].Secret)
	}
}

// Setting the new secret of an adopted endpoint can wait for the rate limit longer than a request timeout.
func TestWebhookEndpoint_adoptedUnderLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMockInMemory(t, mockapi.Options{Limit: 3, Window: time.Minute}) // the fourth request would set it
		m.AddFault(mockapi.Fault{Kind: "drop-after", Method: "POST", Count: 1})
		e := newEngine(t, m)
		e.provider["request_timeout"] = "1s"
		o := e.object(endpointResource)
		_, err := o.apply(block{"url": "https://example.com", "events": []string{"a"}})
		must(t, err)
		sameSecret(t, m, o)
		if n := len(m.patches()); n != 2 {
			t.Errorf("setting it was sent %d times, want a refusal and one more", n)
		}
	})
}

// Terraform's files contain no secret of the user, and a generated secret only as sensitive.
func TestAccCLI_secretsInFiles(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	c := newCLI(t, m)
	c.needs(1, 11)
	const canary = "canary-own-secret"
	const variable = "variable \"secret\" {\n  ephemeral = true\n}\n"
	clean := func(text string) {
		t.Helper()
		if strings.Contains(text, canary) || strings.Contains(text, canaryKey) {
			t.Errorf("a secret in: %s", text)
		}
	}
	for _, version := range []string{"1", "2"} {
		c.Env = append(c.Env, "TF_VAR_secret="+canary+version)
		c.config(variable + endpointConfig("https://example.com", `"a"`, "signing_secret_wo = var.secret", "signing_secret_wo_version = "+version))
		clean(c.must("plan", "-out=plan"))
		clean(c.must("show", "-json", "plan"))
		files, err := zip.OpenReader(filepath.Join(c.Folder, "plan"))
		must(t, err)
		for _, file := range files.File {
			content, err := files.Open(file.Name)
			must(t, err)
			text, err := io.ReadAll(content)
			must(t, err)
			clean(string(text))
		}
		must(t, files.Close())
		clean(c.must("apply", "plan"))
		clean(c.read("terraform.tfstate"))
		if got := m.Endpoints()[0].Secret; got != canary+version {
			t.Errorf("%q is in force", got)
		}
	}
	c.config(endpointConfig("https://example.com", `"a"`))
	c.says(c.must(apply...), "Signing secret still in use")
	c.must(with(apply, "-replace="+endpoint)...)
	generated := m.Endpoints()[0].Secret
	if !strings.Contains(c.read("terraform.tfstate"), generated) {
		t.Error("the generated secret is not in the state")
	}
	if out := c.must("plan", "-destroy"); strings.Contains(out, generated) {
		t.Errorf("the generated secret is shown: %s", out)
	}
	c.must("destroy", "-auto-approve")
}
