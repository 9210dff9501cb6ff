package main

import (
	"cmp"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/go-version"
	"go.yaml.in/yaml/v4"
)

// job returns one job of a workflow, up to the next one.
func job(t *testing.T, workflow, name string) string {
	t.Helper()
	_, after, found := strings.Cut(workflow, "\n  "+name+":\n")
	if !found {
		t.Fatalf("no job %q", name)
	}
	if end := regexp.MustCompile(`\n  \S`).FindStringIndex(after); end != nil {
		after = after[:end[0]]
	}
	return after
}

// runsCode matches what runs code of this repository or its modules.
var runsCode = regexp.MustCompile(`setup-go|goreleaser|make |go (run|build|tool|get)|syft |\.ci/`)

// A tag or branch of an action can move to other code. A commit cannot.
func TestWorkflows_actionsPinned(t *testing.T) {
	t.Parallel()
	uses := regexp.MustCompile(`\buses: *(\S+)`)
	pinned := regexp.MustCompile(`^\./|@[0-9a-f]{40}$`)
	workflows := files(t, filepath.Join(root(t), ".github", "workflows"))
	maps.Copy(workflows, files(t, filepath.Join(root(t), "examples", "ci")))
	for name, text := range workflows {
		for _, use := range uses.FindAllStringSubmatch(text, -1) {
			if !pinned.MatchString(use[1]) {
				t.Errorf("%s: %s is not pinned to a commit", name, use[1])
			}
		}
		if regexp.MustCompile(`curl|wget`).MatchString(text) {
			t.Errorf("%s downloads a program by itself", name)
		}
	}
}

// The job that holds the signing key runs no code that could take it, and no other job can publish.
func TestWorkflows_release(t *testing.T) {
	t.Parallel()
	workflows := files(t, filepath.Join(root(t), ".github", "workflows"))
	workflow := workflows["release.yml"]
	publish := job(t, workflow, "publish")
	if found := runsCode.FindString(publish); found != "" || strings.Contains(publish, "actions/checkout") {
		t.Errorf("the job with the signing key uses %q", cmp.Or(found, "actions/checkout"))
	}
	rest := strings.Replace(workflow, publish, "", 1)
	for _, right := range []string{"secrets.", ": write", "environment:", "github.token"} {
		if strings.Contains(rest, right) || !strings.Contains(publish, right) {
			t.Errorf("%q does not belong to the publishing job alone", right)
		}
	}
	for name, needs := range map[string]string{"test": "tag", "vulncheck": "tag", "build": "[test, vulncheck]", "publish": "build"} {
		if !strings.Contains(job(t, workflow, name), "needs: "+needs+"\n") {
			t.Errorf("%s does not wait for %s", name, needs)
		}
	}
	if !strings.Contains(job(t, workflow, "vulncheck"), "uses: ./.github/workflows/govulncheck.yml\n") ||
		!strings.Contains(workflows["govulncheck.yml"], "run: make vulncheck\n") {
		t.Error("known vulnerabilities do not stop a release")
	}
	if bare := regexp.MustCompile(`\s\*[._]\S+`).FindString(publish); bare != "" {
		t.Errorf("a file that begins with a dash would be an option: %s", bare)
	}
	if !strings.Contains(job(t, workflow, "tag"), `git merge-base --is-ancestor "$GITHUB_SHA" origin/main`) {
		t.Error("the tag need not be on main")
	}
}

// The job that can change the repository runs no code of modules, and takes nothing but go.mod and go.sum from the one that does.
func TestWorkflows_upgrade(t *testing.T) {
	t.Parallel()
	workflow := files(t, filepath.Join(root(t), ".github", "workflows"))["upgrade.yml"]
	propose := job(t, workflow, "propose")
	if found := runsCode.FindString(propose); found != "" {
		t.Errorf("the job that can write uses %q", found)
	}
	if rest := strings.Replace(workflow, propose, "", 1); strings.Contains(rest, ": write") || strings.Contains(rest, "github.token") {
		t.Error("the other job can write")
	}
	if !strings.Contains(propose, "git apply --include='*go.mod' --include='*go.sum' upgrade.patch\n") {
		t.Error("other files can change")
	}
}

// Scorecard's parser before 5.4 refuses a workflow with anchors.
func TestWorkflows_noAnchors(t *testing.T) {
	t.Parallel()
	for name, text := range files(t, filepath.Join(root(t), ".github", "workflows")) {
		var document yaml.Node
		if err := yaml.Unmarshal([]byte(text), &document); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		nodes := []*yaml.Node{&document}
		for len(nodes) > 0 {
			if nodes[0].Kind == yaml.AliasNode || nodes[0].Anchor != "" {
				t.Errorf("%s:%d has an anchor or an alias", name, nodes[0].Line)
			}
			nodes = append(nodes[1:], nodes[0].Content...)
		}
	}
}

// setup-go installs the version of go.mod and no other, so it must build every tool.
func TestWorkflows_toolchainBuildsTools(t *testing.T) {
	t.Parallel()
	root := root(t)
	module, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	toolchain := regexp.MustCompile(`(?m)^toolchain go(\S+)$`).FindStringSubmatch(string(module))
	if toolchain == nil {
		t.Fatal("go.mod has no toolchain line")
	}
	built := version.Must(version.NewVersion(toolchain[1]))
	tools := files(t, filepath.Join(root, "tools"))
	for _, name := range slices.Sorted(maps.Keys(tools)) {
		if !strings.HasSuffix(name, "go.mod") {
			continue
		}
		needs := regexp.MustCompile(`(?m)^go (\S+)$`).FindStringSubmatch(tools[name])
		if needs == nil || built.LessThan(version.Must(version.NewVersion(needs[1]))) {
			t.Errorf("tools/%s needs %v, and releases are built with %s", name, needs, built)
		}
	}
}
