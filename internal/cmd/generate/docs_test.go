package main

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/botbiz/terraform-provider-botbiz/internal/contract"
)

func root(t *testing.T) string {
	t.Helper()
	dir, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// files returns the files in a folder by relative path.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		text, err := os.ReadFile(path)
		all[filepath.ToSlash(name)] = strings.ReplaceAll(string(text), "\r\n", "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// docs/ matches the schemas, templates, and examples, and the examples are formatted.
func TestPages_inStep(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds tfplugindocs")
	}
	root, dir := root(t), t.TempDir()
	for _, folder := range []string{"templates", "examples"} {
		if err := os.CopyFS(filepath.Join(dir, folder), os.DirFS(filepath.Join(root, folder))); err != nil {
			t.Fatal(err)
		}
	}
	if err := generate(t.Context(), root, dir, false); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"docs", "examples"} {
		have, want := files(t, filepath.Join(root, folder)), files(t, filepath.Join(dir, folder))
		for _, name := range slices.Sorted(maps.Keys(want)) {
			if have[name] != want[name] {
				t.Errorf("%s/%s is out of step: run make generate", folder, name)
			}
			delete(have, name)
		}
		for name := range have {
			t.Errorf("%s/%s is made from nothing: run make generate", folder, name)
		}
	}
}

var (
	anyLink = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ (.+)$`)
)

// anchors returns the link targets in a page.
func anchors(text string) map[string]bool {
	all := map[string]bool{"": true}
	code := false
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			code = !code
		}
		if found := heading.FindStringSubmatch(line); found != nil && !code {
			plain := regexp.MustCompile(`[^a-z0-9 _-]`).ReplaceAllString(strings.ToLower(found[1]), "")
			all[strings.ReplaceAll(strings.TrimSpace(plain), " ", "-")] = true
		}
		for _, id := range regexp.MustCompile(`<a id="([^"]+)">`).FindAllStringSubmatch(line, -1) {
			all[id[1]] = true
		}
	}
	return all
}

// Every link between pages leads to a page, and to a heading in it. No link leads to a registry, which has no page before
// the first release, and then only that of the latest one.
func TestPages_links(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"docs", "templates"} {
		pages := files(t, filepath.Join(root(t), folder))
		for name, text := range pages {
			for _, found := range anyLink.FindAllStringSubmatch(text, -1) {
				target, anchor, _ := strings.Cut(found[1], "#")
				page := path.Join(path.Dir(name), target)
				if target == "" {
					page = name
				} else if overview, ok := strings.CutPrefix(target, onGitHub); ok && name == "index.md" {
					page = overview
				} else if strings.HasPrefix(target, "https://") {
					if strings.Contains(target, "docs/") && strings.Contains(target, "botbiz") {
						t.Errorf("%s: make the link %s relative", name, found[1])
					}
					continue
				} else if folder == "docs" && name == "index.md" {
					t.Errorf("%s: the link %s works on GitHub only", name, found[1])
				}
				if folder == "templates" && target != "" {
					page += ".tmpl"
				}
				if text, ok := pages[page]; !ok || folder == "docs" && !anchors(text)[anchor] {
					t.Errorf("%s/%s: the link %s is dead", folder, name, found[1])
				}
			}
		}
	}
}

// The repository's own pages link to files that there are.
func TestReadme_links(t *testing.T) {
	t.Parallel()
	root := root(t)
	for _, name := range []string{"README.md", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md", "RELEASING.md"} {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, found := range anyLink.FindAllStringSubmatch(string(text), -1) {
			target, anchor, _ := strings.Cut(found[1], "#")
			if strings.HasPrefix(target, "https://") {
				continue
			}
			linked := text
			if target != "" {
				if linked, err = os.ReadFile(filepath.Join(root, target)); err != nil {
					if info, serr := os.Stat(filepath.Join(root, target)); serr == nil && info.IsDir() {
						continue
					}
					t.Errorf("%s: the link %s is dead", name, found[1])
					continue
				}
			}
			if !anchors(string(linked))[anchor] {
				t.Errorf("%s: the link %s leads to no heading", name, found[1])
			}
		}
	}
}

