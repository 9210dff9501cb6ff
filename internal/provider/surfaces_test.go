package provider

import (
	"context"
	"image"
	"image/color"
	"image/png"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/botbiz/terraform-provider-botbiz/internal/qr"
)

// surfaceServer is the interface that current Terraform versions call.
type surfaceServer interface {
	tfprotov6.ProviderServer
	ValidateListResourceConfig(context.Context, *tfprotov6.ValidateListResourceConfigRequest) (*tfprotov6.ValidateListResourceConfigResponse, error)
	ListResource(context.Context, *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error)
	ValidateActionConfig(context.Context, *tfprotov6.ValidateActionConfigRequest) (*tfprotov6.ValidateActionConfigResponse, error)
	InvokeAction(context.Context, *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error)
}

// inProcess is the provider without Terraform.
type inProcess struct {
	surfaceServer
	t      *testing.T
	schema *tfprotov6.GetProviderSchemaResponse
}

func serve(t *testing.T, p provider.Provider) inProcess {
	t.Helper()
	server, err := providerserver.NewProtocol6WithError(p)()
	if err != nil {
		t.Fatal(err)
	}
	schema, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	noErrors(t, schema.Diagnostics)
	all, ok := server.(surfaceServer)
	if !ok {
		t.Fatalf("a %T lacks lists or actions", server)
	}
	return inProcess{all, t, schema}
}

// inProcess serves the provider, configured for this server.
func (m *mock) inProcess(t *testing.T) inProcess {
	t.Helper()
	p := serve(t, &botbizProvider{version: "test", base: m.base})
	p.configure(map[string]any{"base_url": m.url, "api_key": canaryKey})
	return p
}

func (p inProcess) configure(config map[string]any) {
	p.t.Helper()
	resp, err := p.ConfigureProvider(p.t.Context(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.14.0", Config: p.value(p.schema.Provider.ValueType(), config),
	})
	if err != nil {
		p.t.Fatal(err)
	}
	noErrors(p.t, resp.Diagnostics)
}

// value returns an object of this type with these attributes. All others are null.
func (p inProcess) value(typ tftypes.Type, attributes map[string]any) *tfprotov6.DynamicValue {
	p.t.Helper()
	object, ok := typ.(tftypes.Object)
	if !ok {
		p.t.Fatalf("%s is no object", typ)
	}
	values := map[string]tftypes.Value{}
	for name, typ := range object.AttributeTypes {
		values[name] = tftypes.NewValue(typ, attributes[name])
	}
	for name := range attributes {
		if _, ok := values[name]; !ok {
			p.t.Fatalf("there is no attribute %s", name)
		}
	}
	value, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, values))
	if err != nil {
		p.t.Fatal(err)
	}
	return &value
}

// heldIn returns the attributes of an object with a value.
func heldIn(t *testing.T, typ tftypes.Type, value *tfprotov6.DynamicValue) map[string]any {
	t.Helper()
	decoded, err := value.Unmarshal(typ)
	if err != nil {
		t.Fatal(err)
	}
	var object map[string]tftypes.Value
	if err := decoded.As(&object); err != nil {
		t.Fatal(err)
	}
	held := map[string]any{}
	for name, value := range object {
		switch {
		case value.IsNull():
		case value.Type().Is(tftypes.String):
			var text string
			_ = value.As(&text)
			held[name] = text
		case value.Type().Is(tftypes.Bool):
			var truth bool
			_ = value.As(&truth)
			held[name] = truth
		case value.Type().Is(tftypes.Set{}):
			var elements []tftypes.Value
			_ = value.As(&elements)
			texts := make([]string, len(elements))
			for i, element := range elements {
				_ = element.As(&texts[i])
			}
			slices.Sort(texts)
			held[name] = strings.Join(texts, " ")
		default:
			held[name] = value.String()
		}
	}
	return held
}

func noErrors(t *testing.T, diagnostics []*tfprotov6.Diagnostic) {
	t.Helper()
	if text := told(diagnostics, tfprotov6.DiagnosticSeverityError); text != "" {
		t.Fatal(text)
	}
}

// told returns the text of all diagnostics of a severity, each with its argument.
func told(diagnostics []*tfprotov6.Diagnostic, severity tfprotov6.DiagnosticSeverity) string {
	var text strings.Builder
	for _, d := range diagnostics {
		if d.Severity == severity {
			text.WriteString(d.Summary + " [" + d.Attribute.String() + "]: " + d.Detail + "\n")
		}
	}
	return text.String()
}

// colors are what a drawing has so that it does not depend on the theme of the terminal.
var colors = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// scan reads the QR code that is drawn in a text.
func scan(t *testing.T, text string) string {
	t.Helper()
	var rows [][]rune
	for line := range strings.Lines(text) {
		line = colors.ReplaceAllString(strings.TrimSuffix(line, "\n"), "")
		if line == "" || strings.Trim(line, " ▀▄█") != "" {
			continue
		}
		if utf8.RuneCountInString(line) > 80 {
			t.Errorf("a line is wider than 80 columns: %q", line)
		}
		rows = append(rows, []rune(line))
	}
	if len(rows) == 0 {
		t.Fatalf("no drawing in %q", text)
	}
	const scale = 4
	img := image.NewGray(image.Rect(0, 0, scale*len(rows[0]), 2*scale*len(rows)))
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			lit := "█▀"
			if y/scale%2 == 1 {
				lit = "█▄"
			}
			if strings.ContainsRune(lit, rows[y/scale/2][x/scale]) {
				img.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	var picture strings.Builder
	if err := png.Encode(&picture, img); err != nil {
		t.Fatal(err)
	}
	content, err := qr.Decode(t.Context(), []byte(picture.String()))
	if err != nil {
		t.Fatalf("the drawing cannot be read: %v\n%s", err, text)
	}
	return content
}
