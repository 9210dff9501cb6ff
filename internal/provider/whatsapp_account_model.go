package provider

import (
	"fmt"
	"slices"
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
		resource: accountResource, plural: "botbiz_whatsapp_accounts", items: "accounts", name: "WhatsApp account",
		one:      "Reads a WhatsApp account by its ID or phone number.",
		all:      "Reads the WhatsApp accounts that the API key can access.",
		itemsAre: "Matching accounts, oldest first.",
		listed:   "Lists WhatsApp accounts, for example to import all of them.",
		gone:     titleAccountGone, taken: titleNumberTaken, key: "phone_number", keyName: "phone number", path: "/whatsapp/accounts", fields: []string{"phone_number", "name"},
		importID: "the ID of an account (wha_…) or its phone number with plus sign and country code (+…), in YAML in quotes", ignored: "name",
	},
	api: func(c *botbiz.Client) collection.API[botbiz.Account] {
		return collection.API[botbiz.Account]{Pager: c.Accounts.Pager, Get: c.Accounts.Get, Delete: c.Accounts.Disconnect}
	},
	object:     func() model[botbiz.Account] { return &whatsAppAccountFields{} },
	resourced:  func() model[botbiz.Account] { return &whatsAppAccountModel{} },
	build:      func(n nounResource[botbiz.Account]) completeResource { return &whatsAppAccountResource{n} },
	attributes: accountAttributes,
	keyCheck:   phoneNumberCheck,
	filters: []filter[botbiz.Account]{
		{"status", "Returns only accounts with this status, for example `connected`. The case is ignored.", func(a botbiz.Account) *string { return a.Status }, strings.EqualFold},
		{"name_contains", "Returns only accounts whose name contains this text. The case is ignored.", func(a botbiz.Account) *string { return a.Name }, containsFold},
	},
	whole: func(a botbiz.Account) bool {
		return a.PhoneNumber != nil && a.Name != nil && a.Status != nil && a.QRCodeURL != nil && a.CreatedAt != nil
	},
	keyed:     numberKey,
	display:   displayAccount,
	importKey: importedNumber,
	moved:     movedAccount,
}

func containsFold(value, wanted string) bool {
	return strings.Contains(strings.ToLower(value), strings.ToLower(wanted))
}

// numberKey is the natural key of an account.
func numberKey(number string) collection.Key[botbiz.Account] {
	return collection.Key[botbiz.Account]{
		Held: func(a botbiz.Account) bool { return text(a.PhoneNumber) != "" },
		Same: func(a botbiz.Account) bool { return botbiz.SamePhoneNumber(text(a.PhoneNumber), number) },
		Like: func(a botbiz.Account) bool { return botbiz.LikePhoneNumber(text(a.PhoneNumber), number) },
	}
}

// importedNumber returns the number in an import ID. Digits without a plus sign are an ID.
func importedNumber(given string) (string, error) {
	if number, err := botbiz.NormalizePhoneNumber(given); err == nil {
		return number, nil
	}
	if strings.HasPrefix(given, "+") {
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

// isConnected reports whether a status means that a phone is paired with the account.
func isConnected(status string) bool {
	return slices.Contains(botbiz.ConnectedWords, strings.ToLower(strings.TrimSpace(status)))
}

// maybePaired reports whether a phone may be paired with the account: statuses are open, so every one that does not say
// otherwise counts.
func maybePaired(status string) bool {
	switch strings.ToLower(strings.TrimSpace(status)) {
	case "", botbiz.StatusPending, botbiz.StatusDisconnected:
		return false
	}
	return true
}

// whatsAppAccountFields are the fields of an account in the API.
type whatsAppAccountFields struct {
	ID          types.String `tfsdk:"id"`
	PhoneNumber types.String `tfsdk:"phone_number"`
	Name        types.String `tfsdk:"name"`
	Status      types.String `tfsdk:"status"`
	QRCodeURL   types.String `tfsdk:"qr_code_url"`
	CreatedAt   types.String `tfsdk:"created_at"`
	storedTexts
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

func (m *whatsAppAccountFields) imported() bool { return m.Name.IsNull() }

func (m *whatsAppAccountFields) id() string { return m.ID.ValueString() }

func (m *whatsAppAccountFields) spelled(a botbiz.Account) []spelled {
	return []spelled{{name: "name", held: m.Name, said: trimmed(a.Name), same: botbiz.SameText, made: isRewritten}}
}

// trimmed returns a name without the outer white space that a configuration cannot contain.
func trimmed(name *string) *string {
	if name == nil {
		return nil
	}
	short := strings.TrimSpace(*name)
	return &short
}

func (m *whatsAppAccountFields) shows(a botbiz.Account) bool { return allShown(m.spelled(a)) }

// observe sets the values of the API. Missing fields keep their values. No route changes a phone number, so a known one
// stays, however the API shows it.
func (m *whatsAppAccountFields) observe(a botbiz.Account) {
	m.ID = observedID(m.ID, a.ID)
	if m.PhoneNumber.IsNull() && a.PhoneNumber != nil {
		m.PhoneNumber = types.StringValue(botbiz.ReadPhoneNumber(*a.PhoneNumber))
	}
	m.Name = m.spelled(a)[0].observed(m.stored)
	m.Status = orPrior(a.Status, m.Status)
	m.QRCodeURL = orPrior(a.QRCodeURL, m.QRCodeURL)
	m.CreatedAt = orPrior(a.CreatedAt, m.CreatedAt)
}

// heldBy reports whether a listed account has all fields of the state. During an import, whose state is empty, it needs
// all fields.
func (m *whatsAppAccountFields) heldBy(a botbiz.Account) bool {
	if m.imported() {
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

// fill sets the values that are unknown in the plan. Planned values stay, because Terraform would report an
// inconsistent result and taint the account.
func (m *whatsAppAccountModel) fill(a botbiz.Account) {
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
