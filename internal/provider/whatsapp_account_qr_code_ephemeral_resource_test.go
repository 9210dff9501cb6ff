package provider

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
	"github.com/botbiz/terraform-provider-botbiz/internal/qr"
)

const qrCodeResource = "botbiz_whatsapp_account_qr_code"

// open opens the QR code of an account.
func (p inProcess) open(account string) (result map[string]any, errors, warnings string) {
	p.t.Helper()
	typ := p.schema.EphemeralResourceSchemas[qrCodeResource].ValueType()
	resp, err := p.OpenEphemeralResource(p.t.Context(), &tfprotov6.OpenEphemeralResourceRequest{
		TypeName: qrCodeResource, Config: p.value(typ, map[string]any{"account_id": account}),
	})
	if err != nil {
		p.t.Fatal(err)
	}
	errors, warnings = told(resp.Diagnostics, tfprotov6.DiagnosticSeverityError), told(resp.Diagnostics, tfprotov6.DiagnosticSeverityWarning)
	if errors == "" {
		result = heldIn(p.t, typ, resp.Result)
	}
	return result, errors, warnings
}

func TestQRCode(t *testing.T) {
	t.Parallel()
	m := newMock(t, mockapi.Options{})
	id := m.AddAccount(mockapi.Account{PhoneNumber: "+1234567890", Name: "Customer Support"}).ID
	p := m.inProcess(t)
	result, errors, warnings := p.open(id)
	if errors+warnings != "" || len(result) != 3 || result["content"] != m.QRContent(id) {
		t.Fatalf("result %v, errors %q, warnings %q", result, errors, warnings)
	}
	encoded, _ := result["png_base64"].(string)
	picture, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || !bytes.HasPrefix(picture, []byte("\x89PNG")) {
		t.Errorf("png_base64 is no PNG: %v", err)
	}
	if content, err := qr.Decode(t.Context(), picture); err != nil || content != m.QRContent(id) {
		t.Errorf("the picture says %q, %v", content, err)
	}
	for _, attribute := range p.schema.EphemeralResourceSchemas[qrCodeResource].Block.Attributes {
		if attribute.Name != "account_id" && !attribute.Sensitive {
			t.Errorf("%s is not sensitive", attribute.Name)
		}
	}
}

// Terraform opens it in every plan, so no response of Botbiz is an error.
func TestQRCode_none(t *testing.T) {
	t.Parallel()
	refusal := mockapi.Fault{Kind: "status", Status: 409, Route: mockapi.RouteQRCode, Message: "already linked"}
	for name, test := range map[string]struct {
		status  string
		fault   *mockapi.Fault
		picture bool
		warning string
	}{
		"connected":                {status: "connected", warning: "is connected"},
		"another word for that":    {status: "linked", fault: &refusal, warning: "already linked"},
		"refused though pending":   {status: "pending", fault: &refusal, warning: "connected already"},
		"no QR code":               {status: "pending", fault: &mockapi.Fault{Kind: "picture", Route: mockapi.RouteQRCode}, picture: true, warning: "cannot be decoded"},
		"no picture":               {status: "pending", fault: &mockapi.Fault{Kind: "html", Status: 200, Route: mockapi.RouteQRCode}, warning: titleUnexpected},
		"JSON":                     {status: "pending", fault: &mockapi.Fault{Kind: "empty-object", Route: mockapi.RouteQRCode}, warning: "no QR code yet"},
		"does not have this route": {status: "pending", fault: &mockapi.Fault{Kind: "status-plain", Status: 404, Route: mockapi.RouteQRCode}, warning: titleNoRoute},
		"no such account":          {status: "pending", fault: &mockapi.Fault{Kind: "status", Status: 404}, warning: titleNoRoute},
		"lasting 500":              {status: "pending", fault: &mockapi.Fault{Kind: "status", Status: 500}, warning: titleServerError},
		"404 of the code":          {status: "pending", fault: &mockapi.Fault{Kind: "status", Status: 404, Route: mockapi.RouteQRCode}, warning: "404"},
		"disconnected and refused": {status: "disconnected", fault: &refusal, warning: "already linked"},
	} {
		onFakeClock(t, name, func(t *testing.T) {
			m := newMockInMemory(t, mockapi.Options{})
			id := m.AddAccount(mockapi.Account{PhoneNumber: "+1234567890", Name: "Support", Status: test.status}).ID
			if test.fault != nil {
				m.AddFault(*test.fault)
			}
			result, errors, warnings := m.inProcess(t).open(id)
			if errors != "" || !strings.Contains(warnings, test.warning) || !strings.Contains(warnings, id) || strings.Contains(warnings, "Correct") {
				t.Errorf("errors %q, warnings %q, want a warning with %q and the id", errors, warnings, test.warning)
			}
			if _, picture := result["png_base64"]; picture != test.picture || result["content"] != nil {
				t.Errorf("result = %v", result)
			}
		})
	}
}