// Configuration in the pages is formatted.
func TestPages_format(t *testing.T) {
	t.Parallel()
	for name, text := range files(t, filepath.Join(root(t), "docs")) {
		for _, found := range regexp.MustCompile("(?s)```terraform\\n(.*?)```").FindAllStringSubmatch(text, -1) {
			if formatted, err := format(name, []byte(found[1])); err != nil || string(formatted) != found[1] {
				t.Errorf("%s: format this as follows (%v):\n%s", name, err, formatted)
			}
		}
	}
}

// The numbers in the README are those that the benchmarks measured.
func TestReadme_numbers(t *testing.T) {
	t.Parallel()
	pages := map[string]string{}
	for _, name := range []string{"README.md", "BENCHMARKS.md"} {
		text, err := os.ReadFile(filepath.Join(root(t), name))
		if err != nil {
			t.Fatal(err)
		}
		pages[name] = strings.Join(strings.Fields(string(text)), " ")
	}
	for row, sentence := range map[string]string{
		`\| 500 managed among 500 \| plan \| (\d+) \|`:                                   "a plan with 500 accounts takes %s requests",
		`\| 200 accounts, 60 per minute \| create \| \d+ \| (\d+) \| (\d+) \((\d+)\) \|`: "with %[1]s rejected requests",
	} {
		found := regexp.MustCompile(row).FindStringSubmatch(pages["BENCHMARKS.md"])
		if found == nil {
			t.Errorf("the benchmarks have no row %s", row)
			continue
		}
		if want := fmt.Sprintf(sentence, found[1]); !strings.Contains(pages["README.md"], want) {
			t.Errorf("the README does not say %q", want)
		}
		if len(found) > 2 && !strings.Contains(pages["README.md"], fmt.Sprintf("took %s of at least %s windows", found[2], found[3])) {
			t.Errorf("the README does not have the windows %s (%s)", found[2], found[3])
		}
	}
}

