package mockapi_test

import (
	"image/png"
	"strings"
	"testing"

	"github.com/botbiz/terraform-provider-botbiz/internal/mockapi"
	"github.com/botbiz/terraform-provider-botbiz/internal/qr"
)

// scan reads an image like a phone.
func scan(t *testing.T, r reply) string {
	t.Helper()
	if r.status != 200 || r.header.Get("Content-Type") != "image/png" {
		t.Fatalf("%d %v", r.status, r.header)
	}
	content, err := qr.Decode(t.Context(), []byte(r.body))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestQRCode(t *testing.T) {
	s := mockapi.New(mockapi.Options{})
	id := connect(t, s, "+1234567890", "n")
	other := connect(t, s, "+1234567891", "n")
	get := func() reply { return do(t, s, "GET", "/v1/whatsapp/accounts/"+id+"/qr-code", "") }
	first := scan(t, get())
	if !strings.HasPrefix(first, "2@") || first != s.QRContent(id) || first == s.QRContent(other) {
		t.Errorf("scanned %q, content %q", first, s.QRContent(id))
	}
	if scan(t, get()) != first {
		t.Error("rotated by itself")
	}
	s.RotateQR(id)
	if scan(t, get()) == first {
		t.Error("did not rotate by control")
	}
	s.Connect(id)
	if r := get(); r.status != 400 || r.code != "invalid_request" {
		t.Errorf("connected: %d %s", r.status, r.body)
	}
	if r := do(t, s, "GET", "/v1/whatsapp/accounts/wha_none/qr-code", ""); r.status != 404 || r.code != "not_found" {
		t.Errorf("unknown: %d %s", r.status, r.body)
	}
}

func TestPictureFaultIsNoCode(t *testing.T) {
	s := mockapi.New(mockapi.Options{})
	s.AddFault(mockapi.Fault{Kind: "picture", Size: 16})
	r := do(t, s, "GET", "/v1/whatsapp/accounts/wha_1/qr-code", "")
	picture, err := png.Decode(strings.NewReader(r.body))
	if err != nil || picture.Bounds().Dx() != 16 {
		t.Errorf("%v %v", picture, err)
	}
}
