package engine_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/hashicorp/go-version"

	"github.com/botbiz/terraform-provider-botbiz/internal/engine"
)

type object = map[string]any

// The CLI configurations of the guide on networks install a release from mirrors, without a registry.
func TestMirrors(t *testing.T) {
	t.Parallel()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("TF_ACC is not set")
	}
	e, err := engine.New(t.Context(), t.TempDir())
	must(t, err)
	release := newRelease(t, e.Provider)
	t.Run("filesystem", func(t *testing.T) {
		t.Parallel()
		mirror := t.TempDir()
		for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
			folder := filepath.Join(mirror, host, "botbiz", "botbiz")
			must(t, os.MkdirAll(folder, 0o750))
			must(t, os.WriteFile(filepath.Join(folder, release.name), release.zip, 0o600))
		}
		w := newWorkspace(t, e, "filesystem-mirror.tfrc", "/srv/terraform/providers", filepath.ToSlash(mirror))
		w.run("init")
		w.run("validate")
		w.run("providers", "lock", "-fs-mirror="+mirror, "-platform="+platform())
	})
	t.Run("network", func(t *testing.T) {
		t.Parallel()
		server := newServer(t, release.network())
		w := newWorkspace(t, e, "network-mirror.tfrc", "https://mirror.example.com", server.URL)
		w.trust(server)
		w.run("init")
		w.run("validate")
		w.run("providers", "lock", "-net-mirror="+server.URL+"/providers/", "-platform="+platform())
	})
	t.Run("OCI", func(t *testing.T) {
		t.Parallel()
		if e.Name != "tofu" || e.Version.LessThan(version.Must(version.NewVersion("1.10.0"))) {
			t.Skip("needs OpenTofu 1.10")
		}
		server := newServer(t, release.oci(t))
		w := newWorkspace(t, e, "oci-mirror.tfrc", "registry.example.com", strings.TrimPrefix(server.URL, "https://"))
		w.trust(server)
		w.run("init")
		w.run("validate")
	})
}

func platform() string { return runtime.GOOS + "_" + runtime.GOARCH }

// release is the zip of a release for this platform.
type release struct {
	name string
	zip  []byte
}

func newRelease(t *testing.T, binary string) release {
	content, err := os.ReadFile(binary)
	must(t, err)
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	header := &zip.FileHeader{Name: "terraform-provider-botbiz_v0.0.1" + filepath.Ext(binary), Method: zip.Deflate}
	header.SetMode(0o755)
	file, err := w.CreateHeader(header)
	must(t, err)
	_, err = file.Write(content)
	must(t, err)
	must(t, w.Close())
	return release{"terraform-provider-botbiz_0.0.1_" + platform() + ".zip", archive.Bytes()}
}

// network returns the files of a network mirror.
func (r release) network() map[string]answer {
	files := map[string]answer{}
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		folder := "/providers/" + host + "/botbiz/botbiz/"
		files[folder+"index.json"] = jsonAnswer("application/json", object{"versions": object{"0.0.1": object{}}})
		files[folder+"0.0.1.json"] = jsonAnswer("application/json", object{"archives": object{platform(): object{"url": r.name}}})
		files[folder+r.name] = answer{"application/zip", r.zip}
	}
	return files
}

// oci returns the answers of an OCI registry with the release.
func (r release) oci(t *testing.T) map[string]answer {
	const repository = "/v2/providers/botbiz/botbiz/"
	blob := func(media string, content []byte) object {
		return object{"mediaType": media, "digest": digest(content), "size": len(content)}
	}
	layer := blob("archive/zip", r.zip)
	empty := []byte("{}")
	manifest := jsonAnswer("application/vnd.oci.image.manifest.v1+json", object{
		"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "artifactType": "application/vnd.opentofu.provider-target",
		"config": blob("application/vnd.oci.empty.v1+json", empty), "layers": []object{layer},
	})
	target := blob(manifest.media, manifest.body)
	target["artifactType"] = "application/vnd.opentofu.provider-target"
	target["platform"] = object{"os": runtime.GOOS, "architecture": runtime.GOARCH}
	index := jsonAnswer("application/vnd.oci.image.index.v1+json", object{
		"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "artifactType": "application/vnd.opentofu.provider",
		"manifests": []object{target},
	})
	return map[string]answer{
		"/v2/":                         {"application/json", empty},
		repository + "tags/list":       jsonAnswer("application/json", object{"name": "providers/botbiz/botbiz", "tags": []string{"0.0.1"}}),
		repository + "manifests/0.0.1": index,
		repository + "manifests/" + digest(index.body):    index,
		repository + "manifests/" + digest(manifest.body): manifest,
		repository + "blobs/" + digest(r.zip):             {"application/octet-stream", r.zip},
		repository + "blobs/" + digest(empty):             {"application/octet-stream", empty},
	}
}

func digest(content []byte) string { return fmt.Sprintf("sha256:%x", sha256.Sum256(content)) }

// answer is what a server returns for a path.
type answer struct {
	media string
	body  []byte
}

func jsonAnswer(media string, value object) answer {
	body, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return answer{media, body}
}

func newServer(t *testing.T, files map[string]answer) *httptest.Server {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux reads SSL_CERT_FILE")
	}
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		found, ok := files[r.URL.Path]
		if !ok {
			t.Log("not found:", r.Method, r.URL)
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", found.media)
		w.Header().Set("Docker-Content-Digest", digest(found.body))
		w.Header().Set("Content-Length", fmt.Sprint(len(found.body)))
		_, _ = w.Write(found.body)
	}))
	t.Cleanup(server.Close)
	return server
}

// workspace is a folder with a configuration that needs the provider, and a CLI configuration of the guide.
type workspace struct {
	*testing.T
	*engine.Workspace
}

func newWorkspace(t *testing.T, e *engine.Engine, example, from, to string) *workspace {
	text, err := os.ReadFile(filepath.Join("..", "..", "examples", "guides", "network", example))
	must(t, err)
	if !strings.Contains(string(text), from) {
		t.Fatalf("%s does not contain %s", example, from)
	}
	folder := t.TempDir()
	w := &workspace{t, &engine.Workspace{Engine: e, Folder: folder, CLIConfig: filepath.Join(folder, "cli.tfrc")}}
	must(t, w.Write("cli.tfrc", strings.ReplaceAll(string(text), from, to)))
	must(t, w.Configure(resource("")))
	return w
}

// trust accepts the certificate of a server.
func (w *workspace) trust(server *httptest.Server) {
	must(w.T, w.Write("ca.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))))
	w.Env = append(w.Env, "SSL_CERT_FILE="+filepath.Join(w.Folder, "ca.pem"))
}

func (w *workspace) run(args ...string) {
	w.Helper()
	_, err := w.Workspace.Run(w.Context(), args...)
	must(w.T, err)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