// Every test that SECURITY.md names exists.
func TestSecurity_testNames(t *testing.T) {
	t.Parallel()
	root := root(t)
	var source strings.Builder
	for name, text := range files(t, filepath.Join(root, "internal")) {
		if strings.HasSuffix(name, "_test.go") {
			source.WriteString(text)
		}
	}
	text, err := os.ReadFile(filepath.Join(root, "SECURITY.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range regexp.MustCompile("`((?:Test|Benchmark|Fuzz)\\w+)`").FindAllStringSubmatch(string(text), -1) {
		if !strings.Contains(source.String(), "\nfunc "+found[1]+"(") {
			t.Errorf("there is no %s", found[1])
		}
	}
}

// Every picture that a page shows is in pictures/, and every picture is shown. Registries need absolute addresses.
func TestPictures(t *testing.T) {
	t.Parallel()
	root := root(t)
	shown := map[string]bool{}
	pages := files(t, filepath.Join(root, "docs"))
	for _, name := range []string{"README.md", "CONTRIBUTING.md", "BENCHMARKS.md"} {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		pages[name] = string(text)
	}
	for name, text := range pages {
		for _, found := range regexp.MustCompile(`(https://raw\.githubusercontent\.com/botbiz/terraform-provider-botbiz/main/)?pictures/([\w-]+\.svg)`).FindAllStringSubmatch(text, -1) {
			shown[found[2]] = true
			if _, err := os.Stat(filepath.Join(root, "pictures", found[2])); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if found[1] == "" && strings.HasPrefix(name, "guides/") {
				t.Errorf("%s: the address of %s is relative", name, found[2])
			}
		}
	}
	for name := range files(t, filepath.Join(root, "pictures")) {
		if strings.HasSuffix(name, ".svg") && !shown[name] {
			t.Errorf("pictures/%s is on no page", name)
		}
	}
}

// A picture has a size, so that a page does not stretch it, and text of at least 6 pixels on a phone, where a page is 343
// pixels wide.
func TestPictures_readable(t *testing.T) {
	t.Parallel()
	opening := regexp.MustCompile(`<svg[^>]*>`)
	width, box := regexp.MustCompile(` width="\d+`), regexp.MustCompile(` viewBox="[-\d.]+ [-\d.]+ ([\d.]+) `)
	size := regexp.MustCompile(`font-size(?:="|:)([\d.]+)`)
	for name, svg := range files(t, filepath.Join(root(t), "pictures")) {
		if !strings.HasSuffix(name, ".svg") {
			continue
		}
		start := opening.FindString(svg)
		found := box.FindStringSubmatch(start)
		if !width.MatchString(start) || found == nil {
			t.Errorf("%s has no size: %s", name, start)
			continue
		}
		wide, _ := strconv.ParseFloat(found[1], 64)
		for _, text := range size.FindAllStringSubmatch(svg, -1) {
			if points, _ := strconv.ParseFloat(text[1], 64); points*343/wide < 6 {
				t.Errorf("%s: text of %.1f pixels on a phone", name, points*343/wide)
				break
			}
		}
	}
}

// The pictures that are made from the contract, the imports, and the files of a guide are not older than those.
func TestPictures_inStep(t *testing.T) {
	t.Parallel()
	root := root(t)
	pictures := files(t, filepath.Join(root, "pictures"))
	document, err := openapi3.NewLoader().LoadFromData(contract.Document)
	if err != nil {
		t.Fatal(err)
	}
	documented, all := 1, 2 // the legend
	for _, o := range operations(document) {
		all++
		if strings.HasPrefix(o.status, "**documented**") {
			documented++
		}
		if _, path, _ := strings.Cut(o.route, " "); !strings.Contains(pictures["routes.svg"], ">"+path+"<") {
			t.Errorf("routes.svg lacks %s: run make pictures", o.route)
		}
	}
	badges := regexp.MustCompile(`rx="13" fill="none" stroke="#\w+" stroke-width="2"(/?)`).FindAllStringSubmatch(pictures["routes.svg"], -1)
	solid := slices.DeleteFunc(slices.Clone(badges), func(found []string) bool { return found[1] == "" })
	if len(badges) != all || len(solid) != documented {
		t.Errorf("routes.svg has %d routes, %d documented, want %d and %d: run make pictures", len(badges), len(solid), all, documented)
	}
	for name := range files(t, filepath.Join(root, "internal")) {
		if folder := path.Dir(name); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") && !strings.Contains(folder, "testdata") {
			if !strings.Contains(pictures["house.svg"], ">internal/"+folder+"<") {
				t.Errorf("house.svg lacks internal/%s: run make pictures", folder)
			}
		}
	}
	lines := strings.Count(pictures["quickstart.svg"], "<text ") + strings.Count(pictures["quickstart.svg"], "<path ")
	if lines < 30 || lines > 40 {
		t.Errorf("the picture of the quickstart has %d lines", lines)
	}
}

// The note about the pre-release is the same wherever it stands.
func TestPreRelease(t *testing.T) {
	t.Parallel()
	root := root(t)
	var notes []string
	for _, name := range []string{"README.md", "templates/index.md.tmpl", "templates/guides/quickstart.md.tmpl"} {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		_, note, _ := strings.Cut(strings.ReplaceAll(string(text), "\n> ", "\n"), "**Pre-release.**")
		note, _, found := strings.Cut(note, "[API coverage]")
		if !found {
			t.Errorf("%s has no note", name)
		}
		notes = append(notes, strings.Join(strings.Fields(note), " "))
	}
	if notes[1] != notes[0] || notes[2] != notes[0] {
		t.Errorf("the notes differ:\n%s", strings.Join(notes, "\n"))
	}
}

// Every example is on a page.
func TestExamples_shown(t *testing.T) {
	t.Parallel()
	var pages strings.Builder
	for _, text := range files(t, filepath.Join(root(t), "docs")) {
		pages.WriteString(text)
	}
	for name, text := range files(t, filepath.Join(root(t), "examples")) {
		if !strings.Contains(pages.String(), strings.TrimSpace(text)) {
			t.Errorf("examples/%s is on no page", name)
		}
	}
}

