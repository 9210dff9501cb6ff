package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
)

const accountResource = "botbiz_whatsapp_account"

// Descriptions of an account's attributes, shared by resource and data sources.
const (
	accountID          = "Id of the account, `wha_…`."
	accountPhoneNumber = "WhatsApp phone number with its country code (E.164), for example `+14155550100`."
	accountName        = "Name of the account."
	accountStatus      = "`pending` until a phone scans the QR code, then `connected`; `disconnected` or another word that the server uses."
	accountQRCodeURL   = "URL of the QR code to pair with. Reading it takes the API key."
	accountCreatedAt   = "Time of creation, RFC 3339."
)

// whatsAppAccountFields is an account as the API has it.
type whatsAppAccountFields struct {
	ID          types.String `tfsdk:"id"`
	PhoneNumber spelled      `tfsdk:"phone_number"`
	Name        types.String `tfsdk:"name"`
	Status      types.String `tfsdk:"status"`
	QRCodeURL   types.String `tfsdk:"qr_code_url"`
	CreatedAt   types.String `tfsdk:"created_at"`
}

// whatsAppAccountModel is the resource.
type whatsAppAccountModel struct {
	whatsAppAccountFields
	DeletionProtection types.Bool `tfsdk:"deletion_protection"`
}

// observe takes over what the server says. What it leaves out stays, and so does the spelling of the number.
func (m *whatsAppAccountFields) observe(a botbiz.Account) {
	m.ID = types.StringValue(a.ID)
	m.PhoneNumber = phoneNumberNotation.spelledOrPrior(a.PhoneNumber, m.PhoneNumber, botbiz.ReadPhoneNumber)
	m.Name = orPrior(a.Name, m.Name)
	m.Status = orPrior(a.Status, m.Status)
	m.QRCodeURL = orPrior(a.QRCodeURL, m.QRCodeURL)
	m.CreatedAt = orPrior(a.CreatedAt, m.CreatedAt)
}

// complete fills in what the plan left to the server. Everything planned stays as it was planned, or Terraform would
// call the result inconsistent and taint the account.
func (m *whatsAppAccountFields) complete(a botbiz.Account) {
	if m.ID.IsUnknown() {
		m.ID = types.StringValue(a.ID)
	}
	m.Status = orPlanned(m.Status, a.Status)
	m.QRCodeURL = orPlanned(m.QRCodeURL, a.QRCodeURL)
	m.CreatedAt = orPlanned(m.CreatedAt, a.CreatedAt)
}

// isConnected tells whether a phone is paired with the account.
func isConnected(a botbiz.Account) bool { return text(a.Status) == botbiz.StatusConnected }

// wholeAccount tells whether a listed account has every field.
func wholeAccount(a botbiz.Account) bool {
	return a.PhoneNumber != nil && a.Name != nil && a.Status != nil && a.QRCodeURL != nil && a.CreatedAt != nil
}

// heldBy tells whether a listed account holds every field that the state holds; during an import, which holds nothing
// yet, every field that there is.
func (m *whatsAppAccountFields) heldBy(a botbiz.Account) bool {
	if m.PhoneNumber.IsNull() {
		return wholeAccount(a)
	}
	return !lacks(a.PhoneNumber, m.PhoneNumber.StringValue) && !lacks(a.Name, m.Name) && !lacks(a.Status, m.Status) &&
		!lacks(a.QRCodeURL, m.QRCodeURL) && !lacks(a.CreatedAt, m.CreatedAt)
}
