package provider

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/botbiz/terraform-provider-botbiz/internal/collection"
)

// identityModel is the identity of every object.
type identityModel struct {
	ID types.String `tfsdk:"id"`
}

func identitySchema(description string) identityschema.Schema {
	return identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: description},
	}}
}

// setIdentity sets an object's identity, which is nil where the engine asks for none.
func setIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, id string) diag.Diagnostics {
	if identity == nil {
		return nil
	}
	return identity.Set(ctx, identityModel{ID: types.StringValue(id)})
}

// importID returns what was given to import by: an import id, or an identity.
func importID(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) string {
	if req.ID != "" || req.Identity == nil || req.Identity.Raw.IsNull() {
		return strings.TrimSpace(req.ID)
	}
	var identity identityModel
	resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
	return identity.ID.ValueString()
}

// plainID tells whether a text can be an id of the API, so that it may be part of a URL.
func plainID(text string) bool {
	return regexp.MustCompile(`^[A-Za-z0-9_-]+$`).MatchString(text) && !digitsOnly(text)
}

// digitsOnly is what a phone number without its plus sign looks like; ids have a prefix.
func digitsOnly(text string) bool { return strings.Trim(text, "0123456789.-") == "" }

var (
	errImportID     = errors.New("this is no import id")
	errNoSuchObject = errors.New("no such object")
)

// severalError is a natural key that several objects have.
type severalError struct{ ids []string }

func (e *severalError) Error() string { return "several objects match: " + strings.Join(e.ids, ", ") }

// importByID returns the id of the object that has it.
func importByID[T collection.Object](ctx context.Context, of *collection.Collection[T], id string) (string, error) {
	if !plainID(id) {
		return "", errImportID
	}
	item, found, err := of.Read(ctx, id, collection.Prior[T]{})
	if err == nil && !found {
		err = errNoSuchObject
	}
	return item.ObjectID(), err
}

// importByKey returns the id of the one object with a natural key.
func importByKey[T collection.Object](ctx context.Context, of *collection.Collection[T], key collection.Key[T]) (string, error) {
	items, err := of.Find(ctx, key, nil)
	switch {
	case err != nil:
		return "", err
	case len(items) == 0:
		return "", errNoSuchObject
	case len(items) > 1:
		return "", &severalError{ids: ids(items)}
	}
	return items[0].ObjectID(), nil
}

// explainImport is explain for imports. forms says what an import id looks like.
func (c *clients) explainImport(err error, a attempt, forms string) diag.Diagnostic {
	var several *severalError
	switch {
	case errors.Is(err, errImportID):
		return diag.NewErrorDiagnostic("Invalid import id", fmt.Sprintf("%s cannot be imported: an import id is %s.\n\n%s", upperFirst(a.object), forms, more("Invalid import id")))
	case errors.Is(err, errNoSuchObject):
		return diag.NewErrorDiagnostic("Nothing to import", fmt.Sprintf(
			"%s cannot be imported: it does not exist, or it belongs to another Botbiz account than the API key. An import id is %s. Check it, and the key.\n\n%s", upperFirst(a.object), forms, more("Nothing to import")))
	case errors.As(err, &several):
		return diag.NewErrorDiagnostic(titleSeveral, fmt.Sprintf(
			"%s cannot be imported, because it means several objects: %s. Import the one that you mean by its id.\n\n%s", upperFirst(a.object), strings.Join(several.ids, ", "), more(titleSeveral)))
	}
	return c.explain(err, a)
}
