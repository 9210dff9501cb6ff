package provider

import (
	"fmt"
	"strings"

	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/botbiz"
	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

const accountResource = "botbiz_whatsapp_account"

// Descriptions of the attributes of an account, for resource and data sources.
const (
	accountID          = "ID of the account, for example `wha_12345`."
	accountPhoneNumber = "WhatsApp phone number with its country code, for example `+14155550100`."
	accountName        = "Name of the account."
	accountStatus      = "Status of the account: `pending` until a phone scans the QR code, `connected`, `disconnected`, or another status of " +
		"Botbiz."
	accountQRCodeURL = "URL of the QR code. Reading it requires the API key."
	accountCreatedAt = "Creation time in RFC 3339 format."
)

var accounts = noun[botbiz.Account]{
	kind: kind{
		resource: accountResource, name: "WhatsApp account", gone: titleAccountGone, taken: titleNumberTaken, key: "phone_number", path: "/whatsapp/accounts", fields: []string{"phone_number", "name"},
		importID: "the ID of an account (wha_…) or its phone number with its country code (+…)",
	},
	in: func(c *clients) *collection.Collection[botbiz.Account] { return c.accounts },
	whole: func(a botbiz.Account) bool {
		return a.PhoneNumber != nil && a.Name != nil && a.Status != nil && a.QRCodeURL != nil && a.CreatedAt != nil
	},
	keyed:     numberKey,
	display:   displayAccount,
	importKey: importedNumber,
	moved:     movedAccount,
}

// numberKey is the natural key of an account.
func numberKey(number string) collection.Key[botbiz.Account] {
	return collection.Key[botbiz.Account]{
		Held: func(a botbiz.Account) bool { return a.PhoneNumber != nil },
		Same: func(a botbiz.Account) bool {
			return a.PhoneNumber != nil && botbiz.SamePhoneNumber(*a.PhoneNumber, number)
		},
	}
}

// importedNumber rejects an invalid phone number, so that it is not used as an ID.
func importedNumber(given string) (string, error) {
	if number, err := botbiz.NormalizePhoneNumber(given); err == nil {
		return number, nil
	}
	if strings.Trim(given, "+0123456789.-()[] ") == "" {
		return "", botbiz.ErrPhoneNumber
	}
	return "", checkID(given)
}

// displayAccount returns the name and the number.
func displayAccount(a botbiz.Account) string {
	number := a.ID
	if a.PhoneNumber != nil {
		number = botbiz.ReadPhoneNumber(*a.PhoneNumber)
	}
	if text(a.Name) == "" {
		return number
	}
	return fmt.Sprintf("%s (%s)", *a.Name, number)
}

func hasStatus(a botbiz.Account) bool { return a.Status != nil }

// isConnected reports whether a phone is paired with the account.
func isConnected(a botbiz.Account) bool { return text(a.Status) == botbiz.StatusConnected }

// whatsAppAccountFields are the fields of an account in the API.
type whatsAppAccountFields struct {
	ID          types.String `tfsdk:"id"`
	PhoneNumber types.String `tfsdk:"phone_number"`
	Name        types.String `tfsdk:"name"`
	Status      types.String `tfsdk:"status"`
	QRCodeURL   types.String `tfsdk:"qr_code_url"`
	CreatedAt   types.String `tfsdk:"created_at"`
}

// accountAttributes returns the attributes of these fields for a data source.
func accountAttributes() map[string]datasource.Attribute {
	return map[string]datasource.Attribute{
		"id":           datasource.StringAttribute{MarkdownDescription: accountID, Computed: true},
		"phone_number": datasource.StringAttribute{MarkdownDescription: accountPhoneNumber, Computed: true},
		"name":         datasource.StringAttribute{MarkdownDescription: accountName, Computed: true},
		"status":       datasource.StringAttribute{MarkdownDescription: accountStatus, Computed: true},
		"qr_code_url":  datasource.StringAttribute{MarkdownDescription: accountQRCodeURL, Computed: true},
		"created_at":   datasource.StringAttribute{MarkdownDescription: accountCreatedAt, Computed: true},
	}
}

func (m *whatsAppAccountFields) identity() (id, createdAt string) {
	return m.ID.ValueString(), m.CreatedAt.ValueString()
}

// observe sets the values of the API. Missing fields keep their values, and so do the spelling of the number and the outer
// white space of the name.
func (m *whatsAppAccountFields) observe(a botbiz.Account) {
	m.ID = types.StringValue(a.ID)
	m.PhoneNumber = phoneNumbers.observe(a.PhoneNumber, m.PhoneNumber)
	m.Name = names.observe(a.Name, m.Name)
	m.Status = orPrior(a.Status, m.Status)
	m.QRCodeURL = orPrior(a.QRCodeURL, m.QRCodeURL)
	m.CreatedAt = orPrior(a.CreatedAt, m.CreatedAt)
}

// heldBy reports whether a listed account has all fields of the state. During an import, whose state is empty, it needs
// all fields.
func (m *whatsAppAccountFields) heldBy(a botbiz.Account) bool {
	if m.PhoneNumber.IsNull() {
		return accounts.whole(a)
	}
	return !lacks(a.PhoneNumber, m.PhoneNumber) && !lacks(a.Name, m.Name) && !lacks(a.Status, m.Status) &&
		!lacks(a.QRCodeURL, m.QRCodeURL) && !lacks(a.CreatedAt, m.CreatedAt)
}

// whatsAppAccountModel is the resource.
type whatsAppAccountModel struct {
	whatsAppAccountFields
	DeletionProtection types.Bool `tfsdk:"deletion_protection"`
}

// observe sets deletion_protection to false if it is unknown.
func (m *whatsAppAccountModel) observe(a botbiz.Account) {
	m.whatsAppAccountFields.observe(a)
	m.DeletionProtection = types.BoolValue(m.DeletionProtection.ValueBool())
}

// values returns the values that errors must not quote.
func (m *whatsAppAccountFields) values() []string {
	number := m.PhoneNumber.ValueString()
	e164 := botbiz.ReadPhoneNumber(number)
	return []string{number, e164, strings.TrimPrefix(e164, "+"), m.Name.ValueString()}
}

// complete sets the values that are unknown in the plan. Planned values stay, because Terraform would report an
// inconsistent result and taint the account.
func (m *whatsAppAccountModel) complete(a botbiz.Account) {
	m.ID = orPlanned(m.ID, &a.ID)
	m.Status = orPlanned(m.Status, a.Status)
	m.QRCodeURL = orPlanned(m.QRCodeURL, a.QRCodeURL)
	m.CreatedAt = orPlanned(m.CreatedAt, a.CreatedAt)
}

// movedAccount is an account that another provider holds.
func movedAccount(o foreignObject) any {
	var model whatsAppAccountModel
	model.observe(botbiz.Account{
		ID: o.id, PhoneNumber: o.text("phone_number"), Name: o.text("name"), Status: o.text("status"),
		QRCodeURL: o.text("qr_code_url"), CreatedAt: o.text("created_at"),
	})
	return model
}