// "make install" installs a version that the constraint in the examples matches, also between releases.
func TestMakeInstall(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("make"); err != nil {
		t.Skip("needs make")
	}
	for _, variable := range []string{"VERSION=0.1.0-3-g0123abc-dirty", "VERSION=0.1.0-dev", "VERSION=0.1.0"} {
		out, err := exec.Command("make", "-n", "-C", root(t), "install", variable).CombinedOutput()
		if err != nil || !strings.Contains(string(out), "/botbiz/botbiz/0.1.0/") {
			t.Errorf("%s: %v\n%s", variable, err, out)
		}
	}
}

// "make uninstall" removes older builds, which "make install" relies on, and neither writes below / without a home.
func TestMakeUninstall(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("make"); err != nil || runtime.GOOS == "windows" {
		t.Skip("needs make and a Unix shell")
	}
	home := t.TempDir()
	plugins := filepath.Join(home, ".terraform.d", "plugins", "registry.terraform.io")
	for _, folder := range []string{"botbiz/botbiz/9.9.9", "botbiz/other/1.0.0"} {
		if err := os.MkdirAll(filepath.Join(plugins, folder), 0o750); err != nil {
			t.Fatal(err)
		}
	}
	out, err := makeTarget(t, "uninstall", "HOME="+home).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if left, _ := filepath.Glob(plugins + "/*/*"); len(left) != 1 || filepath.Base(left[0]) != "other" {
		t.Errorf("%q are left", left)
	}
	for _, target := range []string{"install", "uninstall"} {
		if out, err := makeTarget(t, target, "HOME=").CombinedOutput(); err == nil || !strings.Contains(string(out), "HOME") {
			t.Errorf("%s without HOME: %v\n%s", target, err, out)
		}
	}
}

// makeTarget runs make with a variable of the environment.
func makeTarget(t *testing.T, target, variable string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "make", "-C", root(t), target)
	cmd.Env = append(os.Environ(), variable)
	return cmd
}

// "make test" and "make demo" say in one sentence that Terraform is missing, before they build anything.
func TestMake_withoutTerraform(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	for _, program := range []string{"make", "sh", "go", "git", "sed", "grep"} {
		found, err := exec.LookPath(program)
		if err != nil {
			t.Skipf("needs %s", program)
		}
		if err := os.Symlink(found, filepath.Join(path, program)); err != nil {
			t.Skip(err)
		}
	}
	for _, target := range []string{"test", "demo"} {
		cmd := makeTarget(t, target, "PATH="+path)
		cmd.Env = append(cmd.Env, "TF_ACC_TERRAFORM_PATH=")
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), "make "+target+" needs terraform") || strings.Contains(string(out), "go ") {
			t.Errorf("make %s: %v\n%s", target, err, out)
		}
	}
}

// The README, CONTRIBUTING.md, and "make help" say the same about the time that a command takes.
func TestReadme_times(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"make demo", "make test"} {
		times := map[string][]string{}
		for _, name := range []string{"README.md", "CONTRIBUTING.md", "GNUmakefile"} {
			text, err := os.ReadFile(filepath.Join(root(t), name))
			if err != nil {
				t.Fatal(err)
			}
			line := regexp.MustCompile(`(?m)^.*` + command + `\b.*minute.*$`)
			if name == "GNUmakefile" {
				line = regexp.MustCompile(`(?m)^` + strings.TrimPrefix(command, "make ") + `:.*$`)
			}
			time := regexp.MustCompile(`\d+ minutes?`).FindString(line.FindString(string(text)))
			times[time] = append(times[time], name)
		}
		if len(times) != 1 || times[""] != nil {
			t.Errorf("%s takes %v", command, times)
		}
	}
}

func TestAbsolute(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"[a](guides/pairing.md)":        onGitHub + "guides/pairing.md",
		"[a](resources/x_y.md#z-1)":     onGitHub + "resources/x_y.md#z-1",
		"[a](https://example.com/a.md)": "https://example.com/a.md",
		"[a](#here)":                    "#here",
	} {
		if got, _ := absolute(text); got != fmt.Sprintf("[a](%s)", want) {
			t.Errorf("%s becomes %s, want %s", text, got, want)
		}
	}
}
